//! What was read of a document, as items and tasks.

use super::giving::read_archive;
use super::samples::sample;
use crate::support::{Receiver, TestApp, text};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Uploads a document as a host, and waits until it was read.
async fn give(app: &TestApp, user_id: &str, kind: Option<&str>, content: &[u8]) -> Value {
    let file = json!({ "fileExtensionType": "PDF", "fileContent": STANDARD.encode(content) });
    let body = json!({ "userId": user_id, "fileType": kind, "rawFiles": [file] });
    read_archive(app, &app.post("/archives", &body).await).await
}

#[tokio::test]
async fn a_payslip_that_was_read_is_an_income() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let archive = text(&give(&app, &user_id, Some("PAYSLIP"), &sample("payslip-george.pdf")).await["id"]);
    let incomes = app.get(&format!("/incomes?sourceId={archive}")).await.items();
    assert_eq!(incomes.len(), 1);
    let income = &incomes[0];
    assert_eq!(
        (&income["employer"], &income["startDate"], &income["endDate"]),
        (&json!("Bayani Fresh Foods, Inc."), &json!("2026-10-16"), &json!("2026-10-31"))
    );
    assert_eq!((&income["grossAmount"], &income["netAmount"]), (&json!(27350), &json!(23145.25)));
    assert_eq!((&income["currency"], &income["frequency"]), (&json!("PHP"), &Value::Null));
    let metadata = &income["metadata"];
    assert_eq!((&metadata["sourceType"], &metadata["accountId"]), (&json!("ARCHIVE"), &Value::Null));
    assert_eq!((&metadata["userId"], &metadata["providerId"]), (&json!(user_id), &json!("tenant-provided")));
    assert_eq!(app.get(&format!("/incomes/{}", text(&income["id"]))).await.json()["data"], *income);
    assert!(app.get(&format!("/incomes?accountId={archive}")).await.items().is_empty(), "it is no account");
    let payload = app.get(&format!("/users/{user_id}/payload")).await.json()["data"]["archives"][0].clone();
    assert_eq!(payload["payload"]["incomes"]["items"][0]["id"], income["id"]);
}

#[tokio::test]
async fn reading_a_document_is_reported_to_hosts_as_a_task() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["ARCHIVE_STARTED", "ARCHIVE_ANALYZED", "TASK_STARTED", "TASK_FINISHED"]).await;
    let (user_id, _) = app.new_user().await;
    let archive = text(&give(&app, &user_id, Some("PAYSLIP"), &sample("payslip-george.pdf")).await["id"]);
    let events = receiver.at_least(4).await;
    let types: Vec<_> = events.iter().map(crate::support::Received::event_type).collect();
    assert_eq!(types, ["ARCHIVE_STARTED", "TASK_STARTED", "ARCHIVE_ANALYZED", "TASK_FINISHED"]);
    assert_eq!(
        events[3].event()["data"],
        json!({
            "userId": user_id, "sourceId": archive, "sourceType": "ARCHIVE", "providers": ["tenant-provided"],
            "taskType": "ANALYZE_ARCHIVE", "status": "SUCCEEDED", "errorCode": null, "datapoints": ["INCOMES"],
        })
    );
    let tasks = app.get(&format!("/tasks?sourceId={archive}")).await.items();
    assert_eq!(tasks.len(), 1);
    assert_eq!((&tasks[0]["type"], &tasks[0]["status"]), (&json!("ANALYZE_ARCHIVE"), &json!("Finished")));
    assert_eq!(tasks[0]["datapoints"], json!(["INCOMES"]));
    assert_eq!(tasks[0]["metadata"]["sourceType"], "ARCHIVE");
    // A document without a type is classified.
    let other = text(&give(&app, &user_id, None, &sample("payslip-george.pdf")).await["id"]);
    assert_eq!(app.get(&format!("/tasks?sourceId={other}")).await.items()[0]["type"], "CLASSIFY_ARCHIVE");
    // A document that is not a payslip fails.
    let wrong =
        super::samples::pdf_with_text(&["Nothing of note", "on these few lines", "of some length and more"]);
    let wrong = text(&give(&app, &user_id, Some("PAYSLIP"), &wrong).await["id"]);
    let is_its_end = |event: &crate::support::Received| {
        event.event_type() == "TASK_FINISHED" && event.event()["data"]["sourceId"] == *wrong
    };
    let events = receiver.once(|all| all.iter().any(is_its_end)).await;
    let last = events.iter().find(|event| is_its_end(event)).unwrap().event()["data"].clone();
    assert_eq!(last["status"], "FAILED");
    assert_eq!((&last["errorCode"], &last["datapoints"]), (&json!("MISSING_MANDATORY_FIELD"), &json!([])));
}

#[tokio::test]
async fn an_income_changes_and_goes_with_its_payslip() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let archive = text(&give(&app, &user_id, Some("PAYSLIP"), &sample("payslip-george.pdf")).await["id"]);
    let incomes = async || app.get(&format!("/incomes?sourceId={archive}")).await.items();
    let id = incomes().await[0]["id"].clone();
    let check = async |valid: bool, data: Value| {
        let body = json!({ "archiveId": archive, "validFile": valid, "data": data });
        assert_eq!(app.post("/archives/-/payslips/sendManualResult", &body).await.status, 200);
    };
    check(true, json!({ "netAmount": 20000.5 })).await;
    let changed = incomes().await;
    assert_eq!((changed.len(), &changed[0]["id"], &changed[0]["netAmount"]), (1, &id, &json!(20000.5)));
    check(false, Value::Null).await;
    assert!(incomes().await.is_empty(), "it is no payslip");
    check(true, json!({ "netAmount": 1, "currency": "PHP", "payDate": "2026-11-05" })).await;
    assert_eq!(incomes().await[0]["startDate"], "2026-11-05");
    assert_eq!(app.call(Method::DELETE, &format!("/archives/{archive}"), None).await.status, 200);
    assert!(incomes().await.is_empty());
}
