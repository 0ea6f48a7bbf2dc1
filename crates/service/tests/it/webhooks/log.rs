//! The log of deliveries, redelivering by hand, and how long events are kept.

use crate::support::{Answer, Receiver, TestApp, text};
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A receiver that is down until the flag is set.
async fn down() -> (Receiver, Arc<AtomicBool>) {
    let is_up = Arc::new(AtomicBool::new(false));
    let answers = Arc::clone(&is_up);
    let receiver = Receiver::answering(move |_| {
        let is_up = answers.load(Ordering::Relaxed);
        Answer::With(if is_up { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR })
    });
    (receiver.await, is_up)
}

#[tokio::test]
async fn each_attempt_is_in_the_log() {
    let app = TestApp::new().await;
    let (receiver, is_up) = down().await;
    let webhook = receiver.subscribe(&app, &["USER_CREATED"]).await;
    let (user_id, _) = app.new_user().await;
    let event = text(&receiver.at_least(1).await[0].event()["id"]);
    let log = app.once_in_log("answered 500").await;
    let head = format!("2026-11-22T10:00:00Z  USER_CREATED  {event}  {user_id}  to {webhook}: ");
    assert!(log.contains(&format!("{head}to be tried again at 2026-11-22T10:00:20Z\n    1. ")), "{log}");
    assert!(log.contains("ms; the receiver answered 500 Internal Server Error; body: noted"), "{log}");
    is_up.store(true, Ordering::Relaxed);
    app.clock.advance(Duration::from_secs(20));
    let log = app.once_in_log("  200 in").await;
    assert!(
        log.contains(&format!("{head}delivered\n")) && log.contains("    2. 2026-11-22T10:00:20Z  200 in "),
        "{log}"
    );

    for (options, is_there) in [
        (["--event", event.as_str()], true),
        (["--event", "et-0"], false),
        (["--account", user_id.as_str()], true),
        (["--webhook", webhook.as_str()], true),
        (["--status", "delivered"], true),
        (["--status", "pending"], false),
    ] {
        assert_eq!(app.log(&options).await.contains(&event), is_there, "{options:?}");
    }
}

#[tokio::test]
async fn a_given_up_event_is_redelivered_by_hand() {
    let app = TestApp::new().await;
    let (receiver, is_up) = down().await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    for tries in 1..=8 {
        app.once_in_log(&format!("    {tries}. ")).await;
        app.clock.advance(DAY);
    }
    app.once_in_log("given up").await;
    is_up.store(true, Ordering::Relaxed);
    let said = app.redeliver(&["--given-up"]).await;
    assert!(said.contains("USER_CREATED") && said.contains("1 to be delivered"), "{said}");
    let all = receiver.at_least(9).await;
    assert_eq!(all[8].body, all[0].body, "the same event, under the same id");
    app.once_in_log(": delivered").await;
    assert!(
        app.redeliver(&["--given-up"]).await.contains("0 to be delivered"),
        "it has been delivered since"
    );
    let event = text(&all[0].event()["id"]);
    assert!(app.redeliver(&["--event", &event]).await.contains("1 to be delivered"), "delivered ones too");
    receiver.at_least(10).await;
}

#[tokio::test]
async fn a_pending_delivery_is_tried_at_once_by_hand() {
    let app = TestApp::new().await;
    let (receiver, is_up) = down().await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    let (user_id, _) = app.new_user().await;
    app.once_in_log("answered 500").await;
    is_up.store(true, Ordering::Relaxed);
    app.redeliver(&["--account", &user_id]).await;
    receiver.at_least(2).await;
    app.once_in_log(": delivered").await;
}

#[tokio::test]
async fn events_are_kept_for_thirty_days() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["USER_CREATED"]).await;
    app.new_user().await;
    app.once_in_log(": delivered").await;
    let event = text(&receiver.so_far()[0].event()["id"]);
    app.clock.advance(29 * DAY);
    // A process that starts sweeps at once.
    let second = app.another(|_| {}).await;
    second.once_in_log(&event).await;
    app.clock.advance(2 * DAY);
    let third = app.another(|_| {}).await;
    third.once_in_log("No delivery matches").await;
    assert!(!third.database_has(&event).await || third.log(&[]).await.contains("No delivery"));
}
