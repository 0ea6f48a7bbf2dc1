//! The progress of an invited person, and the events that hosts receive.

use super::{at_link, invite, link_token, now, once, page, steps, template};
use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::support::{GEORGE_AT_JOYRIDE, Receiver, TestApp, Widget, tamed, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn every_step_is_logged_and_reported_to_the_host() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["INVITE_INVITED", "INVITE_LINKED"]).await;
    let invited = invite(&app, &template()).await;
    assert_eq!((&invited["status"], &invited["invitedAt"]), (&json!("INVITED"), &Value::Null));
    let sent = once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
    let mut sent = tamed(sent);
    let url = text(&sent["inviteLandingPageUrl"].take());
    assert!(url.starts_with("http://localhost/invite/") && url.len() > 60, "{url}");
    insta::assert_json_snapshot!(sent, @r#"
    {
      "createdAt": "2026-11-22T10:00:00Z",
      "email": "gpalomero1234@smileapi.io",
      "firstName": "George",
      "fullName": "George Cimafranca Palomero, Jr",
      "id": "iv-<id>",
      "inviteLandingPageUrl": null,
      "invitedAt": "2026-11-22T10:00:00Z",
      "linkedAt": null,
      "status": "INVITED",
      "templateId": "tpl-<id>",
      "updatedAt": "2026-11-22T10:00:00Z",
      "userId": "sandbox-<id>"
    }
    "#);

    assert_eq!(at_link(&app, Method::POST, &invited, "/opened", "en").await.status, 204);
    let token = link_token(&app, &invited).await;
    // Opening the invite again does not reset the progress.
    assert_eq!(at_link(&app, Method::POST, &invited, "/opened", "en").await.status, 204);
    assert_eq!(now(&app, &invited).await["status"], "WINK_WIDGET_OPENED");
    let widget = Widget::open(&app, text(&invited["userId"]), &token).await;
    let account = widget.connect_george(&app).await;
    let linked = now(&app, &invited).await;
    assert_eq!((&linked["status"], &linked["linkedAt"]), (&json!("LINKED"), &json!("2026-11-22T10:00:00Z")));
    let identities = app.get(&format!("/identities?userId={}", text(&invited["userId"]))).await.items();
    assert!(text(&identities[0]["fullName"]).starts_with("George"));

    // A second account changes nothing, nor does revoking one of two. Revoking the last one does.
    let second = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let second = widget.settle(&app, &second).await;
    let revoke = async |account: &Value| {
        let path = format!("/accounts/{}", text(&account["accountId"]));
        assert_eq!(app.call(Method::DELETE, &path, None).await.status, 200);
    };
    revoke(&account).await;
    assert_eq!(now(&app, &invited).await["status"], "LINKED");
    revoke(&second).await;
    assert_eq!(now(&app, &invited).await["status"], "REVOKED");
    assert!(page(&app, &invited).await.1.contains("START NOW"));
    assert_eq!(
        steps(&app, &invited).await,
        ["INVITED", "LANDING_PAGE_OPENED", "WINK_WIDGET_OPENED", "LINKED", "REVOKED"]
    );
    let log = &app.get(&format!("/invites/{}/logs?size=1", text(&invited["id"]))).await.items()[0];
    assert_eq!((&log["inviteId"], &log["userId"]), (&invited["id"], &invited["userId"]));

    let told = receiver.once(|all| all.iter().any(|event| event.event_type() == "INVITE_LINKED")).await;
    let told: Vec<_> = told.iter().map(|event| (event.event_type(), event.event()["data"].clone())).collect();
    let data = json!({ "userId": invited["userId"], "inviteId": invited["id"] });
    assert_eq!(told, [("INVITE_INVITED".into(), data.clone()), ("INVITE_LINKED".into(), data)]);
}

