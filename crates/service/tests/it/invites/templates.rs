//! `/v1/inviteTemplates` and `/v1/consentTemplates`.

use super::template;
use crate::support::{TestApp, text};
use axum::http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_template_is_made_shown_changed_and_deleted() {
    let app = TestApp::new().await;
    let made = app.post("/inviteTemplates", &template()).await;
    assert_eq!(made.status, 201);
    let id = text(&made.json()["data"]["id"]);
    assert!(id.starts_with("tpl-"));
    let mut expected = template();
    expected["id"] = id.clone().into();
    assert_eq!(made.json()["data"], expected);

    let path = format!("/inviteTemplates/{id}");
    assert_eq!(app.get(&path).await.json()["data"], expected);
    let mut change = template();
    change["name"] = "v2".into();
    change["landingPage"]["button"] = "Go".into();
    change["somethingNewer"] = 1.into();
    let changed = app.call(Method::PUT, &path, Some(&change)).await;
    assert_eq!(changed.status, 200, "{}", changed.json());
    assert_eq!(app.get(&path).await.json()["data"]["landingPage"]["button"], "Go");

    app.post("/inviteTemplates", &template()).await;
    let first = app.get("/inviteTemplates?size=1").await;
    let cursor = text(&first.json()["data"]["nextCursor"]);
    let second = app.get(&format!("/inviteTemplates?size=1&cursor={cursor}")).await;
    assert_eq!(second.items()[0]["id"], *id);
    assert_eq!(second.json()["data"]["nextCursor"], Value::Null);

    assert_eq!(app.call(Method::DELETE, &path, None).await.status, 200);
    for (method, body) in [(Method::GET, None), (Method::DELETE, None), (Method::PUT, Some(template()))] {
        let gone = app.call(method, &path, body.as_ref()).await;
        assert_eq!(gone.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_template_is_said() {
    let app = TestApp::new().await;
    let many = "x".repeat(201);
    for (field, value, words) in [
        ("/name", json!(null), "name is missing"),
        ("/name", json!("x".repeat(65)), "name must have 1 to 64 characters"),
        ("/company", json!(null), "company is missing"),
        ("/company/name", json!(""), "company.name must have 1 to 200 characters"),
        ("/company/logoUrl", json!("http://xyzbank.co/logo.png"), "company.logoUrl must start with https://"),
        ("/email/sendEmail", json!(null), "email.sendEmail is missing"),
        ("/email/replyAddress", json!("replies"), "email.replyAddress must be an e-mail address"),
        ("/email/replyAddress", json!("a@b.c\r\nBcc: x@y.z"), "email.replyAddress must be a single line"),
        ("/email/senderName", json!("Bank\r\nBcc: x@y.z"), "email.senderName must be a single line"),
        ("/email/subject", json!("Hi\nBcc: x@y.z"), "email.subject must be a single line"),
        ("/email/subject", json!("Hi ${lastName}"), "email.subject uses the unknown variable ${lastName}"),
        ("/email/body", json!("Hi ${firstName"), "email.body has ${ without a closing }"),
        ("/landingPage/header", json!(many), "landingPage.header must have 1 to 200 characters"),
        ("/landingPage/description", json!("a\u{0}b"), "landingPage.description must not contain"),
        ("/successPage/button", json!("${button}"), "successPage.button uses the unknown variable ${button}"),
        ("/successPage", json!(7), "a field is missing or has the wrong type"),
    ] {
        let mut wrong = template();
        *wrong.pointer_mut(field).unwrap() = value;
        let refused = app.post("/inviteTemplates", &wrong).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{field}");
        let said = text(&refused.json()["message"]);
        assert!(said.contains(words), "{field}: {said}");
    }
    assert_eq!(app.get("/inviteTemplates").await.items().len(), 0);
}

#[tokio::test]
async fn what_is_wrong_with_an_invite_is_said() {
    let app = TestApp::new().await;
    let id = app.post("/inviteTemplates", &template()).await.json()["data"]["id"].clone();
    let right = json!({ "fullName": "George", "email": "g@smileapi.io", "templateId": id });
    for (field, value, status, words) in [
        ("fullName", json!(null), 400, "fullName is missing"),
        ("fullName", json!("George\r\nBcc: x@y.z"), 400, "fullName must be a single line"),
        ("firstName", json!(""), 400, "firstName must have 1 to 64 characters"),
        ("lastName", json!("a\tb"), 400, "lastName must be a single line"),
        ("email", json!("george"), 400, "email must be an e-mail address"),
        ("email", json!("\"george\"@smileapi.io"), 400, "without quotation marks"),
        ("email", json!("g@smileapi.io, x@y.z"), 400, "email must be an e-mail address"),
        ("templateId", json!(null), 400, "templateId is missing"),
        ("templateId", json!("tpl-other"), 404, "there is no invite template"),
        ("winkTemplateId", json!("wtpl-other"), 404, "there is no Wink template"),
    ] {
        let mut wrong = right.clone();
        wrong[field] = value;
        let refused = app.post("/invites", &wrong).await;
        assert_eq!(refused.refusal().0, status, "{field}");
        let said = text(&refused.json()["message"]);
        assert!(said.contains(words), "{field}: {said}");
    }
    assert_eq!(app.get("/invites").await.items().len(), 0);
    assert_eq!(app.get("/users").await.items().len(), 0, "nobody was made for them");
    assert_eq!(app.get("/invites/iv-1/logs").await.refusal().0, 404);
}

#[tokio::test]
async fn a_consent_template_is_kept_as_it_is() {
    let app = TestApp::new().await;
    let input = json!({
        "consentType": "Terms and Conditions",
        "title": "Terms",
        "version": "1.0.0",
        "consentMethod": "",
        // The maximum length, with characters whose encoding is long.
        "consentText": "€".repeat(65_535),
    });
    let made = app.post("/consentTemplates", &input).await;
    assert_eq!(made.status, 201);
    let data = &made.json()["data"];
    assert_eq!((&data["title"], &data["consentText"]), (&input["title"], &input["consentText"]));
    assert_eq!((&data["createdAt"], data.get("consentMethod")), (&json!("2026-11-22T10:00:00Z"), None));
    assert_eq!(app.get("/consentTemplates").await.items(), std::slice::from_ref(data));
    for (field, value, words) in [
        ("consentType", json!(null), "consentType is missing"),
        ("version", json!(""), "version must have"),
        ("title", json!(""), "title must have"),
        ("consentMethod", json!("x".repeat(201)), "consentMethod must have"),
        ("consentText", json!("x".repeat(65_536)), "consentText must have 1 to 65535 characters"),
    ] {
        let mut wrong = input.clone();
        wrong[field] = value;
        let refused = app.post("/consentTemplates", &wrong).await;
        assert_eq!(refused.refusal().0, 400);
        assert!(text(&refused.json()["message"]).contains(words), "{field}");
    }
    let path = format!("/consentTemplates/{}", text(&data["id"]));
    assert_eq!(app.call(Method::DELETE, &path, None).await.status, 200);
    assert_eq!(app.call(Method::DELETE, &path, None).await.refusal().0, 404);
    assert_eq!(app.get("/consentTemplates").await.items(), Vec::<Value>::new());
}
