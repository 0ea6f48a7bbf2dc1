//! Which events hosts receive, and what they hold.

use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::support::{GEORGE_AT_JOYRIDE, Receiver, TestApp, Widget, text};
use axum::http::Method;
use serde_json::{Value, json};

/// Events for a snapshot: everything that differs between runs is replaced.
fn tame(events: &[crate::support::Received]) -> Vec<Value> {
    events.iter().map(|received| crate::support::tamed(received.event())).collect()
}

#[expect(clippy::too_many_lines, reason = "a snapshot of every event of a link")]
#[tokio::test]
async fn a_link_sends_every_event_in_order() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["ALL_EVENTS"]).await;
    let widget = app.widget().await;
    receiver.at_least(1).await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let account = widget.settle(&app, &account).await;
    let id = text(&account["accountId"]);
    receiver.once(|all| all.iter().any(|event| event.event_type() == "TASK_FINISHED")).await;
    app.call(Method::DELETE, &format!("/accounts/{id}"), None).await;
    let all = receiver.once(|all| all.iter().any(|event| event.event_type() == "ACCOUNT_DISCONNECTED")).await;
    for received in &all {
        let event = received.event();
        assert!(text(&event["id"]).starts_with("et-"));
        let about = event["data"].get("accountId").or(event["data"].get("sourceId"));
        assert!(about.is_none_or(|about| *about == *id), "{event}");
        assert_eq!(event["data"]["userId"], *widget.user_id);
    }
    insta::assert_json_snapshot!(tame(&all), @r#"
    [
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "session": {
            "channel": "Default",
            "status": "IN_PROGRESS",
            "userId": "sandbox-<id>"
          },
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "USER_CREATED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "ACCOUNT_CREATED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "loginName": "•••1234",
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "ACCOUNT_CONNECTED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "providers": [
            "joyride"
          ],
          "sourceId": "a-<id>",
          "sourceType": "ACCOUNT",
          "taskType": "LINK_ACCOUNT",
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "TASK_STARTED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "identityId": "i-<id>",
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "IDENTITY_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "providers": [
            "joyride"
          ],
          "ratingId": "r-<id>",
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "RATING_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "count": 1,
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "DOCUMENTS_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "count": 1,
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "EMPLOYMENTS_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "count": 25,
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "INCOMES_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "count": 100,
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "TRANSACTIONS_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "count": 12,
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "EINCOMES_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "id": "insight-<id>",
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "INSIGHT_ADDED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "datapoints": [
            "IDENTITIES",
            "RATINGS",
            "DOCUMENTS",
            "EMPLOYMENTS",
            "INCOMES",
            "TRANSACTIONS",
            "EINCOMES",
            "INSIGHTS"
          ],
          "errorCode": null,
          "providers": [
            "joyride"
          ],
          "sourceId": "a-<id>",
          "sourceType": "ACCOUNT",
          "status": "SUCCEEDED",
          "taskType": "LINK_ACCOUNT",
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "TASK_FINISHED",
        "version": 1
      },
      {
        "createdAt": "2026-11-22T10:00:00Z",
        "data": {
          "accountId": "a-<id>",
          "providers": [
            "joyride"
          ],
          "userId": "sandbox-<id>"
        },
        "id": "et-<id>",
        "type": "ACCOUNT_DISCONNECTED",
        "version": 1
      }
    ]
    "#);
}

#[tokio::test]
async fn a_failure_is_sent_with_its_code() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["ACCOUNT_FAILED", "ACCOUNT_DISCONNECTED"]).await;
    let widget = app.widget().await;
    let account = widget.start_at_sss(&app, "error_ACCOUNT_LOCKED", "x").await;
    widget.settle(&app, &account).await;
    let failed = receiver.at_least(1).await[0].event();
    assert_eq!(
        failed["data"],
        json!({
            "userId": widget.user_id,
            "accountId": account["accountId"],
            "providers": ["sss"],
            "loginName": "e•••",
            "errorCode": "ACCOUNT_LOCKED",
            "errorMessage": "The provider has locked the account. The person must unlock it there.",
        })
    );
}

#[tokio::test]
async fn a_replaced_account_is_sent_as_disconnected() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["ACCOUNT_DISCONNECTED"]).await;
    let widget = app.widget().await;
    let older = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    widget.settle(&app, &older).await;
    let newer = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    widget.settle(&app, &newer).await;
    let received = receiver.at_least(1).await;
    assert_eq!(received[0].event()["data"]["accountId"], older["accountId"]);
}

#[tokio::test]
async fn a_webhook_receives_only_what_it_subscribed_to() {
    let app = TestApp::new().await;
    let (some, all) = (Receiver::new().await, Receiver::new().await);
    some.subscribe(&app, &["ACCOUNT_CONNECTED", "INCOMES_ADDED"]).await;
    all.subscribe(&app, &["ALL_EVENTS"]).await;
    let mut inactive = some.webhook("/inactive", &["ALL_EVENTS"]);
    inactive["active"] = false.into();
    app.post("/webhooks", &inactive).await;
    app.widget().await.connect_george(&app).await;
    all.once(|events| events.iter().any(|event| event.event_type() == "TASK_FINISHED")).await;
    some.at_least(2).await;
    assert_eq!(some.types(), ["ACCOUNT_CONNECTED", "INCOMES_ADDED"]);
    let listed = app.get("/incomes?size=150").await.items().len();
    assert_eq!(some.so_far()[1].event()["data"]["count"], listed);
}

