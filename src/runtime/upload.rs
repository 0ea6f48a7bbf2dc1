//! Uploads: having a picked file looked at, and the calls that carry its pieces.

use super::Runtime;
use super::client::{Call, read_reply};
use crate::files::Files;
use gloo_net::http::Method;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wink_flow::{Event, FileId, Reply, Request};
use wink_wire::StartArchive;

/// Has a file looked at, and says what was found; a picture of it may follow.
pub(super) fn check(runtime: &Rc<Runtime>, id: FileId) {
    let (runtime, files) = (Rc::downgrade(runtime), runtime.files());
    let send = move |event| {
        if let Some(runtime) = runtime.upgrade() {
            runtime.send(event);
        }
    };
    spawn_local(async move {
        let found = files.look_at(id).await;
        let is_usable = found.is_ok();
        send(Event::FileChecked(id, found));
        if is_usable && files.has_picture(id).await {
            send(Event::FilePreviewed(id));
        }
    });
}

/// The call for a request about an archive.
pub(super) fn describe(request: &Request, files: &Files, key_of: impl Fn(u32) -> String) -> Call {
    match request {
        Request::StartArchive { key, file_type, provider_id, files } => {
            let body = StartArchive {
                idempotency_key: key_of(key.number()),
                file_type: *file_type,
                provider_id: provider_id.clone(),
                files: files.clone(),
            };
            Call::post("/archives".into(), &body, archive)
        }
        Request::SendPiece { archive_id, file_id, content, offset_bytes, size_bytes } => {
            let rest = ["/files/", &super::client::segment(file_id), "?offset=", &offset_bytes.to_string()];
            let piece = files.piece(*content, *offset_bytes, *size_bytes);
            Call {
                content_type: "application/octet-stream",
                body: Some(piece.map_or(JsValue::NULL, JsValue::from)),
                ..Call::bare(Method::PUT, path(archive_id, &rest.concat()), archive)
            }
        }
        Request::SubmitArchive { archive_id } => {
            Call::bare(Method::POST, path(archive_id, "/submit"), archive)
        }
        Request::ReadArchive { archive_id, after_version: Some(version) } => {
            Call::get(path(archive_id, &super::client::watch_query(*version)), archive)
        }
        Request::RevokeArchive { archive_id } => Call::bare(Method::DELETE, path(archive_id, ""), archive),
        Request::ReadArchive { archive_id, .. } => Call::get(path(archive_id, ""), archive),
        _ => Call::get(String::new(), |_| None),
    }
}

fn archive(body: JsValue) -> Option<Reply> {
    Some(Reply::Archive(read_reply(body)?, 0))
}

fn path(archive_id: &str, rest: &str) -> String {
    "/archives/".to_owned() + &super::client::segment(archive_id) + rest
}
