//! Reading the data at a provider: failures, and the monthly refresh.

use super::Setting;
use crate::support::{TestApp, text};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Waits until an account has more tasks than before and the newest has finished.
async fn read_again(app: &TestApp, account: &str, tasks_before: usize) {
    for _ in 0..1000 {
        let tasks = app.get(&format!("/tasks?sourceId={account}")).await.items();
        if tasks.len() > tasks_before && tasks[0]["status"] == "Finished" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it was not read again");
}

async fn monitor(app: &TestApp, account: &str) -> Value {
    app.get(&format!("/accounts/{account}")).await.json()["data"]["monitorStatus"].clone()
}

#[tokio::test]
async fn every_failure_has_its_code() {
    let setting = Setting::new().await;
    for (failing, code) in [
        (("/token", 503), "SERVICE_UNAVAILABLE"),
        (("/api/jobs", 500), "SERVICE_UNAVAILABLE"),
        (("/api/pay", 429), "SERVICE_UNAVAILABLE"),
        (("/api/jobs", 403), "ACCOUNT_INACCESSIBLE"),
        (("/api/me", 423), "ACCOUNT_LOCKED"),
        (("/api/jobs", 404), "ACCOUNT_INCOMPLETE"),
        (("/api/jobs", 401), "AUTH_REQUIRED"),
        (("/api/jobs", 302), "SYSTEM_ERROR"),
        (("/api/jobs", 200), "SYSTEM_ERROR"),
    ] {
        setting.provider.behave(|behaviour| behaviour.failing = Some(failing));
        assert_eq!(setting.error().await, code, "{failing:?}");
    }
    setting.provider.behave(|behaviour| {
        behaviour.failing = None;
        behaviour.user_info = json!({ "sub": "somebody-else" });
    });
    assert_eq!(setting.error().await, "SYSTEM_ERROR");
    setting.provider.behave(|behaviour| behaviour.user_info = json!({ "name": "" }));
    assert_eq!(setting.error().await, "ACCOUNT_INCOMPLETE");
}

#[tokio::test]
async fn a_code_that_the_provider_does_not_know_ends_in_auth_required() {
    let setting = Setting::new().await;
    let (widget, account) = setting.begin().await;
    let (led, cookie) = setting.depart(&account).await;
    let state = super::asked(led.header("location"), "state");
    let page = setting.get(&format!("/sign-in/return?code=made-up&state={state}"), &cookie).await;
    assert_eq!(page.status, 400);
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert_eq!(widget.get(&setting.app, &path).await.json()["errorCode"], "AUTH_REQUIRED");
}

#[tokio::test]
async fn what_the_provider_refuses_with_decides_how_the_account_ends() {
    let setting = Setting::new().await;
    for (error, code) in [
        ("access_denied", "INVALID_AUTH"),
        ("temporarily_unavailable", "SERVICE_UNAVAILABLE"),
        ("login_required", "AUTH_REQUIRED"),
        ("invalid_scope", "SYSTEM_ERROR"),
    ] {
        let (widget, account) = setting.begin().await;
        let (led, cookie) = setting.depart(&account).await;
        let state = super::asked(led.header("location"), "state");
        setting.get(&format!("/sign-in/return?error={error}&state={state}"), &cookie).await;
        let path = format!("/accounts/{}", text(&account["accountId"]));
        assert_eq!(widget.get(&setting.app, &path).await.json()["errorCode"], code);
    }
}

#[tokio::test]
async fn an_access_token_that_is_over_is_replaced() {
    let setting = Setting::new().await;
    setting.provider.behave(|behaviour| behaviour.is_hasty = true);
    assert_eq!(setting.link().await.1["status"], "CONNECTED");
    assert_eq!(setting.provider.asked("/token"), 2);
}

#[tokio::test]
async fn a_month_later_it_is_read_with_the_refresh_token_and_each_new_one_is_kept() {
    let setting = Setting::new().await;
    let (_, account) = setting.link().await;
    let account = text(&account["accountId"]);
    assert_eq!(monitor(&setting.app, &account).await, "ACTIVE");
    let [_, first] = setting.provider.tokens();
    setting.provider.behave(|behaviour| behaviour.user_info = json!({ "email": "new@example.com" }));
    setting.app.clock.advance(31 * DAY);
    read_again(&setting.app, &account, 1).await;
    let identity = setting.app.get("/identities").await.items()[0].clone();
    assert_eq!(identity["emails"][0]["address"], "new@example.com");
    assert_ne!(setting.provider.tokens()[1], first);
    assert_eq!(monitor(&setting.app, &account).await, "ACTIVE");
}

#[tokio::test]
async fn a_provider_that_fails_after_it_gave_another_refresh_token_is_tried_again_with_that_one() {
    let setting = Setting::new().await;
    let (_, account) = setting.link().await;
    let account = text(&account["accountId"]);
    setting.provider.behave(|behaviour| behaviour.failing = Some(("/api", 503)));
    setting.app.clock.advance(31 * DAY);
    read_again(&setting.app, &account, 1).await;
    assert_eq!(
        (monitor(&setting.app, &account).await, setting.provider.asked("/token")),
        (json!("ACTIVE"), 2)
    );
    setting.provider.behave(|behaviour| behaviour.failing = None);
    setting.app.clock.advance(2 * DAY);
    read_again(&setting.app, &account, 2).await;
    assert_eq!(
        (monitor(&setting.app, &account).await, setting.provider.asked("/token")),
        (json!("ACTIVE"), 3)
    );
}

#[tokio::test]
async fn a_refused_refresh_token_needs_the_person() {
    let setting = Setting::new().await;
    let (_, account) = setting.link().await;
    let account = text(&account["accountId"]);
    setting.provider.forget();
    setting.app.clock.advance(31 * DAY);
    read_again(&setting.app, &account, 1).await;
    assert_eq!(monitor(&setting.app, &account).await, "USER_ACTION_REQUIRED");
}

#[tokio::test]
async fn an_account_of_a_mode_that_its_provider_no_longer_names_is_not_read_again() {
    let setting = Setting::new().await;
    let (_, account) = setting.link().await;
    let account = text(&account["accountId"]);
    assert_eq!(setting.provider.asked("/token"), 1);
    let file = setting.file();
    let both = "modes = [\"SANDBOX\", \"PRODUCTION\"]\n";
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(before.contains(both));
    std::fs::write(&file, before.replace(both, "modes = [\"PRODUCTION\"]\n")).unwrap();
    let Setting { app, provider, folder: _folder } = setting;
    let app = app.crash().next_with(|settings| settings.connectors = Some(file)).await;
    app.clock.advance(31 * DAY);
    read_again(&app, &account, 1).await;
    assert_eq!(provider.asked("/token"), 1, "a sandbox account reached a source of real people");
    assert_eq!(app.get("/identities").await.items().len(), 1, "what was read before stays");
}
