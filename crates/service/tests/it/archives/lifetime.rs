//! Restarts, deletion, and the end of retention.

use super::samples::{pdf_with_text, sample};
use super::{Upload, noisy_png};
use crate::support::{AFTER_A_LEASE, TestApp, eventually, is_in_folder, open_session, text};
use axum::http::Method;
use serde_json::{Value, json};
#[cfg(unix)]
use std::path::Path;
use std::time::Duration;
use wink_service::FilesPlace;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn a_crash_while_it_is_read_loses_nothing() {
    let first = TestApp::with(|settings| settings.sandbox_pace = Duration::from_secs(3600)).await;
    let widget = first.widget().await;
    let files = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&first, "PAYSLIP", &files).await;
    let second = first.crash().next().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(widget.archive(&second, &archive).await["status"], "STARTED", "the lease still stands");
    second.clock.advance(AFTER_A_LEASE);
    assert_eq!(widget.read_out(&second, &archive).await["status"], "ANALYZED");
}

#[tokio::test]
async fn a_stopped_process_leaves_reading_to_the_next() {
    let first = TestApp::with(|settings| settings.sandbox_pace = Duration::from_secs(3600)).await;
    let widget = first.widget().await;
    let files = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&first, "PAYSLIP", &files).await;
    first.app.stop().await;
    let second = first.another(|_| {}).await;
    assert_eq!(
        widget.read_out(&second, &archive).await["status"],
        "ANALYZED",
        "without waiting for the lease"
    );
}

#[tokio::test]
async fn a_piece_that_was_stored_and_not_counted_does_not_count() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(60, 60))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    let half = files[0].content.len() / 2;
    widget.put(&app, &archive, 0, 0, &files[0].content[..half]).await;
    // The remains of a crash between writing to the storage and to the database.
    let folder = app.data_folder().join("files").join(text(&archive["files"][0]["fileId"]));
    std::fs::write(folder.join("p-lost"), vec![0x55; half * 3]).unwrap();

    let app = app.crash().next().await;
    assert_eq!(widget.archive(&app, &archive).await["files"][0]["receivedBytes"], half);
    assert_eq!(widget.put(&app, &archive, 0, half, &files[0].content[half..]).await.status, 200);
    assert_eq!(widget.submit(&app, &archive).await.json()["status"], "STARTED", "it is the picture");

    let path = format!("/archives/{}", text(&archive["archiveId"]));
    assert_eq!(widget.call(&app, Method::DELETE, &path, None).await.status, 200);
    assert_eq!(app.stored_files(), 0, "it goes with its file");
}

#[tokio::test]
async fn a_piece_that_comes_after_its_file_was_deleted_goes_too() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(60, 60))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    assert_eq!(widget.call(&app, Method::DELETE, &path, None).await.status, 200);
    // The remains of a process that died after it stored a piece that no row counts.
    let folder = app.data_folder().join("files").join(text(&archive["files"][0]["fileId"]));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("p-late"), b"late").unwrap();
    let app = app.crash().next().await;
    eventually("the late piece is gone", async || app.stored_files() == 0).await;
}

#[tokio::test]
async fn what_lies_in_the_storage_cannot_be_read_there() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let content = pdf_with_text(&["marker-of-the-content"]);
    assert!(content.windows(21).any(|window| window == b"marker-of-the-content"));
    let archive = widget.upload(&app, "PAYSLIP", &[Upload::pdf("slip.pdf", content.clone())]).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let url = text(&app.get(&path).await.json()["data"]["rawFiles"][0]["url"]);
    assert_eq!(app.get_raw(&url).await.body, content, "hosts get it as it was");
    for words in [b"marker-of".as_slice(), b"%PDF", b"endobj"] {
        assert!(!is_in_folder(&app.data_folder(), words), "{words:?}");
    }
}

#[tokio::test]
async fn another_key_is_refused_at_the_start() {
    use base64::Engine as _;
    let app = TestApp::new().await;
    let key = base64::engine::general_purpose::STANDARD.encode([7; 32]);
    let other = app.try_another(|settings| settings.files_key = Some(key.parse().unwrap())).await;
    let Err(error) = other else { panic!("it started") };
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("differs from the key"), "{cause}");
}

