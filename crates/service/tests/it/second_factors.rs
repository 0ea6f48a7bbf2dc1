//! Second factors: every kind in the sandbox, with right, wrong and late answers, and across restarts.

mod parallel;

use crate::support::{GEORGE_AT_UPWORK, TestApp, Widget, keep_time_moving, open_session, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::time::Duration;
use wink_service::Settings;

/// For each kind: its name, the field to answer, a wrong answer if there is one, and the right answer.
fn kinds() -> Vec<(&'static str, &'static str, Option<Value>, Value)> {
    let code = json!({ "oneTimeCode": "1234" });
    let wrong_code = Some(json!({ "oneTimeCode": "0000" }));
    vec![
        ("mfa_sms", "oneTimeCode", wrong_code.clone(), code.clone()),
        ("mfa_email", "oneTimeCode", wrong_code.clone(), code.clone()),
        ("mfa_authenticator", "oneTimeCode", wrong_code, code),
        (
            "mfa_question",
            "securityQuestions",
            Some(json!({ "securityQuestions": ["Fido"] })),
            json!({ "securityQuestions": [" rex "] }),
        ),
        (
            "mfa_questions",
            "securityQuestions",
            Some(json!({ "securityQuestions": ["Rex", "Cebu"] })),
            json!({ "securityQuestions": ["Rex", "Pasig"] }),
        ),
        (
            "mfa_account",
            "chooseAccount",
            Some(json!({ "chooseAccount": "business" })),
            json!({ "chooseAccount": "personal" }),
        ),
        (
            "mfa_choose_image",
            "chooseImage",
            Some(json!({ "chooseImage": "sun" })),
            json!({ "chooseImage": "boat" }),
        ),
        (
            "mfa_read_image",
            "readImage",
            Some(json!({ "readImage": "7K4MQ" })),
            json!({ "readImage": "7k4mp" }),
        ),
    ]
}

/// Starts a login, and waits for its first challenge.
async fn asked(app: &TestApp, widget: &Widget, name: &str) -> Value {
    let account = widget.start_at_sss(app, name, "x").await;
    let account = widget.settle(app, &account).await;
    assert_eq!(account["status"], "AWAITING_MFA", "{name}: {account}");
    account
}

async fn answered(app: &TestApp, widget: &Widget, account: &Value, answer: Value) -> Value {
    let reply = widget.answer_with(app, account, &answer).await;
    assert_eq!(reply.status, 200, "{answer}: {}", reply.json());
    widget.settle(app, &reply.json()).await
}

#[tokio::test]
async fn every_kind_is_asked_and_its_right_answer_connects() {
    let app = TestApp::new().await;
    for (name, kind, wrong, right) in kinds() {
        let widget = app.widget().await;
        let account = asked(&app, &widget, name).await;
        assert!(account["challenge"]["kind"][kind].is_object(), "{name}: {account}");
        if let Some(wrong) = wrong {
            let account = answered(&app, &widget, &account, wrong).await;
            assert_eq!(account["challenge"]["triesLeft"], 2, "{name}");
        }
        let account = answered(&app, &widget, &account, right).await;
        assert_eq!(account["status"], "CONNECTED", "{name}");
    }
}

#[tokio::test]
async fn three_wrong_answers_of_any_kind_end_it() {
    let app = TestApp::new().await;
    for (name, _, wrong, right) in kinds() {
        let Some(wrong) = wrong else { continue };
        let widget = app.widget().await;
        let mut account = asked(&app, &widget, name).await;
        for left in [2, 1] {
            account = answered(&app, &widget, &account, wrong.clone()).await;
            assert_eq!(account["challenge"]["triesLeft"], left, "{name}");
        }
        let ended = answered(&app, &widget, &account, wrong).await;
        assert_eq!(
            (&ended["status"], &ended["errorCode"]),
            (&json!("ERROR"), &json!("INVALID_MFA")),
            "{name}"
        );
        let late = widget.answer_with(&app, &account, &right).await;
        assert_eq!(late.refusal(), (409, "CHALLENGE_OVER".to_owned()));
    }
}

#[tokio::test]
async fn every_kind_outlives_a_crash_before_and_after_its_answer() {
    for (name, kind, _, right) in kinds() {
        let first = TestApp::new().await;
        let widget = first.widget().await;
        let account = asked(&first, &widget, name).await;
        let stuck = |settings: &mut Settings| settings.sandbox_pace = Duration::from_secs(3600);
        let stuck = first.crash().next_with(stuck).await;
        let path = format!("/accounts/{}", text(&account["accountId"]));
        assert_eq!(widget.get(&stuck, &path).await.json()["challenge"]["kind"], account["challenge"]["kind"]);
        let reply = widget.answer_with(&stuck, &account, &right).await.json();
        assert_eq!(reply["step"], "CHECKING_CODE", "{name} {kind}");
        let next = stuck.crash().next_after_a_lease().await;
        assert_eq!(widget.settle(&next, &reply).await["status"], "CONNECTED", "{name}");
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_and_costs_no_try() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let too_long = "x".repeat(129);
    for (name, answer) in [
        ("mfa_sms", json!({ "oneTimeCode": "" })),
        ("mfa_sms", json!({ "oneTimeCode": too_long })),
        ("mfa_sms", json!({ "readImage": "1234" })),
        ("mfa_questions", json!({ "securityQuestions": ["Rex"] })),
        ("mfa_questions", json!({ "securityQuestions": ["Rex", ""] })),
        ("mfa_choose_image", json!({ "chooseImage": "moon" })),
        ("mfa_account", json!({ "chooseAccount": "" })),
        ("mfa_destination", json!({ "chooseDestination": "pigeon" })),
    ] {
        let account = asked(&app, &widget, name).await;
        let refused = widget.answer_with(&app, &account, &answer).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{name} {answer}");
        assert_eq!(refused.json()["field"], "answer");
        let path = format!("/accounts/{}", text(&account["accountId"]));
        assert_eq!(widget.get(&app, &path).await.json()["version"], account["version"]);
    }
    let account = asked(&app, &widget, "mfa_sms").await;
    for answer in [json!({ "iris": "1234" }), json!({}), json!("1234"), json!({ "oneTimeCode": 1234 })] {
        assert_eq!(widget.answer_with(&app, &account, &answer).await.status, 400, "{answer}");
    }
}

#[tokio::test]
async fn the_code_goes_where_the_person_wants_it() {
    let app = TestApp::new().await;
    for (id, channel, address) in
        [("phone", "SMS", "+63 ••• ••• 1234"), ("mail", "EMAIL", "g•••@smileapi.io")]
    {
        let widget = app.widget().await;
        let account = asked(&app, &widget, "mfa_destination").await;
        let destinations = &account["challenge"]["kind"]["chooseDestination"]["destinations"];
        let offered = destinations.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        assert_eq!((&offered["channel"], &offered["address"]), (&json!(channel), &json!(address)));
        let account = answered(&app, &widget, &account, json!({ "chooseDestination": id })).await;
        let code = &account["challenge"]["kind"]["oneTimeCode"];
        assert_eq!((&code["channel"], &code["destination"]), (&json!(channel), &json!(address)));
        let account = answered(&app, &widget, &account, json!({ "oneTimeCode": "1234" })).await;
        assert_eq!(account["status"], "CONNECTED");
    }
}

#[tokio::test]
async fn a_chain_is_gone_through_with_fresh_tries_for_each() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let first = asked(&app, &widget, "mfa_chain").await;
    let second = answered(&app, &widget, &first, json!({ "chooseDestination": "mail" })).await;
    assert_ne!(second["challenge"]["challengeId"], first["challenge"]["challengeId"]);
    let late = widget.answer_with(&app, &first, &json!({ "chooseDestination": "mail" })).await;
    assert_eq!(late.refusal(), (409, "CHALLENGE_OVER".to_owned()));
    let second = answered(&app, &widget, &second, json!({ "oneTimeCode": "0000" })).await;
    assert_eq!(second["challenge"]["triesLeft"], 2);
    // It also continues after a restart.
    let app = app.crash().next().await;
    let third = answered(&app, &widget, &second, json!({ "oneTimeCode": "1234" })).await;
    assert!(third["challenge"]["triesLeft"].is_null(), "{third}");
    assert!(third["challenge"]["kind"]["securityQuestions"].is_object());
    let account = answered(&app, &widget, &third, json!({ "securityQuestions": ["Rex"] })).await;
    assert_eq!(account["status"], "CONNECTED");
}

#[tokio::test]
async fn another_picture_has_another_answer() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let mut account = asked(&app, &widget, "mfa_read_image").await;
    let mut pictures = vec![account["challenge"]["kind"]["readImage"]["picture"].clone()];
    for _ in 0..2 {
        let reply = widget.request_again(&app, &account).await;
        assert_eq!(reply.status, 200);
        account = reply.json();
        pictures.push(account["challenge"]["kind"]["readImage"]["picture"].clone());
    }
    pictures.dedup();
    assert_eq!(pictures.len(), 3);
    account = answered(&app, &widget, &account, json!({ "readImage": "7K4MP" })).await;
    assert_eq!(account["challenge"]["triesLeft"], 2, "that was the first picture");
    account = answered(&app, &widget, &account, json!({ "readImage": "H9WDN" })).await;
    assert_eq!(account["status"], "CONNECTED");
}

