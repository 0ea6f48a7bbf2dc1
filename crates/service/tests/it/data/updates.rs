//! The events that hosts receive when a source is read again.

use super::link;
use crate::support::{Received, Receiver, TestApp};
use serde_json::{Value, json};
use std::time::Duration;

const MONTH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The data of the only event of this type.
fn only(events: &[Received], event_type: &str) -> Value {
    let mut found = events.iter().filter(|event| event.event_type() == event_type);
    let event = found.next().unwrap_or_else(|| panic!("no {event_type}")).event();
    assert!(found.next().is_none(), "{event_type} came twice");
    event["data"].clone()
}

/// Links George, changes the stored data with `change`, and has the source read again.
async fn synced_after(app: &TestApp, provider: &str, option: &str, change: &str) -> (String, Vec<Received>) {
    let receiver = Receiver::new().await;
    let widget = app.widget().await;
    let name = if option == "email" { "gpalomero1234@smileapi.io" } else { "George" };
    let account = link(app, &widget, provider, option, name).await;
    app.run_sql(change).await;
    receiver.subscribe(app, &["ALL_EVENTS"]).await;
    app.clock.advance(MONTH);
    let events =
        receiver.once(|all| all.iter().any(|event| event.event_type() == "ACCOUNT_SYNC_TASK_FINISHED"));
    (account, events.await)
}

#[tokio::test]
async fn changes_are_reported_by_kind() {
    let app = TestApp::new().await;
    let change = r#"UPDATE records SET payload = replace(payload, '"currency":"PHP"', '"currency":"USD"')
        WHERE kind IN ('INCOME', 'ESTIMATED_INCOME');
        UPDATE records SET payload = replace(payload, '"name":"', '"name":"Old ')
        WHERE kind IN ('DOCUMENT', 'EMPLOYMENT');"#;
    let (account, events) = synced_after(&app, "joyride", "email", change).await;
    for event_type in ["INCOMES_UPDATED", "EINCOMES_UPDATED"] {
        let told = only(&events, event_type);
        assert_eq!((&told["accountId"], &told["providers"]), (&json!(account), &json!(["joyride"])));
        assert!(told["count"].as_u64().unwrap() > 0, "{told}");
        assert!(told["updatedFrom"].as_str().unwrap() < told["updatedTo"].as_str().unwrap(), "{told}");
        assert_eq!(told["updatedAt"], "2026-12-22T10:00:00Z");
    }
    for (event_type, list) in [("DOCUMENTS_UPDATED", "documents"), ("EMPLOYMENTS_UPDATED", "employments")] {
        let told = only(&events, event_type);
        let ids: Vec<_> =
            app.get(&format!("/{list}")).await.items().iter().map(|item| item["id"].clone()).collect();
        let updated = told["updatedIds"].as_array().unwrap();
        assert_eq!(told["count"], updated.len());
        assert!(!updated.is_empty() && updated.iter().all(|id| ids.contains(id)), "{told}");
    }
    let incomes = only(&events, "INCOMES_ADDED");
    assert_eq!(incomes["count"], 2, "a month more");
    let end = only(&events, "ACCOUNT_SYNC_TASK_FINISHED");
    assert_eq!((&end["sourceId"], &end["status"]), (&json!(account), &json!("SUCCEEDED")));
    assert_eq!(end["monitorStatus"], "ACTIVE");
    let points = end["datapoints"].as_array().unwrap();
    for point in ["INCOMES", "EINCOMES", "DOCUMENTS", "EMPLOYMENTS", "TRANSACTIONS"] {
        assert!(points.contains(&point.into()), "{end}");
    }
    assert!(!points.contains(&"IDENTITIES".into()), "{end}");
    assert_eq!(only(&events, "TASK_FINISHED")["taskType"], "UPDATE_ACCOUNT");
}

#[tokio::test]
async fn a_failed_reading_is_reported_too() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["ACCOUNT_SYNC_TASK_FINISHED"]).await;
    let widget = app.widget().await;
    link(&app, &widget, "joyride", "email", "sync_EXPIRED_CREDENTIALS").await;
    app.clock.advance(MONTH);
    let end = receiver.at_least(1).await[0].event()["data"].clone();
    assert_eq!((&end["status"], &end["datapoints"]), (&json!("FAILED"), &json!([])));
    assert_eq!(end["monitorStatus"], "USER_ACTION_REQUIRED");
}

#[tokio::test]
async fn changed_contributions_and_loans_are_reported() {
    let app = TestApp::new().await;
    let change = r#"UPDATE records SET payload = replace(payload, '"currency":"PHP"', '"currency":"USD"')
        WHERE kind IN ('CONTRIBUTION', 'LIABILITY');"#;
    let (account, events) = synced_after(&app, "sss", "username", change).await;
    let contributions = only(&events, "CONTRIBUTIONS_UPDATED");
    assert_eq!(contributions["accountId"], account.as_str());
    assert!(contributions["updatedFrom"].as_str().unwrap() < contributions["updatedTo"].as_str().unwrap());
    let loans = only(&events, "LIABILITIES_UPDATED");
    assert_eq!(loans["count"], loans["updatedIds"].as_array().unwrap().len());
}
