//! Exchanging a link token with the widget's key: the same pair gets the same session, however often it is sent.

use crate::support::{GEORGE_AT_UPWORK, Reply, TestApp, Widget, open_session, open_session_with, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

const KEY: &str = "00112233445566778899aabbccddeeff";
const OTHER_KEY: &str = "ffeeddccbbaa99887766554433221100";

async fn exchange(app: &TestApp, link_token: &str, key: &str) -> Reply {
    open_session_with(app, json!({ "linkToken": link_token, "exchangeKey": key })).await
}

fn names(opened: &Value) -> (String, String) {
    (text(&opened["session"]["sessionId"]), text(&opened["sessionToken"]))
}

#[tokio::test]
async fn the_same_token_and_key_answer_with_the_same_session() {
    let app = TestApp::new().await;
    let (user_id, link_token) = app.new_user().await;
    let first = exchange(&app, &link_token, KEY).await;
    assert_eq!(first.status, 201);
    let widget = Widget::of(user_id, &first.json());
    widget.agree(&app).await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    app.clock.advance(Duration::from_secs(60));
    let again = exchange(&app, &link_token, KEY).await;
    assert_eq!(again.status, 200);
    assert_eq!(names(&again.json()), names(&first.json()));
    let session = &again.json()["session"];
    assert_eq!(session["accounts"][0]["accountId"], account["accountId"], "it stands where it stood");
    assert_eq!(session["expiresInSeconds"], 4 * 60 * 60 - 60, "and does not last longer for it");
}

#[tokio::test]
async fn of_twenty_exchanges_at_once_each_is_given_the_one_session() {
    let app = Arc::new(TestApp::new().await);
    let (_, link_token) = app.new_user().await;
    let mut tries = JoinSet::new();
    for _ in 0..20 {
        let (app, link_token) = (Arc::clone(&app), link_token.clone());
        tries.spawn(async move { exchange(&app, &link_token, KEY).await });
    }
    let replies = tries.join_all().await;
    let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    statuses.sort_unstable_by(|one, other| other.cmp(one));
    assert_eq!(statuses, [[201].as_slice(), &[200; 19]].concat());
    let first = names(&replies[0].json());
    assert!(replies.iter().all(|reply| names(&reply.json()) == first));
}

#[tokio::test]
async fn another_key_and_no_key_find_the_token_used() {
    let app = TestApp::new().await;
    let (_, link_token) = app.new_user().await;
    assert_eq!(exchange(&app, &link_token, KEY).await.status, 201);
    for refused in [exchange(&app, &link_token, OTHER_KEY).await, open_session(&app, &link_token).await] {
        assert_eq!(refused.refusal(), (401, "INVALID_TOKEN".to_owned()));
        assert!(text(&refused.json()["message"]).contains("already used"));
    }
    // A token that was exchanged without a key cannot be exchanged with one later.
    let (_, link_token) = app.new_user().await;
    assert_eq!(open_session(&app, &link_token).await.status, 201);
    for refused in [exchange(&app, &link_token, KEY).await, open_session(&app, &link_token).await] {
        assert_eq!(refused.refusal(), (401, "INVALID_TOKEN".to_owned()));
    }
}

#[tokio::test]
async fn a_session_that_is_over_is_not_given_again() {
    let app = TestApp::new().await;
    let (_, link_token) = app.new_user().await;
    assert_eq!(exchange(&app, &link_token, KEY).await.status, 201);
    app.clock.advance(Duration::from_secs(4 * 60 * 60));
    assert_eq!(exchange(&app, &link_token, KEY).await.refusal(), (401, "SESSION_EXPIRED".to_owned()));
    app.run_sql("DELETE FROM sessions").await;
    assert_eq!(exchange(&app, &link_token, KEY).await.refusal(), (401, "SESSION_EXPIRED".to_owned()));
}

#[tokio::test]
async fn a_session_token_is_the_same_after_the_signing_key_was_replaced() {
    let app = TestApp::with(|settings| settings.key_days = 1).await;
    app.clock.advance(Duration::from_secs(22 * 60 * 60));
    let (_, link_token) = app.new_user().await;
    let first = exchange(&app, &link_token, KEY).await;
    app.clock.advance(Duration::from_secs(3 * 60 * 60));
    let again = exchange(&app, &link_token, KEY).await;
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(names(&again.json()), names(&first.json()));
    let bearer = format!("Bearer {}", names(&again.json()).1);
    assert_eq!(app.call_as(&bearer, Method::GET, "/link/v1/session", None).await.status, 200);
}

#[tokio::test]
async fn neither_key_nor_session_token_is_stored() {
    let app = TestApp::new().await;
    let (_, link_token) = app.new_user().await;
    let opened = exchange(&app, &link_token, KEY).await;
    for secret in [KEY, &names(&opened.json()).1, &link_token] {
        assert!(!app.database_has(secret).await, "{secret}");
    }
}

#[tokio::test]
async fn a_key_has_32_hexadecimal_digits() {
    let app = TestApp::new().await;
    let (_, link_token) = app.new_user().await;
    for wrong in ["", "0", &KEY[1..], &"g".repeat(32), &format!("{KEY}0")] {
        let refused = exchange(&app, &link_token, wrong).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{wrong}");
        assert_eq!(refused.json()["field"], "exchangeKey");
    }
    assert_eq!(exchange(&app, &link_token, KEY).await.status, 201, "the token is as good as before");
}
