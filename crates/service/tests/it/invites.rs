//! Invites: templates, the e-mail, the landing page, and a person's progress.

mod landing;
mod mail;
mod progress;
mod templates;

use crate::support::{Reply, TestApp, invite_template as template, text};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use std::time::Duration;

/// How long tests wait for background work, on a busy machine too.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Creates a template and invites George with it.
async fn invite(app: &TestApp, template: &Value) -> Value {
    let made = app.post("/inviteTemplates", template).await;
    assert_eq!(made.status, 201, "{}", made.json());
    let input = json!({
        "fullName": "George Cimafranca Palomero, Jr",
        "firstName": "George",
        "email": "gpalomero1234@smileapi.io",
        "templateId": made.json()["data"]["id"],
    });
    let invited = app.post("/invites", &input).await;
    assert_eq!(invited.status, 201, "{}", invited.json());
    invited.json()["data"].clone()
}

/// Reads the invite again.
async fn now(app: &TestApp, invite: &Value) -> Value {
    app.get(&format!("/invites/{}", text(&invite["id"]))).await.json()["data"].clone()
}

/// Waits until an invite meets a condition.
async fn once(app: &TestApp, invite: &Value, holds: impl Fn(&Value) -> bool) -> Value {
    let found = tokio::time::timeout(TIMEOUT, async {
        loop {
            let invite = now(app, invite).await;
            if holds(&invite) {
                return invite;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    match found.await {
        Ok(invite) => invite,
        Err(tokio::time::error::Elapsed { .. }) => {
            panic!("the condition never held: {}", now(app, invite).await)
        }
    }
}

/// The statuses of an invite, oldest first.
async fn steps(app: &TestApp, invite: &Value) -> Vec<String> {
    let logs = app.get(&format!("/invites/{}/logs", text(&invite["id"]))).await.items();
    logs.iter().rev().map(|log| text(&log["inviteStatus"])).collect()
}

/// Sends a browser's request to an invite's link.
async fn at_link(app: &TestApp, method: Method, invite: &Value, rest: &str, languages: &str) -> Reply {
    let url = text(&invite["inviteLandingPageUrl"]);
    let path = url.strip_prefix("http://localhost").unwrap();
    let request = Request::builder().method(method).uri(format!("{path}{rest}"));
    app.send(request.header("accept-language", languages).body(Body::empty()).unwrap()).await
}

/// The page at an invite's link.
async fn page(app: &TestApp, invite: &Value) -> (u16, String) {
    let reply = at_link(app, Method::GET, invite, "", "en").await;
    (reply.status, String::from_utf8(reply.body.to_vec()).unwrap())
}

/// Gets a link token as the page's button does.
async fn link_token(app: &TestApp, invite: &Value) -> String {
    let reply = at_link(app, Method::POST, invite, "/token", "en").await;
    assert_eq!(reply.status, 201);
    text(&reply.json()["userToken"])
}
