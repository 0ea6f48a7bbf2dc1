//! `/v1/webhooks`.

use crate::support::{Receiver, SECRET, TestApp, text};
use axum::http::Method;
use serde_json::{Value, json};
use wink_service::{Reach, Settings};

/// What a webhook's secret is changed to.
const ANOTHER_SECRET: &str = "another little secret, long enough";

#[tokio::test]
async fn a_webhook_is_created_shown_and_deleted() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    let mut input = receiver.webhook("/hooks", &["ACCOUNT_CONNECTED", "IDENTITY_ADDED", "ACCOUNT_CONNECTED"]);
    input["url"] = "https://webhook.clienturl.xyz".into();
    input["somethingNewer"] = 1.into();
    let created = app.post("/webhooks", &input).await;
    assert_eq!(created.status, 200);
    insta::assert_json_snapshot!(created.tame(), @r#"
    {
      "code": "OK",
      "data": {
        "active": true,
        "createdAt": "2026-11-22T10:00:00Z",
        "eventTypes": [
          "ACCOUNT_CONNECTED",
          "IDENTITY_ADDED"
        ],
        "id": "wh-<id>",
        "includePayload": false,
        "name": "Event Notification Postback",
        "secret": "a little secret, long enough",
        "updatedAt": "2026-11-22T10:00:00Z",
        "url": "https://webhook.clienturl.xyz"
      },
      "message": "Success",
      "requestId": "<requestId>"
    }
    "#);

    let id = text(&created.json()["data"]["id"]);
    let shown = app.get(&format!("/webhooks/{id}")).await;
    // The secret is shown once, when the webhook is created.
    let mut without_secret = created.json()["data"].clone();
    without_secret.as_object_mut().unwrap().remove("secret");
    assert_eq!(shown.json()["data"], without_secret);
    assert_eq!(app.get("/webhooks").await.items(), [without_secret]);

    input["name"] = "another".into();
    app.post("/webhooks", &input).await;
    let page = app.get("/webhooks?size=1").await;
    assert_eq!(page.items()[0]["name"], "another");
    let cursor = text(&page.json()["data"]["nextCursor"]);
    assert_eq!(app.get(&format!("/webhooks?size=1&cursor={cursor}")).await.items()[0]["id"], *id);

    let deleted = app.call(Method::DELETE, &format!("/webhooks/{id}"), None).await;
    assert_eq!((deleted.status, deleted.json().get("data")), (200, None));
    for method in [Method::GET, Method::DELETE] {
        let gone = app.call(method, &format!("/webhooks/{id}"), None).await;
        assert_eq!(gone.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    }
    assert_eq!(app.get("/webhooks").await.items().len(), 1);
}

#[tokio::test]
async fn an_invalid_webhook_is_refused_with_the_reason() {
    let app = TestApp::new().await;
    let right = Receiver::new().await.webhook("/", &["ALL_EVENTS"]);
    let with = |field: &str, value: Value| {
        let mut input = right.clone();
        input[field] = value;
        input
    };
    for (input, message) in [
        (with("name", Value::Null), "name is missing"),
        (with("name", "".into()), "name must have 1 to 200 characters"),
        (with("name", "x".repeat(201).into()), "name must have 1 to 200 characters"),
        (with("name", "a\0b".into()), "name must not contain a NUL character"),
        (with("url", Value::Null), "url is missing"),
        (
            with("url", format!("https://x.example/{}", "x".repeat(500)).into()),
            "url must have 1 to 500 characters",
        ),
        (with("url", "http://hooks.example.com".into()), "url must start with https://"),
        (with("url", "hooks.example.com".into()), "url must be an address: relative URL without a base"),
        (with("url", "https://10.1.2.3/".into()), "url resolves to 10.1.2.3, which is not a public address"),
        (
            with("url", "https://a:b@hooks.example.com".into()),
            "url must not contain a user name or password; verify the signature instead",
        ),
        (with("eventTypes", Value::Null), "eventTypes is missing"),
        (
            with("eventTypes", json!(["ACCOUNT_MADE"])),
            "eventTypes holds \"ACCOUNT_MADE\", which is not an event type",
        ),
        (with("active", Value::Null), "active is missing"),
        (with("secret", Value::Null), "secret is missing"),
        (with("secret", "".into()), "secret must have 1 to 64 characters"),
        (
            with("secret", "a little secret".into()),
            "secret must have at least 16 bytes; use random characters",
        ),
        (with("secret", "x".repeat(65).into()), "secret must have 1 to 64 characters"),
    ] {
        let reply = app.post("/webhooks", &input).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{input}");
        assert_eq!(reply.json()["message"], message);
    }
    let nothing = app.call(Method::POST, "/webhooks", None).await;
    assert_eq!(nothing.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert!(app.get("/webhooks").await.items().is_empty());
}

#[tokio::test]
async fn a_new_secret_is_shown_once_and_refused_when_it_is_too_short() {
    let app = TestApp::new().await;
    let id = Receiver::new().await.subscribe(&app, &["ALL_EVENTS"]).await;
    let path = format!("/webhooks/{id}/secret");
    for (body, words) in [
        (Value::Null, "secret is missing"),
        (json!({}), "secret is missing"),
        (json!({ "secret": "a little secret" }), "secret must have at least 16 bytes; use random characters"),
        (json!({ "secret": "x".repeat(65) }), "secret must have 1 to 64 characters"),
    ] {
        let reply = app.post(&path, &body).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{body}");
        assert_eq!(reply.json()["message"], words);
    }
    app.clock.advance(std::time::Duration::from_secs(60));
    let changed = app.post(&path, &json!({ "secret": ANOTHER_SECRET })).await;
    assert_eq!(changed.status, 200, "{}", changed.json());
    let mut shown = changed.json()["data"].clone();
    assert_eq!(shown["secret"], ANOTHER_SECRET);
    assert_eq!((&shown["id"], &shown["updatedAt"]), (&json!(id), &json!("2026-11-22T10:01:00Z")));
    shown.as_object_mut().unwrap().remove("secret");
    assert_eq!(app.get(&format!("/webhooks/{id}")).await.json()["data"], shown);
    assert_eq!(app.get("/webhooks").await.items(), [shown]);
    assert!(!app.database_has(ANOTHER_SECRET).await);
    let missing = app.post("/webhooks/wh-nobody/secret", &json!({ "secret": ANOTHER_SECRET })).await;
    assert_eq!(missing.refusal(), (404, "MISSING_RESOURCE".to_owned()));
}

#[tokio::test]
async fn which_addresses_webhooks_may_have_can_be_set() {
    let at_home = async |reach| {
        let app = TestApp::with(|settings| settings.webhook_reach = Some(reach)).await;
        let input = Receiver::new().await.webhook("/", &["ALL_EVENTS"]);
        let private = json!({ "url": "https://10.1.2.3/", "name": "x", "eventTypes": [], "active": true, "secret": SECRET });
        (app.post("/webhooks", &input).await.status, app.post("/webhooks", &private).await.status)
    };
    assert_eq!(at_home(Reach::Public).await, (400, 400));
    assert_eq!(at_home(Reach::Loopback).await, (200, 400));
    assert_eq!(at_home(Reach::Any).await, (200, 200));
}

#[tokio::test]
async fn a_service_for_others_lets_no_webhook_reach_its_own_machine() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.app.stop().await;
    let for_others = |settings: &mut Settings| {
        settings.listen = "0.0.0.0:8080".parse().unwrap();
        settings.public_url = Some("https://wink.example".to_owned());
    };
    let public = app.another(for_others).await;
    let refused = public.post("/webhooks", &receiver.webhook("/", &["ALL_EVENTS"])).await;
    assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    // Nor one that was registered while the service was for this machine alone.
    public.new_user().await;
    public.once_in_log("nothing was sent").await;
    assert!(receiver.so_far().is_empty());
    let error = app
        .try_another(|settings| {
            for_others(settings);
            settings.webhook_reach = Some(Reach::Loopback);
        })
        .await
        .map(drop)
        .unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("--webhook-reach") && cause.contains("other machines"), "{cause}");
}

#[tokio::test]
async fn the_secret_is_not_in_the_database() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    let id = receiver.subscribe(&app, &["ALL_EVENTS"]).await;
    app.new_user().await;
    receiver.at_least(1).await;
    assert!(!app.database_has(SECRET).await);
    assert!(app.database_has(&id).await, "the search does find what is there");
}
