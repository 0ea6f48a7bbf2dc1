//! Documents of real people, uploaded with production keys.

use super::Upload;
use super::samples::{noisy_png, pdf_with_text, sample};
use crate::support::{ProductionHost, TestApp, Widget, text};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, Rgb, RgbImage, imageops};
use serde_json::{Value, json};
use std::time::Duration;

/// From the bottom up, which is the order in which [`pdf_with_text`] sets lines.
const PAYSLIP: [&str; 6] = [
    "Net pay: PHP 41,020.50",
    "Deductions: 8,979.50",
    "Gross pay: PHP 50,000.00",
    "Pay period: 1 Sep 2026 - 30 Sep 2026",
    "Employee: Maria Santos",
    "PAYSLIP",
];

/// The playground's sample picture, without the text that marks it as a sample.
fn payslip_picture() -> Vec<u8> {
    let mut picture = image::load_from_memory(&sample("payslip-george.png")).unwrap().into_rgb8();
    for (left, top, width, height) in [(800, 130, 380, 32), (70, 1580, 900, 50)] {
        let white = RgbImage::from_pixel(width, height, Rgb([255; 3]));
        imageops::replace(&mut picture, &white, left, top);
    }
    super::samples::encoded(picture, ImageFormat::Png)
}

async fn read(app: &TestApp, widget: &Widget, kind: &str, files: &[Upload]) -> Value {
    let archive = widget.upload(app, kind, files).await;
    widget.read_out(app, &archive).await
}

#[tokio::test]
async fn a_payslip_that_is_no_sample_is_read() {
    // The sandbox's delays and the outcomes that file names ask for do not apply to real people.
    let app = TestApp::with(|settings| settings.sandbox_pace = Duration::from_secs(3600)).await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    for (upload, net) in [
        (Upload::pdf("error_SYSTEM_ERROR.pdf", pdf_with_text(&PAYSLIP)), 41_020.5),
        (Upload::pdf("unsupported.pdf", pdf_with_text(&PAYSLIP)), 41_020.5),
        (Upload::png("photo.png", payslip_picture()), 23_145.25),
    ] {
        let name = upload.name;
        let archive = read(&app, &widget, "PAYSLIP", &[upload]).await;
        assert_eq!(archive["status"], "ANALYZED", "{name}: {archive}");
        let path = format!("/archives/{}", text(&archive["archiveId"]));
        let seen = host.call(&app, Method::GET, &path, None).await.json()["data"].clone();
        assert_eq!(seen["analysis"]["netAmount"], net, "{name}");
        assert_eq!(seen["classification"], json!({ "fileType": "PAYSLIP" }));
    }
}

#[tokio::test]
async fn the_same_payslips_are_wrong_in_the_sandbox() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for upload in
        [Upload::pdf("slip.pdf", pdf_with_text(&PAYSLIP)), Upload::png("photo.png", payslip_picture())]
    {
        let archive = read(&app, &widget, "PAYSLIP", &[upload]).await;
        assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!("WRONG_DOCUMENT")));
    }
}

#[tokio::test]
async fn what_is_no_payslip_ends_as_what_it_was_given_as() {
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    let letter =
        || Upload::pdf("letter.pdf", pdf_with_text(&["to George Palomero Jr. about the weather"; 3]));
    let archive = read(&app, &widget, "PAYSLIP", &[letter()]).await;
    assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!("WRONG_DOCUMENT")));
    let noise = [Upload::png("cat.png", noisy_png(40, 40))];
    let archive = read(&app, &widget, "PAYSLIP", &noise).await;
    assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!("UNREADABLE_FILE")));
    let archive = read(&app, &widget, "TAX_DOCUMENT", &[letter()]).await;
    assert_eq!(archive["status"], "UNSUPPORTED", "kept, and not read by machine");
    let side = |side| Upload { side: Some(side), ..Upload::png("card.png", noisy_png(20, 20)) };
    let archive = read(&app, &widget, "COMPANY_ID", &[side("FRONT"), side("BACK")]).await;
    assert_eq!(archive["status"], "UNSUPPORTED");
}

#[tokio::test]
async fn what_it_is_is_found_out() {
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    for (lines, kind, status) in [
        (&PAYSLIP[..], "PAYSLIP", "ANALYZED"),
        (&["to George Palomero Jr. about the weather"; 3], "OTHERS", "UNSUPPORTED"),
    ] {
        let content = STANDARD.encode(pdf_with_text(lines));
        let body = json!({ "rawFiles": [{ "fileExtensionType": "PDF", "fileContent": content }] });
        let given = host.call(&app, Method::POST, "/archives/classify", Some(&body)).await.json();
        let archive = &given["data"];
        assert_eq!((&archive["type"], &archive["state"]["status"]), (&json!(kind), &json!(status)));
        assert_eq!(archive["classification"], json!({ "fileType": kind }));
    }
}
