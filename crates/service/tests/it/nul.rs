//! NUL characters are refused with both databases, because PostgreSQL cannot store them in texts.

use crate::support::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_text_with_a_nul_is_refused_by_its_fields_name() {
    let app = TestApp::new().await;
    let message = |reply: &crate::support::Reply| reply.json()["message"].as_str().unwrap().to_owned();
    let webhook = json!({
        "name": "a\0b", "url": "http://127.0.0.1:1/", "eventTypes": ["ALL_EVENTS"], "active": true, "secret": "a secret of 24 characters",
    });
    let reply = app.post("/webhooks", &webhook).await;
    assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(message(&reply), "name must not contain a NUL character");
    let reply = app.post("/users", &json!({ "externalMetadata": { "customer": "\0" } })).await;
    assert_eq!(
        (reply.status, message(&reply)),
        (400, "externalMetadata.customer must not contain a NUL character".to_owned())
    );
    let reply = app.get("/accounts?userId=sandbox%00").await;
    assert_eq!((reply.status, message(&reply)), (400, "userId must not contain a NUL character".to_owned()));
    for path in ["/accounts/a%00", "/links/link-%00", "/users/%00/payload"] {
        assert_eq!(app.get(path).await.refusal(), (404, "MISSING_RESOURCE".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn the_widgets_side_refuses_it_too() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let reply = widget.post(&app, "/employers", &json!({ "name": "Bay\0ani" })).await;
    assert_eq!(reply.status, 400, "{}", reply.json());
    assert_eq!(widget.get(&app, "/accounts/a-%00").await.status, 404);
    let plain = axum::http::Request::get("/files/f-%00/x").body(axum::body::Body::empty()).unwrap();
    assert_eq!(app.send(plain).await.status, 404);
}
