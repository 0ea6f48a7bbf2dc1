//! Interrupted uploads: announcing the same content again resumes them.

use super::samples::{noisy_png, pdf_with_text, sample};
use super::{PIECE_BYTES, Upload};
use crate::support::{Reply, TestApp, Widget, eventually, open_session, text};
use axum::http::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use wink_wire::hex_digits;

const HOUR: Duration = Duration::from_secs(60 * 60);

fn digest(content: &[u8]) -> String {
    hex_digits(Sha256::digest(content))
}

/// The body of `POST archives`, with the digests of the files.
fn announcement(key: &str, file_type: &str, files: &[Upload]) -> Value {
    let mut body = Widget::announcement(key, file_type, files);
    for (index, file) in files.iter().enumerate() {
        body["files"][index]["sha256"] = digest(&file.content).into();
    }
    body
}

async fn begin(app: &TestApp, widget: &Widget, key: &str, file_type: &str, files: &[Upload]) -> Reply {
    widget.post(app, "/archives", &announcement(key, file_type, files)).await
}

/// Opens a new session for the same person, as after a reload. Returns its unfinished uploads.
async fn reopened(app: &TestApp, widget: &Widget) -> (Widget, Value) {
    let reply = app.call(Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await;
    let opened = open_session(app, &text(&reply.json()["data"]["accessToken"])).await.json();
    let again = Widget::of(widget.user_id.clone(), &opened);
    again.agree(app).await;
    (again, opened["session"]["archives"].clone())
}

fn photo() -> [Upload; 1] {
    [Upload::png("photo.png", noisy_png(500, 500))]
}

#[tokio::test]
async fn the_same_content_resumes_where_it_stopped() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = photo();
    let content = &files[0].content;
    let archive = begin(&app, &widget, "first-key", "PAYSLIP", &files).await.json();
    widget.put(&app, &archive, 0, 0, &content[..PIECE_BYTES]).await;

    let (again, shown) = reopened(&app, &widget).await;
    assert_eq!(
        (shown.as_array().unwrap().len(), &shown[0]["archiveId"], &shown[0]["status"]),
        (1, &archive["archiveId"], &json!("UPLOADING"))
    );
    let renamed = [Upload { name: "renamed.png", ..Upload::png("", content.clone()) }];
    let reply = begin(&app, &again, "second-key", "PAYSLIP", &renamed).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    let gone_on = reply.json();
    assert_eq!(gone_on["archiveId"], archive["archiveId"]);
    assert_eq!(gone_on["files"][0]["receivedBytes"], PIECE_BYTES);
    let repeated = begin(&app, &again, "second-key", "PAYSLIP", &renamed).await;
    assert_eq!((repeated.status, repeated.json()), (200, gone_on.clone()), "the new key names it too");

    for (number, piece) in content.chunks(PIECE_BYTES).enumerate().skip(1) {
        assert_eq!(again.put(&app, &gone_on, 0, number * PIECE_BYTES, piece).await.status, 200);
    }
    assert_eq!(again.submit(&app, &gone_on).await.json()["status"], "STARTED");
    assert_eq!(app.get("/archives").await.items().len(), 1);
    assert_eq!(app.stored_files(), 1);

    let third = begin(&app, &again, "third-key", "PAYSLIP", &files).await;
    assert_eq!(third.status, 201, "what was submitted is a document of its own");
    assert_ne!(third.json()["archiveId"], archive["archiveId"]);
}

#[tokio::test]
async fn each_resumption_counts_as_an_announcement() {
    let app = TestApp::with(|settings| settings.quotas = vec!["session-documents=3".parse().unwrap()]).await;
    let widget = app.widget().await;
    let files = photo();
    let keys = ["first", "second", "third", "fourth", "second"];
    let mut statuses = Vec::new();
    for key in keys {
        statuses.push(begin(&app, &widget, &format!("{key}-key"), "PAYSLIP", &files).await.status);
    }
    assert_eq!(statuses, [201, 200, 200, 429, 200], "a key that is known counts no more");
    assert_eq!(app.place().count("archive_starts").await, 3);
}

