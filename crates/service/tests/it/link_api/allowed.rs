//! What a session may do: nothing before consent, and nothing that its template does not offer.

use crate::support::{GEORGE_AT_JOYRIDE, GEORGE_AT_UPWORK, Reply, TestApp, Widget, open_session_with, text};
use axum::http::Method;
use serde_json::{Value, json};

const NOT_OFFERED: (u16, &str) = (403, "NOT_OFFERED");
const CONSENT_REQUIRED: (u16, &str) = (403, "CONSENT_REQUIRED");

fn refusal(reply: &Reply) -> (u16, String) {
    reply.refusal()
}

fn is(wanted: (u16, &str)) -> (u16, String) {
    (wanted.0, wanted.1.to_owned())
}

fn payslip(key: &str, provider: Option<&str>) -> Value {
    json!({
        "idempotencyKey": key, "fileType": "PAYSLIP", "providerId": provider,
        "files": [{ "name": "slip.pdf", "format": "PDF", "sizeBytes": 100 }],
    })
}

async fn made(app: &TestApp, change: impl FnOnce(&mut Value)) -> String {
    let mut look = json!({ "name": "Look", "companyName": "XYZ Bank" });
    change(&mut look);
    let made = app.post("/winkTemplates", &look).await;
    assert_eq!(made.status, 201, "{}", made.json());
    text(&made.json()["data"]["id"])
}

async fn token(app: &TestApp, user_id: &str, templates: &str) -> String {
    let path = format!("/tokens?userId={user_id}{templates}");
    let reply = app.call(Method::POST, &path, None).await;
    assert_eq!(reply.status, 201, "{}", reply.json());
    text(&reply.json()["data"]["accessToken"])
}

/// A session with a template, before consent.
async fn opened(app: &TestApp, template_id: &str) -> Widget {
    let (user_id, link_token) = app.new_user().await;
    let body = json!({ "linkToken": link_token, "templateId": template_id });
    Widget::of(user_id, &open_session_with(app, body).await.json())
}

#[tokio::test]
async fn nothing_is_linked_or_uploaded_without_a_receipt() {
    let app = TestApp::new().await;
    let widget = opened(&app, "wtpl-demo").await;
    let start = widget.start_body(GEORGE_AT_JOYRIDE);
    for _ in 0..2 {
        assert_eq!(refusal(&widget.post(&app, "/accounts", &start).await), is(CONSENT_REQUIRED));
        let announced = widget.post(&app, "/archives", &payslip("slip-0001", None)).await;
        assert_eq!(refusal(&announced), is(CONSENT_REQUIRED));
        // Consent in another session does not count in this one.
        Widget::open(&app, String::new(), &token(&app, &widget.user_id, "").await).await;
    }
    assert_eq!(app.get(&format!("/accounts?userId={}", widget.user_id)).await.items(), Vec::<Value>::new());
    widget.agree(&app).await;
    assert_eq!(widget.post(&app, "/accounts", &start).await.status, 201);
    assert_eq!(widget.post(&app, "/archives", &payslip("slip-0001", None)).await.status, 201);
}

#[tokio::test]
async fn a_receipt_counts_for_the_text_in_force_alone() {
    let app = TestApp::new().await;
    let widget = opened(&app, "wtpl-demo").await;
    widget.agree(&app).await;
    // As after a release with a changed text.
    app.run_sql("UPDATE consents SET text_sha256 = 'of another text'").await;
    let start = widget.start_body(GEORGE_AT_JOYRIDE);
    assert_eq!(refusal(&widget.post(&app, "/accounts", &start).await), is(CONSENT_REQUIRED));
    widget.agree(&app).await;
    assert_eq!(widget.post(&app, "/accounts", &start).await.status, 201);
}

