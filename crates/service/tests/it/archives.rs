//! Documents: how they are uploaded in pieces, when they are refused, and how they end.

mod analysis;
mod begun;
mod bucket;
mod giving;
mod handing_out;
mod hosts;
mod items;
mod lifetime;
mod real;
mod refusals;
pub(crate) mod samples;
mod scanning;
mod variants;

use crate::support::{Reply, TestApp, Widget, text};
use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::{Method, Request};
use samples::{noisy_png, pdf_with_text};
use serde_json::{Value, json};

const PIECE_BYTES: usize = 256 * 1024;

/// A file that a test uploads.
pub(crate) struct Upload {
    pub(crate) name: &'static str,
    pub(crate) format: &'static str,
    pub(crate) side: Option<&'static str>,
    pub(crate) content: Vec<u8>,
}

impl Upload {
    pub(crate) fn pdf(name: &'static str, content: Vec<u8>) -> Self {
        Self { name, format: "PDF", side: None, content }
    }

    pub(crate) fn png(name: &'static str, content: Vec<u8>) -> Self {
        Self { name, format: "PNG", side: None, content }
    }
}

impl Widget {
    /// The body of `POST archives`.
    pub(crate) fn announcement(key: &str, file_type: &str, files: &[Upload]) -> Value {
        let files: Vec<_> = files
            .iter()
            .map(|file| {
                let mut json =
                    json!({ "name": file.name, "format": file.format, "sizeBytes": file.content.len() });
                if let Some(side) = file.side {
                    json["side"] = side.into();
                }
                json
            })
            .collect();
        json!({ "idempotencyKey": key, "fileType": file_type, "files": files })
    }

    pub(crate) async fn announce(&self, app: &TestApp, file_type: &str, files: &[Upload]) -> Value {
        let key = format!("upload-{}", uuid_like());
        let reply = self.post(app, "/archives", &Self::announcement(&key, file_type, files)).await;
        assert_eq!(reply.status, 201, "{}", reply.json());
        reply.json()
    }

    /// Sends a piece of an archive's file.
    pub(crate) async fn put(
        &self,
        app: &TestApp,
        archive: &Value,
        index: usize,
        offset: usize,
        bytes: &[u8],
    ) -> Reply {
        let path = format!(
            "/link/v1/archives/{}/files/{}?offset={offset}",
            text(&archive["archiveId"]),
            text(&archive["files"][index]["fileId"])
        );
        let request = Request::put(path).header(AUTHORIZATION, format!("Bearer {}", self.token));
        app.send(request.body(Body::from(bytes.to_vec())).unwrap()).await
    }

    /// Sends all pieces of all files.
    pub(crate) async fn put_all(&self, app: &TestApp, archive: &Value, files: &[Upload]) {
        for (index, file) in files.iter().enumerate() {
            for (number, piece) in file.content.chunks(PIECE_BYTES).enumerate() {
                let reply = self.put(app, archive, index, number * PIECE_BYTES, piece).await;
                assert_eq!(reply.status, 200, "{}", reply.json());
            }
        }
    }

    pub(crate) async fn submit(&self, app: &TestApp, archive: &Value) -> Reply {
        let path = format!("/archives/{}/submit", text(&archive["archiveId"]));
        self.call(app, Method::POST, &path, None).await
    }

    /// Announces, uploads and submits an archive.
    pub(crate) async fn upload(&self, app: &TestApp, file_type: &str, files: &[Upload]) -> Value {
        let archive = self.announce(app, file_type, files).await;
        self.put_all(app, &archive, files).await;
        let reply = self.submit(app, &archive).await;
        assert_eq!(reply.status, 200, "{}", reply.json());
        reply.json()
    }

    pub(crate) async fn archive(&self, app: &TestApp, archive: &Value) -> Value {
        self.get(app, &format!("/archives/{}", text(&archive["archiveId"]))).await.json()
    }

