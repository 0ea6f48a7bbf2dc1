//! What every answer tells browsers.

use crate::support::{TestApp, with_json};
use axum::http::Request;

/// One address of each part, and some that lead nowhere.
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

#[tokio::test]
async fn every_answer_has_the_headers() {
    let https = TestApp::with(|settings| settings.public_url = Some("https://wink.example".into())).await;
    let http = https.another(|settings| settings.public_url = None).await;
    let described = https.get("/openapi.json").await.json();
    let operations = described["paths"].as_object().unwrap().keys().map(|path| path.replace("{id}", "x-1"));
    let addresses: Vec<String> = ADDRESSES.map(str::to_owned).into_iter().chain(operations).collect();
    assert!(addresses.len() > 60);
    for path in addresses {
        let path = if path.starts_with("/v1") || ADDRESSES.contains(&path.as_str()) {
            path
        } else {
            format!("/v1{path}")
        };
        let reply = https.send(with_json(Request::get(&path), None)).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert!(reply.header("permissions-policy").contains("camera=()"), "{path}");
        assert!(reply.header("strict-transport-security").starts_with("max-age="), "{path}");
        let is_for_all =
            ["/link/", "/demo/", "/files/", "/sign-in/"].iter().any(|start| path.starts_with(start));
        let wanted = if is_for_all { "cross-origin" } else { "same-origin" };
        assert_eq!(reply.header("cross-origin-resource-policy"), wanted, "{path}");
        let kind = reply.header("content-type");
        if kind.starts_with("text/html") || kind.starts_with("application/json") {
            assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        }
        let origin = reply.header("access-control-allow-origin");
        assert_eq!(origin, if path.starts_with("/link/") { "*" } else { "" }, "{path}");
        let plain = http.send(with_json(Request::get(&path), None)).await;
        assert_eq!(plain.header("strict-transport-security"), "", "{path}");
    }
}
