//! Ending a session: by its widget, and by resetting its user.

use crate::support::{GEORGE_AT_UPWORK, TestApp, open_session, open_session_with, text};
use axum::http::Method;
use serde_json::json;

const KEY: &str = "00112233445566778899aabbccddeeff";

#[tokio::test]
async fn a_session_that_its_widget_ended_opens_nothing_and_its_accounts_continue() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let ended = widget.call(&app, Method::DELETE, "/session", None).await;
    assert_eq!((ended.status, ended.body.len()), (204, 0));
    for method in [Method::GET, Method::DELETE] {
        let refused = widget.call(&app, method, "/session", None).await;
        assert_eq!(refused.refusal(), (401, "SESSION_EXPIRED".to_owned()));
    }
    let host_sees = app.get(&format!("/accounts/{}", text(&account["accountId"]))).await;
    assert_eq!(host_sees.status, 200);
    assert_ne!(host_sees.json()["data"]["status"], "DISCONNECTED");
}

#[tokio::test]
async fn resetting_a_user_ends_sessions_link_tokens_and_unfinished_uploads() {
    let app = TestApp::new().await;
    let (user_id, used) = app.new_user().await;
    let body = json!({ "linkToken": used, "exchangeKey": KEY });
    let opened = open_session_with(&app, body.clone()).await;
    let widget = crate::support::Widget::of(user_id.clone(), &opened.json());
    widget.agree(&app).await;
    let unused = app.call(Method::POST, &format!("/tokens?userId={user_id}"), None).await.json();
    let unused = text(&unused["data"]["accessToken"]);
    let slip = json!({
        "idempotencyKey": "slip-0001", "fileType": "PAYSLIP",
        "files": [{ "name": "slip.pdf", "format": "PDF", "sizeBytes": 100 }],
    });
    let archive = widget.post(&app, "/archives", &slip).await;
    assert_eq!(archive.status, 201);
    let stays = app.widget().await;

    assert_eq!(app.post(&format!("/users/{user_id}/resetSession"), &json!({})).await.status, 200);
    assert_eq!(widget.get(&app, "/session").await.refusal(), (401, "SESSION_EXPIRED".to_owned()));
    let start = widget.post(&app, "/accounts", &widget.start_body(GEORGE_AT_UPWORK)).await;
    assert_eq!(start.refusal(), (401, "SESSION_EXPIRED".to_owned()));
    let again = open_session_with(&app, body).await;
    assert_eq!(again.refusal(), (401, "SESSION_EXPIRED".to_owned()), "nor is it given again");
    assert_eq!(open_session(&app, &unused).await.refusal(), (401, "TOKEN_EXPIRED".to_owned()));

    // A session with a new link token does not show the upload.
    let token = app.call(Method::POST, &format!("/tokens?userId={user_id}"), None).await.json();
    let session = open_session(&app, &text(&token["data"]["accessToken"])).await.json();
    assert_eq!(session["session"]["archives"], json!([]));
    let later = crate::support::Widget::of(user_id, &session);
    let path = format!("/archives/{}", text(&archive.json()["archiveId"]));
    assert_eq!(later.get(&app, &path).await.json()["status"], "REVOKED");
    assert_eq!(stays.get(&app, "/session").await.status, 200, "nobody else's end");
}