#[tokio::test]
async fn a_document_links_an_invite_as_an_account_does() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["INVITE_LINKED"]).await;
    let mut input = template();
    input["email"]["sendEmail"] = false.into();
    let invited = invite(&app, &input).await;
    let other = invite(&app, &input).await;
    assert_eq!(at_link(&app, Method::POST, &invited, "/opened", "en").await.status, 204);
    let token = link_token(&app, &invited).await;
    let widget = Widget::open(&app, text(&invited["userId"]), &token).await;

    // An upload counts only once it is submitted.
    let slip = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.announce(&app, "PAYSLIP", &slip).await;
    widget.put_all(&app, &archive, &slip).await;
    assert_eq!(now(&app, &invited).await["status"], "WINK_WIDGET_OPENED");
    let archive = widget.submit(&app, &archive).await.json();
    let linked = now(&app, &invited).await;
    assert_eq!((&linked["status"], &linked["linkedAt"]), (&json!("LINKED"), &json!("2026-11-22T10:00:00Z")));
    assert_eq!(now(&app, &other).await["status"], "INVITED", "it is somebody else's");
    assert!(page(&app, &invited).await.1.contains("Thank you for sharing your data"));
    let told = receiver.at_least(1).await;
    let data = json!({ "userId": invited["userId"], "inviteId": invited["id"] });
    assert_eq!(told[0].event()["data"], data);

    // An account after the document does not link again. The invite is revoked with the last source.
    assert_eq!(widget.read_out(&app, &archive).await["status"], "ANALYZED");
    let account = widget.connect_george(&app).await;
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    assert_eq!(widget.call(&app, Method::DELETE, &path, None).await.status, 200);
    assert_eq!(now(&app, &invited).await["status"], "LINKED");
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert_eq!(widget.call(&app, Method::DELETE, &path, None).await.status, 200);
    assert_eq!(
        steps(&app, &invited).await,
        ["INVITED", "LANDING_PAGE_OPENED", "WINK_WIDGET_OPENED", "LINKED", "REVOKED"]
    );
    assert_eq!(receiver.so_far().len(), 1);
}

#[tokio::test]
async fn without_an_email_the_person_is_invited_at_once() {
    let app = TestApp::new().await;
    let mut input = template();
    input["email"]["sendEmail"] = false.into();
    let invited = invite(&app, &input).await;
    assert_eq!(invited["invitedAt"], "2026-11-22T10:00:00Z");
    assert_eq!(steps(&app, &invited).await, ["INVITED"]);
    assert_eq!(app.get("/users").await.items()[0]["id"], invited["userId"]);
}

#[tokio::test]
async fn a_template_that_changes_leaves_invites_alone() {
    let app = TestApp::new().await;
    let invited = invite(&app, &template()).await;
    let path = format!("/inviteTemplates/{}", text(&invited["templateId"]));
    let mut change = template();
    change["landingPage"]["button"] = "Go".into();
    assert_eq!(app.call(Method::PUT, &path, Some(&change)).await.status, 200);
    assert!(page(&app, &invited).await.1.contains("START NOW"));
    assert_eq!(app.call(Method::DELETE, &path, None).await.status, 200);
    assert!(page(&app, &invited).await.1.contains("START NOW"));
}

#[tokio::test]
async fn who_was_invited_is_forgotten_after_60_days() {
    let app = TestApp::new().await;
    let mut input = template();
    input["email"]["sendEmail"] = false.into();
    let invited = invite(&app, &input).await;
    assert!(app.database_has("Cimafranca").await);
    app.clock.advance(Duration::from_secs(60 * 24 * 60 * 60));
    // The sweeper runs at the start and then once a minute.
    let next = app.another(|_| {}).await;
    let gone = tokio::time::timeout(super::TIMEOUT, async {
        while next.get(&format!("/invites/{}", text(&invited["id"]))).await.status != 404 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    gone.await.unwrap();
    assert_eq!(page(&next, &invited).await.0, 404);
    next.app.stop().await;
    app.app.stop().await;
    assert!(!app.database_has("gpalomero1234").await && !app.database_has("Cimafranca").await);
}
