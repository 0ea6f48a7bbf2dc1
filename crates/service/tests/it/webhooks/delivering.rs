//! How events are delivered: signed, at least once, in order, and not delayed by other endpoints.

use crate::support::{Answer, GEORGE_AT_JOYRIDE, Received, Receiver, SECRET, TestApp, text};
use aws_lc_rs::hmac;
use axum::http::{Method, StatusCode};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test]
async fn each_body_is_signed_with_the_webhooks_secret() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    let received = &receiver.at_least(1).await[0];
    verify(received, SECRET).unwrap();
}

/// Whether an event was signed with a secret.
fn verify(received: &Received, secret: &str) -> Result<(), aws_lc_rs::error::Unspecified> {
    assert_eq!(received.signature.len(), 128);
    let key = hmac::Key::new(hmac::HMAC_SHA512, secret.as_bytes());
    let signature: Vec<u8> = (0..128)
        .step_by(2)
        .map(|at| u8::from_str_radix(&received.signature[at..at + 2], 16).unwrap())
        .collect();
    hmac::verify(&key, &received.body, &signature)
}

#[tokio::test]
async fn a_new_secret_signs_queued_events_too() {
    const NEW: &str = "another little secret, long enough";
    let app = TestApp::new().await;
    let receiver = Receiver::answering(|_| Answer::With(StatusCode::UNAUTHORIZED)).await;
    let id = receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    receiver.at_least(1).await;
    app.once_in_log("\n    1. ").await;
    let changed = app.post(&format!("/webhooks/{id}/secret"), &serde_json::json!({ "secret": NEW })).await;
    assert_eq!(changed.status, 200);
    app.clock.advance(Duration::from_secs(20));
    let received = receiver.at_least(2).await;
    verify(&received[0], SECRET).unwrap();
    assert_eq!(received[0].body, received[1].body, "the same event");
    verify(&received[1], NEW).unwrap();
    assert!(verify(&received[1], SECRET).is_err());
}

#[tokio::test]
async fn a_failed_delivery_is_retried_with_growing_pauses_and_given_up_after_a_day() {
    let app = TestApp::new().await;
    let receiver = Receiver::answering(|_| Answer::With(StatusCode::INTERNAL_SERVER_ERROR)).await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    for (tries, pause_seconds) in (1..).zip([20, 60, 300, 1800, 7200, 21_600, 57_600]) {
        receiver.at_least(tries).await;
        app.once_in_log(&format!("\n    {tries}. ")).await;
        app.clock.advance(Duration::from_secs(pause_seconds - 1));
        // Longer than the polling interval of the database.
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(receiver.so_far().len(), tries, "not before its time");
        app.clock.advance(Duration::from_secs(1));
    }
    let all = receiver.at_least(8).await;
    assert!(all.iter().all(|received| received.body == all[0].body), "the same event, under the same id");
    app.once_in_log("given up").await;
    app.clock.advance(48 * HOUR);
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(receiver.so_far().len(), 8);
}

#[tokio::test]
async fn an_event_waits_only_for_earlier_ones_of_its_account() {
    let app = TestApp::new().await;
    let is_up = Arc::new(AtomicBool::new(false));
    let receiver = Receiver::answering({
        let is_up = Arc::clone(&is_up);
        move |received| {
            let is_first = received.event_type() == "ACCOUNT_CREATED"
                && received.event()["data"]["providers"][0] == "joyride";
            let status = if is_first && !is_up.load(Ordering::Relaxed) { 503 } else { 204 };
            Answer::With(StatusCode::from_u16(status).unwrap())
        }
    })
    .await;
    receiver.subscribe(&app, &["ALL_EVENTS"]).await;
    let (stuck, other) = (app.widget().await, app.widget().await);
    let account = stuck.start(&app, GEORGE_AT_JOYRIDE).await;
    let account = stuck.settle(&app, &account).await;
    other.connect_george(&app).await;
    let finished = |account: &Value, all: &[crate::support::Received]| {
        all.iter().any(|received| {
            received.event_type() == "TASK_FINISHED"
                && received.event()["data"]["sourceId"] == account["accountId"]
        })
    };
    receiver.once(|all| all.iter().any(|received| received.event_type() == "TASK_FINISHED")).await;
    let about = |all: &[crate::support::Received]| -> Vec<(String, u16)> {
        let id = text(&account["accountId"]);
        let is_about = |event: &Value| event["data"]["accountId"] == *id || event["data"]["sourceId"] == *id;
        all.iter()
            .filter(|received| is_about(&received.event()))
            .map(|received| (received.event_type(), received.answer))
            .collect()
    };
    assert_eq!(about(&receiver.so_far()), [("ACCOUNT_CREATED".to_owned(), 503)]);
    is_up.store(true, Ordering::Relaxed);
    app.once_in_log("answered 503").await;
    app.clock.advance(Duration::from_secs(20));
    let all = receiver.once(|all| finished(&account, all)).await;
    let types: Vec<_> = about(&all).into_iter().map(|(name, _)| name).collect();
    let begin = ["ACCOUNT_CREATED", "ACCOUNT_CREATED", "ACCOUNT_CONNECTED", "TASK_STARTED", "IDENTITY_ADDED"];
    assert_eq!(types[..5], begin);
    assert_eq!(types.iter().filter(|name| *name == "TASK_FINISHED").count(), 1);
    assert_eq!(types.last().unwrap(), "TASK_FINISHED");
}

