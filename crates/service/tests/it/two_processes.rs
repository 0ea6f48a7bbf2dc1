//! Two processes of the real program share a database and a folder, behind a proxy that takes turns. One of them is
//! killed in the middle of everything, and nobody notices but by waiting.

use crate::archives::samples::sample;
use crate::support::{GEORGE_AT_JOYRIDE, GEORGE_AT_UPWORK, Place, Program, Sealer, text};
use axum::http::Method;
use reqwest::Client;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// Long enough for a lease to run out and for what it was about to be done again, on a busy machine.
const PATIENCE: usize = 60;

type Login = (&'static str, &'static str, [(&'static str, &'static str); 2]);

/// Takes turns between two processes, and asks the other one where one is gone.
async fn proxy(processes: [SocketAddr; 2]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for turn in 0_usize.. {
            let (mut caller, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                for process in [processes[turn % 2], processes[(turn + 1) % 2]] {
                    if let Ok(mut service) = TcpStream::connect(process).await {
                        // It may be cut off in the middle: that is what the test is about.
                        let _ = tokio::io::copy_bidirectional(&mut caller, &mut service).await;
                        return;
                    }
                }
            });
        }
    });
    address
}

/// Somebody who calls through the proxy, each time over a new connection, and asks again when an answer is lost.
struct Caller {
    client: Client,
    address: SocketAddr,
    authorization: String,
    sealer: Option<Sealer>,
}

impl Caller {
    fn new(address: SocketAddr, authorization: String) -> Self {
        let client = Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Self { client, address, authorization, sealer: None }
    }

