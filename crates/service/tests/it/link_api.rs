//! The Link API apart from linking: tokens, sessions, templates, consent, catalogue, CORS.

mod allowed;
mod ending;
mod exchange;

use crate::support::{GEORGE_AT_UPWORK, TestApp, open_session, text, with_json};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use sha2::Digest as _;
use std::time::Duration;
use wink_wire::catalogue::{lines, read_line};

async fn session_with_template(app: &TestApp, template_id: &str) -> Value {
    let (_, link_token) = app.new_user().await;
    let request = Request::post("/link/v1/sessions").header("host", "wink.example:8080");
    let body = json!({ "linkToken": link_token, "templateId": template_id });
    let reply = app.send(with_json(request, Some(&body))).await;
    assert_eq!(reply.status, 201);
    reply.json()["session"].clone()
}

#[tokio::test]
async fn a_link_token_opens_one_session() {
    let app = TestApp::new().await;
    let (_, link_token) = app.new_user().await;
    let (one, other) = tokio::join!(open_session(&app, &link_token), open_session(&app, &link_token));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401]);
    let again = open_session(&app, &link_token).await;
    assert_eq!(again.refusal(), (401, "INVALID_TOKEN".to_owned()));
    assert!(text(&again.json()["message"]).contains("already used"));
    let unknown = open_session(&app, "lt_made-up").await;
    assert_eq!(unknown.refusal(), (401, "INVALID_TOKEN".to_owned()));
    assert!(text(&unknown.json()["message"]).contains("unknown link token"));
}

#[tokio::test]
async fn a_link_token_lives_300_minutes() {
    let app = TestApp::new().await;
    let (_, early) = app.new_user().await;
    let (_, late) = app.new_user().await;
    app.clock.advance(Duration::from_secs(300 * 60 - 1));
    assert_eq!(open_session(&app, &early).await.status, 201);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(open_session(&app, &late).await.refusal(), (401, "TOKEN_EXPIRED".to_owned()));
}

#[tokio::test]
async fn a_session_lives_four_hours() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    app.clock.advance(Duration::from_secs(4 * 60 * 60 - 1));
    assert_eq!(widget.get(&app, "/session").await.json()["expiresInSeconds"], 1);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(widget.get(&app, "/session").await.refusal(), (401, "SESSION_EXPIRED".to_owned()));
}

#[tokio::test]
async fn without_a_session_nothing_is_shown() {
    let app = TestApp::new().await;
    for token in [None, Some("Bearer "), Some("Bearer ls_made-up"), Some("Basic eDp5")] {
        let mut request = Request::get("/link/v1/session");
        if let Some(token) = token {
            request = request.header("authorization", token);
        }
        let reply = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.refusal(), (401, "INVALID_TOKEN".to_owned()), "{token:?}");
    }
    for (method, path) in [
        (Method::DELETE, "/session"),
        (Method::POST, "/session/consent"),
        (Method::GET, "/catalogue/x"),
        (Method::GET, "/providers/upwork"),
        (Method::POST, "/accounts"),
        (Method::GET, "/accounts/a-1"),
        (Method::DELETE, "/accounts/a-1"),
        (Method::GET, "/accounts/a-1/consent"),
        (Method::POST, "/accounts/a-1/challenge"),
        (Method::POST, "/accounts/a-1/challenge/resend"),
        (Method::POST, "/employers"),
        (Method::POST, "/archives"),
        (Method::GET, "/archives/u-1"),
        (Method::DELETE, "/archives/u-1"),
        (Method::PUT, "/archives/u-1/files/f-1?offset=0"),
        (Method::POST, "/archives/u-1/submit"),
    ] {
        let request = Request::builder().method(method.clone()).uri(format!("/link/v1{path}"));
        let reply = app.send(with_json(request, Some(&json!({})))).await;
        assert_eq!(reply.refusal(), (401, "INVALID_TOKEN".to_owned()), "{method} {path}");
    }
}

