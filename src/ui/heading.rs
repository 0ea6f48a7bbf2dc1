//! The heading of a screen, where the focus goes when the screen appears.

use super::el::{El, Node, Text, el};
use crate::live::effect;
use leptos::prelude::*;

/// The heading of a screen. A screen that focuses a field instead does so after this.
pub(crate) fn heading<T: Into<Text>>(text: impl FnMut() -> T + Send + 'static) -> El {
    let node = Node::new();
    effect(move || {
        if let Some(heading) = node.get() {
            // Refused where the page may not take the focus; there is nothing to do about it.
            let _ = heading.focus();
        }
    });
    el("h2", "wink-title").set("tabindex", "-1").node(node).live_text(text)
}
