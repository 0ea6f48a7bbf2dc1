//! Makes room for the on-screen keyboard. It covers the page without resizing it, and the browser may scroll the rest of
//! the page out of view. So the dialog is limited to the visible part of the window.

use super::listener::{Listener, Phase};
use super::text_size;
use crate::ui::reveal_in;
use web_sys::{HtmlDialogElement, VisualViewport};

/// Keeps `--wink-viewport-height` and `--wink-viewport-top` on the dialog up to date until it is dropped.
pub(super) struct KeyboardSpace {
    _listeners: [Listener; 2],
}

impl KeyboardSpace {
    pub(super) fn watch(dialog: &HtmlDialogElement) -> Option<Self> {
        let viewport = web_sys::window()?.visual_viewport()?;
        let listen = |name, has_changed_size: bool| {
            let (target, dialog, viewport) = (viewport.clone(), dialog.clone(), viewport.clone());
            Listener::new(&target, name, Phase::AtTarget, move |_| {
                fit(&dialog, &viewport);
                // The browser scrolled to the field when there was still more room.
                if has_changed_size {
                    text_size::follow(&dialog);
                    reveal_in(&dialog, "input:focus");
                }
            })
        };
        Some(Self { _listeners: [listen("resize", true), listen("scroll", false)] })
    }
}

fn fit(dialog: &HtmlDialogElement, viewport: &VisualViewport) {
    // Pinch zoom changes size and position too, but is not a keyboard.
    let is_zoomed = (viewport.scale() - 1.0).abs() > 0.01;
    let sizes =
        [("--wink-viewport-height", viewport.height()), ("--wink-viewport-top", viewport.offset_top())];
    for (name, size) in sizes {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a window is some thousand pixels high at the most"
        )]
        let size = if is_zoomed { String::new() } else { (size as i32).to_string() + "px" };
        // Setting a property to nothing removes it.
        let _ = dialog.style().set_property(name, &size);
    }
}