#[tokio::test]
async fn pictures_are_png_files_with_words_for_them() {
    use base64::Engine as _;
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = asked(&app, &widget, "mfa_choose_image").await;
    let images = account["challenge"]["kind"]["chooseImage"]["images"].as_array().unwrap();
    assert_eq!(images.len(), 6);
    for image in images {
        let file = base64::engine::general_purpose::STANDARD.decode(text(&image["picture"])).unwrap();
        assert!(file.starts_with(b"\x89PNG\r\n\x1a\n"), "{image}");
        assert!(file.len() < 8_000, "{} bytes", file.len());
        assert!(!text(&image["label"]).is_empty());
    }
}

/// Slows the sandbox down: approval on the other device takes five times this pace on the manual clock.
fn slowly(settings: &mut Settings) {
    settings.sandbox_pace = Duration::from_millis(80);
}

#[tokio::test]
async fn an_approval_continues_by_itself_and_a_refusal_ends_it() {
    let app = TestApp::with(slowly).await;
    for (name, status, error) in
        [("mfa_approve", "CONNECTED", json!(null)), ("mfa_deny", "ERROR", json!("INVALID_MFA"))]
    {
        let widget = app.widget().await;
        let account = asked(&app, &widget, name).await;
        assert!(account["step"].is_null(), "the challenge says it");
        assert_eq!(account["challenge"]["kind"]["approve"]["number"], "42");
        assert_eq!(account["challenge"]["expiresInSeconds"], 120);
        let refused = widget.answer(&app, &account, "1234").await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "it is answered elsewhere");
        let seen_by_host = app.get(&format!("/accounts/{}", text(&account["accountId"]))).await.json();
        assert_eq!(seen_by_host["data"]["connectionStatus"], "AWAITING_MFA");
        app.clock.advance(Duration::from_millis(400));
        let mut account = widget.next(&app, &account).await;
        account = widget.settle(&app, &account).await;
        assert_eq!((&account["status"], &account["errorCode"]), (&json!(status), &error), "{name}");
    }
}

