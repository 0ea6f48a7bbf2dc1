//! An antivirus program between submitted and available.

use super::Upload;
use super::samples::{pdf_with_text, sample};
use crate::support::{FakeScanner, ScannerManner, TestApp, eventually, text};
use serde_json::{Value, json};
use std::time::Duration;

/// The addresses of a document's files, as its host gets them now.
async fn addresses(app: &TestApp, archive: &Value) -> Vec<String> {
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    let files = seen["data"]["rawFiles"].as_array().unwrap();
    files.iter().map(|file| text(&file["url"])).collect()
}

#[tokio::test]
async fn a_clean_document_is_read_and_handed_out() {
    let scanner = FakeScanner::new(ScannerManner::Scans).await;
    let app = TestApp::with(|settings| settings.scanner = Some(scanner.address())).await;
    let widget = app.widget().await;
    let slip = sample("payslip-george.pdf");
    let archive = widget.upload(&app, "PAYSLIP", &[Upload::pdf("payslip.pdf", slip.clone())]).await;
    assert_eq!(widget.read_out(&app, &archive).await["status"], "ANALYZED");
    assert_eq!(scanner.scanned(), std::slice::from_ref(&slip));
    // It is not scanned again.
    scanner.behave(ScannerManner::Away);
    let url = addresses(&app, &archive).await.remove(0);
    assert_eq!(app.get_raw(&url).await.body, slip);
}

#[tokio::test]
async fn a_harmful_document_ends_in_an_error_and_its_files_are_gone() {
    let scanner = FakeScanner::new(ScannerManner::Scans).await;
    let app = TestApp::with(|settings| settings.scanner = Some(scanner.address())).await;
    let widget = app.widget().await;
    let harmful = pdf_with_text(&["this is harmful"]);
    let archive = widget.upload(&app, "PAYSLIP", &[Upload::pdf("slip.pdf", harmful)]).await;
    let early = addresses(&app, &archive).await;
    let ended = widget.read_out(&app, &archive).await;
    assert_eq!((&ended["status"], &ended["errorCode"]), (&json!("ERROR"), &json!("UNSAFE_FILE")));
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    assert_eq!(seen["data"]["state"]["status"], "ERROR");
    assert!(text(&seen["data"]["state"]["errorMessage"]).contains("harmful"));
    assert_eq!(seen["data"]["rawFiles"], json!([]));
    for url in early {
        assert_eq!(app.get_raw(&url).await.status, 404);
    }
    // A process deletes what is doomed when it begins, and now and then.
    let app = app.crash().next().await;
    eventually("the content is deleted", async || app.stored_files() == 0).await;
}

#[tokio::test]
async fn while_the_scanner_is_away_documents_wait_and_nothing_is_handed_out() {
    let scanner = FakeScanner::new(ScannerManner::Away).await;
    let app = TestApp::with(|settings| settings.scanner = Some(scanner.address())).await;
    let widget = app.widget().await;
    let slip = sample("payslip-george.pdf");
    let archive = widget.upload(&app, "PAYSLIP", &[Upload::pdf("payslip.pdf", slip.clone())]).await;
    // More often than a document is tried that crashes the service.
    for tries in 1..=8 {
        // The pause may begin only now, so the clock goes on until it is over.
        eventually("it is tried again", async || {
            app.clock.advance(Duration::from_secs(31));
            tokio::time::sleep(Duration::from_millis(50)).await;
            scanner.tries() >= tries
        })
        .await;
        if tries == 4 {
            // A file that was not scanned is not clean either.
            scanner.behave(ScannerManner::Complains);
        }
        assert_eq!(widget.archive(&app, &archive).await["status"], "STARTED");
    }
    let url = addresses(&app, &archive).await.remove(0);
    let refused = app.get_raw(&url).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, "30"));
    assert!(!refused.body.starts_with(b"%PDF"));
    scanner.behave(ScannerManner::Scans);
    eventually("it is scanned and read", async || {
        app.clock.advance(Duration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(50)).await;
        widget.archive(&app, &archive).await["status"] == "ANALYZED"
    })
    .await;
    let url = addresses(&app, &archive).await.remove(0);
    assert_eq!(app.get_raw(&url).await.body, slip);
}

#[tokio::test]
async fn what_was_submitted_before_there_was_a_scanner_is_scanned_when_it_is_read() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let upload = async |words: &str| {
        let archive =
            widget.upload(&app, "TAX_DOCUMENT", &[Upload::pdf("a.pdf", pdf_with_text(&[words]))]).await;
        widget.read_out(&app, &archive).await
    };
    let (clean, harmful) = (upload("some words").await, upload("harmful words").await);
    let scanner = FakeScanner::new(ScannerManner::Scans).await;
    let scanning = app.another(|settings| settings.scanner = Some(scanner.address())).await;
    for (archive, status) in [(&clean, 200), (&harmful, 404)] {
        let url = addresses(&scanning, archive).await.remove(0);
        assert_eq!(scanning.get_raw(&url).await.status, status);
    }
    assert_eq!(scanner.scanned().len(), 2);
}

#[tokio::test]
async fn a_document_whose_content_is_gone_ends_although_it_was_never_scanned() {
    let scanner = FakeScanner::new(ScannerManner::Away).await;
    let app = TestApp::with(|settings| settings.scanner = Some(scanner.address())).await;
    let widget = app.widget().await;
    let slip = sample("payslip-george.pdf");
    let archive = widget.upload(&app, "PAYSLIP", &[Upload::pdf("payslip.pdf", slip)]).await;
    eventually("it waits for the scanner", async || scanner.tries() > 0).await;
    let folder = app.data_folder().join("files").join(text(&archive["files"][0]["fileId"]));
    std::fs::remove_dir_all(folder).unwrap();
    scanner.behave(ScannerManner::Scans);
    let ended = async || {
        app.clock.advance(Duration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(50)).await;
        widget.archive(&app, &archive).await["status"] == "ERROR"
    };
    eventually("it ends", ended).await;
    assert_eq!(widget.archive(&app, &archive).await["errorCode"], "SYSTEM_ERROR");
    assert!(scanner.scanned().is_empty());
}
