//! Credentials and answers reach the service sealed, or not at all.

use crate::support::{GEORGE_AT_UPWORK, Reply, Sealer, TestApp, Widget, open_session, text};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::time::Duration;
use wink_wire::answer_context;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn send(app: &TestApp, widget: &Widget, path: &str, body: &Value) -> Reply {
    widget.call(app, Method::POST, path, Some(body)).await
}

/// A valid body of `POST accounts`, sealed.
fn sealed_start(widget: &Widget) -> Value {
    widget.sealer.body("/accounts", &widget.start_body(GEORGE_AT_UPWORK))
}

#[track_caller]
fn assert_not_opened(reply: &Reply, field: &str) {
    assert_eq!(reply.refusal(), (422, "SEAL_REFUSED".to_owned()));
    assert_eq!(reply.json()["field"], field);
}

#[tokio::test]
async fn plain_credentials_and_answers_are_refused() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let plain = send(&app, &widget, "/accounts", &widget.start_body(GEORGE_AT_UPWORK)).await;
    assert_eq!(plain.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert!(!String::from_utf8_lossy(&plain.body).contains("123456"));
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let account = widget.settle(&app, &account).await;
    let body = json!({
        "challengeId": account["challenge"]["challengeId"], "answer": { "oneTimeCode": "1234" },
    });
    let path = format!("/accounts/{}/challenge", text(&account["accountId"]));
    let plain = send(&app, &widget, &path, &body).await;
    assert_eq!(plain.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(widget.answer(&app, &account, "1234").await.status, 200);
}

#[tokio::test]
async fn whatever_is_altered_it_is_not_opened() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let good = sealed_start(&widget);
    for part in ["wrappedKey", "nonce", "ciphertext"] {
        let bytes = STANDARD.decode(text(&good["credentials"][part])).unwrap();
        for place in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut altered = bytes.clone();
            altered[place] ^= 1;
            let mut body = good.clone();
            body["credentials"][part] = STANDARD.encode(altered).into();
            assert_not_opened(&send(&app, &widget, "/accounts", &body).await, "credentials");
        }
        for nonsense in ["", "AAAA", "*"] {
            let mut body = good.clone();
            body["credentials"][part] = nonsense.into();
            assert_not_opened(&send(&app, &widget, "/accounts", &body).await, "credentials");
        }
    }
    for (part, value) in [
        ("version", json!(0)),
        ("version", json!(2)),
        ("keyId", json!("0")),
        ("keyId", json!("2")),
        ("keyId", json!("-1")),
        ("keyId", json!("the best")),
        ("ciphertext", json!("A".repeat(30_000))),
    ] {
        let mut body = good.clone();
        body["credentials"][part] = value;
        assert_not_opened(&send(&app, &widget, "/accounts", &body).await, "credentials");
    }
    assert_eq!(send(&app, &widget, "/accounts", &good).await.status, 201);
}

#[tokio::test]
async fn what_was_sealed_for_one_thing_is_worth_nothing_for_another() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let good = sealed_start(&widget);
    for (name, other) in
        [("idempotencyKey", "another-try"), ("providerId", "grab"), ("loginOptionId", "mobile")]
    {
        let mut body = good.clone();
        body[name] = other.into();
        assert_not_opened(&send(&app, &widget, "/accounts", &body).await, "credentials");
    }
    // Sessions of the same user and of another one.
    let link_token = app.post(&format!("/tokens?userId={}", widget.user_id), &json!({})).await;
    let link_token = text(&link_token.json()["data"]["accessToken"]);
    let again = Widget::of(String::new(), &open_session(&app, &link_token).await.json());
    again.agree(&app).await;
    for thief in [again, app.widget().await] {
        assert_not_opened(&send(&app, &thief, "/accounts", &good).await, "credentials");
    }
    let account = send(&app, &widget, "/accounts", &good).await;
    assert_eq!(account.status, 201);
    let replayed = send(&app, &widget, "/accounts", &good).await;
    assert_eq!(replayed.status, 200, "the same try is the same account");
    assert_eq!(replayed.json()["accountId"], account.json()["accountId"]);
}

#[tokio::test]
async fn an_answer_is_for_its_challenge_alone() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let mut asked = Vec::new();
    for _ in 0..2 {
        let account = widget.start_at_sss(&app, "mfa_sms", "x").await;
        asked.push(widget.settle(&app, &account).await);
    }
    let body = |account: &Value, context: &str| {
        let answer = widget.sealer.seal(&json!({ "oneTimeCode": "1234" }), context);
        json!({ "challengeId": account["challenge"]["challengeId"], "answer": answer })
    };
    let context = |account: &Value| {
        let ids = (text(&account["accountId"]), text(&account["challenge"]["challengeId"]));
        answer_context(&widget.sealer.session_id, &ids.0, &ids.1)
    };
    let path = format!("/accounts/{}/challenge", text(&asked[0]["accountId"]));
    let elsewhere = send(&app, &widget, &path, &body(&asked[0], &context(&asked[1]))).await;
    assert_not_opened(&elsewhere, "answer");
    let nonsense = widget.sealer.seal(&json!({ "owl": 7 }), &context(&asked[0]));
    let nonsense = json!({ "challengeId": asked[0]["challenge"]["challengeId"], "answer": nonsense });
    let nonsense = send(&app, &widget, &path, &nonsense).await;
    assert_eq!(nonsense.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(send(&app, &widget, &path, &body(&asked[0], &context(&asked[0]))).await.status, 200);
}

#[tokio::test]
async fn keys_are_replaced_and_the_old_one_is_taken_for_a_while() {
    let app = TestApp::with(|settings| settings.key_days = 1).await;
    let old = app.widget().await.sealer;
    app.clock.advance(DAY);
    let widget = app.widget().await;
    assert_ne!(widget.sealer.key_id, old.key_id);
    assert_ne!(widget.sealer.spki, old.spki);
    let with_old = |widget: &Widget| Sealer { session_id: widget.sealer.session_id.clone(), ..old.clone() };
    let body = widget.start_body(GEORGE_AT_UPWORK);
    let sealed = with_old(&widget).body("/accounts", &body);
    assert_eq!(send(&app, &widget, "/accounts", &sealed).await.status, 201);
    assert_eq!(widget.post(&app, "/accounts", &body).await.status, 200, "the new one is accepted too");

    app.clock.advance(2 * DAY);
    let late = app.widget().await;
    let sealed = with_old(&late).body("/accounts", &late.start_body(GEORGE_AT_UPWORK));
    assert_not_opened(&send(&app, &late, "/accounts", &sealed).await, "credentials");
}

#[tokio::test]
async fn every_process_opens_what_was_sealed_for_another() {
    let app = TestApp::new().await;
    let other = app.another(|_| {}).await;
    let widget = app.widget().await;
    let account = widget.post(&other, "/accounts", &widget.start_body(GEORGE_AT_UPWORK)).await;
    assert_eq!(account.status, 201);
    let refused = app.try_another(|settings| settings.master_key = Some("x".repeat(32).into())).await;
    let error = format!("{:#}", anyhow::Error::from(refused.err().unwrap()));
    assert!(error.contains("another master key"), "{error}");
}

#[tokio::test]
async fn private_keys_are_not_in_the_database_as_they_are() {
    let app = TestApp::new().await;
    app.widget().await;
    // An RSA key in PKCS #8 begins like this in base64.
    assert!(!app.database_has("MIIJ").await);
    let made_ahead = crate::support::made_ahead();
    assert!(made_ahead.expose().starts_with("MIIJ"));
}
