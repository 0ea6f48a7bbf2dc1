//! What hosts get of files: pictures without what a camera put beside them, and no PDF that does more than show pages.

use super::Upload;
use super::refusals::encrypted;
use super::samples::{document, encoded, noisy_png, pdf_with_text, saved};
use crate::support::{ProductionHost, TestApp, text};
use axum::http::Method;
use image::{ImageFormat, RgbImage};
use lopdf::{Document, Stream, dictionary};
use serde_json::{Value, json};
use std::time::Duration;

const PLACE: &[u8] = b"marker-of-the-place";

/// A photo that says where it was taken.
fn photo() -> Vec<u8> {
    let jpeg = encoded(RgbImage::from_pixel(300, 200, image::Rgb([90, 120, 40])), ImageFormat::Jpeg);
    let note = [b"Exif\0\0", PLACE].concat();
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &note, &jpeg[2..]].concat()
}

fn has_place(bytes: &[u8]) -> bool {
    bytes.windows(PLACE.len()).any(|window| window == PLACE)
}

#[tokio::test]
async fn a_picture_is_handed_out_without_metadata() {
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    let photo = photo();
    assert!(has_place(&photo));
    let files = [Upload { format: "JPEG", ..Upload::pdf("photo.jpg", photo) }];
    let archive = widget.upload(&app, "TAX_DOCUMENT", &files).await;
    assert_eq!(widget.read_out(&app, &archive).await["status"], "UNSUPPORTED");
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let seen = host.call(&app, Method::GET, &path, None).await.json();
    let reply = app.get_raw(&text(&seen["data"]["rawFiles"][0]["url"])).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "image/jpeg"));
    assert!(!has_place(&reply.body));
    let picture = image::load_from_memory(&reply.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (300, 200));
}

#[tokio::test]
async fn a_damaged_picture_is_not_handed_out() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let mut png = noisy_png(60, 60);
    let middle = png.len() / 2;
    png[middle] ^= 0xff;
    let archive = widget.upload(&app, "PAYSLIP", &[Upload::png("photo.png", png)]).await;
    let archive = widget.read_out(&app, &archive).await;
    assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!("UNREADABLE_FILE")));
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    assert_eq!(app.get_raw(&text(&seen["data"]["rawFiles"][0]["url"])).await.status, 404);
}

/// A payslip that runs a script when it is opened.
fn with_script() -> Document {
    let mut pdf = document(1, &["Net pay: PHP 41,020.50", "Gross pay: PHP 50,000.00", "PAYSLIP"]);
    let script = pdf.add_object(dictionary! {
        "S" => "JavaScript", "JS" => lopdf::Object::string_literal("app.alert('hello')"),
    });
    pdf.catalog_mut().unwrap().set("OpenAction", script);
    pdf
}

/// The same, with a stream that cannot be read.
fn damaged_with_script() -> Vec<u8> {
    let mut pdf = with_script();
    pdf.add_object(Stream::new(dictionary! { "Filter" => "ZstdDecode" }, b"x".to_vec()));
    saved(&mut pdf)
}

/// The addresses of a document's files.
async fn addresses(app: &TestApp, archive: &Value) -> Vec<String> {
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    let files = seen["data"]["rawFiles"].as_array().unwrap();
    files.iter().map(|file| text(&file["url"])).collect()
}

#[tokio::test]
async fn a_script_is_found_whatever_else_is_wrong_and_whatever_the_name() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for (kind, name) in [
        ("PAYSLIP", "slip.pdf"),
        ("PAYSLIP", "unsupported.pdf"),
        ("PAYSLIP", "error_WRONG_DOCUMENT.pdf"),
        ("TAX_DOCUMENT", "slip.pdf"),
    ] {
        let archive = widget.upload(&app, kind, &[Upload::pdf(name, damaged_with_script())]).await;
        let archive = widget.read_out(&app, &archive).await;
        let ended = (&archive["status"], &archive["errorCode"]);
        assert_eq!(ended, (&json!("ERROR"), &json!("UNSAFE_FILE")), "{kind} {name}");
        assert!(addresses(&app, &archive).await.is_empty());
    }
}

#[tokio::test]
async fn a_pdf_is_checked_when_it_is_handed_out_even_if_it_was_not_read_yet() {
    // Nothing is read while the test runs.
    let app = TestApp::with(|settings| settings.sandbox_pace = Duration::from_secs(3600)).await;
    let widget = app.widget().await;
    let good = pdf_with_text(&["some words"]);
    let cut_off = good[..good.len() / 2].to_vec();
    for (content, status, words) in [
        (good.clone(), 200, "%PDF"),
        (saved(&mut with_script()), 404, "does more than show a document"),
        (damaged_with_script(), 404, "does more than show a document"),
        (encrypted("open sesame"), 404, "needs a password"),
        (cut_off, 404, "is damaged"),
    ] {
        let archive = widget.upload(&app, "PAYSLIP", &[Upload::pdf("slip.pdf", content)]).await;
        assert_eq!(widget.archive(&app, &archive).await["status"], "STARTED");
        let reply = app.get_raw(&addresses(&app, &archive).await.remove(0)).await;
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        assert_eq!((reply.status, body.contains(words)), (status, true), "{words}: {} {body}", reply.status);
        assert_eq!(status == 200, reply.body.starts_with(b"%PDF"), "nothing of the file is sent");
    }
}

#[tokio::test]
async fn a_pdf_with_a_script_is_refused_and_deleted() {
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    for kind in ["PAYSLIP", "TAX_DOCUMENT"] {
        let archive = widget.upload(&app, kind, &[Upload::pdf("slip.pdf", saved(&mut with_script()))]).await;
        let archive = widget.read_out(&app, &archive).await;
        assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!("UNSAFE_FILE")));
        let path = format!("/archives/{}", text(&archive["archiveId"]));
        let seen = host.call(&app, Method::GET, &path, None).await.json();
        assert_eq!(seen["data"]["rawFiles"], json!([]));
    }
}
