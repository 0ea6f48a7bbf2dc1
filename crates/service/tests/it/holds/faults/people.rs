//! People who come one after the other, link an account or send a document, and may have it deleted again.

use super::client::Client;
use crate::archives::samples::{pdf_with_text, sample};
use crate::support::{Sealer, text};
use axum::http::Method;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What nobody may find anywhere.
pub(super) const PASSWORD: &str = "canary-password-under-faults-81";
pub(super) const CODE: &str = "canary-code-under-faults-27";

/// The person's session has ended, because the clock was moved, or because the host reset the user.
struct SessionOver;

type Step<T> = Result<T, SessionOver>;

/// Has people come until it is over.
pub(super) async fn come(host: Client, seed: u64, is_over: Arc<AtomicBool>) {
    let mut random = StdRng::seed_from_u64(seed);
    while !is_over.load(Ordering::Relaxed) {
        let (status, user) = host.post("/v1/users", &json!({})).await;
        assert_eq!(status, 201, "{user}");
        let user_id = text(&user["data"]["user"]["id"]);
        host.ledger.acknowledged().users.insert(user_id.clone());
        let person = Person { host: &host, user_id, link_token: text(&user["data"]["token"]["accessToken"]) };
        // A session that has ended leaves what was begun as it is: the end of the run looks at it.
        let _ = person.act(&mut random).await;
    }
}

struct Person<'a> {
    host: &'a Client,
    user_id: String,
    link_token: String,
}

impl Person<'_> {
    async fn act(self, random: &mut StdRng) -> Step<()> {
        let (what, key) = (random.random_range(0..10), format!("{:032x}", random.random::<u128>()));
        let widget = self.open(&key).await?;
        match what {
            0 => self.upload(&widget, &key, &pdf_with_text(&["Not a payslip."])).await.map(drop),
            1 => self.upload(&widget, &key, &sample("payslip-george.pdf")).await.map(drop),
            2 => {
                let archive = self.upload(&widget, &key, &pdf_with_text(&["Not one either."])).await?;
                self.delete("archives", &archive).await;
                self.host.ledger.archive(archive, "REVOKED");
                Ok(())
            }
            3 => {
                let account = self.link(&widget, &key, random).await?;
                self.delete("accounts", &account).await;
                self.host.ledger.account(account, "DISCONNECTED");
                Ok(())
            }
            4 => {
                let account = self.link(&widget, &key, random).await?;
                self.reset().await;
                self.host.ledger.reset(&self.user_id, account);
                Ok(())
            }
            _ => self.link(&widget, &key, random).await.map(drop),
        }
    }

    /// Opens the widget and agrees.
    async fn open(&self, key: &str) -> Step<Client> {
        let opening = json!({ "linkToken": self.link_token, "exchangeKey": key });
        let opened = expect(self.host.post("/link/v1/sessions", &opening).await)?;
        self.host.ledger.keep_secret(opened["sessionToken"].as_str().unwrap());
        let widget = self.host.widget(&text(&opened["sessionToken"]), Sealer::of(&opened["session"]));
        let shown = &opened["session"]["template"]["consent"];
        let given = json!({ "version": shown["version"], "language": shown["language"] });
        expect(widget.post("/link/v1/session/consent", &given).await)?;
        Ok(widget)
    }

    /// Links an account, until it has connected or failed. Answers with its id.
    async fn link(&self, widget: &Client, key: &str, random: &mut StdRng) -> Step<String> {
        let (provider, option, name, password) = match random.random_range(0..8) {
            0 => ("sss", "username", "error_ACCOUNT_LOCKED", PASSWORD),
            1..=3 => ("joyride", "email", "mfa_sms", PASSWORD),
            _ => ("joyride", "mobile", "+639559991234", "123456"),
        };
        let body = json!({
            "idempotencyKey": key, "providerId": provider, "loginOptionId": option,
            "credentials": { option: name, "password": password },
        });
        let mut account = expect(widget.post("/link/v1/accounts", &body).await)?;
        let id = text(&account["accountId"]);
        let path = format!("/link/v1/accounts/{id}");
        let mut code = CODE;
        loop {
            let status = text(&account["status"]);
            self.host.ledger.account(id.clone(), &status);
            account = match status.as_str() {
                "PENDING" => {
                    let next = format!("{path}?afterVersion={}&waitSeconds=2", account["version"]);
                    expect(widget.get(&next).await)?
                }
                "AWAITING_MFA" => {
                    let challenge = &account["challenge"]["challengeId"];
                    let body = json!({ "challengeId": challenge, "answer": { "oneTimeCode": code } });
                    code = "1234";
                    match widget.post(&format!("{path}/challenge"), &body).await {
                        // The answer to the same one was lost before.
                        (409, _) => expect(widget.get(&path).await)?,
                        answer => expect(answer)?,
                    }
                }
                _ => return Ok(id),
            };
        }
    }

    /// Sends a document in two pieces, and waits until it is read. Answers with its id.
    async fn upload(&self, widget: &Client, key: &str, content: &[u8]) -> Step<String> {
        let file = json!({ "name": "a.pdf", "format": "PDF", "sizeBytes": content.len() });
        let body = json!({ "idempotencyKey": key, "fileType": "PAYSLIP", "files": [file] });
        let archive = expect(widget.post("/link/v1/archives", &body).await)?;
        let id = text(&archive["archiveId"]);
        let path = format!("/link/v1/archives/{id}");
        let (first, rest) = content.split_at(content.len() / 2);
        for (offset, piece) in [(0, first), (first.len(), rest)] {
            let to = format!("{path}/files/{}?offset={offset}", text(&archive["files"][0]["fileId"]));
            expect(widget.call(Method::PUT, &to, piece.to_vec()).await)?;
        }
        let mut archive = expect(widget.post(&format!("{path}/submit"), &Value::Null).await)?;
        while archive["status"] == "STARTED" {
            self.host.ledger.archive(id.clone(), "STARTED");
            let next = format!("{path}?afterVersion={}&waitSeconds=2", archive["version"]);
            archive = expect(widget.get(&next).await)?;
        }
        self.host.ledger.archive(id.clone(), &text(&archive["status"]));
        Ok(id)
    }

    async fn delete(&self, kind: &str, id: &str) {
        let (status, answer) = self.host.call(Method::DELETE, &format!("/v1/{kind}/{id}"), Vec::new()).await;
        assert_eq!(status, 200, "{answer}");
    }

    async fn reset(&self) {
        let path = format!("/v1/users/{}/resetSession", self.user_id);
        let (status, answer) = self.host.post(&path, &json!({})).await;
        assert_eq!(status, 200, "{answer}");
    }
}

/// An answer that must be a success, unless the session is over.
#[track_caller]
fn expect((status, answer): (u16, Value)) -> Step<Value> {
    match status {
        200 | 201 => Ok(answer),
        401 => Err(SessionOver),
        _ => panic!("{status} {answer}"),
    }
}
