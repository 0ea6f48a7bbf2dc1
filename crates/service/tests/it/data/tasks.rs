//! `/v1/tasks`.

use super::link;
use crate::support::{TestApp, text};

#[tokio::test]
async fn linking_leaves_a_finished_task() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "sss", "username", "George").await;
    let tasks = app.get("/tasks").await;
    insta::assert_json_snapshot!(tasks.tame()["data"]["items"][0], @r#"
    {
      "datapoints": [
        "IDENTITIES",
        "EMPLOYMENTS",
        "CONTRIBUTIONS",
        "LIABILITIES",
        "EINCOMES",
        "INSIGHTS"
      ],
      "finishedAt": "2026-11-22T10:00:00Z",
      "id": "task-<id>",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "sss",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "startedAt": "2026-11-22T10:00:00Z",
      "status": "Finished",
      "type": "LINK_ACCOUNT"
    }
    "#);
    let id = text(&tasks.items()[0]["id"]);
    assert_eq!(app.get(&format!("/tasks/{id}")).await.json()["data"], tasks.items()[0]);
    assert_eq!(app.get("/tasks/task-0").await.status, 404);
    for (query, found) in [
        (format!("userId={}", widget.user_id), 1),
        (format!("sourceId={account}"), 1),
        ("sourceId=a-0".to_owned(), 0),
        ("startDate=2026-11-22&endDate=2026-11-22".to_owned(), 1),
        ("startDate=2026-11-23".to_owned(), 0),
    ] {
        assert_eq!(app.get(&format!("/tasks?{query}")).await.items().len(), found, "{query}");
    }
}

#[tokio::test]
async fn a_failed_login_leaves_none() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start_at_sss(&app, "error_ACCOUNT_LOCKED", "x").await;
    assert_eq!(widget.settle(&app, &account).await["status"], "ERROR");
    assert!(app.get("/tasks").await.items().is_empty(), "nothing was read");
}
