//! Keyboard control of the list: the focus stays in place, and the arrow keys move the active option.

use super::{Parts, window};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Rows that Page Up and Page Down move by.
const PAGE: usize = 6;

/// The prefix of an option's id; the rest is its place in the listing.
const OPTION: &str = "wink-option-";

/// The id of the option at a place in the listing.
pub(super) fn option_id(place: usize) -> String {
    [OPTION, &place.to_string()].concat()
}

/// The place of an event's option.
pub(super) fn place_of(event: &web_sys::Event) -> Option<usize> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    target.closest("[role=option]").ok()??.id().strip_prefix(OPTION)?.parse().ok()
}

/// The id of the active option, while there is one.
pub(super) fn active_id(parts: Parts) -> Option<String> {
    let count = parts.count();
    parts.active.get().filter(|place| *place < count).map(option_id)
}

/// A key was pressed in the search field or on the list.
pub(super) fn pressed(parts: Parts, event: &KeyboardEvent) {
    let count = untrack(|| parts.count());
    let active = parts.active.get_untracked().filter(|place| *place < count);
    let last = count.saturating_sub(1);
    let key = event.key();
    let next = match key.as_str() {
        "Escape" if !untrack(|| parts.query()).is_empty() => {
            // The first Escape clears the query; only the next one closes the dialog.
            event.prevent_default();
            event.stop_propagation();
            parts.search(String::new());
            return;
        }
        "Enter" => {
            event.prevent_default();
            if let Some(place) = active {
                parts.choose(place);
            }
            return;
        }
        _ if count == 0
            || event.is_composing()
            || event.ctrl_key()
            || event.meta_key()
            || event.shift_key() =>
        {
            return;
        }
        "ArrowDown" => active.map_or(0, |place| (place + 1).min(last)),
        "ArrowUp" => active.map_or(last, |place| place.saturating_sub(1)),
        "PageDown" => active.map_or(0, |place| (place + PAGE).min(last)),
        "PageUp" => active.map_or(0, |place| place.saturating_sub(PAGE)),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    parts.active.set(Some(next));
    window::reveal(parts, next);
}