#[tokio::test]
async fn deleting_leaves_nothing() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    // The file's name, what was read of it, and what a host reported about it.
    let derived = ["marker-name", "Bayani Fresh Foods", "3300000008", "marker-of-a-host"];
    let folder = app.data_folder();
    for (by_host, name) in [(true, "marker-name-one.pdf"), (false, "marker-name-two.pdf")] {
        let archive =
            widget.upload(&app, "PAYSLIP", &[Upload::pdf(name, sample("payslip-george.pdf"))]).await;
        let archive = widget.read_out(&app, &archive).await;
        let id = text(&archive["archiveId"]);
        for words in &derived[..3] {
            assert!(app.database_has(words).await, "{words}");
        }
        let found = json!({
            "archiveId": id, "validFile": true, "data": { "employerName": "marker-of-a-host" },
            "checkedFields": ["employerName"],
        });
        assert_eq!(app.post("/archives/-/payslips/sendManualResult", &found).await.status, 200);
        assert!(app.database_has("marker-of-a-host").await);
        let url = text(&app.get(&format!("/archives/{id}")).await.json()["data"]["rawFiles"][0]["url"]);
        let reply = if by_host {
            app.call(Method::DELETE, &format!("/archives/{id}"), None).await
        } else {
            let reply = widget.call(&app, Method::DELETE, &format!("/archives/{id}"), None).await;
            assert_eq!((&reply.json()["status"], &reply.json()["files"]), (&json!("REVOKED"), &json!([])));
            reply
        };
        assert_eq!(reply.status, 200);
        assert_eq!(app.stored_files(), 0);
        assert_eq!(app.get_raw(&url).await.status, 404);

        let seen = app.get(&format!("/archives/{id}")).await.json();
        assert_eq!(seen["data"]["state"]["status"], "REVOKED");
        assert_eq!(seen["data"]["rawFiles"], json!([]));
        let query = format!("/archives/-/payslips/queryPrediction?archiveId={id}");
        assert_eq!(app.get(&query).await.status, 404);
        let again = widget.call(&app, Method::DELETE, &format!("/archives/{id}"), None).await;
        assert_eq!((again.status, &again.json()["status"]), (200, &json!("REVOKED")));
        assert_eq!(widget.submit(&app, &archive).await.refusal(), (409, "ARCHIVE_OVER".to_owned()));
    }
    for words in derived {
        let what = format!("{words} is gone");
        eventually(&what, async || !app.database_has(words).await).await;
        assert!(!is_in_folder(&folder, words.as_bytes()), "{words}");
    }
}

#[tokio::test]
async fn a_cancelled_upload_is_gone_and_hosts_never_see_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::png("photo.png", noisy_png(100, 100))];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    widget.put(&app, &archive, 0, 0, &files[0].content[..1500]).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    assert_eq!(widget.call(&app, Method::DELETE, &path, None).await.json()["status"], "REVOKED");
    assert_eq!(app.stored_files(), 0);
    let late = widget.put(&app, &archive, 0, 1500, &files[0].content[1500..]).await;
    assert_eq!(late.refusal(), (409, "ARCHIVE_OVER".to_owned()));
    assert_eq!(app.stored_files(), 0, "not brought back");
    assert_eq!(app.get(&path).await.status, 404);
    assert!(app.get("/archives").await.items().is_empty());
}

#[tokio::test]
async fn an_archive_revoked_while_it_is_read_stays_revoked() {
    let app = TestApp::with(|settings| settings.sandbox_pace = Duration::from_millis(50)).await;
    let widget = app.widget().await;
    let files = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &files).await;
    widget.call(&app, Method::DELETE, &format!("/archives/{}", text(&archive["archiveId"])), None).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(widget.archive(&app, &archive).await["status"], "REVOKED");
}

#[tokio::test]
async fn a_returning_user_finds_what_was_submitted() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let slip = || [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let read = widget.upload(&app, "PAYSLIP", &slip()).await;
    widget.read_out(&app, &read).await;
    let failed = widget.upload(&app, "TAX_DOCUMENT", &slip()).await;
    widget.read_out(&app, &failed).await;
    widget.announce(&app, "PAYSLIP", &slip()).await;
    let revoked = widget.upload(&app, "PAYSLIP", &slip()).await;
    widget.call(&app, Method::DELETE, &format!("/archives/{}", text(&revoked["archiveId"])), None).await;

    let reply = app.call(Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await;
    let session = open_session(&app, &text(&reply.json()["data"]["accessToken"])).await.json();
    let archives = session["session"]["archives"].as_array().unwrap();
    let seen: Vec<_> = archives.iter().map(|archive| text(&archive["status"])).collect();
    assert_eq!(seen, ["ERROR", "ANALYZED"], "newest first");
}

#[tokio::test]
async fn unfinished_uploads_are_forgotten_after_a_day_and_documents_after_sixty() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let slip = || [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let unfinished = widget.announce(&app, "PAYSLIP", &slip()).await;
    widget.put(&app, &unfinished, 0, 0, &slip()[0].content[..2000]).await;
    let kept = widget.upload(&app, "PAYSLIP", &slip()).await;
    widget.read_out(&app, &kept).await;
    let host_sees = format!("/archives/{}", text(&kept["archiveId"]));
    let count = || app.stored_files();
    assert_eq!(count(), 2);

    app.clock.advance(DAY);
    let later = app.another(|_| {}).await;
    eventually("the unfinished upload is forgotten", async || count() == 1).await;
    let status = async |app: &TestApp| -> Value {
        app.get(&host_sees).await.json()["data"]["state"]["status"].clone()
    };
    assert_eq!(status(&later).await, "ANALYZED");

    app.clock.advance(58 * DAY);
    let later = app.another(|_| {}).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!((status(&later).await, count()), (json!("ANALYZED"), 1), "kept for sixty days");
    app.clock.advance(DAY);
    let later = app.another(|_| {}).await;
    eventually("the document is deleted", async || count() == 0).await;
    assert_eq!(status(&later).await, "REVOKED");
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let elsewhere = tempfile::TempDir::new().unwrap();
    let folder = elsewhere.path().join("kept/here");
    let place = FilesPlace::Folder(folder.clone());
    let app = TestApp::with(|settings| settings.files = Some(place)).await;
    let widget = app.widget().await;
    widget.upload(&app, "PAYSLIP", &[Upload::pdf("slip.pdf", pdf_with_text(&["words"]))]).await;
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "a file, and the check of the key");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&app.data_folder().join("files-key"))), (0o700, 0o600));
}