#[tokio::test]
async fn an_approval_is_waited_for_by_the_next_process() {
    for is_crash in [false, true] {
        let first = TestApp::with(slowly).await;
        let widget = first.widget().await;
        let account = asked(&first, &widget, "mfa_approve").await;
        let second = if is_crash {
            first.crash().next_after_a_lease().await
        } else {
            first.app.stop().await;
            first.another(|_| {}).await
        };
        // The wait restarts once the second process has found the account.
        let _ticking = keep_time_moving(&second.clock);
        let account = widget.next(&second, &account).await;
        assert_eq!(widget.settle(&second, &account).await["status"], "CONNECTED", "crash: {is_crash}");
    }
}

#[tokio::test]
async fn a_request_to_the_device_is_sent_again() {
    let app = TestApp::with(slowly).await;
    let widget = app.widget().await;
    let first = asked(&app, &widget, "mfa_timeout").await;
    assert_eq!(widget.request_again(&app, &first).await.status, 429);
    app.clock.advance(Duration::from_secs(2));
    let second = widget.request_again(&app, &first).await.json();
    assert_ne!(second["challenge"]["challengeId"], first["challenge"]["challengeId"]);
    assert_eq!(second["challenge"]["kind"]["approve"]["number"], "17");
    assert_eq!(second["challenge"]["expiresInSeconds"], 8);
    // The task that waited for the first request does not affect the second.
    app.clock.advance(Duration::from_secs(6));
    tokio::time::sleep(Duration::from_millis(50)).await;
    let path = format!("/accounts/{}", text(&first["accountId"]));
    assert_eq!(widget.get(&app, &path).await.json()["status"], "AWAITING_MFA");
    app.clock.advance(Duration::from_secs(2));
    assert_eq!(widget.next(&app, &second).await["errorCode"], "MFA_TIMEOUT");
    let question = asked(&app, &widget, "mfa_question").await;
    assert_eq!(widget.request_again(&app, &question).await.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
}

#[tokio::test]
async fn every_kind_runs_out_of_time() {
    let app = TestApp::new().await;
    let mut names: Vec<_> = kinds().into_iter().map(|(name, ..)| (name, 300)).collect();
    names.extend([("mfa_destination", 300), ("mfa_chain", 300), ("mfa_timeout", 8)]);
    for (name, seconds) in names {
        let widget = app.widget().await;
        let account = asked(&app, &widget, name).await;
        assert_eq!(account["challenge"]["expiresInSeconds"], seconds, "{name}");
        app.clock.advance(Duration::from_secs(seconds));
        let path = format!("/accounts/{}", text(&account["accountId"]));
        let ended = if name == "mfa_timeout" {
            widget.next(&app, &account).await
        } else {
            widget.get(&app, &path).await.json()
        };
        assert_eq!(ended["errorCode"], "MFA_TIMEOUT", "{name}");
        assert_eq!(text(&ended["reference"]).len(), 10);
    }
}

#[tokio::test]
async fn every_kind_is_found_again_by_a_new_session_of_the_same_user() {
    let app = TestApp::new().await;
    for (name, kind, _, right) in kinds() {
        let widget = app.widget().await;
        let before = asked(&app, &widget, name).await;
        let reply = app.call(Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await;
        let link_token = text(&reply.json()["data"]["accessToken"]);
        let session = open_session(&app, &link_token).await.json();
        let accounts = session["session"]["accounts"].as_array().unwrap();
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0]["accountId"], before["accountId"]);
        assert_eq!(accounts[0]["challenge"]["kind"][kind], before["challenge"]["kind"][kind]);
        let reply = app.call(Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await;
        let link_token = text(&reply.json()["data"]["accessToken"]);
        let again = Widget::open(&app, widget.user_id.clone(), &link_token).await;
        let account = answered(&app, &again, &accounts[0], right).await;
        assert_eq!(account["status"], "CONNECTED", "{name}");
        let all = app.get(&format!("/accounts?userId={}", widget.user_id)).await.items();
        assert_eq!(all.len(), 1, "{name}");
    }
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
        assert_eq!(account["challenge"]["kind"]["oneTimeCode"]["channel"], channel);
        assert_eq!(account["challenge"]["kind"]["oneTimeCode"]["destination"], destination);
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
