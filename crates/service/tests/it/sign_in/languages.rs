//! The language of sign-in pages: the widget's if it is known, otherwise the browser's.

use super::{GEORGE, decide, depart, get, get_with, open, start, words};
use crate::support::{TestApp, Widget, with_json};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::ACCEPT_LANGUAGE;
use serde_json::json;

async fn widget_in(app: &TestApp, language: &str) -> Widget {
    let (user_id, link_token) = app.new_user().await;
    let input = json!({ "linkToken": link_token, "language": language });
    let opened = app.send(with_json(Request::post("/link/v1/sessions"), Some(&input))).await.json();
    let widget = Widget::of(user_id, &opened);
    widget.agree(app).await;
    widget
}

#[tokio::test]
async fn every_page_speaks_as_the_widget_does() {
    let app = TestApp::new().await;
    for (language, head, question, sign_in, asked, done) in [
        (
            "fil",
            "<html lang=\"fil\" dir=\"ltr\">",
            "Ikaw mismo ba ang nagsimula nito?",
            "<title>Mag-sign in sa Upwork</title>",
            "Payagan ang Wink na basahin ang records mo sa <bdi>Upwork</bdi>?",
            "Naka-sign in ka na",
        ),
        (
            "ar",
            "<html lang=\"ar\" dir=\"rtl\">",
            "هل بدأت هذا بنفسك؟",
            "<title>تسجيل الدخول إلى Upwork</title>",
            "هل تسمح لـ Wink بقراءة سجلاتك لدى <bdi>Upwork</bdi>؟",
            "تم تسجيل دخولك",
        ),
    ] {
        let widget = widget_in(&app, language).await;
        let started = start(&app, &widget).await;
        let shown = words(&get(&app, &super::start_of(&started)).await);
        assert!(shown.contains(head) && shown.contains(question), "{shown}");
        let (cookie, onward) = open(&app, &started, "").await;
        let elsewhere = words(&get(&app, &onward).await);
        assert!(!cookie.is_empty() && elsewhere.contains(head), "{elsewhere}");

        let there = depart(&app, &started).await;
        let page = words(&get(&app, &there.page).await);
        assert!(page.contains(head) && page.contains(sign_in), "{page}");
        let typed = words(&super::post_form(&app, &there.page, GEORGE).await);
        assert!(typed.contains(asked), "{typed}");
        let back = decide(&app, &there.page, GEORGE, "allow").await;
        let returned = words(&get_with(&app, &back, &there.cookie).await);
        assert!(returned.contains(head) && returned.contains(done), "{returned}");
    }
}

#[tokio::test]
async fn who_comes_from_nowhere_is_spoken_to_as_the_browser_asks() {
    let app = TestApp::new().await;
    for (asked, head) in [
        ("de-DE, zh-CN;q=0.8, en;q=0.5", "<html lang=\"zh-Hans\" dir=\"ltr\">"),
        ("ar-EG", "<html lang=\"ar\" dir=\"rtl\">"),
        ("de", "<html lang=\"en\" dir=\"ltr\">"),
    ] {
        for path in
            ["/sign-in/return?state=s&code=c", "/sign-in/start/a-1?ticket=t", "/sandbox/sign-in/upwork"]
        {
            let request = Request::get(path).header(ACCEPT_LANGUAGE, asked).body(Body::empty()).unwrap();
            let page = words(&app.send(request).await);
            assert!(page.contains(head), "{asked} {path}: {page}");
        }
    }
}
