//! How submitted documents end in the sandbox.

use super::Upload;
use super::samples::{noisy_png, pdf_with_text, sample};
use crate::support::{TestApp, text};
use serde_json::json;

#[tokio::test]
async fn both_samples_are_analyzed() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for upload in [
        Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf")),
        Upload::png("payslip-george.png", sample("payslip-george.png")),
        Upload::png("another name.png", sample("payslip-george.png")),
    ] {
        assert!(upload.content.len() < 150_000, "{} is small", upload.name);
        let archive = widget.upload(&app, "PAYSLIP", &[upload]).await;
        assert_eq!(archive["status"], "STARTED");
        let archive = widget.read_out(&app, &archive).await;
        assert_eq!((&archive["status"], &archive["version"]), (&json!("ANALYZED"), &json!(3)), "{archive}");
        assert!(archive.get("errorCode").is_none() && archive.get("reference").is_none());
    }
}

#[tokio::test]
async fn any_other_file_ends_in_an_error() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for (file_type, upload, code) in [
        (
            "PAYSLIP",
            Upload::pdf("slip.pdf", pdf_with_text(&["A letter", "to George Palomero Jr."])),
            "WRONG_DOCUMENT",
        ),
        ("PAYSLIP", Upload::pdf("scan.pdf", pdf_with_text(&[])), "UNREADABLE_FILE"),
        ("PAYSLIP", Upload::png("cat.png", noisy_png(40, 40)), "UNREADABLE_FILE"),
        ("TAX_DOCUMENT", Upload::pdf("slip.pdf", sample("payslip-george.pdf")), "WRONG_DOCUMENT"),
        ("PAYSLIP", Upload::pdf("error_SYSTEM_ERROR.pdf", sample("payslip-george.pdf")), "SYSTEM_ERROR"),
    ] {
        let archive = widget.upload(&app, file_type, &[upload]).await;
        let archive = widget.read_out(&app, &archive).await;
        assert_eq!((&archive["status"], &archive["errorCode"]), (&json!("ERROR"), &json!(code)), "{archive}");
        assert_eq!(text(&archive["reference"]).len(), 10);
    }
    let files = [Upload::pdf("unsupported.pdf", pdf_with_text(&["some words"]))];
    let archive = widget.upload(&app, "TAX_DOCUMENT", &files).await;
    assert_eq!(widget.read_out(&app, &archive).await["status"], "UNSUPPORTED");
}