#[tokio::test]
async fn a_session_shows_look_and_consent() {
    let app = TestApp::new().await;
    let mut session = session_with_template(&app, "wtpl-demo").await;
    let consent = session["template"]["consent"].take();
    session["userId"].take();
    session["sealingKey"].take();
    session["sessionId"].take();
    session["catalogueHash"].take();
    insta::assert_json_snapshot!(session, @r##"
    {
      "accounts": [],
      "archives": [],
      "catalogueHash": null,
      "expiresInSeconds": 14400,
      "mode": "SANDBOX",
      "sealingKey": null,
      "sessionId": null,
      "template": {
        "companyName": "Lumina Lending",
        "consent": null,
        "language": "en",
        "logoUrl": "http://localhost/demo/lumina.svg",
        "providerTypes": [],
        "providers": [],
        "switches": {
          "enableConsentPage": null,
          "enableSearchBar": null,
          "enableTypeBar": null,
          "enableUpload": null
        },
        "theme": {
          "colorScheme": "SYSTEM",
          "primary": "#0b6e4f"
        },
        "topProviders": [
          "upwork",
          "grab",
          "sss",
          "jollibee"
        ]
      },
      "userId": null
    }
    "##);
    assert!(text(&consent["text"]).starts_with("# ") && text(&consent["text"]).contains("Lumina Lending"));
    assert_eq!(consent["retentionDays"], 60);
    let kinds = [
        "IDENTITIES",
        "EMPLOYMENTS",
        "INCOMES",
        "TRANSACTIONS",
        "CONTRIBUTIONS",
        "LIABILITIES",
        "RATINGS",
        "DOCUMENTS",
    ];
    assert_eq!(consent["dataPoints"], json!(kinds));
}

#[tokio::test]
async fn an_unknown_template_does_not_keep_anybody_out() {
    let app = TestApp::new().await;
    let session = session_with_template(&app, "wtpl-nobody-made-this").await;
    assert_eq!(session["template"]["theme"], json!({ "primary": null, "colorScheme": "SYSTEM" }));
    let dark = session_with_template(&app, "wtpl-dark").await;
    assert_eq!(dark["template"]["theme"]["colorScheme"], "DARK");
}

#[tokio::test]
async fn consent_is_recorded_with_the_text_that_was_shown() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let shown = widget.get(&app, "/session").await.json()["template"]["consent"].clone();
    let given = json!({ "version": shown["version"], "language": "en" });
    let receipt = widget.post(&app, "/session/consent", &given).await;
    assert_eq!(receipt.status, 201);
    assert_eq!(receipt.json()["agreedAt"], "2026-11-22T10:00:00Z");
    let digest = sha2::Sha256::digest(text(&shown["text"]));
    let sha256 = digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    assert_eq!(receipt.json()["textSha256"], sha256);

    let stale = json!({ "version": "2001-01", "language": "en" });
    let refused = widget.post(&app, "/session/consent", &stale).await;
    assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(refused.json()["field"], "version");
}

#[tokio::test]
async fn the_catalogue_is_named_by_its_hash() {
    let app = TestApp::with(|settings| settings.employers = 100).await;
    let widget = app.widget().await;
    let hash = text(&widget.get(&app, "/session").await.json()["catalogueHash"]);
    let reply = widget.get(&app, &format!("/catalogue/{hash}")).await;
    assert_eq!(reply.header("content-type"), "text/tab-separated-values; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "private, max-age=31536000, immutable");
    let body = std::str::from_utf8(&reply.body).unwrap();
    let rows: Vec<_> = lines(body).filter_map(|(_, line)| read_line(line)).collect();
    assert!(rows.len() > 160);
    assert!(rows.iter().any(|row| row.id == "upwork"));

    let stale = widget.get(&app, "/catalogue/0123456789abcdef").await;
    assert_eq!(stale.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    let request = Request::get(format!("/link/v1/catalogue/{hash}"))
        .header("authorization", format!("Bearer {}", widget.token))
        .header("accept-encoding", "gzip, br");
    let packed = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() * 2 < reply.body.len());
}

#[tokio::test]
async fn a_provider_tells_how_to_log_in() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let reply = widget.get(&app, "/providers/sss").await;
    let provider: wink_wire::ProviderDetail = serde_json::from_slice(&reply.body).unwrap();
    let options: Vec<_> = provider.login_options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(options, ["username", "ss-number"]);
    assert_eq!(widget.get(&app, "/providers/nowhere").await.status, 404);
}

