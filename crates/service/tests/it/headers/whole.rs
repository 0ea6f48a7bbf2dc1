//! The whole header set of each kind of response, so that none gains or loses one unnoticed.

mod pages;

use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::support::{Reply, TestApp, Widget, text};
use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, ORIGIN};
use axum::http::request::Builder;
use axum::http::{Method, Request};
use serde_json::json;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// What each response has.
const ALWAYS: [(&str, &str); 4] = [
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
];

/// What is another every time, or is about the body's length alone.
const PASSED_OVER: [&str; 3] = ["content-length", "last-modified", "x-request-id"];

/// What most responses that a browser could show as a page say.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Requests by the header set of their responses.
#[derive(Default)]
struct Sets(BTreeMap<String, Vec<String>>);

impl Sets {
    fn add(&mut self, request: &str, reply: &Reply) {
        for (name, value) in ALWAYS {
            assert_eq!(reply.header(name), value, "{request}");
        }
        let mut set: Vec<String> = Vec::new();
        for (name, value) in &reply.headers {
            let value = match (name.as_str(), value.to_str().unwrap()) {
                (name, _) if PASSED_OVER.contains(&name) => continue,
                (name, _) if ALWAYS.iter().any(|(always, _)| name == *always) => continue,
                // Of a body that is long enough to be compressed.
                ("vary", "accept-encoding") => continue,
                ("set-cookie", _) => "…".to_owned(),
                (_, value) => value.replace(NOTHING, "nothing"),
            };
            set.push(format!("  {name}: {value}"));
        }
        set.sort();
        self.0.entry(set.join("\n")).or_default().push(format!("{request}: {}", reply.status));
    }

    /// Sends a request and adds its response.
    async fn send(&mut self, app: &TestApp, name: &str, request: Builder, body: &str) -> Reply {
        let reply = app.send(request.body(Body::from(body.to_owned())).unwrap()).await;
        self.add(name, &reply);
        reply
    }

    async fn get(&mut self, app: &TestApp, path: &str) -> Reply {
        self.send(app, path, Request::get(path), "").await
    }

    fn text(self) -> String {
        let mut texts: Vec<_> =
            self.0.into_iter().map(|(set, requests)| format!("{}\n{set}\n", requests.join("\n"))).collect();
        texts.sort();
        texts.join("\n")
    }
}

async fn app() -> (TestApp, TempDir) {
    let folder = TempDir::new().unwrap();
    for name in ["index.html", "v2/smile.v2.js", "v2/wink-0123abcd.wasm", "v1/smile.v1.js"] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "a file that is long enough to be worth compressing").unwrap();
    }
    let app = TestApp::with(|settings| {
        settings.public_url = Some("https://wink.example".into());
        settings.assets = Some(folder.path().to_owned());
        settings.playground = true;
    });
    (app.await, folder)
}

fn here(address: &str) -> &str {
    address.strip_prefix("https://wink.example").unwrap()
}