#[tokio::test]
async fn only_what_the_template_offers_is_linked_and_uploaded() {
    let app = TestApp::new().await;
    let by_name = made(&app, |look| look["providers"] = json!(["joyride"])).await;
    let by_kind = made(&app, |look| look["providerTypes"] = json!(["GOVERNMENT"])).await;
    let without_uploads = made(&app, |look| look["switches"] = json!({ "enableUpload": false })).await;
    let sss = ("sss", "username", [("username", "George"), ("password", "123456")]);
    for (template, offered, refused, takes_uploads) in [
        (&by_name, GEORGE_AT_JOYRIDE, Some(GEORGE_AT_UPWORK), true),
        (&by_kind, sss, Some(GEORGE_AT_UPWORK), true),
        (&without_uploads, GEORGE_AT_UPWORK, None, false),
    ] {
        let widget = opened(&app, template).await;
        widget.agree(&app).await;
        assert_eq!(widget.post(&app, "/accounts", &widget.start_body(offered)).await.status, 201);
        if let Some(refused) = refused {
            let reply = widget.post(&app, "/accounts", &widget.start_body(refused)).await;
            assert_eq!((refusal(&reply), &reply.json()["field"]), (is(NOT_OFFERED), &json!("providerId")));
            let from = widget.post(&app, "/archives", &payslip("slip-0001", Some(refused.0))).await;
            assert_eq!(refusal(&from), is(NOT_OFFERED));
        }
        let announced = widget.post(&app, "/archives", &payslip("slip-0002", None)).await;
        if takes_uploads {
            assert_eq!(announced.status, 201, "{}", announced.json());
        } else {
            assert_eq!(refusal(&announced), is(NOT_OFFERED));
        }
    }
}

#[tokio::test]
async fn a_kind_of_document_that_is_not_offered_is_refused_where_it_is_announced() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for kind in ["OTHERS", "PAYROLL", ""] {
        let mut body = payslip("slip-0001", None);
        body["fileType"] = kind.into();
        let reply = widget.post(&app, "/archives", &body).await;
        assert_eq!(refusal(&reply), is((400, "INVALID_PARAMETERS")), "{kind}");
    }
}

#[tokio::test]
async fn a_page_can_pick_only_the_templates_that_its_token_names() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let strict = made(&app, |look| look["switches"] = json!({ "enableUpload": false })).await;
    let other = made(&app, |look| look["companyName"] = "Other Bank".into()).await;
    let named = token(&app, &user_id, &format!("&templateIds={strict},{other}")).await;
    for elsewhere in ["wtpl-demo", "made-up", ""] {
        let body = json!({ "linkToken": named, "templateId": elsewhere });
        let reply = open_session_with(&app, body).await;
        assert_eq!((refusal(&reply), &reply.json()["field"]), (is(NOT_OFFERED), &json!("templateId")));
    }
    let body = json!({ "linkToken": named, "templateId": other });
    let session = open_session_with(&app, body).await.json();
    assert_eq!(session["session"]["template"]["companyName"], "Other Bank");

    // A page that does not name a template gets the first.
    let named = token(&app, &user_id, &format!("&templateIds={strict}")).await;
    let session = open_session_with(&app, json!({ "linkToken": named })).await.json();
    assert_eq!(session["session"]["template"]["switches"]["enableUpload"], false);

    // A template that was deleted since offers nothing, rather than everything.
    let named = token(&app, &user_id, &format!("&templateIds={strict}")).await;
    assert_eq!(app.call(Method::DELETE, &format!("/winkTemplates/{strict}"), None).await.status, 200);
    let reply = open_session_with(&app, json!({ "linkToken": named })).await;
    assert_eq!(refusal(&reply), is(NOT_OFFERED));
}

#[tokio::test]
async fn a_token_names_templates_that_exist() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let path = format!("/tokens?userId={user_id}&templateIds=wtpl-demo,made-up");
    assert_eq!(app.call(Method::POST, &path, None).await.status, 404);
    assert_eq!(app.post("/users", &json!({ "templateIds": ["made-up"] })).await.status, 404);
    let many: Vec<_> = (0..21).map(|_| "wtpl-demo").collect();
    assert_eq!(app.post("/users", &json!({ "templateIds": many })).await.status, 400);
    // An empty list must not become a token for every template.
    for empty in [json!([]), json!(null)] {
        assert_eq!(app.post("/users", &json!({ "templateIds": empty })).await.status, 400, "{empty}");
    }
    let user = app.post("/users", &json!({ "templateIds": ["wtpl-dark"] })).await;
    assert_eq!(user.status, 201);
    let link_token = text(&user.json()["data"]["token"]["accessToken"]);
    let session = open_session_with(&app, json!({ "linkToken": link_token })).await.json();
    assert_eq!(session["session"]["template"]["companyName"], "Nocturne Bank");
}
