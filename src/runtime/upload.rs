//! Uploads: checking a picked file, and the calls that send its pieces.

use super::call::{Call, read_reply, segment, watch_query};
use crate::files::Files;
use gloo_net::http::Method;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use wink_flow::{Event, FileId, Reply};
use wink_wire::{FileType, NewFile, StartArchive};

/// Checks a file and reports the result. A preview may follow.
pub(super) fn check(files: Rc<Files>, id: FileId, send: impl Fn(Event) + 'static) {
    spawn_local(async move {
        let found = files.look_at(id).await;
        let is_usable = found.is_ok();
        send(Event::FileChecked(id, found));
        if is_usable && files.has_picture(id).await {
            send(Event::FilePreviewed(id));
        }
    });
}

/// Announces files.
pub(super) fn start(
    idempotency_key: String,
    file_type: FileType,
    provider_id: Option<String>,
    files: Vec<NewFile>,
) -> Call {
    let body = StartArchive { idempotency_key, file_type, provider_id, files };
    Call::post("/archives".into(), &body, archive)
}

/// Sends a piece of a file.
pub(super) fn send_piece(archive_id: &str, file_id: &str, offset_bytes: u64, piece: Option<Blob>) -> Call {
    let rest = ["/files/", &segment(file_id), "?offset=", &offset_bytes.to_string()];
    Call {
        content_type: "application/octet-stream",
        body: Some(piece.map_or(JsValue::NULL, JsValue::from)),
        ..Call::bare(Method::PUT, path(archive_id, &rest.concat()), archive)
    }
}

/// Submits an archive for reading.
pub(super) fn submit(archive_id: &str) -> Call {
    Call::bare(Method::POST, path(archive_id, "/submit"), archive)
}

/// Reads an archive. With a version, the answer comes when the archive has changed.
pub(super) fn read(archive_id: &str, after_version: Option<u64>) -> Call {
    let rest = after_version.map(watch_query).unwrap_or_default();
    Call::get(path(archive_id, &rest), archive)
}

/// Deletes an archive.
pub(super) fn revoke(archive_id: &str) -> Call {
    Call::bare(Method::DELETE, path(archive_id, ""), archive)
}

fn archive(body: JsValue) -> Option<Reply> {
    Some(Reply::Archive(read_reply(body)?, 0))
}

fn path(archive_id: &str, rest: &str) -> String {
    "/archives/".to_owned() + &segment(archive_id) + rest
}
