//! Linking from the link token to the data, as the host and the widget see it.

use crate::support::{GEORGE_AT_JOYRIDE, GEORGE_AT_UPWORK, TestApp, eventually, open_session, text};
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn george_links_upwork_and_his_data_can_be_read() {
    let app = TestApp::new().await;
    let widget = app.widget().await;

    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    assert_eq!((&account["status"], &account["step"]), (&json!("PENDING"), &json!("SIGNING_IN")));
    let account = widget.settle(&app, &account).await;
    assert_eq!(account["challenge"]["kind"]["oneTimeCode"]["channel"], "SMS");
    assert_eq!(account["challenge"]["kind"]["oneTimeCode"]["destination"], "+63 ••• ••• 1234");
    let id = text(&account["accountId"]);
    let seen_by_host = app.get(&format!("/accounts/{id}")).await.json();
    assert_eq!(seen_by_host["data"]["connectionStatus"], "AWAITING_MFA");

    let account = widget.answer(&app, &account, "1234").await.json();
    assert_eq!((&account["status"], &account["step"]), (&json!("PENDING"), &json!("CHECKING_CODE")));
    let account = widget.settle(&app, &account).await;
    assert_eq!(account["status"], "CONNECTED");
    assert_eq!(account["connectedAt"], "2026-11-22T10:00:00Z");

    let identities = app.get(&format!("/identities?sourceId={id}")).await.items();
    assert_eq!(identities[0]["fullName"], "George Palomero Jr.");
    assert_eq!(identities[0]["metadata"]["userId"], widget.user_id);
    let jobs = app.get(&format!("/employments?sourceId={id}")).await.items();
    assert_eq!(jobs.len(), 1);
    assert_eq!(identities[0]["latestEmployerName"], text(&jobs[0]["employer"]));
    assert_eq!(app.get(&format!("/incomes?sourceId={id}&size=150")).await.items().len(), 25);
    for kind in ["identities", "employments", "incomes"] {
        let item = app.get(&format!("/{kind}?userId={}&size=1", widget.user_id)).await.items().remove(0);
        let again = app.get(&format!("/{kind}/{}", text(&item["id"]))).await;
        assert_eq!(again.json()["data"], item);
    }
    let user = app.get(&format!("/users/{}", widget.user_id)).await.json();
    assert_eq!(user["data"]["providers"], json!(["upwork"]));
    assert_eq!(user["data"]["session"]["status"], "COMPLETED");
}

#[tokio::test]
async fn a_provider_without_second_factor_asks_for_none() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let mut steps = vec![text(&account["step"])];
    let mut account = account;
    while account["status"] == "PENDING" {
        account = widget.next(&app, &account).await;
        assert!(account["challenge"].is_null());
        steps.extend(account["step"].as_str().map(str::to_owned));
    }
    assert_eq!(account["status"], "CONNECTED");
    assert_eq!(steps[0], "SIGNING_IN");
}

#[tokio::test]
async fn the_widget_hears_of_a_connection_only_when_the_data_is_there() {
    let app = TestApp::with(|settings| settings.sandbox_pace = std::time::Duration::from_millis(150)).await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let account = widget.next(&app, &account).await;
    assert_eq!((&account["status"], &account["step"]), (&json!("PENDING"), &json!("READING_RECORDS")));
    assert!(account["connectedAt"].is_null());
    let id = text(&account["accountId"]);
    let seen_by_host = app.get(&format!("/accounts/{id}")).await.json();
    assert_eq!(seen_by_host["data"]["connectionStatus"], "CONNECTED");
    assert_eq!(widget.settle(&app, &account).await["status"], "CONNECTED");
    assert_eq!(app.get(&format!("/identities?sourceId={id}")).await.items().len(), 1);
}

#[tokio::test]
async fn each_person_is_read_in_their_own_country() {
    let app = TestApp::new().await;
    for (name, password, country, currency) in [
        ("George", "123456", "PH", "PHP"),
        ("Ryan", "654321", "ID", "IDR"),
        ("Christina", "YGUS1", "SG", "SGD"),
        ("Anisha", "123456", "IN", "INR"),
    ] {
        let widget = app.widget().await;
        let account = widget.start_at_sss(&app, name, password).await;
        let account = widget.settle(&app, &account).await;
        let account = widget.answer(&app, &account, "1234").await.json();
        let account = widget.settle(&app, &account).await;
        assert_eq!(account["status"], "CONNECTED", "{name}");
        let source = format!("sourceId={}", text(&account["accountId"]));
        let identity = app.get(&format!("/identities?{source}")).await.items().remove(0);
        assert_eq!(identity["countryResidence"], country);
        assert_eq!(app.get(&format!("/contributions?{source}")).await.items()[0]["currency"], currency);
    }
}