#[tokio::test]
async fn of_the_apis() {
    let (app, _folder) = app().await;
    let mut sets = Sets::default();
    let host = |method: Method, path: &str| {
        Request::builder().method(method).uri(path).header(AUTHORIZATION, app.basic())
    };
    sets.get(&app, "/v1/openapi.json").await;
    sets.get(&app, "/v1/users").await;
    for (method, path) in [
        (Method::GET, "/v1/users"),
        (Method::POST, "/v1/users"),
        (Method::PATCH, "/v1/users"),
        (Method::GET, "/v1/nowhere"),
    ] {
        sets.send(&app, &format!("host: {method} {path}"), host(method, path), "").await;
    }
    let (_, link_token) = app.new_user().await;
    let open =
        Request::post("/link/v1/sessions").header(ORIGIN, "null").header(CONTENT_TYPE, "application/json");
    let link_token = json!({ "linkToken": link_token }).to_string();
    let opened = sets.send(&app, "POST /link/v1/sessions", open, &link_token).await.json();
    let widget = Widget::of(String::new(), &opened);
    sets.get(&app, "/link/v1/session").await;
    sets.get(&app, "/link/v1/nowhere").await;
    let with_session =
        |path: &str| Request::get(path).header(AUTHORIZATION, format!("Bearer {}", widget.token));
    sets.send(&app, "widget: /link/v1/session", with_session("/link/v1/session"), "").await;
    let catalogue = format!("/link/v1/catalogue/{}", text(&opened["session"]["catalogueHash"]));
    sets.send(&app, "catalogue", with_session(&catalogue), "").await;
    let packed = with_session(&catalogue).header(ACCEPT_ENCODING, "br");
    sets.send(&app, "catalogue, packed", packed, "").await;
    sets.send(&app, "old catalogue", with_session("/link/v1/catalogue/old"), "").await;
    insta::assert_snapshot!(sets.text(), @r#"
    /v1/openapi.json: 200
      cache-control: no-cache
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin

    /v1/users: 401
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin
      www-authenticate: Basic realm="Open API", charset="UTF-8"

    POST /link/v1/sessions: 201
    /link/v1/session: 401
    /link/v1/nowhere: 404
    widget: /link/v1/session: 200
    old catalogue: 404
      access-control-allow-origin: *
      access-control-expose-headers: retry-after,x-request-id
      cache-control: no-store
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: cross-origin
      vary: origin, access-control-request-method, access-control-request-headers

    catalogue, packed: 200
      access-control-allow-origin: *
      access-control-expose-headers: retry-after,x-request-id
      cache-control: private, max-age=31536000, immutable
      content-encoding: br
      content-type: text/tab-separated-values; charset=utf-8
      cross-origin-resource-policy: cross-origin
      vary: origin, access-control-request-method, access-control-request-headers

    catalogue: 200
      access-control-allow-origin: *
      access-control-expose-headers: retry-after,x-request-id
      cache-control: private, max-age=31536000, immutable
      content-type: text/tab-separated-values; charset=utf-8
      cross-origin-resource-policy: cross-origin
      vary: origin, access-control-request-method, access-control-request-headers

    host: GET /v1/users: 200
    host: POST /v1/users: 201
    host: GET /v1/nowhere: 404
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin

    host: PATCH /v1/users: 405
      allow: GET,HEAD,POST
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin
    "#);
}

#[tokio::test]
async fn of_files() {
    let (app, _folder) = app().await;
    let mut sets = Sets::default();
    for path in ["/", "/nowhere", "/v2/smile.v2.js", "/v2/wink-0123abcd.wasm", "/v2/none-0123abcd.wasm"] {
        sets.get(&app, path).await;
    }
    for path in ["/v1/smile.v1.js", "/v1/none.js", "/files/f-1/key"] {
        sets.get(&app, path).await;
    }
    let widget = app.widget().await;
    let slip = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &slip).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let url = text(&app.get(&path).await.json()["data"]["rawFiles"][0]["url"]);
    sets.send(&app, "submitted file", Request::get(here(&url)), "").await;

    let own = |request: Builder| request.header(ORIGIN, "https://wink.example");
    let token = Request::post("/playground/token").header(CONTENT_TYPE, "application/json");
    sets.send(&app, "POST /playground/token", own(token), "{}").await;
    sets.send(&app, "/playground/data", own(Request::get("/playground/data?accountId=a-1")), "").await;
    let foreign = Request::post("/playground/token").header(ORIGIN, "https://evil.example");
    sets.send(&app, "foreign: POST /playground/token", foreign, "").await;
    insta::assert_snapshot!(sets.text(), @r#"
    /: 200
      accept-ranges: bytes
      cache-control: no-cache
      content-security-policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: https:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'
      content-type: text/html
      cross-origin-opener-policy: same-origin-allow-popups
      cross-origin-resource-policy: same-origin

    /files/f-1/key: 404
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: cross-origin

    /nowhere: 404
    /v2/none-0123abcd.wasm: 404
    /v1/none.js: 404
      access-control-allow-origin: *
      cache-control: no-cache
      cross-origin-resource-policy: cross-origin

    /v2/smile.v2.js: 200
    /v1/smile.v1.js: 200
      accept-ranges: bytes
      access-control-allow-origin: *
      cache-control: no-cache
      content-type: text/javascript
      cross-origin-resource-policy: cross-origin

    /v2/wink-0123abcd.wasm: 200
      accept-ranges: bytes
      access-control-allow-origin: *
      cache-control: public, max-age=31536000, immutable
      content-type: application/wasm
      cross-origin-resource-policy: cross-origin

    POST /playground/token: 200
    /playground/data: 200
      cache-control: no-store
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin

    foreign: POST /playground/token: 403
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin

    submitted file: 200
      cache-control: no-store
      content-disposition: attachment; filename="payslip-george.pdf"
      content-security-policy: nothing; sandbox
      content-type: application/pdf
      cross-origin-resource-policy: cross-origin
    "#);
}
