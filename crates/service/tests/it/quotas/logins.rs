//! New logins with one name at one provider: nobody tries passwords through the service, or has a source lock people out.

use super::{at_once, check, quotas, two_processes};
use crate::support::{GEORGE_AT_JOYRIDE, Host, Reply, TestApp, Widget, open_session, text};
use axum::http::Method;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn try_password(app: &TestApp, widget: &Widget, name: &str) -> Reply {
    let login = ("sss", "username", [("username", name), ("password", "wrong")]);
    let reply = widget.post(app, "/accounts", &widget.start_body(login)).await;
    if reply.status == 201 {
        assert_eq!(widget.settle(app, &reply.json()).await["errorCode"], "INVALID_CREDENTIALS");
    }
    reply
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_logins_of_many_users_pass_no_quota() {
    let apps = two_processes("sandbox-logins=5").await;
    let login = |app: Arc<TestApp>, number: usize| async move {
        // A user and a session of its own each, and the name in other letters.
        let widget = app.widget().await;
        let name = if number.is_multiple_of(2) { "George" } else { " gEORGE" };
        try_password(&app, &widget, name).await
    };
    let refused = check(&at_once(&apps, login).await, 5, "QUOTA_EXCEEDED", "sandbox-logins");
    assert!(!refused.to_string().to_lowercase().contains("george"), "{refused}");
    let [app, _] = &apps;
    let widget = app.widget().await;
    let refused = try_password(app, &widget, "George").await;
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3601).contains(&seconds), "{seconds}");
    // Another name, another provider and another tenant's sandbox have quotas of their own.
    assert_eq!(try_password(app, &widget, "Ryan").await.status, 201);
    widget.start(app, GEORGE_AT_JOYRIDE).await;
    let other = Host::with_key(app, "acme", "sandbox").await;
    let made = other.call(app, Method::POST, "/users", Some(&json!({}))).await.json()["data"].clone();
    let opened = open_session(app, &text(&made["token"]["accessToken"])).await.json();
    let stranger = Widget::of(text(&made["user"]["id"]), &opened);
    stranger.agree(app).await;
    assert_eq!(try_password(app, &stranger, "George").await.status, 201);
    app.clock.advance(HOUR);
    assert_eq!(try_password(app, &widget, "George").await.status, 201);
}

#[tokio::test]
async fn logins_that_the_source_admits_do_not_count() {
    let app = TestApp::with(quotas("sandbox-logins=3")).await;
    let widget = app.widget().await;
    for _ in 0..8 {
        let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
        assert_eq!(widget.settle(&app, &account).await["status"], "CONNECTED");
    }
    // Those that wait for a code count until the code is accepted, because each sends one.
    let ask = async || {
        let login = ("joyride", "email", [("email", "mfa_sms"), ("password", "x")]);
        widget.post(&app, "/accounts", &widget.start_body(login)).await
    };
    let first = ask().await.json();
    for _ in 0..2 {
        assert_eq!(ask().await.status, 201);
    }
    assert_eq!(ask().await.refusal(), (429, "QUOTA_EXCEEDED".to_owned()));
    let first = widget.settle(&app, &first).await;
    let admitted = widget.answer(&app, &first, "1234").await.json();
    assert_eq!(widget.settle(&app, &admitted).await["status"], "CONNECTED");
    assert_eq!(ask().await.status, 201);
    assert_eq!(ask().await.status, 429);
}

#[tokio::test]
async fn login_names_are_counted_under_a_hash() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let login = ("sss", "username", [("username", "marker-of-a-name"), ("password", "wrong")]);
    let account = widget.start(&app, login).await;
    assert_eq!(widget.settle(&app, &account).await["status"], "ERROR");
    assert!(app.database_has("sandbox-logins").await);
    assert!(!app.database_has("marker-of-a-name").await);
}