#[tokio::test]
async fn the_same_key_starts_one_account() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let body = widget.start_body(GEORGE_AT_UPWORK);
    let (one, other) =
        tokio::join!(widget.post(&app, "/accounts", &body), widget.post(&app, "/accounts", &body));
    assert_eq!(one.json()["accountId"], other.json()["accountId"]);
    assert_eq!(app.get("/accounts").await.items().len(), 1);

    let mut elsewhere = widget.start_body(GEORGE_AT_JOYRIDE);
    elsewhere["idempotencyKey"] = body["idempotencyKey"].clone();
    let refused = widget.post(&app, "/accounts", &elsewhere).await;
    assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    assert_eq!(refused.json()["field"], "idempotencyKey");

    let another_session = app.widget().await;
    let reply = another_session.post(&app, "/accounts", &body).await;
    assert_ne!(reply.json()["accountId"], one.json()["accountId"], "keys belong to a session");
}

#[tokio::test]
async fn a_returning_user_finds_accounts_that_are_connected_or_in_progress() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    widget.connect_george(&app).await;
    let waiting = widget.start_at_sss(&app, "George", "123456").await;
    let failed = widget.start_at_sss(&app, "error_ACCOUNT_LOCKED", "x").await;
    widget.settle(&app, &waiting).await;
    widget.settle(&app, &failed).await;

    let reply = app.call(Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await;
    assert_eq!(reply.status, 201);
    let session = open_session(&app, &text(&reply.json()["data"]["accessToken"])).await.json();
    let accounts = session["session"]["accounts"].as_array().unwrap();
    let seen: Vec<_> = accounts.iter().map(|account| text(&account["status"])).collect();
    assert_eq!(seen, ["AWAITING_MFA", "CONNECTED"], "newest first, without the failed one");
}

#[tokio::test]
async fn revoking_deletes_the_data() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for by_host in [true, false] {
        let account = widget.connect_george(&app).await;
        let id = text(&account["accountId"]);
        let identity = app.get(&format!("/identities?sourceId={id}")).await.items().remove(0);
        let reply = if by_host {
            app.call(Method::DELETE, &format!("/accounts/{id}"), None).await
        } else {
            widget.call(&app, Method::DELETE, &format!("/accounts/{id}"), None).await
        };
        assert_eq!(reply.status, 200);
        for kind in ["identities", "employments", "incomes"] {
            assert!(app.get(&format!("/{kind}?sourceId={id}")).await.items().is_empty());
        }
        assert_eq!(app.get(&format!("/identities/{}", text(&identity["id"]))).await.status, 404);
        let seen_by_host = app.get(&format!("/accounts/{id}")).await.json();
        assert_eq!(seen_by_host["data"]["connectionStatus"], "DISCONNECTED");
        let seen_by_widget = widget.get(&app, &format!("/accounts/{id}")).await.json();
        assert_eq!(seen_by_widget["status"], "DISCONNECTED");
        assert!(seen_by_widget["connectedAt"].is_null());
    }
    let session = widget.get(&app, "/session").await.json();
    assert_eq!(session["accounts"], json!([]));
}

#[tokio::test]
async fn an_account_revoked_while_linking_never_connects() {
    let app = TestApp::with(|settings| settings.sandbox_pace = std::time::Duration::from_millis(50)).await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let id = text(&account["accountId"]);
    widget.call(&app, Method::DELETE, &format!("/accounts/{id}"), None).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(widget.get(&app, &format!("/accounts/{id}")).await.json()["status"], "DISCONNECTED");
    assert!(app.get(&format!("/identities?sourceId={id}")).await.items().is_empty());
}

#[tokio::test]
async fn data_is_deleted_after_sixty_days() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.connect_george(&app).await;
    let source = format!("/identities?sourceId={}", text(&account["accountId"]));
    let day = std::time::Duration::from_secs(24 * 60 * 60);

    app.clock.advance(59 * day);
    let later = app.another(|_| {}).await;
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert_eq!(later.get(&source).await.items().len(), 1);

    app.clock.advance(day);
    let later = app.another(|_| {}).await;
    eventually("the data is gone", async || later.get(&source).await.items().is_empty()).await;
}
