//! People who link accounts, and try again whenever the service is down.

use super::service::{Caller, Service};
use crate::support::{Sealer, text};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many people link at the same time.
const CROWD: usize = 48;

/// Lets `accounts` people link one account each, and waits until all have connected or failed.
pub(super) async fn link(service: Arc<Service>, accounts: usize) {
    let turns = Arc::new(Semaphore::new(CROWD));
    let people: Vec<_> = (0..accounts)
        .map(|number| {
            let (service, turns) = (Arc::clone(&service), Arc::clone(&turns));
            tokio::spawn(async move {
                let _turn = turns.acquire().await.unwrap();
                link_one(&service, number).await;
            })
        })
        .collect();
    for person in people {
        person.await.unwrap();
    }
}

async fn link_one(service: &Service, number: usize) {
    let opened = session(service).await;
    let (token, sealer) = (text(&opened["sessionToken"]), Sealer::of(&opened["session"]));
    let widget = service.widget(&token);
    let shown = &opened["session"]["template"]["consent"];
    let given = json!({ "version": shown["version"], "language": shown["language"] });
    let (status, receipt) = widget.post("/link/v1/session/consent", &given).await;
    assert_eq!(status, 201, "{receipt}");
    let path = "/link/v1/accounts";
    let (status, mut account) = widget.post(path, &sealer.body(path, &login(number))).await;
    assert!(matches!(status, 200 | 201), "{account}");
    loop {
        account = match account["status"].as_str().unwrap() {
            "CONNECTED" | "ERROR" => return,
            "AWAITING_MFA" => answer(widget, &sealer, &account).await,
            _ => {
                let (id, version) = (text(&account["accountId"]), &account["version"]);
                widget.get(&format!("/link/v1/accounts/{id}?afterVersion={version}&waitSeconds=2")).await
            }
        };
    }
}

/// A session of a new user. After a lost answer to the exchange, with another token.
async fn session(service: &Service) -> Value {
    let (_, user) = service.host().post("/v1/users", &json!({})).await;
    let user_id = text(&user["data"]["user"]["id"]);
    let mut link_token = text(&user["data"]["token"]["accessToken"]);
    loop {
        let (status, session) =
            service.host().post("/link/v1/sessions", &json!({ "linkToken": link_token })).await;
        if status == 201 {
            return session;
        }
        let (_, token) = service.host().post(&format!("/v1/tokens?userId={user_id}"), &json!({})).await;
        link_token = text(&token["data"]["accessToken"]);
    }
}

/// Most connect at once; some are asked for a code, connect late, or are refused.
fn login(number: usize) -> Value {
    let (provider, option, credentials) = match number % 10 {
        0 => ("sss", "username", json!({ "username": "error_ACCOUNT_LOCKED", "password": "x" })),
        1 => ("sss", "username", json!({ "username": "slow_1", "password": "x" })),
        2 | 3 => ("upwork", "email", json!({ "email": "gpalomero1234@smileapi.io", "password": "123456" })),
        _ => ("joyride", "mobile", json!({ "mobile": "+639559991234", "password": "123456" })),
    };
    json!({
        "idempotencyKey": format!("person-{number:06}"),
        "providerId": provider,
        "loginOptionId": option,
        "credentials": credentials,
    })
}

/// Answers the challenge with the code. If the answer to that was lost, the account has moved on.
async fn answer(widget: Caller<'_>, sealer: &Sealer, account: &Value) -> Value {
    let id = text(&account["accountId"]);
    let body = json!({
        "challengeId": account["challenge"]["challengeId"],
        "answer": { "oneTimeCode": "1234" },
    });
    let path = format!("/link/v1/accounts/{id}/challenge");
    let (status, answered) = widget.post(&path, &sealer.body(&path, &body)).await;
    if status == 200 { answered } else { widget.get(&format!("/link/v1/accounts/{id}")).await }
}