#[tokio::test]
async fn fields_are_checked_by_name() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let long = "x".repeat(129);
    for (change, field) in [
        (json!({ "idempotencyKey": "short" }), "idempotencyKey"),
        (json!({ "idempotencyKey": "x".repeat(65) }), "idempotencyKey"),
        (json!({ "providerId": "nowhere" }), "providerId"),
        (json!({ "loginOptionId": "by-owl" }), "loginOptionId"),
        (json!({ "credentials": { "email": "a@b.c" } }), "credentials.password"),
        (json!({ "credentials": { "email": "", "password": "x" } }), "credentials.email"),
        (json!({ "credentials": { "email": "a@b.c", "password": long } }), "credentials.password"),
        (json!({ "credentials": { "email": "a", "password": "x", "pin": "1" } }), "credentials"),
    ] {
        let mut body = widget.start_body(GEORGE_AT_UPWORK);
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let reply = widget.post(&app, "/accounts", &body).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{change}");
        assert_eq!(reply.json()["field"], field);
    }
    assert_eq!(app.get("/accounts").await.items(), Vec::<Value>::new());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let id = text(&account["accountId"]);
    for query in ["afterVersion=x", "afterVersion=1&waitSeconds=-1", "waitSeconds=1.5"] {
        let reply = widget.get(&app, &format!("/accounts/{id}?{query}")).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{query}");
    }
    let request = |body: &'static str, kind: &str| {
        Request::post("/link/v1/sessions").header("content-type", kind).body(Body::from(body)).unwrap()
    };
    assert_eq!(app.send(request("{", "application/json")).await.refusal().0, 400);
    assert_eq!(app.send(request("", "application/json")).await.refusal().0, 400);
    assert_eq!(app.send(request("{\"linkToken\":5}", "application/json")).await.refusal().0, 400);
    assert_eq!(app.send(request("{}", "text/plain")).await.refusal().0, 415);
    assert_eq!(widget.get(&app, "/nowhere").await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    assert_eq!(widget.call(&app, Method::PUT, "/session", None).await.refusal().0, 405);
}

#[tokio::test]
async fn nobody_sees_another_users_account() {
    let app = TestApp::new().await;
    let (george, stranger) = (app.widget().await, app.widget().await);
    let account = george.start(&app, GEORGE_AT_UPWORK).await;
    let account = george.settle(&app, &account).await;
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert_eq!(stranger.get(&app, &path).await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    assert_eq!(stranger.call(&app, Method::DELETE, &path, None).await.status, 404);
    assert_eq!(stranger.answer(&app, &account, "1234").await.status, 404);
    assert_eq!(stranger.post(&app, &format!("{path}/challenge/resend"), &json!({})).await.status, 404);
    assert_eq!(george.get(&app, &path).await.json(), account, "nothing happened to it");
}

#[tokio::test]
async fn a_reader_waits_no_longer_than_asked() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let account = widget.settle(&app, &account).await;
    let began = std::time::Instant::now();
    let path = format!(
        "/accounts/{}?afterVersion={}&waitSeconds=1",
        text(&account["accountId"]),
        account["version"]
    );
    assert_eq!(widget.get(&app, &path).await.json()["version"], account["version"]);
    assert!((900..3000).contains(&began.elapsed().as_millis()));
}

#[tokio::test]
async fn pages_of_every_origin_may_call() {
    let app = TestApp::new().await;
    let request = Request::builder().method(Method::OPTIONS).uri("/link/v1/accounts");
    let request = request
        .header("origin", "null")
        .header("access-control-request-method", "DELETE")
        .header("access-control-request-headers", "authorization,content-type");
    let preflight = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert_eq!(preflight.header("access-control-allow-methods"), "GET,POST,PUT,DELETE");
    assert_eq!(preflight.header("access-control-allow-headers"), "authorization,content-type");
    assert_eq!(preflight.header("access-control-max-age"), "7200");
    assert_eq!(preflight.header("access-control-allow-credentials"), "");

    let refused = open_session(&app, "unknown").await;
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert_eq!(refused.header("access-control-expose-headers"), "retry-after,x-request-id");
    assert_eq!(refused.header("cache-control"), "no-store");
    assert_eq!(
        app.get("/users").await.header("access-control-allow-origin"),
        "",
        "the Open API is for servers"
    );
}
