//! Files that are refused, and the reasons.

use super::samples::{document, encoded, noisy_png, pdf_with_text, saved, shared};
use super::{PIECE_BYTES, Upload};
use crate::support::{ProductionHost, Reply, TestApp, Widget, text};
use axum::http::{Method, Request};
use image::{ImageFormat, RgbImage};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use serde_json::{Value, json};

#[track_caller]
fn assert_refused(reply: &Reply, code: &str) {
    assert_eq!(reply.refusal(), (422, "FILE_REFUSED".to_owned()));
    assert_eq!(
        (&reply.json()["archiveErrorCode"], &reply.json()["field"]),
        (&json!(code), &json!("files.0"))
    );
}

/// Sends and submits a file. Returns the first refusal, otherwise the submission's answer.
async fn try_to_upload(app: &TestApp, widget: &Widget, upload: Upload) -> Reply {
    let files = [upload];
    let archive = widget.announce(app, "PAYSLIP", &files).await;
    for (number, piece) in files[0].content.chunks(PIECE_BYTES).enumerate() {
        let reply = widget.put(app, &archive, 0, number * PIECE_BYTES, piece).await;
        if reply.status != 200 {
            return reply;
        }
    }
    widget.submit(app, &archive).await
}

/// A PDF that needs this password.
pub(super) fn encrypted(password: &str) -> Vec<u8> {
    let mut document = document(1, &["secret"]);
    document.trailer.set(
        "ID",
        vec![
            lopdf::Object::string_literal("0123456789abcdef"),
            lopdf::Object::string_literal("0123456789abcdef"),
        ],
    );
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    saved(&mut document)
}

#[tokio::test]
async fn the_beginning_of_a_file_tells_what_it_is() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let heic = [b"\0\0\0\x18ftypheic".as_slice(), &[0; 2000]].concat();
    let html = b"<!doctype html><title>Not found</title>".repeat(100);
    for (format, content) in [
        ("JPEG", heic.clone()),
        ("PNG", heic),
        ("PDF", html),
        ("PDF", noisy_png(30, 30)),
        ("PNG", pdf_with_text(&["x"])),
        ("JPEG", b"\xff\xd8".to_vec()),
        ("PDF", [b"<html>".to_vec(), pdf_with_text(&["x"])].concat()),
    ] {
        let upload = Upload { format, ..Upload::pdf("file", content) };
        let files = [upload];
        let archive = widget.announce(&app, "PAYSLIP", &files).await;
        let first = &files[0].content[..files[0].content.len().min(PIECE_BYTES)];
        assert_refused(&widget.put(&app, &archive, 0, 0, first).await, "UNSUPPORTED_FORMAT");
        assert_eq!(widget.archive(&app, &archive).await["files"][0]["receivedBytes"], 0);
        let cancelled = format!("/archives/{}", text(&archive["archiveId"]));
        assert_eq!(widget.call(&app, Method::DELETE, &cancelled, None).await.status, 200);
    }
    // The pieces are too small to recognise a format, so the file is refused when it is submitted.
    let files = [Upload::pdf("page.pdf", b"no PDF at all".to_vec())];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    assert_eq!(widget.put(&app, &archive, 0, 0, b"no PDF").await.status, 200);
    assert_eq!(widget.put(&app, &archive, 0, 6, b" at all").await.status, 200);
    assert_refused(&widget.submit(&app, &archive).await, "UNSUPPORTED_FORMAT");
}

