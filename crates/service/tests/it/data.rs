//! What hosts read of the data from sources.

mod estimates;
mod exports;
mod kinds;
mod links;
mod monitor;
mod payload;
mod tasks;
mod updates;

use crate::support::{TestApp, Widget, text};
use serde_json::Value;

/// Links a person at a provider by user name or e-mail, and answers any second factor. Returns the account's id.
pub(crate) async fn link(app: &TestApp, widget: &Widget, provider: &str, option: &str, name: &str) -> String {
    let password = if name.to_lowercase().starts_with('r') { "654321" } else { "123456" };
    let login = (provider, option, [(option, name), ("password", password)]);
    let mut account = widget.start(app, login).await;
    account = widget.settle(app, &account).await;
    if account["status"] == "AWAITING_MFA" {
        account = widget.answer(app, &account, "1234").await.json();
        account = widget.settle(app, &account).await;
    }
    assert_eq!(account["status"], "CONNECTED", "{account}");
    text(&account["accountId"])
}

/// All items of a list, page by page.
pub(crate) async fn all(app: &TestApp, path: &str) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), path.to_owned());
    loop {
        let reply = app.get(&next).await;
        items.extend(reply.items());
        match reply.json()["data"]["nextCursor"].as_str() {
            Some(cursor) => next = format!("{}?cursor={cursor}", path.split('?').next().unwrap()),
            None => return items,
        }
    }
}
