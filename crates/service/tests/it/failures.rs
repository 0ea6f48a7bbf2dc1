//! Every way in which linking fails, and how the person goes on.

use crate::support::{GEORGE_AT_UPWORK, TestApp, text};
use axum::http::Method;
use serde_json::json;
use std::time::Duration;
use wink_wire::ErrorCode;

#[tokio::test]
async fn a_wrong_password_ends_in_invalid_credentials_and_the_right_one_goes_on() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start_at_sss(&app, "George", "wrong").await;
    let account = widget.settle(&app, &account).await;
    assert_eq!((&account["status"], &account["errorCode"]), (&json!("ERROR"), &json!("INVALID_CREDENTIALS")));
    assert_eq!(text(&account["reference"]).len(), 10);
    let seen_by_host = app.get(&format!("/accounts/{}", text(&account["accountId"]))).await.json();
    assert_eq!(seen_by_host["data"]["connection"]["errorCode"], "INVALID_CREDENTIALS");
    assert_eq!(seen_by_host["data"]["connection"]["errorMessage"], "The credentials are wrong");
    widget.connect_george(&app).await;
}

#[tokio::test]
async fn every_failure_can_be_tried() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for code in ErrorCode::ALL {
        let account = widget.start_at_sss(&app, &format!("error_{}", code.name()), "x").await;
        let account = widget.settle(&app, &account).await;
        assert_eq!(account["errorCode"], code.name());
    }
    let account = widget.start_at_sss(&app, "mfa_question", "x").await;
    assert_eq!(widget.settle(&app, &account).await["errorCode"], "UNSUPPORTED_MFA_METHOD");
}

#[tokio::test]
async fn a_slow_source_is_waited_for() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start_at_sss(&app, "slow_30", "x").await;
    let path = format!("/accounts/{}", text(&account["accountId"]));
    app.clock.advance(Duration::from_secs(12));
    let waited = widget.get(&app, &format!("{path}?afterVersion=1&waitSeconds=0")).await.json();
    assert_eq!((&waited["status"], &waited["step"]), (&json!("PENDING"), &json!("SIGNING_IN")));
    app.clock.advance(Duration::from_secs(18));
    assert_eq!(widget.settle(&app, &account).await["status"], "CONNECTED");
}

#[tokio::test]
async fn each_channel_of_a_code_can_be_tried() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for (name, channel, destination, can_resend) in [
        ("mfa_sms", "SMS", json!("+63 ••• ••• 1234"), true),
        ("mfa_email", "EMAIL", json!("g•••@smileapi.io"), true),
        ("mfa_authenticator", "AUTHENTICATOR", json!(null), false),
    ] {
        let account = widget.start_at_sss(&app, name, "x").await;
        let account = widget.settle(&app, &account).await;
        assert_eq!(account["challenge"]["channel"], channel);
        assert_eq!(account["challenge"]["destination"], destination);
        assert_eq!(account["challenge"]["resendInSeconds"].is_u64(), can_resend);
        let account = widget.answer(&app, &account, "1234").await.json();
        assert_eq!(widget.settle(&app, &account).await["status"], "CONNECTED");
    }
}

#[tokio::test]
async fn a_wrong_code_costs_a_try_and_keeps_the_challenge() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let asked = widget.settle(&app, &account).await;
    assert!(asked["challenge"]["triesLeft"].is_null());

    let wrong = widget.answer(&app, &asked, "9999").await.json();
    assert_eq!((&wrong["status"], &wrong["challenge"]["triesLeft"]), (&json!("AWAITING_MFA"), &json!(2)));
    assert_eq!(wrong["challenge"]["challengeId"], asked["challenge"]["challengeId"]);
    assert!(wrong["version"].as_u64() > asked["version"].as_u64());

    let account = widget.answer(&app, &wrong, "1234").await.json();
    assert_eq!(account["step"], "CHECKING_CODE");
    let late = widget.answer(&app, &wrong, "1234").await;
    assert_eq!(late.refusal(), (409, "CHALLENGE_OVER".to_owned()));
    assert_eq!(widget.settle(&app, &account).await["status"], "CONNECTED");
}

#[tokio::test]
async fn three_wrong_codes_end_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let mut account = widget.settle(&app, &account).await;
    for tries_left in [2, 1] {
        account = widget.answer(&app, &account, "0000").await.json();
        assert_eq!(account["challenge"]["triesLeft"], tries_left);
    }
    let ended = widget.answer(&app, &account, "0000").await.json();
    assert_eq!((&ended["status"], &ended["errorCode"]), (&json!("ERROR"), &json!("INVALID_MFA")));
    assert_eq!(widget.answer(&app, &account, "1234").await.status, 409);
}

#[tokio::test]
async fn a_code_not_given_in_time_ends_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let account = widget.settle(&app, &account).await;
    app.clock.advance(Duration::from_secs(299));
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert_eq!(widget.get(&app, &path).await.json()["challenge"]["expiresInSeconds"], 1);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(widget.answer(&app, &account, "1234").await.status, 409);
    assert_eq!(widget.get(&app, &path).await.json()["errorCode"], "MFA_TIMEOUT");
}

#[tokio::test]
async fn a_host_sees_the_timeout_though_nobody_asks() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let account = widget.settle(&app, &account).await;
    app.clock.advance(Duration::from_secs(300));
    // The sweeper's next round is at most a second away.
    let ended = widget.next(&app, &account).await;
    assert_eq!(ended["errorCode"], "MFA_TIMEOUT");
    let seen_by_host = app.get(&format!("/accounts/{}", text(&account["accountId"]))).await.json();
    assert_eq!(seen_by_host["data"]["connection"]["errorCode"], "MFA_TIMEOUT");
}

#[tokio::test]
async fn another_code_makes_the_former_challenge_void() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let first = widget.settle(&app, &account).await;
    let first = widget.answer(&app, &first, "0000").await.json();
    let path = format!("/accounts/{}/challenge/resend", text(&account["accountId"]));

    let early = widget.call(&app, Method::POST, &path, None).await;
    assert_eq!(early.refusal(), (429, "REQUEST_LIMIT_EXCEEDED".to_owned()));
    assert_eq!(early.header("retry-after"), "30");

    app.clock.advance(Duration::from_secs(30));
    let second = widget.call(&app, Method::POST, &path, None).await.json();
    assert_ne!(second["challenge"]["challengeId"], first["challenge"]["challengeId"]);
    assert_eq!(second["challenge"]["resendInSeconds"], 30);
    assert_eq!(second["challenge"]["triesLeft"], 2, "another code gives no more tries");
    assert_eq!(widget.answer(&app, &first, "1234").await.refusal(), (409, "CHALLENGE_OVER".to_owned()));
    let account = widget.answer(&app, &second, "1234").await.json();
    assert_eq!(widget.settle(&app, &account).await["status"], "CONNECTED");
}
