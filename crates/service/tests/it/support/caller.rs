//! Hosts and widgets that call a real process, which may be killed at any time.

use super::{Place, Sealer, text};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Client;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

/// Enough polls for a lease to expire and for its work to be repeated, on a busy machine.
const MAX_POLLS: usize = 60;

type Login<'a> = (&'a str, &'a str, [(&'a str, &'a str); 2]);

/// A client that uses a new connection for each request, and repeats a request when its answer is lost.
pub(crate) struct Caller {
    client: Client,
    address: SocketAddr,
    pub(crate) authorization: String,
    sealer: Option<Sealer>,
    /// All answers.
    heard: Mutex<String>,
}

impl Caller {
    /// A host's server.
    pub(crate) fn host(address: SocketAddr, key: &str, secret: &str) -> Self {
        Self::new(address, format!("Basic {}", STANDARD.encode(format!("{key}:{secret}"))))
    }

    /// A widget with a new session, of a person who has agreed.
    pub(crate) async fn widget(address: SocketAddr, link_token: &str) -> Self {
        let opening = json!({ "linkToken": link_token });
        let opener = Self::new(address, String::new());
        let session = opener.post("/link/v1/sessions", &opening).await;
        let authorization = format!("Bearer {}", text(&session["sessionToken"]));
        let shown = &session["session"]["template"]["consent"];
        let given = json!({ "version": shown["version"], "language": shown["language"] });
        let widget = Self { authorization, sealer: Some(Sealer::of(&session["session"])), ..opener };
        widget.post("/link/v1/session/consent", &given).await;
        widget
    }

    /// All answers.
    pub(crate) fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }

    fn new(address: SocketAddr, authorization: String) -> Self {
        let client = Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Self { client, address, authorization, sealer: None, heard: Mutex::default() }
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: impl Into<reqwest::Body> + Clone,
    ) -> (u16, Value) {
        for _ in 0..20 {
            let request = self
                .client
                .request(method.clone(), format!("http://{}{path}", self.address))
                .header("authorization", &self.authorization)
                .header("content-type", "application/json")
                .body(body.clone());
            if let Ok(answer) = request.send().await {
                let status = answer.status().as_u16();
                if let Ok(json) = answer.json::<Value>().await {
                    self.heard.lock().unwrap().push_str(&json.to_string());
                    return (status, json);
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{method} {path} is not answered");
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, json) = self.call(Method::GET, path, "").await;
        assert_eq!(status, 200, "{json}");
        json
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let sealed = self.sealer.as_ref().map(|sealer| sealer.body(path, body));
        let body = sealed.as_ref().unwrap_or(body);
        let (status, json) = self.call(Method::POST, path, body.to_string()).await;
        assert!((200..300).contains(&status), "{path}: {status} {json}");
        json
    }

    pub(crate) async fn start(&self, key: &str, (provider, option, fields): Login<'_>) -> Value {
        let credentials: serde_json::Map<_, _> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let body = json!({
            "idempotencyKey": key, "providerId": provider, "loginOptionId": option, "credentials": credentials,
        });
        self.post("/link/v1/accounts", &body).await
    }

    /// Polls an account or an archive until its status is not in `passing`.
    pub(crate) async fn settle(&self, path: &str, mut thing: Value, passing: &[&str]) -> Value {
        for _ in 0..MAX_POLLS {
            if !passing.contains(&thing["status"].as_str().unwrap()) {
                return thing;
            }
            thing = self.get(&format!("{path}?afterVersion={}&waitSeconds=1", thing["version"])).await;
        }
        panic!("nothing happens: {thing}");
    }

    pub(crate) async fn settled_account(&self, account: Value) -> Value {
        let path = format!("/link/v1/accounts/{}", text(&account["accountId"]));
        self.settle(&path, account, &["PENDING"]).await
    }

    pub(crate) async fn announce(&self, key: &str, name: &str, content: &[u8]) -> Value {
        let file = json!({ "name": name, "format": "PDF", "sizeBytes": content.len() });
        let body = json!({ "idempotencyKey": key, "fileType": "PAYSLIP", "files": [file] });
        self.post("/link/v1/archives", &body).await
    }

    pub(crate) async fn put(&self, archive: &Value, offset: usize, piece: &[u8]) {
        let path = format!(
            "/link/v1/archives/{}/files/{}?offset={offset}",
            text(&archive["archiveId"]),
            text(&archive["files"][0]["fileId"])
        );
        let (status, json) = self.call(Method::PUT, &path, piece.to_vec()).await;
        assert_eq!(status, 200, "{json}");
    }

    pub(crate) async fn read_out(&self, archive: &Value) -> Value {
        let path = format!("/link/v1/archives/{}", text(&archive["archiveId"]));
        let submitted = self.post(&format!("{path}/submit"), &Value::Null).await;
        self.settle(&path, submitted, &["STARTED"]).await
    }
}

/// A host, and the widget of a new user.
pub(crate) async fn callers(place: &Place, address: SocketAddr) -> (Caller, Caller) {
    let keys = std::fs::read(place.data_folder().join("sandbox-keys.json")).unwrap();
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let host = Caller::host(address, &text(&keys["apiKey"]), &text(&keys["apiSecret"]));
    let user = host.post("/v1/users", &json!({})).await;
    let widget = Caller::widget(address, &text(&user["data"]["token"]["accessToken"])).await;
    (host, widget)
}
