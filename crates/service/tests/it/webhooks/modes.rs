//! Events of one mode never reach a webhook of the other.

use crate::support::{ProductionHost, TestApp, text};
use axum::http::Method;
use serde_json::json;
use wink_service::Reach;

#[tokio::test]
async fn events_go_to_webhooks_of_their_own_mode_alone() {
    // Nothing listens at these addresses: the log of deliveries shows what would be sent.
    let app = TestApp::with(|settings| settings.webhook_reach = Some(Reach::Any)).await;
    let live = ProductionHost::of(&app, "sandbox").await;
    let webhook = |url: &str| json!({ "name": "n", "url": url, "eventTypes": ["ALL_EVENTS"], "active": true, "secret": "sixteen bytes or more" });
    let test_hook = app.post("/webhooks", &webhook("https://127.0.0.1:1/test")).await;
    let live_hook =
        live.call(&app, Method::POST, "/webhooks", Some(&webhook("https://127.0.0.1:1/live"))).await;
    let (test_hook, live_hook) =
        (text(&test_hook.json()["data"]["id"]), text(&live_hook.json()["data"]["id"]));

    let (test_user, _) = app.new_user().await;
    let live_user = live.call(&app, Method::POST, "/users", Some(&json!({}))).await;
    let live_user = text(&live_user.json()["data"]["user"]["id"]);

    // Deliveries are stored with the user, so the log is complete by now.
    for (hook, own, other) in [(&test_hook, &test_user, &live_user), (&live_hook, &live_user, &test_user)] {
        let log = app.log(&["--webhook", hook]).await;
        assert!(log.contains("USER_CREATED") && log.contains(own.as_str()), "{log}");
        assert!(!log.contains(other.as_str()), "an event of the other mode: {log}");
    }
}
