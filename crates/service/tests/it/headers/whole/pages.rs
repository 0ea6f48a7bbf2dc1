//! The pages, what they load, and failures.

use super::{Sets, app, here};
use crate::outage::file_address;
use crate::support::{TestApp, invite_template, text};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, COOKIE};
use serde_json::json;

#[tokio::test]
async fn of_what_is_the_same_for_everybody() {
    let (app, _folder) = app().await;
    let mut sets = Sets::default();
    for path in [
        "/healthz",
        "/docs",
        "/docs/api",
        "/docs/page.css",
        "/docs/page.js",
        "/demo/lumina.svg",
        "/demo/nocturne.svg",
        "/demo/document.svg",
    ] {
        sets.get(&app, path).await;
    }
    insta::assert_snapshot!(sets.text(), @r#"
    /demo/lumina.svg: 200
    /demo/nocturne.svg: 200
    /demo/document.svg: 200
      access-control-allow-origin: *
      cache-control: no-cache
      content-security-policy: nothing
      content-type: image/svg+xml
      cross-origin-resource-policy: cross-origin

    /docs/api: 200
      cache-control: no-cache
      content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'
      content-type: text/html; charset=utf-8
      cross-origin-opener-policy: same-origin-allow-popups
      cross-origin-resource-policy: same-origin

    /docs/page.css: 200
      cache-control: no-cache
      content-type: text/css; charset=utf-8
      cross-origin-resource-policy: same-origin

    /docs/page.js: 200
      cache-control: no-cache
      content-type: text/javascript; charset=utf-8
      cross-origin-resource-policy: same-origin

    /docs: 308
      cross-origin-resource-policy: same-origin
      location: /docs/api

    /healthz: 200
      access-control-allow-origin: *
      cache-control: no-cache
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: cross-origin
    "#);
}

#[tokio::test]
async fn of_signing_in() {
    let (app, _folder) = app().await;
    let mut sets = Sets::default();
    for path in ["/sign-in/return", "/sign-in/pages.css", "/sign-in/start.js", "/sign-in/return.js"] {
        sets.get(&app, path).await;
    }
    let widget = app.widget().await;
    let login = json!({
        "idempotencyKey": "sign-in-0001", "providerId": "upwork", "loginOptionId": "at-provider", "credentials": {},
    });
    let account = widget.post(&app, "/accounts", &login).await.json();
    let start = text(&account["signIn"]["url"]);
    let start = sets.send(&app, "sign-in start", Request::get(here(&start)), "").await;
    let cookie = start.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = String::from_utf8(start.body.to_vec()).unwrap();
    let onward = page.split("data-onward=\"").nth(1).unwrap().split('"').next().unwrap();
    let onward = format!("{}&proof={}", onward.replace("&amp;", "&"), text(&account["signIn"]["proof"]));
    sets.send(&app, "sign-in go, without cookie", Request::get(&onward), "").await;
    let departed = app.send(Request::get(&onward).header(COOKIE, cookie).body(Body::empty()).unwrap()).await;
    let provider = here(departed.header("location")).to_owned();
    let mut led = departed;
    led.headers.insert("location", "there".parse().unwrap());
    sets.add("sign-in go", &led);
    sets.send(&app, "sandbox page", Request::get(provider), "").await;
    sets.send(&app, "POST /sandbox/token", Request::post("/sandbox/token"), "").await;
    insta::assert_snapshot!(sets.text(), @r#"
    /sign-in/pages.css: 200
      cache-control: no-cache
      content-type: text/css; charset=utf-8
      cross-origin-resource-policy: cross-origin

    /sign-in/return: 400
    sign-in go, without cookie: 400
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-resource-policy: cross-origin
      x-robots-tag: noindex

    /sign-in/start.js: 200
    /sign-in/return.js: 200
      cache-control: no-cache
      content-type: text/javascript; charset=utf-8
      cross-origin-resource-policy: cross-origin

    POST /sandbox/token: 400
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin

    sandbox page: 200
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-resource-policy: same-origin
      x-robots-tag: noindex

    sign-in go: 303
      cache-control: no-store
      cross-origin-resource-policy: cross-origin
      location: there

    sign-in start: 200
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-resource-policy: cross-origin
      set-cookie: …
      x-robots-tag: noindex
    "#);
}

#[tokio::test]
async fn of_an_invite() {
    let (app, _folder) = app().await;
    let mut sets = Sets::default();
    for path in ["/invites/page.css", "/invites/page.js", "/invite/nobody", "/invite/nobody/theme.css"] {
        sets.get(&app, path).await;
    }
    let template = app.post("/inviteTemplates", &invite_template()).await.json();
    let input = json!({
        "fullName": "George", "email": "g@smileapi.io", "templateId": template["data"]["id"],
    });
    let invite = app.post("/invites", &input).await.json();
    let url = text(&invite["data"]["inviteLandingPageUrl"]);
    let invite = here(&url);
    sets.send(&app, "invite", Request::get(invite), "").await;
    sets.send(&app, "invite: theme.css", Request::get(format!("{invite}/theme.css")), "").await;
    sets.send(&app, "invite: POST opened", Request::post(format!("{invite}/opened")), "").await;
    sets.send(&app, "invite: POST token", Request::post(format!("{invite}/token")), "").await;
    insta::assert_snapshot!(sets.text(), @r#"
    /invite/nobody/theme.css: 404
    invite: POST opened: 204
      cross-origin-resource-policy: same-origin

    /invite/nobody: 404
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-opener-policy: same-origin-allow-popups
      cross-origin-resource-policy: same-origin
      x-robots-tag: noindex

    /invites/page.css: 200
      cache-control: no-cache
      content-type: text/css; charset=utf-8
      cross-origin-resource-policy: same-origin

    /invites/page.js: 200
      cache-control: no-cache
      content-type: text/javascript; charset=utf-8
      cross-origin-resource-policy: same-origin

    invite: 200
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob: https://xyzbank.co; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-opener-policy: same-origin-allow-popups
      cross-origin-resource-policy: same-origin
      x-robots-tag: noindex

    invite: POST token: 201
      cache-control: no-store
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin

    invite: theme.css: 200
      cache-control: no-store
      content-type: text/css; charset=utf-8
      cross-origin-resource-policy: same-origin
    "#);
}

#[tokio::test]
async fn of_failures() {
    let (app, _folder) = app().await;
    let bare = TestApp::with(|settings| {
        settings.public_url = Some("https://wink.example".into());
        (settings.rate_limit, settings.link_rate_limit) = (1, 1);
    });
    let bare = bare.await;
    let mut sets = Sets::default();
    sets.get(&bare, "/nowhere").await;
    for path in ["/v1/users", "/link/v1/session", "/invite/nobody", "/sign-in/return"] {
        bare.send(Request::get(path).body(Body::empty()).unwrap()).await;
        sets.get(&bare, path).await;
    }
    let (widget, file) = (app.widget().await, file_address(&app).await);
    app.app.stop().await;
    for path in ["/v1/users", "/link/v1/session"] {
        let with = if path.starts_with("/link") { format!("Bearer {}", widget.token) } else { app.basic() };
        sets.send(&app, path, Request::get(path).header(AUTHORIZATION, with), "").await;
    }
    for path in ["/readyz", "/sign-in/return?state=a&code=b", "/invite/nobody"] {
        sets.get(&app, path).await;
    }
    sets.send(&app, "/files/<id>/<key>", Request::get(&file), "").await;
    sets.send(&app, "POST /invite/nobody/token", Request::post("/invite/nobody/token"), "").await;
    insta::assert_snapshot!(sets.text(), @r#"
    /files/<id>/<key>: 503
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: cross-origin
      retry-after: 5

    /invite/nobody: 429
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: same-origin
      retry-after: 1

    /invite/nobody: 503
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-opener-policy: same-origin-allow-popups
      cross-origin-resource-policy: same-origin
      retry-after: 5
      x-robots-tag: noindex

    /link/v1/session: 429
      access-control-allow-origin: *
      access-control-expose-headers: retry-after,x-request-id
      cache-control: no-store
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: cross-origin
      retry-after: 1
      vary: origin, access-control-request-method, access-control-request-headers

    /link/v1/session: 503
      access-control-allow-origin: *
      access-control-expose-headers: retry-after,x-request-id
      cache-control: no-store
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: cross-origin
      retry-after: 5
      vary: origin, access-control-request-method, access-control-request-headers

    /nowhere: 404
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: same-origin

    /readyz: 503
      access-control-allow-origin: *
      cache-control: no-cache
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: cross-origin

    /sign-in/return: 429
      content-security-policy: nothing
      content-type: text/plain; charset=utf-8
      cross-origin-resource-policy: cross-origin
      retry-after: 1

    /sign-in/return?state=a&code=b: 503
      cache-control: no-store
      content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
      content-type: text/html; charset=utf-8
      cross-origin-resource-policy: cross-origin
      retry-after: 5
      x-robots-tag: noindex

    /v1/users: 429
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin
      retry-after: 1

    /v1/users: 503
      content-security-policy: nothing
      content-type: application/json
      cross-origin-resource-policy: same-origin
      retry-after: 5

    POST /invite/nobody/token: 503
      cross-origin-resource-policy: same-origin
      retry-after: 5
    "#);
}