#[tokio::test]
async fn an_endpoint_that_never_answers_delays_no_other() {
    let app = TestApp::new().await;
    let (dead, alive) = (Receiver::answering(|_| Answer::Never).await, Receiver::new().await);
    dead.subscribe(&app, &["USER_CREATED"]).await;
    alive.subscribe(&app, &["USER_CREATED"]).await;
    for _ in 0..20 {
        app.new_user().await;
    }
    alive.at_least(20).await;
    assert!(dead.at_least(1).await.len() <= 8, "at most 8 at a time");
}

/// Each webhook could once have 8 deliveries in progress, and so use up a process's connections.
#[tokio::test]
async fn endpoints_that_never_answer_get_few_connections_and_delay_no_other() {
    const USERS: usize = 10;
    const DEAD: usize = 16;
    let app = TestApp::new().await;
    let alive = Receiver::new().await;
    alive.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    alive.at_least(1).await;
    let mut dead = Vec::new();
    for _ in 0..DEAD {
        let receiver = Receiver::answering(|_| Answer::WhenReleased).await;
        receiver.subscribe(&app, &["USER_CREATED"]).await;
        dead.push(receiver);
    }
    for _ in 0..USERS {
        app.new_user().await;
    }
    alive.at_least(1 + USERS).await;
    for receiver in &dead {
        receiver.at_least(1).await;
    }
    // However many were given up since: they make room for others.
    let in_progress: usize = dead.iter().map(Receiver::held).sum();
    assert!(in_progress <= 32, "{in_progress} of {} are in progress at once", USERS * DEAD);
    for receiver in &dead {
        receiver.release();
    }
    for receiver in &dead {
        receiver.at_least(USERS).await;
    }
}

#[tokio::test]
async fn redirections_are_not_followed_and_only_the_beginning_of_an_answer_is_stored() {
    let app = TestApp::new().await;
    let tries = AtomicUsize::new(0);
    let receiver = Receiver::answering(move |_| {
        if tries.fetch_add(1, Ordering::Relaxed) == 0 { Answer::Redirect } else { Answer::Long }
    })
    .await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    let log = app.once_in_log("redirections are not followed").await;
    assert!(log.contains("307"), "{log}");
    app.clock.advance(Duration::from_secs(20));
    let log = app.once_in_log("answered 502").await;
    assert!(log.contains(&"x".repeat(1024)) && !log.contains(&"x".repeat(1025)));
    assert!(receiver.so_far().iter().all(|received| received.path == "/"));
}

#[tokio::test]
async fn an_endpoint_that_is_down_is_tried_again() {
    let app = TestApp::new().await;
    let address = {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        socket.local_addr().unwrap()
    };
    let mut input = Receiver::new().await.webhook("/", &["USER_CREATED"]);
    input["url"] = format!("http://{address}/").into();
    app.post("/webhooks", &input).await;
    app.new_user().await;
    let log = app.once_in_log("the receiver could not be reached").await;
    assert!(
        log.contains("no answer in") && log.contains("to be tried again at 2026-11-22T10:00:20Z"),
        "{log}"
    );
}

#[tokio::test]
async fn the_next_process_sends_what_a_crashed_one_was_sending() {
    let first = TestApp::new().await;
    let is_up = Arc::new(AtomicBool::new(false));
    let receiver = Receiver::answering({
        let is_up = Arc::clone(&is_up);
        move |_| if is_up.load(Ordering::Relaxed) { Answer::With(StatusCode::OK) } else { Answer::Never }
    })
    .await;
    receiver.subscribe(&first, &["USER_CREATED"]).await;
    first.new_user().await;
    receiver.at_least(1).await;
    let crashed = first.crash();
    is_up.store(true, Ordering::Relaxed);
    let next = crashed.next_after_a_lease().await;
    let all = receiver.at_least(2).await;
    assert_eq!(all[0].body, all[1].body);
    next.once_in_log(": delivered").await;
}

#[tokio::test]
async fn a_stopped_process_leaves_its_queues_to_the_next() {
    let first = TestApp::new().await;
    let receiver = Receiver::answering(|_| Answer::With(StatusCode::SERVICE_UNAVAILABLE)).await;
    receiver.subscribe(&first, &["USER_CREATED"]).await;
    first.new_user().await;
    first.once_in_log("answered 503").await;
    first.app.stop().await;
    let next = first.another(|_| {}).await;
    next.clock.advance(Duration::from_secs(20));
    receiver.at_least(2).await;
}

#[tokio::test]
async fn a_deleted_webhook_receives_no_more_events() {
    let app = TestApp::new().await;
    let (deleted, kept) =
        (Receiver::answering(|_| Answer::With(StatusCode::SERVICE_UNAVAILABLE)).await, Receiver::new().await);
    let id = deleted.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    app.once_in_log("answered 503").await;
    kept.subscribe(&app, &["USER_CREATED"]).await;
    app.call(Method::DELETE, &format!("/webhooks/{id}"), None).await;
    app.new_user().await;
    app.clock.advance(HOUR);
    kept.at_least(1).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(deleted.so_far().len(), 1);
    assert!(!app.log(&[]).await.contains(&id), "its log is deleted too");
}

#[tokio::test]
async fn a_start_with_a_different_webhook_key_is_refused() {
    let app = TestApp::new().await;
    let other = "another key, which is long enough";
    let refusal = app.try_another(|settings| settings.webhook_key = Some(other.into())).await;
    let cause = std::error::Error::source(&refusal.map(drop).unwrap_err()).unwrap().to_string();
    assert!(cause.contains("another webhook key") && cause.contains("WINK_WEBHOOK_KEY"), "{cause}");

    let refusal = app.try_another(|settings| settings.webhook_key = Some("short".into())).await;
    let cause = std::error::Error::source(&refusal.map(drop).unwrap_err()).unwrap().to_string();
    assert!(cause.starts_with("WINK_WEBHOOK_KEY is shorter than 32 characters"), "{cause}");
}
