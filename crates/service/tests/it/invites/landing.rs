//! What an invite's link shows.

use super::{at_link, invite, link_token, now, page, steps, template};
use crate::support::{TestApp, Widget, text};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;
use std::time::Duration;

const HOUR_SECONDS: u64 = 60 * 60;
const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;

#[tokio::test]
async fn the_page_has_the_hosts_brand_and_a_strict_policy() {
    let app = TestApp::new().await;
    let mut input = template();
    input["company"]["name"] = "<b>&Bank\"".into();
    input["landingPage"]["header"] = "<script>alert(1)</script> ${companyName}".into();
    let invited = invite(&app, &input).await;
    let reply = at_link(&app, Method::GET, &invited, "", "en").await;
    let html = String::from_utf8(reply.body.to_vec()).unwrap();
    assert_eq!(reply.status, 200);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;&amp;Bank&quot;</h1>"), "{html}");
    assert!(html.contains("It takes a minute, George Cimafranca Palomero, Jr.</p>"));
    assert!(html.contains(">START NOW</button>") && html.contains("src=\"https://xyzbank.co/logo.png\""));
    assert!(!html.contains("<script>") && !html.contains("style="));
    insta::assert_snapshot!(reply.header("content-security-policy"), @"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob: https://xyzbank.co; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ] {
        assert_eq!(reply.header(name), value);
    }
    for asset in ["/invites/page.css", "/invites/page.js"] {
        let request = Request::get(asset).body(Body::empty()).unwrap();
        assert_eq!(app.send(request).await.status, 200, "{asset}");
    }
    assert_eq!(now(&app, &invited).await["status"], "INVITED", "what reads links in e-mails runs no script");
}

#[tokio::test]
async fn a_link_speaks_the_templates_or_the_persons_language() {
    let app = TestApp::new().await;
    let id = app.post("/inviteTemplates", &template()).await.json()["data"]["id"].clone();
    for (wink_template, languages, expected) in [
        (None, "de, ar;q=0.9, en;q=0.8", "<html lang=\"ar\" dir=\"rtl\">"),
        (None, "de", "<html lang=\"en\" dir=\"ltr\">"),
        (Some("wtpl-fil"), "ar", "<html lang=\"fil\" dir=\"ltr\">"),
        (Some("wtpl-demo"), "zh-CN", "<html lang=\"zh-Hans\" dir=\"ltr\">"),
    ] {
        let mut input = json!({ "fullName": "George", "email": "g@smileapi.io", "templateId": id });
        if let Some(wink_template) = wink_template {
            input["winkTemplateId"] = wink_template.into();
        }
        let invited = app.post("/invites", &input).await.json()["data"].clone();
        let reply = at_link(&app, Method::GET, &invited, "", languages).await;
        assert!(String::from_utf8_lossy(&reply.body).contains(expected), "{wink_template:?} {languages}");
        let opening = at_link(&app, Method::POST, &invited, "/token", "en").await.json();
        assert_eq!(opening["templateId"], json!(wink_template));
        let colours = at_link(&app, Method::GET, &invited, "/theme.css", "en").await;
        let colour = match wink_template {
            Some("wtpl-demo") => "--wink-primary: #0b6e4f",
            Some(_) => "--wink-primary: #b3541e",
            None => ":root",
        };
        assert!(String::from_utf8_lossy(&colours.body).contains(colour), "{wink_template:?}");
    }
}

#[tokio::test]
async fn a_link_that_is_over_says_what_to_do_next() {
    let app = TestApp::new().await;
    let (unused, used) = (invite(&app, &template()).await, invite(&app, &template()).await);
    let token = link_token(&app, &used).await;
    Widget::open(&app, text(&used["userId"]), &token).await.connect_george(&app).await;

    // The same visit shows thanks, and can link another account.
    app.clock.advance(Duration::from_secs(HOUR_SECONDS - 1));
    let (status, html) = page(&app, &used).await;
    assert_eq!(status, 200);
    assert!(html.contains("Thank you for sharing your data with us at XYZ Bank</h1>"));
    assert!(html.contains("id=\"open\"") && html.contains(">Connect another account</button>"));
    link_token(&app, &used).await;

    app.clock.advance(Duration::from_secs(1));
    let (status, html) = page(&app, &used).await;
    assert_eq!(status, 410);
    assert!(html.contains("This invitation has been used") && html.contains("mailto:replies@xyz.co"));
    assert!(!html.contains("id=\"open\""));
    assert_eq!(at_link(&app, Method::POST, &used, "/token", "en").await.status, 410);

    app.clock.advance(Duration::from_secs(14 * DAY_SECONDS - HOUR_SECONDS - 1));
    assert_eq!(page(&app, &unused).await.0, 200);
    app.clock.advance(Duration::from_secs(1));
    let (status, html) = page(&app, &unused).await;
    assert_eq!(status, 410);
    assert!(html.contains("This invitation has expired") && html.contains("mailto:replies@xyz.co"));
    assert_eq!(at_link(&app, Method::POST, &unused, "/token", "en").await.status, 410);
    assert!(steps(&app, &unused).await.iter().all(|step| step == "INVITED"));

    let request = Request::get("/invite/x").header("accept-language", "id").body(Body::empty()).unwrap();
    let unknown = app.send(request).await;
    assert_eq!(unknown.status, 404);
    assert!(String::from_utf8_lossy(&unknown.body).contains("Tautan ini tidak mengarah ke mana pun"));
    for (method, rest) in [(Method::POST, "token"), (Method::POST, "opened"), (Method::GET, "theme.css")] {
        let request = Request::builder().method(method).uri(format!("/invite/x/{rest}"));
        assert_eq!(app.send(request.body(Body::empty()).unwrap()).await.status, 404, "{rest}");
    }
}
