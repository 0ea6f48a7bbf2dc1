//! Documents and bytes of sessions, users and tenants, and the free disk.

use super::{at_once, check, quotas, two_processes};
use crate::archives::Upload;
use crate::archives::samples::{pdf_with_text, sample};
use crate::support::{Host, TestApp, Widget, text};
use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use wink_service::DiskGauge;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// An announcement of one file of this size.
fn announcement(key: &str, size_bytes: u64) -> Value {
    let file = json!({ "name": "slip.pdf", "format": "PDF", "sizeBytes": size_bytes });
    json!({ "idempotencyKey": format!("key-{key:0>8}"), "fileType": "PAYSLIP", "files": [file] })
}

/// Opens another session of a user.
async fn session_of(app: &TestApp, user_id: &str) -> Widget {
    let made = app.post(&format!("/tokens?userId={user_id}"), &json!({})).await.json();
    Widget::open(app, user_id.to_owned(), &text(&made["data"]["accessToken"])).await
}

/// What a host sends.
fn given(user_id: Option<&str>) -> Value {
    let file =
        json!({ "fileExtensionType": "PDF", "fileContent": STANDARD.encode(sample("payslip-george.pdf")) });
    json!({ "userId": user_id, "fileType": "PAYSLIP", "rawFiles": [file] })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_announcements_pass_no_quota() {
    for (limits, quota) in [
        ("session-documents=5", "session-documents"),
        ("user-documents=5", "user-documents"),
        ("tenant-documents=5", "tenant-documents"),
        ("session-megabytes=5", "session-megabytes"),
        ("user-megabytes=5", "user-megabytes"),
        ("tenant-megabytes=5", "tenant-megabytes"),
        ("unfinished-uploads=5", "unfinished-uploads"),
    ] {
        let apps = two_processes(limits).await;
        let widget = Arc::new(apps[0].widget().await);
        let announce = |app: Arc<TestApp>, number: usize| {
            let widget = Arc::clone(&widget);
            async move { widget.post(&app, "/archives", &announcement(&number.to_string(), 1_000_000)).await }
        };
        check(&at_once(&apps, announce).await, 5, "QUOTA_EXCEEDED", quota);
    }
}

#[tokio::test]
async fn a_file_larger_than_what_is_left_is_refused_and_a_smaller_one_is_not() {
    let app = TestApp::with(quotas("session-megabytes=2")).await;
    let widget = app.widget().await;
    assert_eq!(widget.post(&app, "/archives", &announcement("1", 1_500_000)).await.status, 201);
    let refused = widget.post(&app, "/archives", &announcement("2", 500_001)).await;
    assert_eq!(refused.refusal(), (429, "QUOTA_EXCEEDED".to_owned()));
    assert!(text(&refused.json()["message"]).contains("at most 2 megabytes"), "{}", refused.json());
    assert_eq!(widget.post(&app, "/archives", &announcement("2", 500_000)).await.status, 201);
    // Announcing the same again is no other document.
    assert_eq!(widget.post(&app, "/archives", &announcement("2", 500_000)).await.status, 200);
    assert_eq!(
        session_of(&app, &widget.user_id).await.post(&app, "/archives", &announcement("3", 9)).await.status,
        201
    );
}

#[tokio::test]
async fn a_day_is_over_at_midnight_and_hosts_count_too() {
    let app = TestApp::with(quotas("user-documents=2,tenant-documents=4")).await;
    let (user_id, _) = app.new_user().await;
    let widget = session_of(&app, &user_id).await;
    assert_eq!(widget.post(&app, "/archives", &announcement("1", 9)).await.status, 201);
    assert_eq!(app.post("/archives", &given(Some(&user_id))).await.status, 200);
    let refused = app.post("/archives", &given(Some(&user_id))).await;
    assert_eq!(refused.refusal(), (429, "REQUEST_LIMIT_EXCEEDED".to_owned()));
    assert!(text(&refused.json()["message"]).contains("quota user-documents"), "{}", refused.json());
    // The clock says ten in the morning.
    assert_eq!(refused.header("retry-after"), (14 * 60 * 60 + 1).to_string());
    for _ in 0..2 {
        assert_eq!(app.post("/archives", &given(None)).await.status, 200);
    }
    let refused = app.post("/archives", &given(None)).await;
    assert!(text(&refused.json()["message"]).contains("quota tenant-documents"), "{}", refused.json());
    let other = Host::with_key(&app, "acme", "sandbox").await;
    assert_eq!(other.call(&app, Method::POST, "/archives", Some(&given(None))).await.status, 200);
    app.clock.advance(DAY);
    assert_eq!(app.post("/archives", &given(Some(&user_id))).await.status, 200);
}

#[tokio::test]
async fn uploads_are_refused_while_the_disk_is_nearly_full_and_all_else_works() {
    let percent = Arc::new(AtomicU32::new(50));
    let gauge = DiskGauge::Percent(Arc::clone(&percent));
    let app = TestApp::with(|settings| (settings.min_free_disk, settings.disk_gauge) = (10, gauge)).await;
    let ready = async || {
        let reply = app.send(Request::get("/readyz").body(Body::empty()).unwrap()).await;
        (reply.status, String::from_utf8(reply.body.to_vec()).unwrap())
    };
    let widget = app.widget().await;
    let files = [Upload::pdf("slip.pdf", pdf_with_text(&["some words"]))];
    let begun = widget.announce(&app, "PAYSLIP", &files).await;
    assert_eq!(ready().await, (200, "ready\n".to_owned()));

    percent.store(9, Ordering::Relaxed);
    let (status, words) = ready().await;
    assert!(status == 200 && words.contains("documents are refused"), "{words}");
    let refused = widget.post(&app, "/archives", &announcement("1", 9)).await;
    assert_eq!(refused.refusal(), (503, "STORAGE_FULL".to_owned()));
    assert_eq!(refused.header("retry-after"), "600");
    assert!(text(&refused.json()["message"]).contains("less than 10 %"), "{}", refused.json());
    let piece = widget.put(&app, &begun, 0, 0, &files[0].content).await;
    assert_eq!(piece.refusal(), (503, "STORAGE_FULL".to_owned()));
    let host = app.post("/archives", &given(None)).await;
    assert_eq!(host.refusal(), (503, "SERVER_UNAVAILABLE".to_owned()));
    assert!(text(&host.json()["message"]).contains("documents are refused"), "{}", host.json());
    assert_eq!(app.stored_files(), 0);
    widget.connect_george(&app).await;
    let other =
        widget.call(&app, Method::DELETE, &format!("/archives/{}", text(&begun["archiveId"])), None).await;
    assert_eq!(other.status, 200);

    percent.store(11, Ordering::Relaxed);
    let again = widget.announce(&app, "PAYSLIP", &files).await;
    assert_eq!(widget.put(&app, &again, 0, 0, &files[0].content).await.status, 200);
    assert_eq!(ready().await, (200, "ready\n".to_owned()));
}
