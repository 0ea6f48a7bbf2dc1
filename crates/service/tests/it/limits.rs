//! Rate limits and size limits.

use crate::support::{TestApp, open_session, with_json};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::json;
use std::net::SocketAddr;

#[tokio::test]
async fn too_many_requests_from_one_address_are_refused() {
    let app = TestApp::with(|settings| settings.rate_limit = 3).await;
    let from = |address: &str| {
        let request = Request::builder().uri("/v1/users").header(AUTHORIZATION, app.basic());
        with_json(request.extension(ConnectInfo(address.parse::<SocketAddr>().unwrap())), None)
    };
    for _ in 0..3 {
        assert_eq!(app.send(from("192.0.2.1:1000")).await.status, 200);
    }
    let refused = app.send(from("192.0.2.1:2000")).await;
    assert_eq!(refused.refusal(), (429, "REQUEST_LIMIT_EXCEEDED".to_owned()));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(app.send(from("192.0.2.2:1000")).await.status, 200, "another address is not affected");
    for _ in 0..3 {
        assert_eq!(app.send(from("[2001:db8::1]:1")).await.status, 200);
    }
    assert_eq!(app.send(from("[2001:db8::2]:1")).await.status, 429, "a customer has a whole /64");
    assert_eq!(app.send(from("[2001:db8:0:1::1]:1")).await.status, 200);
}

#[tokio::test]
async fn the_link_api_has_a_limit_of_its_own() {
    let app = TestApp::with(|settings| settings.link_rate_limit = 2).await;
    for _ in 0..2 {
        assert_eq!(open_session(&app, "unknown").await.status, 401);
    }
    let refused = open_session(&app, "unknown").await;
    assert_eq!(refused.refusal(), (429, "REQUEST_LIMIT_EXCEEDED".to_owned()));
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert_eq!(app.get("/users").await.status, 200);
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let app = TestApp::new().await;
    let huge = json!({ "externalMetadata": { "a": "x".repeat(70_000) } });
    assert_eq!(app.post("/users", &huge).await.refusal(), (413, "INVALID_PARAMETERS".to_owned()));
    let request = Request::post("/link/v1/sessions").header(CONTENT_TYPE, "application/json");
    let reply = app.send(request.body(Body::from(huge.to_string())).unwrap()).await;
    assert_eq!(reply.refusal(), (413, "INVALID_PARAMETERS".to_owned()));
}

#[tokio::test]
async fn wrong_secrets_are_limited_and_a_right_one_is_not() {
    let app = TestApp::with(|settings| settings.secret_limit = 3).await;
    let wrong = || Request::get("/v1/users").header(AUTHORIZATION, "Basic d2stbm9ib2R5Ondyb25n");
    for _ in 0..3 {
        let refused = app.send(with_json(wrong(), None)).await;
        assert_eq!(refused.refusal(), (401, "INVALID_TOKEN".to_owned()));
    }
    let refused = app.send(with_json(wrong(), None)).await;
    assert_eq!(refused.refusal(), (429, "REQUEST_LIMIT_EXCEEDED".to_owned()));
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(app.get("/users").await.status, 200, "a key that was right is not compared again");
}

#[tokio::test]
async fn pages_have_a_limit_too() {
    let app = TestApp::with(|settings| settings.link_rate_limit = 2).await;
    for path in ["/sign-in/return", "/sandbox/sign-in/upwork", "/files/f-1/key"] {
        let app = app.another(|settings| settings.link_rate_limit = 2).await;
        let get = || with_json(Request::get(path), None);
        for _ in 0..2 {
            assert_ne!(app.send(get()).await.status, 429, "{path}");
        }
        let refused = app.send(get()).await;
        assert_eq!((refused.status, refused.header("retry-after")), (429, "1"), "{path}");
    }
}

#[tokio::test]
async fn a_trusted_proxy_says_whom_a_request_counts_for_and_nobody_else_does() {
    let app = TestApp::with(|settings| {
        settings.rate_limit = 1;
        settings.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    })
    .await;
    let ask = async |peer: &str, before: &str| {
        let request =
            Request::get("/v1/users").header(AUTHORIZATION, app.basic()).header("x-forwarded-for", before);
        let request = request.extension(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        app.send(with_json(request, None)).await.status
    };
    assert_eq!(ask("10.0.0.1:1", "192.0.2.1").await, 200);
    assert_eq!(ask("10.0.0.1:1", "192.0.2.2").await, 200, "somebody else behind the same proxy");
    assert_eq!(ask("10.0.0.2:1", "192.0.2.1").await, 429, "the same person by another proxy");
    assert_eq!(ask("198.51.100.1:1", "192.0.2.3").await, 200);
    assert_eq!(ask("198.51.100.1:1", "192.0.2.4").await, 429, "no proxy of ours");
}
