//! Rare answers: all kinds of refusals, answers without a body, and internal errors.

use super::assert_complete;
use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::support::{Reply, TestApp, invite_template, text, with_json};
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Builder;
use axum::http::{Method, Request};
use serde_json::json;

async fn app() -> TestApp {
    TestApp::with(|settings| settings.public_url = Some("https://wink.example".into())).await
}

/// Sends a request, and checks the answer's status and headers.
async fn answered(app: &TestApp, status: u16, request: Builder, body: impl Into<Body>) -> Reply {
    let request = request.body(body.into()).unwrap();
    let (path, what) = (request.uri().path().to_owned(), format!("{} {}", request.method(), request.uri()));
    let reply = app.send(request).await;
    assert_eq!(reply.status, status, "{what}: {}", String::from_utf8_lossy(&reply.body));
    assert_complete(&reply, &path, &what);
    reply
}

fn of(method: Method, path: &str) -> Builder {
    Request::builder().method(method).uri(path)
}

#[tokio::test]
async fn what_leads_nowhere_and_what_is_not_done_there() {
    let app = app().await;
    for path in ["/nowhere", "/link/v1/nowhere", "/v1/nowhere", "/invite/nobody", "/files/f-1/key"] {
        let request = of(Method::GET, path).header(AUTHORIZATION, app.basic());
        answered(&app, 404, request, "").await;
    }
    for path in
        ["/v1/users", "/link/v1/sessions", "/healthz", "/sign-in/return", "/files/f-1/key", "/docs/api"]
    {
        let request = of(Method::PATCH, path).header(AUTHORIZATION, app.basic());
        answered(&app, 405, request, "").await;
    }
}

#[tokio::test]
async fn what_is_too_long_or_no_json() {
    let app = app().await;
    let huge = json!({ "linkToken": "x".repeat(70_000) }).to_string();
    for path in ["/v1/users", "/link/v1/sessions"] {
        let request =
            |kind| of(Method::POST, path).header(AUTHORIZATION, app.basic()).header(CONTENT_TYPE, kind);
        answered(&app, 413, request("application/json"), huge.clone()).await;
        answered(&app, 400, request("application/json"), "{").await;
        answered(&app, 415, request("text/xml"), "<x/>").await;
    }
}

#[tokio::test]
async fn who_comes_too_often() {
    let limited = TestApp::with(|settings| {
        settings.public_url = Some("https://wink.example".into());
        (settings.rate_limit, settings.link_rate_limit) = (1, 1);
    })
    .await;
    for path in ["/v1/users", "/link/v1/session", "/sign-in/return", "/files/f-1/key", "/invite/nobody"] {
        let app = limited.another(|settings| {
            settings.public_url = Some("https://wink.example".into());
            (settings.rate_limit, settings.link_rate_limit) = (1, 1);
        });
        let app = app.await;
        app.send(with_json(Request::get(path), None)).await;
        let refused = answered(&app, 429, of(Method::GET, path), "").await;
        assert_eq!(refused.header("retry-after"), "1", "{path}");
    }
}

#[tokio::test]
async fn who_asks_first_whether_a_page_may() {
    let app = app().await;
    let asking = |path: &str, method: &str| {
        of(Method::OPTIONS, path)
            .header("origin", "https://host.example")
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "authorization,content-type")
    };
    for (path, method) in [
        ("/link/v1/sessions", "POST"),
        ("/link/v1/session", "DELETE"),
        ("/link/v1/archives/u-1/files/f-1", "PUT"),
        ("/link/v1/nowhere", "GET"),
    ] {
        let reply = answered(&app, 200, asking(path, method), "").await;
        assert_eq!(reply.header("access-control-allow-methods"), "GET,POST,PUT,DELETE", "{path}");
        assert_eq!(reply.header("access-control-allow-headers"), "authorization,content-type", "{path}");
    }
    // No other address allows pages of other sites.
    for path in ["/v1/users", "/healthz", "/sandbox/token", "/files/f-1/key", "/invite/nobody/token"] {
        let reply = app.send(asking(path, "GET").body(Body::empty()).unwrap()).await;
        assert!(reply.status >= 400, "{path}: {}", reply.status);
        assert_complete(&reply, path, path);
        assert_eq!(reply.header("access-control-allow-methods"), "", "{path}");
    }
}

#[tokio::test]
async fn what_has_no_body() {
    let app = app().await;
    let template = app.post("/inviteTemplates", &invite_template()).await.json();
    let input = json!({
        "fullName": "George", "email": "g@smileapi.io", "templateId": template["data"]["id"],
    });
    let invite = app.post("/invites", &input).await.json();
    let url = text(&invite["data"]["inviteLandingPageUrl"]);
    let opened = format!("{}/opened", url.strip_prefix("https://wink.example").unwrap());
    answered(&app, 204, of(Method::POST, &opened), "").await;
}

#[tokio::test]
async fn what_broke_on_our_side() {
    let app = app().await;
    let widget = app.widget().await;
    let slip = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &slip).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let url = text(&app.get(&path).await.json()["data"]["rawFiles"][0]["url"]);
    let file = url.strip_prefix("https://wink.example").unwrap().to_owned();
    answered(&app, 200, of(Method::GET, &file), "").await;
    app.run_sql("ALTER TABLE webhooks RENAME TO others").await;
    answered(&app, 500, of(Method::GET, "/v1/webhooks").header(AUTHORIZATION, app.basic()), "").await;
    // The database is closed, so every read fails.
    app.app.stop().await;
    for path in ["/v1/users", "/link/v1/session", "/invite/nobody", &file] {
        let authorization =
            if path.starts_with("/link") { format!("Bearer {}", widget.token) } else { app.basic() };
        answered(&app, 503, of(Method::GET, path).header(AUTHORIZATION, authorization), "").await;
    }
    answered(&app, 503, of(Method::GET, "/readyz"), "").await;
}
