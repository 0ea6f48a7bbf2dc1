//! The payload of an account, and deleting it.

use super::{all, link};
use crate::support::{TestApp, text};
use axum::http::Method;
use serde_json::Value;

/// An item as its list shows it, without its source.
fn bare(mut item: Value) -> Value {
    item.as_object_mut().unwrap().remove("metadata");
    item
}

#[tokio::test]
async fn an_accounts_payload_is_what_the_lists_show() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await;
    let payload = app.get(&format!("/accounts/{account}/payload")).await.json()["data"].clone();
    assert_eq!(
        payload["metadata"],
        serde_json::json!({
            "sourceId": account, "sourceType": "ACCOUNT", "userId": widget.user_id, "providerId": "upwork",
        })
    );
    for list in ["incomes", "transactions", "employments", "eincomes", "documents", "liabilities"] {
        let items: Vec<_> = all(&app, &format!("/{list}")).await.into_iter().map(bare).collect();
        assert_eq!(payload[list], Value::Array(items), "{list}");
    }
    for (one, list) in [("identity", "identities"), ("rating", "ratings"), ("insight", "insights")] {
        assert_eq!(payload[one], bare(app.get(&format!("/{list}")).await.items().remove(0)), "{one}");
    }
    assert_eq!(app.get("/accounts/a-0/payload").await.status, 404);
}

#[tokio::test]
async fn a_users_payload_has_a_page_of_each_kind_and_a_reset_empties_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "sss", "username", "George").await;
    link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    let path = format!("/users/{}/payload", widget.user_id);
    let payload = app.get(&path).await.json()["data"].clone();
    assert_eq!(payload["metadata"]["status"], "COMPLETED");
    let accounts = payload["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 2);
    assert_eq!(accounts[1]["id"], account);
    assert_eq!(accounts[1]["payload"]["contributions"]["items"].as_array().unwrap().len(), 12);
    assert_eq!(accounts[1]["payload"]["contributions"]["nextCursor"], Value::Null);
    assert_eq!(accounts[1]["payload"]["identity"]["fullName"], "George Palomero Jr.");
    for _ in 0..2 {
        let reset = app.call(Method::POST, &format!("/users/{}/resetSession", widget.user_id), None).await;
        assert_eq!((reset.status, text(&reset.json()["code"])), (200, "OK".to_owned()));
    }
    let payload = app.get(&path).await.json()["data"].clone();
    assert_eq!(
        (&payload["metadata"]["status"], &payload["accounts"]),
        (&"IN_PROGRESS".into(), &Value::Array(vec![]))
    );
    assert!(app.get("/contributions").await.items().is_empty());
    assert_eq!(app.get("/users/sandbox-0/payload").await.status, 404);
    assert_eq!(app.call(Method::POST, "/users/sandbox-0/resetSession", None).await.status, 404);
    assert!(app.get("/uploads").await.items().is_empty());
    assert_eq!(app.get("/uploads/u-0").await.status, 404);
}
