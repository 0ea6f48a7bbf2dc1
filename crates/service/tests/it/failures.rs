//! Every way in which linking can fail, and how the person can continue.

use crate::support::{TestApp, text};
use serde_json::json;
use std::time::Duration;
use wink_wire::ErrorCode;

#[tokio::test]
async fn a_wrong_password_ends_in_invalid_credentials_and_the_right_one_continues() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start_at_sss(&app, "George", "wrong").await;
    let account = widget.settle(&app, &account).await;
    assert_eq!((&account["status"], &account["errorCode"]), (&json!("ERROR"), &json!("INVALID_CREDENTIALS")));
    assert_eq!(text(&account["reference"]).len(), 10);
    let seen_by_host = app.get(&format!("/accounts/{}", text(&account["accountId"]))).await.json();
    assert_eq!(seen_by_host["data"]["connection"]["errorCode"], "INVALID_CREDENTIALS");
    assert_eq!(seen_by_host["data"]["connection"]["errorMessage"], "The credentials are wrong.");
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
    let account = widget.start_at_sss(&app, "mfa_iris", "x").await;
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
