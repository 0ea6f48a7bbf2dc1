//! The browser's setting for the size of texts, which only `font-size: medium` reveals: `rem` is what the page has made of
//! it. Who reads large texts gets everything larger, because rows, fields and icons go with the texts.

use web_sys::HtmlDialogElement;

/// The size of a text, in px, that the style sheets are made for.
const NORMAL_PX: i32 = 16;
/// What a screen needs at the least, in px of its own.
const NARROWEST_PX: i32 = 320;

/// Tells the dialog by how much to enlarge what is in it. Its own font size is the one of the setting.
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
