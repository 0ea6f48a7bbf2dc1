//! The sample payslips with changed amounts, to show that the values come from the file.

use super::Upload;
use super::samples::{encoded, sample};
use crate::support::{TestApp, Widget, text};
use image::{ImageFormat, RgbImage, imageops};
use lopdf::content::Content;
use lopdf::{Document, Object};
use serde_json::{Value, json};

/// Returns what the service reads of a payslip.
async fn analysis(app: &TestApp, widget: &Widget, upload: Upload) -> Value {
    let archive = widget.upload(app, "PAYSLIP", &[upload]).await;
    let archive = widget.read_out(app, &archive).await;
    assert_eq!(archive["status"], "ANALYZED", "{archive}");
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await;
    seen.json()["data"]["analysis"].clone()
}

fn expected(gross: f64, net: f64) -> Value {
    json!({
        "startDate": "2026-10-16", "endDate": "2026-10-31", "payDate": "2026-11-05", "currency": "PHP",
        "grossAmount": gross, "netAmount": net,
        "employerName": "Bayani Fresh Foods, Inc.", "employeeName": "George Palomero Jr.",
        "ssNumber": "3300000008", "philHealthNumber": "190000000017", "taxNumber": "000000001000",
        "pagIbigNumber": "121000000009",
    })
}

/// An amount in the encoding of the sample's fonts.
fn glyphs(amount: &str) -> Vec<u8> {
    amount
        .bytes()
        .flat_map(|letter| match letter {
            b',' => [0, 0x0f],
            b'.' => [0, 0x11],
            digit => [0, 0x13 + digit - b'0'],
        })
        .collect()
}

/// Replaces an amount in the sample.
fn changed_pdf(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let page = document.get_pages()[&1];
    let mut content = Content::decode(&document.get_page_content(page)).unwrap();
    let mut changed = 0;
    for operation in &mut content.operations {
        for operand in &mut operation.operands {
            match operand {
                Object::String(shown, _) if shown.ends_with(&glyphs(from)) => {
                    shown.truncate(shown.len() - glyphs(from).len());
                    shown.extend(glyphs(to));
                    changed += 1;
                }
                _ => {}
            }
        }
    }
    assert_eq!(changed, 1, "{from}");
    document.change_page_content(page, content.encode().unwrap()).unwrap();
    super::samples::saved(&mut document)
}

/// The sample with the basic pay copied over the gross pay.
fn changed_picture() -> RgbImage {
    let mut picture = image::load_from_memory(&sample("payslip-george.png")).unwrap().into_rgb8();
    let basic_pay = imageops::crop_imm(&picture, 450, 596, 112, 24).to_image();
    imageops::replace(&mut picture, &basic_pay, 450, 789);
    picture
}

#[tokio::test]
async fn a_pdf() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let pdf = sample("payslip-george.pdf");
    let read = analysis(&app, &widget, Upload::pdf("slip.pdf", pdf.clone())).await;
    assert_eq!(read, expected(27_350.0, 23_145.25));
    let pdf = changed_pdf(&pdf, "27,350.00", "35,273.50");
    let pdf = changed_pdf(&pdf, "23,145.25", "31,524.10");
    let read = analysis(&app, &widget, Upload::pdf("slip.pdf", pdf)).await;
    assert_eq!(read, expected(35_273.5, 31_524.1));
}

#[tokio::test]
async fn a_picture() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let read = analysis(&app, &widget, Upload::png("slip.png", sample("payslip-george.png"))).await;
    assert_eq!(read, expected(27_350.0, 23_145.25));
    let photo =
        Upload { format: "JPEG", ..Upload::pdf("photo.jpg", encoded(changed_picture(), ImageFormat::Jpeg)) };
    assert_eq!(analysis(&app, &widget, photo).await, expected(22_000.0, 23_145.25));
}

#[tokio::test]
async fn a_scan_in_a_pdf() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let jpeg = encoded(changed_picture(), ImageFormat::Jpeg);
    let scan = Upload::pdf("scan.pdf", super::samples::pdf_of_picture(&jpeg, 1191, 1683));
    assert_eq!(analysis(&app, &widget, scan).await, expected(22_000.0, 23_145.25));
}

#[tokio::test]
async fn pictures_where_nothing_reads_them() {
    let app = TestApp::with(|settings| settings.tesseract = "/nowhere/tesseract".into()).await;
    let widget = app.widget().await;
    let files = [Upload::png("slip.png", sample("payslip-george.png"))];
    let archive = widget.upload(&app, "PAYSLIP", &files).await;
    assert_eq!(widget.read_out(&app, &archive).await["status"], "UNSUPPORTED");
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    let state = &seen["data"]["state"];
    assert_eq!((&state["status"], &state["errorCode"]), (&json!("UNSUPPORTED"), &Value::Null));
    assert!(text(&state["errorMessage"]).contains("Tesseract"), "{state}");
    let read = analysis(&app, &widget, Upload::pdf("slip.pdf", sample("payslip-george.pdf"))).await;
    assert_eq!(read["netAmount"], 23_145.25, "text needs no program");
}
