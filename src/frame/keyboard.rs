//! Room for the on-screen keyboard: it covers the page without making it smaller, so the dialog is told how much
//! of the window can be seen.

use super::listener::{Listener, Phase};
use web_sys::{HtmlDialogElement, VisualViewport};

/// Keeps `--wink-viewport-height` on the dialog up to date until it is dropped.
pub(super) struct KeyboardSpace {
    _listener: Listener,
}

impl KeyboardSpace {
    pub(super) fn watch(dialog: &HtmlDialogElement) -> Option<Self> {
        let viewport = web_sys::window()?.visual_viewport()?;
        let (target, dialog) = (viewport.clone(), dialog.clone());
        let listener =
            Listener::new(&target, "resize", Phase::Bubbling, move |_| set_height(&dialog, &viewport));
        Some(Self { _listener: listener })
    }
}

fn set_height(dialog: &HtmlDialogElement, viewport: &VisualViewport) {
    let style = dialog.style();
    // Pinch zoom changes the size too, and is not a keyboard.
    let is_zoomed = (viewport.scale() - 1.0).abs() > 0.01;
    #[expect(clippy::cast_possible_truncation, reason = "a window is some thousand pixels high at the most")]
    let height = if is_zoomed { String::new() } else { (viewport.height() as i32).to_string() + "px" };
    // Setting a property to nothing removes it.
    let _ = style.set_property("--wink-viewport-height", &height);
}
