//! What a session may do: accounts, receipts, reports of missing employers, waiting calls.

use super::{at_once, check, quotas, two_processes};
use crate::support::{GEORGE_AT_JOYRIDE, TestApp, text};
use axum::http::Method;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_requests_start_no_more_accounts_than_the_quota() {
    let apps = two_processes("session-accounts=5").await;
    let widget = Arc::new(apps[0].widget().await);
    let start = |app: Arc<TestApp>, _| {
        let widget = Arc::clone(&widget);
        async move { widget.post(&app, "/accounts", &widget.start_body(GEORGE_AT_JOYRIDE)).await }
    };
    check(&at_once(&apps, start).await, 5, "QUOTA_EXCEEDED", "session-accounts");
    let [app, _] = &apps;
    assert_eq!(app.get(&format!("/accounts?userId={}", widget.user_id)).await.items().len(), 5);
    app.widget().await.start(app, GEORGE_AT_JOYRIDE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_requests_record_no_more_receipts_and_reports_than_the_quota() {
    // The first receipt is recorded when the widget opens.
    let apps = two_processes("session-consents=6,session-employers=5").await;
    let widget = Arc::new(apps[0].widget().await);
    let shown = widget.get(&apps[0], "/session").await.json()["template"]["consent"].clone();
    let given = json!({ "version": shown["version"], "language": shown["language"] });
    let agree = |app: Arc<TestApp>, _| {
        let (widget, given) = (Arc::clone(&widget), given.clone());
        async move { widget.post(&app, "/session/consent", &given).await }
    };
    check(&at_once(&apps, agree).await, 5, "QUOTA_EXCEEDED", "session-consents");
    let report = |app: Arc<TestApp>, _| {
        let widget = Arc::clone(&widget);
        async move { widget.post(&app, "/employers", &json!({ "name": "Acme" })).await }
    };
    check(&at_once(&apps, report).await, 5, "QUOTA_EXCEEDED", "session-employers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_more_calls_of_a_session_wait_than_the_quota() {
    let app = Arc::new(TestApp::with(quotas("waiting-calls=3")).await);
    let widget = Arc::new(app.widget().await);
    let account = widget.start_at_sss(&app, "slow_600", "x").await;
    let path = format!("/accounts/{}", text(&account["accountId"]));
    let waiting = format!("{path}?afterVersion={}&waitSeconds=20", account["version"]);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (app, widget, waiting) = (Arc::clone(&app), Arc::clone(&widget), waiting.clone());
        calls.spawn(async move { widget.get(&app, &waiting).await });
    }
    // All but three are refused at once; the widget retries such calls.
    for _ in 0..17 {
        let refused = calls.join_next().await.unwrap().unwrap();
        assert_eq!(refused.refusal(), (429, "REQUEST_LIMIT_EXCEEDED".to_owned()));
        assert!(text(&refused.json()["message"]).contains("quota waiting-calls"), "{}", refused.json());
        assert_eq!(refused.header("retry-after"), "1");
    }
    assert_eq!(widget.get(&app, &path).await.status, 200, "a call that does not wait is not limited");
    assert_eq!(widget.call(&app, Method::DELETE, &path, None).await.status, 200);
    for reply in calls.join_all().await {
        assert_eq!(reply.json()["status"], "DISCONNECTED");
    }
    let over = tokio::time::timeout(Duration::from_secs(30), widget.get(&app, &waiting)).await.unwrap();
    assert_eq!(over.status, 200, "the places are free again");
}