#[tokio::test]
async fn resetting_a_session_sends_events() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["USER_SESSION_RESET", "ACCOUNT_DISCONNECTED", "ARCHIVE_REVOKED"]).await;
    let widget = app.widget().await;
    let account = widget.connect_george(&app).await;
    let slip = [Upload::pdf("slip.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &slip).await;
    widget.read_out(&app, &archive).await;
    let reset = app.call(Method::POST, &format!("/users/{}/resetSession", widget.user_id), None).await;
    assert_eq!(reset.status, 200);
    let all = receiver.at_least(3).await;
    let sent = |name: &str| all.iter().find(|event| event.event_type() == name).unwrap().event();
    assert_eq!(sent("ACCOUNT_DISCONNECTED")["data"]["accountId"], account["accountId"]);
    assert_eq!(sent("ARCHIVE_REVOKED")["data"]["archiveId"], archive["archiveId"]);
    let session = json!({ "userId": widget.user_id, "channel": "Default", "status": "IN_PROGRESS" });
    assert_eq!(sent("USER_SESSION_RESET")["data"], json!({ "session": session }));
    // Where nothing is left, nothing has happened.
    app.call(Method::POST, &format!("/users/{}/resetSession", widget.user_id), None).await;
    assert_eq!(app.place().count("events WHERE event_type = 'USER_SESSION_RESET'").await, 1);
    assert_eq!(app.stored_files(), 0);
}

#[tokio::test]
async fn a_reset_whose_event_cannot_be_stored_does_not_happen() {
    let app = TestApp::new().await;
    Receiver::new().await.subscribe(&app, &["USER_SESSION_RESET"]).await;
    app.run_sql("CREATE UNIQUE INDEX one_of_each ON events (event_type)").await;
    let reset = async |widget: &Widget| {
        app.call(Method::POST, &format!("/users/{}/resetSession", widget.user_id), None).await.status
    };
    assert_eq!(reset(&app.widget().await).await, 200);
    let widget = app.widget().await;
    let account = widget.connect_george(&app).await;
    assert_eq!(reset(&widget).await, 500);
    let seen = app.get(&format!("/accounts/{}", text(&account["accountId"]))).await.json();
    assert_eq!(seen["data"]["connectionStatus"], "CONNECTED", "{seen}");
}

#[tokio::test]
async fn the_payload_is_sent_where_the_host_asked_for_it() {
    let app = TestApp::new().await;
    let (with, without) = (Receiver::new().await, Receiver::new().await);
    let mut input = with.webhook("/", &["TASK_FINISHED"]);
    input["includePayload"] = true.into();
    assert_eq!(app.post("/webhooks", &input).await.json()["data"]["includePayload"], true);
    without.subscribe(&app, &["TASK_FINISHED"]).await;
    let account = app.widget().await.connect_george(&app).await;
    let payload = with.at_least(1).await[0].event()["data"]["payload"].clone();
    assert_eq!(payload["identity"]["fullName"], "George Palomero Jr.");
    assert_eq!(payload["employments"]["items"][0].get("metadata"), None);
    assert_eq!(payload["incomes"]["nextCursor"], Value::Null);
    let id = text(&account["accountId"]);
    let listed = app.get(&format!("/incomes?accountId={id}&size=150")).await.items();
    let ids = |items: &[Value]| items.iter().map(|item| text(&item["id"])).collect::<Vec<_>>();
    assert_eq!(ids(payload["incomes"]["items"].as_array().unwrap()), ids(&listed));
    assert_eq!(without.at_least(1).await[0].event()["data"].get("payload"), None);
}

#[tokio::test]
async fn events_lose_personal_data_with_the_account() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["ALL_EVENTS"]).await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    widget.settle(&app, &account).await;
    receiver.once(|events| events.iter().any(|event| event.event_type() == "TASK_FINISHED")).await;
    let connected =
        receiver.so_far().into_iter().find(|event| event.event_type() == "ACCOUNT_CONNECTED").unwrap();
    assert_eq!(connected.event()["data"]["loginName"], "•••1234");
    assert!(app.database_has("+639559991234").await);
    widget.call(&app, Method::DELETE, &format!("/accounts/{}", text(&account["accountId"])), None).await;
    receiver.once(|events| events.iter().any(|event| event.event_type() == "ACCOUNT_DISCONNECTED")).await;
    // A restart folds the database's log, and then the files no longer hold it either.
    app.app.stop().await;
    let next = app.another(|_| {}).await;
    assert!(!next.database_has("+639559991234").await);
}