#[tokio::test]
async fn files_that_cannot_be_opened() {
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    let picture = || RgbImage::from_pixel(50, 40, image::Rgb([200, 10, 10]));
    let png = encoded(picture(), ImageFormat::Png);
    let cut = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let of = |format, content| Upload { format, ..Upload::pdf("file", content) };
    // Documents of a kind that is kept unread are opened too, once.
    for (kind, upload, code) in [
        ("TAX_DOCUMENT", of("PDF", saved(&mut document(0, &[]))), "EMPTY_FILE"),
        ("TAX_DOCUMENT", of("PDF", encrypted("open sesame")), "ENCRYPTED_FILE"),
        ("PAYSLIP", of("PDF", encrypted("open sesame")), "ENCRYPTED_FILE"),
        ("PAYSLIP", of("PDF", shared("payslip-locked.pdf")), "ENCRYPTED_FILE"),
        ("PAYSLIP", of("PDF", b"%PDF-1.7\nnothing else".to_vec()), "UNREADABLE_FILE"),
        ("PAYSLIP", of("PNG", cut(&png)), "UNREADABLE_FILE"),
        ("TAX_DOCUMENT", of("JPEG", b"\xff\xd8\xff\xe0 and no picture".to_vec()), "UNREADABLE_FILE"),
        ("TAX_DOCUMENT", of("TIFF", b"II*\0\x08\0\0\0".to_vec()), "UNREADABLE_FILE"),
        ("PAYSLIP", of("PNG", huge_png()), "UNREADABLE_FILE"),
    ] {
        let archive = widget.upload(&app, kind, &[upload]).await;
        let archive = widget.read_out(&app, &archive).await;
        assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!(code)), "{kind}");
    }
    for (format, content) in [
        ("PDF", encrypted("")),
        ("PDF", shared("payslip-opens.pdf")),
        ("PDF", pdf_with_text(&["some words"])),
        ("PDF", [pdf_with_text(&["some words"]), b"\r\n".to_vec()].concat()),
        ("PNG", png),
        ("JPEG", encoded(picture(), ImageFormat::Jpeg)),
        ("TIFF", encoded(picture(), ImageFormat::Tiff)),
    ] {
        let archive = widget.upload(&app, "TAX_DOCUMENT", &[of(format, content)]).await;
        let archive = widget.read_out(&app, &archive).await;
        assert_eq!(archive["status"], "UNSUPPORTED", "{format}: {archive}");
    }
}

#[tokio::test]
async fn a_file_that_is_another_one_too_is_refused_when_it_is_submitted() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    for upload in [
        Upload::png("photo.png", [noisy_png(30, 30), zip.to_vec()].concat()),
        Upload::png("photo.png", [noisy_png(30, 30), b"<script>".to_vec()].concat()),
        Upload::pdf("slip.pdf", [pdf_with_text(&["x"]), b"MZ".to_vec()].concat()),
    ] {
        assert_refused(&try_to_upload(&app, &widget, upload).await, "UNSAFE_FILE");
    }
}

/// A small PNG whose header claims 60,000 by 60,000 pixels.
fn huge_png() -> Vec<u8> {
    let mut png = encoded(RgbImage::new(1, 1), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    png
}

#[tokio::test]
async fn a_refused_file_can_be_replaced_by_a_new_upload() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let refused = try_to_upload(&app, &widget, Upload::pdf("slip.pdf", noisy_png(30, 30))).await;
    assert_refused(&refused, "UNSUPPORTED_FORMAT");
    let taken = try_to_upload(&app, &widget, Upload::pdf("slip.pdf", pdf_with_text(&["words"]))).await;
    assert_eq!(taken.json()["status"], "STARTED");
}

