//! The browser's setting for the text size, which only `font-size: medium` reveals, because pages change `rem`. With a
//! larger text size the whole dialog is enlarged, so that rows, fields and icons match the texts.

use web_sys::HtmlDialogElement;

/// The size of a text, in px, that the style sheets are made for.
const NORMAL_PX: i32 = 16;
/// The minimum size of a screen, in its own px.
const NARROWEST_PX: i32 = 320;

/// Sets the factor by which the dialog enlarges its content. The dialog's own font size is that of the setting.
pub(super) fn follow(dialog: &HtmlDialogElement) {
    let percent = enlarged_percent(dialog).unwrap_or(100).to_string();
    let _ = dialog.style().set_property("--wink-percent", &percent);
}

fn enlarged_percent(dialog: &HtmlDialogElement) -> Option<i32> {
    let window = web_sys::window()?;
    let style = window.get_computed_style(dialog).ok()??;
    let size = style.get_property_value("font-size").ok()?;
    let size_px: i32 = size.split(['.', 'p']).next()?.parse().ok()?;
    let width_px = window.document()?.document_element()?.client_width();
    let most = width_px * 100 / NARROWEST_PX;
    Some((size_px * 100 / NORMAL_PX).min(most).max(100))
}
