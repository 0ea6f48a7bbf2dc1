//! The headers for browsers, which every answer has.

mod kinds;
mod whole;

use crate::support::{Reply, TestApp, with_json};
use axum::http::{Method, Request};

/// One address of each part, and some that do not exist.
const ADDRESSES: [&str; 18] = [
    "/healthz",
    "/readyz",
    "/v1/openapi.json",
    "/v1/users",
    "/v1/nowhere",
    "/link/v1/session",
    "/link/v1/sessions",
    "/link/v1/nowhere",
    "/sign-in/return",
    "/sign-in/pages.css",
    "/sign-in/return.js",
    "/sandbox/sign-in/upwork",
    "/invite/nobody",
    "/files/f-1/key",
    "/docs",
    "/docs/api",
    "/demo/lumina.svg",
    "/nowhere",
];

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// Checks the headers of an answer to a browser that uses HTTPS.
#[track_caller]
fn assert_complete(reply: &Reply, path: &str, what: &str) {
    assert_eq!(reply.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(reply.header("referrer-policy"), "no-referrer", "{what}");
    assert!(reply.header("permissions-policy").contains("camera=()"), "{what}");
    assert!(reply.header("strict-transport-security").starts_with("max-age="), "{what}");
    assert_eq!(reply.header("x-request-id").len(), 36, "{what}");
    let is_for_all = ["/link/", "/demo/", "/files/", "/sign-in/"].iter().any(|start| path.starts_with(start));
    let wanted = if is_for_all { "cross-origin" } else { "same-origin" };
    assert_eq!(reply.header("cross-origin-resource-policy"), wanted, "{what}");
    let kind = reply.header("content-type");
    // Sign-in pages need their opener, the widget.
    let is_alone = kind.starts_with("text/html")
        && !["/sign-in/", "/sandbox/"].iter().any(|start| path.starts_with(start));
    let wanted = if is_alone { "same-origin-allow-popups" } else { "" };
    assert_eq!(reply.header("cross-origin-opener-policy"), wanted, "{what}");
    if ["text/html", "application/json", "text/plain", "image/svg"].iter().any(|it| kind.starts_with(it)) {
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") || policy.contains("sandbox"), "{what}: {policy}");
    }
    let origin = reply.header("access-control-allow-origin");
    assert_eq!(origin, if path.starts_with("/link/") { "*" } else { "" }, "{what}");
    assert_eq!(reply.header("access-control-allow-credentials"), "", "{what}");
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let https = TestApp::with(|settings| settings.public_url = Some("https://wink.example".into())).await;
    let http = https.another(|settings| settings.public_url = None).await;
    let described = https.get("/openapi.json").await.json();
    let operations = described["paths"].as_object().unwrap().keys().map(|path| path.replace("{id}", "x-1"));
    let operations = operations.map(|path| if path.starts_with("/v1") { path } else { format!("/v1{path}") });
    let addresses: Vec<String> = ADDRESSES.map(str::to_owned).into_iter().chain(operations).collect();
    assert!(addresses.len() > 60);
    for path in addresses {
        for method in METHODS {
            let request = || with_json(Request::builder().method(&method).uri(&path), None);
            let reply = https.send(request()).await;
            assert_complete(&reply, &path, &format!("{method} {path}: {}", reply.status));
            let plain = http.send(request()).await;
            assert_eq!(plain.header("strict-transport-security"), "", "{method} {path}");
        }
    }
}
