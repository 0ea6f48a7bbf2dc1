//! Files and documents as screens show them: sizes, and how reading a document went.

use super::el::{El, bare, el};
use super::icon::{Icon, icon};
use crate::messages::{Key, locale, t, t_with};
use js_sys::Intl::NumberFormat;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use wink_wire::ArchiveStatus;

/// Bytes of a megabyte.
const MEGABYTE: u64 = 1024 * 1024;

/// "1.2 MB", in the reader's way.
pub(crate) fn file_size(bytes: u64) -> String {
    size(bytes, bytes, true)
}

/// "1.2 of 4.0 MB"
pub(crate) fn progress_text(sent_bytes: u64, all_bytes: u64) -> String {
    let (sent, all) = (size(sent_bytes, all_bytes, false), size(all_bytes, all_bytes, true));
    t_with(Key::UploadProgress, &[("sent", &sent), ("all", &all)])
}

/// A size in the unit that fits `scale`.
fn size(bytes: u64, scale: u64, has_unit: bool) -> String {
    let (unit, name, digits) =
        if scale < MEGABYTE { (1024, "kilobyte", 0.0) } else { (MEGABYTE, "megabyte", 1.0) };
    let options = Object::new();
    let set = |key: &str, value: JsValue| {
        // Setting a property of an object of our own does not fail.
        let _ = Reflect::set(&options, &key.into(), &value);
    };
    set("minimumFractionDigits", digits.into());
    set("maximumFractionDigits", digits.into());
    if has_unit {
        set("style", "unit".into());
        set("unit", name.into());
    }
    #[expect(clippy::cast_precision_loss, reason = "file sizes are far below 2^53")]
    let number = bytes as f64 / unit as f64;
    // A file that is there has some size.
    let number = if bytes > 0 && unit == 1024 { number.max(1.0) } else { number };
    let format = NumberFormat::new(&Array::of1(&locale().into()), &options).format();
    let text = format.call1(&JsValue::UNDEFINED, &number.into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// How a document stands, in a word.
pub(crate) fn archive_badge(status: ArchiveStatus) -> El {
    let (mark, key, tone) = match status {
        ArchiveStatus::Analyzed => (Icon::Check, Key::BadgeRead, "good"),
        ArchiveStatus::Unsupported => (Icon::Check, Key::BadgeKept, "good"),
        ArchiveStatus::Error => (Icon::Alert, Key::BadgeUnread, "bad"),
        ArchiveStatus::Uploading => (Icon::Clock, Key::BadgeBegun, "open"),
        ArchiveStatus::Started | ArchiveStatus::Revoked | ArchiveStatus::Unknown => {
            (Icon::Clock, Key::BadgeReading, "open")
        }
    };
    el("span", "wink-badge").set("data-tone", tone).child(icon(mark)).child(bare("span").text(t(key)))
}