    /// Waits until an archive is no longer being read.
    pub(crate) async fn read_out(&self, app: &TestApp, archive: &Value) -> Value {
        let mut archive = archive.clone();
        // Reading a picture takes some seconds, and much longer while other tests run.
        for _ in 0..30 {
            if archive["status"] != "STARTED" {
                return archive;
            }
            let path = format!(
                "/archives/{}?afterVersion={}&waitSeconds=10",
                text(&archive["archiveId"]),
                archive["version"]
            );
            archive = self.get(app, &path).await.json();
        }
        panic!("nothing happened: {archive}");
    }
}

impl TestApp {
    /// The number of files with stored content.
    pub(super) fn stored_files(&self) -> usize {
        let folder = std::fs::read_dir(self.data_folder().join("files")).unwrap();
        folder.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
    }
}

/// Returns a different text at every call.
fn uuid_like() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

#[tokio::test]
async fn a_file_in_pieces_from_announced_to_submitted() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(500, 500))];
    let size = files[0].content.len();
    assert!(size > 2 * PIECE_BYTES, "{size}");

    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    assert_eq!(
        (&archive["status"], &archive["version"], &archive["files"][0]["receivedBytes"]),
        (&json!("UPLOADING"), &json!(1), &json!(0))
    );
    let first = widget.put(&app, &archive, 0, 0, &files[0].content[..PIECE_BYTES]).await;
    assert_eq!((first.status, first.json()["files"][0]["receivedBytes"].as_u64()), (200, Some(262_144)));
    assert_eq!(first.json()["version"], 1, "a piece is no change of status");
    widget.put_all(&app, &archive, &files[1..]).await;
    for (number, piece) in files[0].content.chunks(PIECE_BYTES).enumerate().skip(1) {
        assert_eq!(widget.put(&app, &archive, 0, number * PIECE_BYTES, piece).await.status, 200);
    }
    let submitted = widget.submit(&app, &archive).await.json();
    assert_eq!((&submitted["status"], &submitted["version"]), (&json!("STARTED"), &json!(2)));
    assert_eq!(submitted["files"][0]["receivedBytes"], size);
}

#[tokio::test]
async fn a_lost_piece_costs_that_piece_only() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(500, 500))];
    let content = &files[0].content;
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    widget.put(&app, &archive, 0, 0, &content[..PIECE_BYTES]).await;

    let ahead = widget.put(&app, &archive, 0, 2 * PIECE_BYTES, &content[2 * PIECE_BYTES..][..99]).await;
    assert_eq!(ahead.refusal(), (409, "OFFSET_MISMATCH".to_owned()));
    assert_eq!(ahead.json()["field"], "files.0");
    // A repeated range with different bytes must not change what was counted.
    let behind = widget.put(&app, &archive, 0, 5, &[0x55; 94]).await;
    assert_eq!(behind.refusal(), (409, "OFFSET_MISMATCH".to_owned()));

    let again = widget.put(&app, &archive, 0, 0, &content[..PIECE_BYTES]).await;
    assert_eq!(again.status, 200, "the answer to the last piece was lost, so it is sent again");
    assert_eq!(again.json()["files"][0]["receivedBytes"], PIECE_BYTES);

    let next = app.another(|_| {}).await;
    let at =
        usize::try_from(widget.archive(&next, &archive).await["files"][0]["receivedBytes"].as_u64().unwrap())
            .unwrap();
    for (number, piece) in content[at..].chunks(PIECE_BYTES).enumerate() {
        assert_eq!(widget.put(&next, &archive, 0, at + number * PIECE_BYTES, piece).await.status, 200);
    }
    assert_eq!(widget.submit(&next, &archive).await.status, 200, "what arrived is a whole picture");
}

#[tokio::test]
async fn the_same_piece_twice_at_once_counts_once() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(500, 500))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    let piece = &files[0].content[..PIECE_BYTES];
    let (one, other) =
        tokio::join!(widget.put(&app, &archive, 0, 0, piece), widget.put(&app, &archive, 0, 0, piece));
    assert_eq!((one.status, other.status), (200, 200));
    assert_eq!(widget.archive(&app, &archive).await["files"][0]["receivedBytes"], PIECE_BYTES);
}

