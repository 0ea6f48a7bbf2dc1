//! The list of providers. Only the rows around the scroll position are in the DOM, so its length does not matter.

use super::drawn::Drawn;
use super::row::Asked;
use super::window::Layout;
use super::{LIST, Parts, keys};
use crate::frame::{Listener, Phase};
use crate::messages::{Key, t};
use crate::ui::{El, Node, effect, el};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Minimum height of the list that is drawn outside a keystroke, in px.
const FIRST_EXTENT: i32 = 900;

pub(super) fn list(parts: Parts) -> El {
    let has_search =
        parts.view.peek(|flow| flow.session().is_none_or(|session| session.preferences.enable_search_bar));
    let drawn = Node::new();
    if let Some(window) = web_sys::window() {
        let resized = move |_| parts.look();
        // Removed with the list.
        StoredValue::new_local(Listener::new(&window, "resize", Phase::AtTarget, resized));
    }
    effect(move || {
        if parts.list.get().is_some() && parts.body.get().is_some() {
            parts.look();
        }
    });
    let mut rows = Drawn::new();
    let (mut last_height, mut last_top) = (usize::MAX, usize::MAX);
    effect(move || {
        let Some(parent) = drawn.get() else { return };
        let places = visible(parts);
        let (height, (lines, top)) = parts.listing(|listing| {
            let layout = Layout::new(listing);
            (layout.height(), layout.lines(listing, places))
        });
        let asked = Asked { query: parts.query(), count: parts.count(), active: parts.active.get() };
        // Through script, because a policy without inline styles forbids the attribute.
        if std::mem::replace(&mut last_height, height) != height {
            set(parts.list, "block-size", &[&height.to_string(), "px"]);
        }
        if std::mem::replace(&mut last_top, top) != top {
            set(drawn, "transform", &["translateY(", &top.to_string(), "px)"]);
        }
        untrack(|| rows.show(parts, &parent, &lines, &asked));
    });
    el("div", "wink-list")
        .set("id", LIST)
        .set("role", "listbox")
        .set("aria-label", t(Key::ProvidersTitle))
        .set("tabindex", if has_search { "-1" } else { "0" })
        .follow("aria-activedescendant", move || keys::active_id(parts).filter(|_| !has_search))
        .node(parts.list)
        .on("keydown", move |event| keys::pressed(parts, event.unchecked_ref()))
        .on("click", move |event| {
            if let Some(place) = keys::place_of(&event) {
                parts.choose(place);
            }
        })
        .child(el("div", "wink-drawn").set("role", "presentation").node(drawn))
}

/// The places of the rows to draw.
fn visible(parts: Parts) -> (usize, usize) {
    let margin = parts.margin.get();
    let (from, extent) = parts.seen.get();
    // When an on-screen keyboard disappears, the body grows without an event.
    let extent = if margin == 0 && extent > 0 { extent } else { extent.max(FIRST_EXTENT) };
    // The heading and the search field are above the list, so it may start below the top.
    let px = |px: i32| usize::try_from(px).unwrap_or(0);
    parts.listing(|listing| Layout::new(listing).visible(px(from), px(from + extent), margin))
}

fn set(node: Node, property: &str, value: &[&str]) {
    if let Some(element) = node.get() {
        // Fails only for a property that cannot be set.
        let _ = element.style().set_property(property, &value.concat());
    }
}
