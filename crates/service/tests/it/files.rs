//! Files, the playground's helpers, health.

use crate::support::{Reply, TestApp, Widget, eventually, text};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html><title>Playground</title>"),
        ("v2/smile.v2.js", "// the loader, long enough to be worth compressing, and then some more of it"),
        ("v2/wink-0123abcd.wasm", "plain"),
        ("v2/wink-0123abcd.wasm.br", "brotli"),
        ("v1/smile.v1.js", "// the other address"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

async fn fetch(app: &TestApp, path: &str, encoding: &str) -> Reply {
    app.send(Request::get(path).header("accept-encoding", encoding).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_widgets_files_are_served_for_every_origin() {
    let folder = folder();
    let app = TestApp::with(|settings| settings.assets = Some(folder.path().to_owned())).await;

    let module = fetch(&app, "/v2/wink-0123abcd.wasm", "br").await;
    assert_eq!((module.status, module.body.as_ref()), (200, b"brotli".as_slice()));
    assert_eq!(module.header("content-encoding"), "br");
    assert_eq!(module.header("content-type"), "application/wasm");
    assert_eq!(module.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(module.header("access-control-allow-origin"), "*");
    assert_eq!(module.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(module.header("x-content-type-options"), "nosniff");
    assert_eq!(fetch(&app, "/v2/wink-0123abcd.wasm", "identity").await.body.as_ref(), b"plain");

    for path in ["/v2/smile.v2.js", "/v1/smile.v1.js"] {
        let loader = fetch(&app, path, "identity").await;
        assert_eq!((loader.status, loader.header("cache-control")), (200, "no-cache"), "{path}");
        assert!(loader.header("content-type").contains("javascript"));
    }
    assert_eq!(fetch(&app, "/v1/smile.v2.js", "identity").await.status, 404);
    assert_eq!(fetch(&app, "/v1/users", "identity").await.status, 401, "the Open API is still there");
    assert_eq!(fetch(&app, "/../Cargo.toml", "identity").await.status, 404);
}

#[tokio::test]
async fn the_playground_page_has_a_policy() {
    let folder = folder();
    let app = TestApp::with(|settings| settings.assets = Some(folder.path().to_owned())).await;
    let page = fetch(&app, "/", "identity").await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval'") && policy.contains("frame-ancestors 'self'")
    );
    assert_eq!(page.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn the_playground_hands_out_tokens_to_its_own_page_only() {
    let app = TestApp::with(|settings| (settings.playground, settings.public_url) = (true, None)).await;
    let ask = |headers: &[(&str, &str)], body: &str| {
        let mut request = Request::post("/playground/token").header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(body.to_owned())).unwrap()
    };
    let own =
        [("host", "localhost:8080"), ("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")];
    let made = app.send(ask(&own, "{}")).await.json();
    let widget = Widget::open(&app, text(&made["userId"]), &text(&made["userToken"])).await;
    let account = widget.connect_george(&app).await;

    let same_user = app.send(ask(&own, &json!({ "userId": made["userId"] }).to_string())).await.json();
    assert_eq!(same_user["userId"], made["userId"]);
    let data =
        fetch(&app, &format!("/playground/data?accountId={}", text(&account["accountId"])), "identity").await;
    assert_eq!(data.json()["identities"][0]["fullName"], "George Palomero Jr.");
    assert_eq!(data.json()["incomes"].as_array().unwrap().len(), 25);

    for foreign in [
        [("host", "localhost:8080"), ("origin", "https://evil.example")],
        [("host", "localhost:8080"), ("origin", "null")],
        // A foreign name that resolves to this machine (DNS rebinding).
        [("host", "rebound.example:8080"), ("origin", "http://rebound.example:8080")],
        [("host", "localhost:8080"), ("sec-fetch-site", "cross-site")],
    ] {
        let refused = app.send(ask(&foreign, "{}")).await;
        assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, ""));
    }
}

#[tokio::test]
async fn the_playground_is_off_unless_asked_for() {
    let app = TestApp::new().await;
    let reply = app.send(Request::post("/playground/token").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn health_is_reported() {
    let app = TestApp::new().await;
    assert_eq!(fetch(&app, "/healthz", "identity").await.status, 200);
    eventually("it is ready", async || fetch(&app, "/readyz", "identity").await.status == 200).await;
    app.app.shut_down();
    assert_eq!(fetch(&app, "/healthz", "identity").await.status, 200);
    assert_eq!(fetch(&app, "/readyz", "identity").await.status, 503);
}

#[tokio::test]
async fn it_is_not_ready_until_widgets_can_encrypt() {
    let place = TestApp::new().await;
    place.app.stop().await;
    // The next process cannot create a key.
    place.run_sql("DELETE FROM rotating_keys; ALTER TABLE rotating_keys RENAME TO others").await;
    let app = place.another(|_| {}).await;
    let reply = fetch(&app, "/readyz", "identity").await;
    assert_eq!((reply.status, &*reply.body), (503, &b"the first key to encrypt for is not made yet\n"[..]));
    place.run_sql("ALTER TABLE others RENAME TO rotating_keys").await;
    app.widget().await;
    assert_eq!(fetch(&app, "/readyz", "identity").await.status, 200);
}

#[tokio::test]
async fn the_demo_logo_is_there() {
    let app = TestApp::new().await;
    let logo = fetch(&app, "/demo/lumina.svg", "identity").await;
    assert_eq!((logo.status, logo.header("content-type")), (200, "image/svg+xml"));
}