#[tokio::test]
async fn whatever_differs_is_an_upload_of_its_own() {
    let app = TestApp::new().await;
    let (widget, stranger) = (app.widget().await, app.widget().await);
    let files = photo();
    let archive = begin(&app, &widget, "first-key", "TAX_DOCUMENT", &files).await.json();
    widget.put(&app, &archive, 0, 0, &files[0].content[..PIECE_BYTES]).await;

    let body = announcement("other-key", "TAX_DOCUMENT", &files);
    let with = |change: fn(&mut Value)| {
        let mut body = body.clone();
        change(&mut body);
        body
    };
    for (who, body) in [
        (&widget, with(|body| body["files"][0]["sha256"] = "0".repeat(64).into())),
        (&widget, with(|body| body["files"][0]["sizeBytes"] = 77.into())),
        (&widget, with(|body| body["files"][0]["format"] = "JPEG".into())),
        (&widget, with(|body| body["fileType"] = "PAYSLIP".into())),
        (&widget, with(|body| body["files"] = json!([body["files"][0], body["files"][0]]))),
        (&widget, with(|body| drop(body["files"][0].as_object_mut().unwrap().remove("sha256")))),
        (&stranger, body.clone()),
    ] {
        let mut body = body;
        body["idempotencyKey"] = digest(body.to_string().as_bytes()).into();
        let reply = who.post(&app, "/archives", &body).await;
        assert_eq!(reply.status, 201, "{body}");
        assert_ne!(reply.json()["archiveId"], archive["archiveId"], "{body}");
        assert_eq!(reply.json()["files"][0]["receivedBytes"], 0, "{body}");
    }
    let other = with(|body| body["files"][0]["sha256"] = "1".repeat(64).into());
    let mut known = other.clone();
    known["idempotencyKey"] = "first-key".into();
    let reply = widget.post(&app, "/archives", &known).await;
    assert_eq!(
        (reply.refusal(), &reply.json()["field"]),
        ((400, "INVALID_PARAMETERS".to_owned()), &json!("idempotencyKey"))
    );
    for wrong in ["", "abc", &"g".repeat(64)] {
        let mut body = other.clone();
        body["files"][0]["sha256"] = wrong.into();
        assert_eq!(widget.post(&app, "/archives", &body).await.refusal().0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn two_tabs_that_send_the_same_share_one_archive() {
    let app = TestApp::new().await;
    let one = app.widget().await;
    let (other, _) = reopened(&app, &one).await;
    let files = photo();
    let content = &files[0].content;
    let (first, second) = tokio::join!(
        begin(&app, &one, "key-of-one", "PAYSLIP", &files),
        begin(&app, &other, "key-of-the-other", "PAYSLIP", &files)
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    let archive = first.json();
    assert_eq!(second.json()["archiveId"], archive["archiveId"]);

    for (number, piece) in content.chunks(PIECE_BYTES).enumerate() {
        let offset = number * PIECE_BYTES;
        let (first, second) = tokio::join!(
            one.put(&app, &archive, 0, offset, piece),
            other.put(&app, &archive, 0, offset, piece)
        );
        assert_eq!((first.status, second.status), (200, 200), "{offset}");
    }
    let behind = other.put(&app, &archive, 0, 0, &content[..PIECE_BYTES]).await;
    assert_eq!(behind.refusal(), (409, "OFFSET_MISMATCH".to_owned()));
    let (first, second) = tokio::join!(one.submit(&app, &archive), other.submit(&app, &archive));
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!((app.get("/archives").await.items().len(), app.stored_files()), (1, 1));
}

#[tokio::test]
async fn only_uploads_that_can_be_resumed_are_shown() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = photo();
    // Nothing was received for the first one. The second was announced without digests, so it cannot be recognised.
    begin(&app, &widget, "nothing-sent", "TAX_DOCUMENT", &files).await;
    let nameless = widget.announce(&app, "PAYSLIP", &files).await;
    widget.put(&app, &nameless, 0, 0, &files[0].content[..PIECE_BYTES]).await;
    assert_eq!(reopened(&app, &widget).await.1, json!([]));

    let begun = begin(&app, &widget, "some-of-it", "PAYSLIP", &files).await.json();
    widget.put(&app, &begun, 0, 0, &files[0].content[..PIECE_BYTES]).await;
    let done = widget.upload(&app, "PAYSLIP", &[Upload::pdf("slip.pdf", pdf_with_text(&["words"]))]).await;
    let (again, shown) = reopened(&app, &widget).await;
    let ids: Vec<_> = shown.as_array().unwrap().iter().map(|archive| &archive["archiveId"]).collect();
    assert_eq!(ids, [&done["archiveId"], &begun["archiveId"]]);

    let path = format!("/archives/{}", text(&begun["archiveId"]));
    assert_eq!(again.call(&app, Method::DELETE, &path, None).await.status, 200);
    assert_eq!(reopened(&app, &widget).await.1.as_array().unwrap().len(), 1);
    assert_eq!(begin(&app, &again, "again-after-it", "PAYSLIP", &files).await.status, 201);
}

#[tokio::test]
async fn content_that_differs_from_its_announcement_restarts_the_upload() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = begin(&app, &widget, "first-key", "PAYSLIP", &files).await.json();
    let mut altered = files[0].content.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    widget.put_all(&app, &archive, &[Upload::pdf("", altered)]).await;
    let refused = widget.submit(&app, &archive).await;
    assert_eq!(refused.refusal(), (409, "CONTENT_MISMATCH".to_owned()));
    assert_eq!(refused.json()["field"], "files.0");
    assert_eq!(widget.archive(&app, &archive).await["status"], "REVOKED");
    assert_eq!(app.stored_files(), 0);
    let digest = digest(&files[0].content);
    eventually("its digest is gone", async || !app.database_has(&digest).await).await;
    assert!(app.get("/archives").await.items().is_empty());

    let reply = begin(&app, &widget, "second-key", "PAYSLIP", &files).await;
    assert_eq!(reply.status, 201);
    widget.put_all(&app, &reply.json(), &files).await;
    let submitted = widget.submit(&app, &reply.json()).await.json();
    assert_eq!(widget.read_out(&app, &submitted).await["status"], "ANALYZED");
}

#[tokio::test]
async fn resuming_extends_the_deadline_by_a_day() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = photo();
    let archive = begin(&app, &widget, "first-key", "PAYSLIP", &files).await.json();
    widget.put(&app, &archive, 0, 0, &files[0].content[..PIECE_BYTES]).await;
    app.clock.advance(20 * HOUR);
    let (again, _) = reopened(&app, &widget).await;
    assert_eq!(begin(&app, &again, "second-key", "PAYSLIP", &files).await.status, 200);
    app.clock.advance(20 * HOUR);
    let later = app.another(|_| {}).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(reopened(&later, &again).await.1[0]["archiveId"], archive["archiveId"]);
    app.clock.advance(24 * HOUR);
    let latest = app.another(|_| {}).await;
    eventually("it is forgotten", async || latest.stored_files() == 0).await;
}
