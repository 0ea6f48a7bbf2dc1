//! Continuous Data Sync: accounts that are read every month.

use super::{all, link};
use crate::support::{TestApp, Widget, eventually, text};
use axum::http::Method;
use serde_json::Value;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Waits until the account has more tasks than before and the newest has finished.
async fn synced(app: &TestApp, account: &str, tasks_before: usize) -> Value {
    for _ in 0..1000 {
        let tasks = app.get(&format!("/tasks?sourceId={account}")).await.items();
        if tasks.len() > tasks_before && tasks[0]["status"] == "Finished" {
            return tasks[0].clone();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it was not read again");
}

async fn monitor(app: &TestApp, account: &str) -> String {
    let account = app.get(&format!("/accounts/{account}")).await.json();
    assert_eq!(account["data"]["monitorStatus"], account["data"]["monitor"]["status"]);
    text(&account["data"]["monitorStatus"])
}

async fn disable(app: &TestApp, account: &str) -> (u16, String) {
    let reply = app.call(Method::POST, &format!("/accounts/{account}/disableMonitor"), None).await;
    (reply.status, text(&reply.json()["code"]))
}

#[tokio::test]
async fn a_month_later_there_is_a_month_more_and_nothing_twice() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    assert_eq!(monitor(&app, &account).await, "ACTIVE");
    let before = all(&app, "/incomes?size=150").await;
    app.clock.advance(30 * DAY);
    let task = synced(&app, &account, 1).await;
    assert_eq!(task["type"], "UPDATE_ACCOUNT");
    let saved = task["datapoints"].as_array().unwrap();
    assert!(saved.contains(&"INCOMES".into()) && saved.contains(&"TRANSACTIONS".into()), "{task}");
    assert!(!saved.contains(&"IDENTITIES".into()), "who he is has not changed");
    let after = all(&app, "/incomes?size=150").await;
    let starts = |items: &[Value]| items.iter().map(|item| text(&item["startDate"])).collect::<Vec<_>>();
    assert_eq!(after.len(), before.len() + 2);
    assert_eq!(starts(&after)[..2], ["2026-12-01", "2026-11-16"]);
    assert_eq!(after[2..], before, "what was there has kept its ids");
    assert_eq!(app.get("/identities").await.items().len(), 1);
    assert_eq!(app.get("/ratings").await.items().len(), 1, "a rating changes, and stays one");
    assert_eq!(monitor(&app, &account).await, "ACTIVE");
}

#[tokio::test]
async fn a_host_ends_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    for _ in 0..2 {
        assert_eq!(disable(&app, &account).await, (200, "OK".to_owned()));
    }
    assert_eq!(monitor(&app, &account).await, "CUSTOMER_DISABLED");
    app.clock.advance(32 * DAY);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(app.get("/tasks").await.items().len(), 1, "it is left alone");
    assert_eq!(app.get("/identities").await.items().len(), 1, "what was read stays");
}

#[tokio::test]
async fn not_every_source_can_be_read_again() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "transportify", "email", "gpalomero1234@smileapi.io").await;
    assert_eq!(monitor(&app, &account).await, "UNSUPPORTED");
    assert_eq!(disable(&app, &account).await, (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(disable(&app, "a-0").await, (404, "MISSING_RESOURCE".to_owned()));
}

#[tokio::test]
async fn a_source_that_wants_the_person_waits_for_a_new_link() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "sync_EXPIRED_CREDENTIALS").await;
    app.clock.advance(30 * DAY);
    let task = synced(&app, &account, 1).await;
    assert_eq!(task["datapoints"], serde_json::json!([]));
    assert_eq!(monitor(&app, &account).await, "USER_ACTION_REQUIRED");
    let status = app.get(&format!("/accounts/{account}")).await.json()["data"]["connectionStatus"].clone();
    assert_eq!(status, "CONNECTED", "what was read is still there");
    // The same person again.
    let token = app.call(Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await.json();
    let link_token = text(&token["data"]["accessToken"]);
    let widget = Widget::open(&app, widget.user_id.clone(), &link_token).await;
    let newer = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    assert_eq!(monitor(&app, &newer).await, "ACTIVE");
    assert_eq!(monitor(&app, &account).await, "UNSUPPORTED", "it is disconnected");
}

#[tokio::test]
async fn a_source_that_is_down_is_tried_again_the_next_day() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "sync_SERVICE_UNAVAILABLE").await;
    app.clock.advance(30 * DAY);
    synced(&app, &account, 1).await;
    assert_eq!(monitor(&app, &account).await, "ACTIVE");
    app.clock.advance(DAY);
    synced(&app, &account, 2).await;
}

#[tokio::test]
async fn a_sync_outlives_its_process() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    // The task starts, and the process is killed before it finishes.
    let app = app.crash().next_with(|settings| settings.sandbox_pace = Duration::from_secs(3600)).await;
    app.clock.advance(30 * DAY);
    eventually("reading again begins", async || app.get("/tasks").await.items().len() == 2).await;
    assert_eq!(app.get("/tasks").await.items()[0]["status"], "Started");
    let app = app.crash().next_after_a_lease().await;
    synced(&app, &account, 1).await;
    assert_eq!(app.get("/tasks").await.items().len(), 2, "one task, taken up again");
}