#[tokio::test]
async fn announcements_have_bounds() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let body =
        |file: Value| json!({ "idempotencyKey": "some-key-1", "fileType": "PAYSLIP", "files": [file] });
    let file = || json!({ "name": "a.pdf", "format": "PDF", "sizeBytes": 100 });
    let with = |name: &str, value: Value| {
        let mut file = file();
        file[name] = value;
        file
    };
    for (changed, code) in [
        (with("sizeBytes", 0.into()), "EMPTY_FILE"),
        (with("sizeBytes", (15 * 1024 * 1024 + 1).into()), "FILE_TOO_LARGE"),
        (with("format", "HEIC".into()), "UNSUPPORTED_FORMAT"),
    ] {
        assert_refused(&widget.post(&app, "/archives", &body(changed)).await, code);
    }
    let mut cases = vec![
        (body(with("name", "\n".into())), "files.0.name"),
        (body(with("side", "LEFT".into())), "files.0.side"),
        (json!({ "idempotencyKey": "some-key-1", "fileType": "PAYSLIP", "files": [] }), "files"),
        (
            json!({ "idempotencyKey": "some-key-1", "fileType": "TAX_DOCUMENT", "files": vec![file(); 11] }),
            "files",
        ),
    ];
    for (name, value) in
        [("idempotencyKey", "short"), ("fileType", "LOVE_LETTER"), ("providerId", "no-such-provider")]
    {
        let mut changed = body(file());
        changed[name] = value.into();
        cases.push((changed, name));
    }
    for (body, field) in cases {
        let reply = widget.post(&app, "/archives", &body).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{body}");
        assert_eq!(reply.json()["field"], field);
    }
    let long = body(with("name", format!("{}.pdf", "x".repeat(400)).into()));
    let reply = widget.post(&app, "/archives", &long).await;
    assert_eq!(text(&reply.json()["files"][0]["name"]).chars().count(), 255, "cut off");
}

#[tokio::test]
async fn pieces_have_bounds() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(500, 500))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    let content = &files[0].content;
    let too_large = widget.put(&app, &archive, 0, 0, &content[..=PIECE_BYTES]).await;
    assert_eq!(too_large.refusal(), (413, "INVALID_PARAMETERS".to_owned()));
    for (offset, piece) in
        [(0, &content[..0]), (content.len() - 3, &content[..4]), (usize::MAX, &content[..9])]
    {
        let reply = widget.put(&app, &archive, 0, offset, piece).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{offset}");
    }
    let path =
        format!("/archives/{}/files/{}", text(&archive["archiveId"]), text(&archive["files"][0]["fileId"]));
    for query in ["", "?offset=-1", "?offset=x"] {
        let reply = widget.call(&app, Method::PUT, &format!("{path}{query}"), None).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
        assert_eq!(reply.json()["field"], "offset");
    }
    let nobody = app.send(Request::put(format!("/link/v1{path}?offset=0")).body("x".into()).unwrap()).await;
    assert_eq!(nobody.refusal(), (401, "INVALID_TOKEN".to_owned()));
}

#[tokio::test]
async fn a_large_file_passes_the_rate_limit() {
    let app = TestApp::with(|settings| settings.link_rate_limit = 20).await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(2200, 2300))];
    assert!(files[0].content.len() > 14 * 1024 * 1024, "{}", files[0].content.len());
    let archive = widget.upload(&app, "PAYSLIP", &files).await;
    assert_eq!(archive["status"], "STARTED");
}

#[tokio::test]
async fn nobody_fills_the_disk_with_beginnings() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::pdf("slip.pdf", pdf_with_text(&["some words"]))];
    for _ in 0..20 {
        let archive = widget.announce(&app, "PAYSLIP", &files).await;
        assert_eq!(widget.put(&app, &archive, 0, 0, &files[0].content[..9]).await.status, 200);
    }
    let body = Widget::announcement("one-too-many", "PAYSLIP", &files);
    let refused = widget.post(&app, "/archives", &body).await;
    assert_eq!(refused.refusal(), (429, "QUOTA_EXCEEDED".to_owned()));
    assert_eq!(app.stored_files(), 20);
}

#[tokio::test]
async fn pages_of_every_origin_may_send_pieces() {
    let app = TestApp::new().await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/link/v1/archives/u-1/files/f-1?offset=0")
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization,content-type");
    let reply = app.send(preflight.body("".into()).unwrap()).await;
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, "*"));
    assert!(reply.header("access-control-allow-methods").contains("PUT"));
}
