//! Functions of the browser that screens use.

use super::el::Node;
use crate::messages::locale;
use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Whether there is a mouse or another pointer. Then a focused field opens no on-screen keyboard.
pub(crate) fn has_fine_pointer() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(pointer: fine)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Does something to an element once the current change is in the document, or nothing where the dialog is
/// gone by then.
pub(crate) fn next_frame(node: Node, work: impl FnOnce(HtmlElement) + 'static) {
    request_animation_frame(move || {
        if let Some(element) = node.try_get_untracked().flatten() {
            work(element);
        }
    });
}

/// Focuses the first element under `root` that the selector finds.
pub(crate) fn focus_in(root: &Element, selector: &str) {
    let found = root.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Refused where the page may not take the focus; there is nothing to do about it.
        let _ = element.focus();
    }
}

/// Scrolls just far enough to show the first element under `root` that the selector finds.
pub(crate) fn reveal_in(root: &Element, selector: &str) {
    if let Some(element) = root.query_selector(selector).ok().flatten() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// A time (ISO 8601) as a date in the reader's format. `None` if it is invalid.
pub(crate) fn local_date(iso: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(iso));
    if date.get_time().is_nan() {
        return None;
    }
    let options = Object::new();
    Reflect::set(&options, &"dateStyle".into(), &"long".into()).ok()?;
    Some(date.to_locale_date_string(locale(), &options).into())
}

/// Seconds as `m:ss`.
pub(crate) fn minutes_and_seconds(seconds: u32) -> String {
    let rest = seconds % 60;
    let zero = if rest < 10 { "0" } else { "" };
    [&(seconds / 60).to_string(), ":", zero, &rest.to_string()].concat()
}