#[tokio::test]
async fn the_same_key_again_is_the_same_archive() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::pdf("slip.pdf", pdf_with_text(&["some words"]))];
    let body = Widget::announcement("the-same-key", "PAYSLIP", &files);
    let (one, other) =
        tokio::join!(widget.post(&app, "/archives", &body), widget.post(&app, "/archives", &body));
    assert_eq!(one.json()["archiveId"], other.json()["archiveId"]);
    assert_eq!(one.json()["files"], other.json()["files"]);
    let reply = widget.put(&app, &one.json(), 0, 0, &files[0].content).await;
    assert_eq!(reply.status, 200);
    assert_eq!(app.stored_files(), 1);

    let mut other_size = body.clone();
    other_size["files"][0]["sizeBytes"] = 77.into();
    let refused = widget.post(&app, "/archives", &other_size).await;
    assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(refused.json()["field"], "idempotencyKey");
}

#[tokio::test]
async fn submitting_twice_submits_once() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::pdf("slip.pdf", pdf_with_text(&["some words"]))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    let early = widget.submit(&app, &archive).await;
    assert_eq!(early.refusal(), (409, "OFFSET_MISMATCH".to_owned()), "not everything is there");
    assert_eq!(early.json()["field"], "files.0");

    widget.put_all(&app, &archive, &files).await;
    let (one, other) = tokio::join!(widget.submit(&app, &archive), widget.submit(&app, &archive));
    assert_eq!((one.status, other.status), (200, 200));
    let done = widget.read_out(&app, &one.json()).await;
    assert_eq!(done["version"], 3, "announced, submitted, read");
    assert_eq!(widget.submit(&app, &archive).await.json(), done);
    let late = widget.put(&app, &archive, 0, 0, b"%PDF-").await;
    assert_eq!(late.refusal(), (409, "ARCHIVE_OVER".to_owned()));
}

#[tokio::test]
async fn the_front_and_the_back_of_a_card() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let side = |side| Upload { side: Some(side), ..Upload::png("card.png", noisy_png(20, 20)) };
    let archive = widget.upload(&app, "COMPANY_ID", &[side("FRONT"), side("BACK")]).await;
    assert_eq!(
        (&archive["files"][0]["side"], &archive["files"][1]["side"]),
        (&json!("FRONT"), &json!("BACK"))
    );
    let page = || Upload::pdf("return.pdf", pdf_with_text(&["some words"]));
    let archive = widget.upload(&app, "TAX_DOCUMENT", &[page(), page()]).await;
    assert_eq!(archive["files"].as_array().unwrap().len(), 2);

    for (file_type, files) in [
        ("COMPANY_ID", vec![side("FRONT")]),
        ("COMPANY_ID", vec![side("FRONT"), side("FRONT")]),
        ("COMPANY_ID", vec![page(), page()]),
        ("PAYSLIP", vec![side("FRONT")]),
        ("PAYSLIP", vec![page(), page()]),
        ("TAX_DOCUMENT", vec![page(), side("BACK")]),
    ] {
        let body = Widget::announcement("sides-of-it", file_type, &files);
        let reply = widget.post(&app, "/archives", &body).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{body}");
        assert_eq!(reply.json()["field"], "files");
    }
}

#[tokio::test]
async fn nobody_else_comes_near_an_archive() {
    let app = TestApp::new().await;
    let (widget, stranger) = (app.widget().await, app.widget().await);
    let files = [Upload::pdf("slip.pdf", pdf_with_text(&["some words"]))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let missing = (404, "MISSING_RESOURCE".to_owned());
    assert_eq!(stranger.get(&app, &path).await.refusal(), missing);
    assert_eq!(stranger.call(&app, Method::DELETE, &path, None).await.refusal(), missing);
    assert_eq!(stranger.submit(&app, &archive).await.refusal(), missing);
    assert_eq!(stranger.put(&app, &archive, 0, 0, &files[0].content).await.refusal(), missing);
    let own = stranger.announce(&app, "PAYSLIP", &files).await;
    let mut mixed = own.clone();
    mixed["files"] = archive["files"].clone();
    assert_eq!(stranger.put(&app, &mixed, 0, 0, &files[0].content).await.refusal(), missing);
    assert_eq!(app.get(&path).await.refusal(), missing, "hosts see what is submitted");
    assert_eq!(widget.archive(&app, &archive).await["files"][0]["receivedBytes"], 0);
}