    async fn call(&self, method: Method, path: &str, body: impl Into<reqwest::Body> + Clone) -> (u16, Value) {
        for _ in 0..20 {
            let request = self
                .client
                .request(method.clone(), format!("http://{}{path}", self.address))
                .header("authorization", &self.authorization)
                .header("content-type", "application/json")
                .body(body.clone());
            if let Ok(answer) = request.send().await {
                let status = answer.status().as_u16();
                if let Ok(json) = answer.json().await {
                    return (status, json);
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{method} {path} is not answered");
    }

    async fn get(&self, path: &str) -> Value {
        let (status, json) = self.call(Method::GET, path, "").await;
        assert_eq!(status, 200, "{json}");
        json
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let sealed = self.sealer.as_ref().map(|sealer| sealer.body(path, body));
        let body = sealed.as_ref().unwrap_or(body);
        let (status, json) = self.call(Method::POST, path, body.to_string()).await;
        assert!((200..300).contains(&status), "{path}: {status} {json}");
        json
    }

    async fn start(&self, key: &str, (provider, option, fields): Login) -> Value {
        let credentials: serde_json::Map<_, _> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let body = json!({
            "idempotencyKey": key, "providerId": provider, "loginOptionId": option, "credentials": credentials,
        });
        self.post("/link/v1/accounts", &body).await
    }

    /// Waits until what is at a path, an account or an archive, has none of the statuses that pass.
    async fn settle(&self, path: &str, mut thing: Value, passing: &[&str]) -> Value {
        for _ in 0..PATIENCE {
            if !passing.contains(&thing["status"].as_str().unwrap()) {
                return thing;
            }
            thing = self.get(&format!("{path}?afterVersion={}&waitSeconds=1", thing["version"])).await;
        }
        panic!("nothing happens: {thing}");
    }

    async fn settled_account(&self, account: Value) -> Value {
        let path = format!("/link/v1/accounts/{}", text(&account["accountId"]));
        self.settle(&path, account, &["PENDING"]).await
    }

    async fn announce(&self, key: &str, content: &[u8]) -> Value {
        let file = json!({ "name": "payslip.pdf", "format": "PDF", "sizeBytes": content.len() });
        let body = json!({ "idempotencyKey": key, "fileType": "PAYSLIP", "files": [file] });
        self.post("/link/v1/archives", &body).await
    }

    async fn put(&self, archive: &Value, offset: usize, piece: &[u8]) {
        let path = format!(
            "/link/v1/archives/{}/files/{}?offset={offset}",
            text(&archive["archiveId"]),
            text(&archive["files"][0]["fileId"])
        );
        let (status, json) = self.call(Method::PUT, &path, piece.to_vec()).await;
        assert_eq!(status, 200, "{json}");
    }

    async fn read_out(&self, archive: &Value) -> Value {
        let path = format!("/link/v1/archives/{}", text(&archive["archiveId"]));
        let submitted = self.post(&format!("{path}/submit"), &Value::Null).await;
        self.settle(&path, submitted, &["STARTED"]).await
    }
}

/// A host, and the widget of a new user.
async fn callers(place: &Place, address: SocketAddr) -> (Caller, Caller) {
    use base64::Engine as _;
    let keys = std::fs::read(place.data_folder().join("sandbox-keys.json")).unwrap();
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let pair = format!("{}:{}", text(&keys["apiKey"]), text(&keys["apiSecret"]));
    let basic = base64::engine::general_purpose::STANDARD.encode(pair);
    let host = Caller::new(address, format!("Basic {basic}"));
    let user = host.post("/v1/users", &json!({})).await;
    let opening = json!({ "linkToken": user["data"]["token"]["accessToken"] });
    let session = Caller::new(address, String::new()).post("/link/v1/sessions", &opening).await;
    let mut widget = Caller::new(address, format!("Bearer {}", text(&session["sessionToken"])));
    widget.sealer = Some(Sealer::of(&session["session"]));
    (host, widget)
}

async fn begin(place: &Place) -> Program {
    Program::start(place, &["--sandbox-pace", "400"], &[]).await
}

#[tokio::test]
async fn one_of_two_processes_is_killed_and_everything_goes_on() {
    let place = Place::new().await;
    // Both at once, as a new version is rolled out: they make the tables and the keys together.
    let (mut one, other) = tokio::join!(begin(&place), begin(&place));
    let address = proxy([one.address, other.address]).await;
    let (host, widget) = callers(&place, address).await;

    let george = widget.start("george-at-upwork", GEORGE_AT_UPWORK).await;
    let george = widget.settled_account(george).await;
    assert_eq!(george["status"], "AWAITING_MFA");
    let answer = json!({
        "challengeId": george["challenge"]["challengeId"], "answer": { "oneTimeCode": "1234" },
    });
    let path = format!("/link/v1/accounts/{}", text(&george["accountId"]));
    let george = widget.post(&format!("{path}/challenge"), &answer).await;
    assert_eq!(widget.settled_account(george.clone()).await["status"], "CONNECTED");
    let id = text(&george["accountId"]);
    let data = host.get(&format!("/v1/identities?sourceId={id}")).await;
    assert_eq!(data["data"]["items"].as_array().unwrap().len(), 1);

    let slip = sample("payslip-george.pdf");
    let whole = widget.announce("a-whole-upload", &slip).await;
    widget.put(&whole, 0, &slip).await;
    let whole = widget.read_out(&whole).await;
    assert_eq!(whole["status"], "ANALYZED");

    // The proxy takes turns, so each process has begun one of these when one of them is killed.
    let half = widget.announce("half-an-upload", &slip).await;
    widget.put(&half, 0, &slip[..slip.len() / 2]).await;
    let started = [
        widget.start("the-one-account", GEORGE_AT_JOYRIDE).await,
        widget.start("the-other-account", ("move-it", "mobile", GEORGE_AT_JOYRIDE.2)).await,
    ];
    one.kill().await;

    for account in started {
        let account = widget.settled_account(account).await;
        assert_eq!(account["status"], "CONNECTED", "{account}");
    }
    widget.put(&half, slip.len() / 2, &slip[slip.len() / 2..]).await;
    assert_eq!(widget.read_out(&half).await["status"], "ANALYZED");

    for (kind, id) in [("accounts", id.clone()), ("archives", text(&whole["archiveId"]))] {
        let (status, _) = host.call(Method::DELETE, &format!("/v1/{kind}/{id}"), "").await;
        assert_eq!(status, 200);
    }
    assert_eq!(widget.get(&path).await["status"], "DISCONNECTED");
    let data = host.get(&format!("/v1/identities?sourceId={id}")).await;
    assert_eq!(data["data"]["items"], json!([]));
}
