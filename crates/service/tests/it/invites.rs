//! Invites: templates, the e-mail, the page that its link leads to, how far a person has come.

mod landing;
mod mail;
mod progress;
mod templates;

use crate::support::{Reply, TestApp, invite_template as template, text};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use std::time::Duration;

/// Longest that a test waits for something in the background, however busy the machine is.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Makes a template and invites George with it.
async fn invite(app: &TestApp, template: &Value) -> Value {
    let made = app.post("/inviteTemplates", template).await;
    assert_eq!(made.status, 201, "{}", made.json());
    let wish = json!({
        "fullName": "George Cimafranca Palomero, Jr",
        "firstName": "George",
        "email": "gpalomero1234@smileapi.io",
        "templateId": made.json()["data"]["id"],
    });
    let invited = app.post("/invites", &wish).await;
    assert_eq!(invited.status, 201, "{}", invited.json());
    invited.json()["data"].clone()
}

/// The invite as it is now.
async fn now(app: &TestApp, invite: &Value) -> Value {
    app.get(&format!("/invites/{}", text(&invite["id"]))).await.json()["data"].clone()
}

/// Waits until an invite is as it should be.
async fn once(app: &TestApp, invite: &Value, is_so: impl Fn(&Value) -> bool) -> Value {
    let found = tokio::time::timeout(TIMEOUT, async {
        loop {
            let invite = now(app, invite).await;
            if is_so(&invite) {
                return invite;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    match found.await {
        Ok(invite) => invite,
        Err(tokio::time::error::Elapsed { .. }) => panic!("it did not become so: {}", now(app, invite).await),
    }
}

/// The steps of an invite, the first one first.
async fn steps(app: &TestApp, invite: &Value) -> Vec<String> {
    let logs = app.get(&format!("/invites/{}/logs", text(&invite["id"]))).await.items();
    logs.iter().rev().map(|log| text(&log["inviteStatus"])).collect()
}

/// Calls what lies at an invite's link, as a browser does.
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

/// A link token, as the page's button gets it.
async fn link_token(app: &TestApp, invite: &Value) -> String {
    let reply = at_link(app, Method::POST, invite, "/token", "en").await;
    assert_eq!(reply.status, 201);
    text(&reply.json()["userToken"])
}
