//! The service as one process after the other, on one database.

use crate::support::Place;
use reqwest::{Client, Method, Response};
use serde_json::Value;
use std::process::Stdio;
use std::sync::RwLock;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

/// Kinds of records, in the order of their events.
const LISTS: [&str; 10] = [
    "identities",
    "ratings",
    "documents",
    "employments",
    "incomes",
    "contributions",
    "liabilities",
    "transactions",
    "eincomes",
    "insights",
];

/// The service, in the process that runs at the moment.
pub(super) struct Service {
    place: Place,
    client: Client,
    process: Mutex<Child>,
    banner: RwLock<Banner>,
}

/// What a process prints when it starts.
#[derive(Clone, Default)]
struct Banner {
    address: String,
    api_key: String,
    api_secret: String,
}

/// Calls the service until it answers.
#[derive(Clone, Copy)]
pub(super) struct Caller<'a> {
    service: &'a Service,
    /// `None` for the host's server.
    session: Option<&'a str>,
}

impl Service {
    pub(super) async fn start() -> Self {
        let place = Place::new().await;
        let (process, banner) = launch(&place).await;
        let client = Client::builder().timeout(Duration::from_secs(10)).no_proxy().build().unwrap();
        Self { place, client, process: Mutex::new(process), banner: RwLock::new(banner) }
    }

    /// Kills the process and starts another.
    pub(super) async fn kill_and_restart(&self) {
        let mut process = self.process.lock().await;
        process.kill().await.unwrap();
        let (next, banner) = launch(&self.place).await;
        *process = next;
        // The secret is printed at the first start only.
        let api_secret = self.banner.read().unwrap().api_secret.clone();
        *self.banner.write().unwrap() = Banner { api_secret, ..banner };
    }

    pub(super) fn host(&self) -> Caller<'_> {
        Caller { service: self, session: None }
    }

    pub(super) fn widget<'a>(&'a self, session: &'a str) -> Caller<'a> {
        Caller { service: self, session: Some(session) }
    }
}

impl Caller<'_> {
    pub(super) async fn post(self, path: &str, body: &Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(super) async fn get(self, path: &str) -> Value {
        self.call(Method::GET, path, None).await.1
    }

    /// All items of a list.
    pub(super) async fn list(self, path: &str, filter: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut query = format!("{path}?size=150{filter}");
        loop {
            let page = self.get(&query).await["data"].take();
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["nextCursor"].as_str() {
                Some(cursor) => query = format!("{path}?size=150&cursor={cursor}"),
                None => return items,
            }
        }
    }

    /// How many records of each kind there are of an account, in the order of their events.
    pub(super) async fn records_of(self, account_id: &str) -> Vec<(&'static str, usize)> {
        let mut records = Vec::new();
        for list in LISTS {
            let items = self.list(&format!("/v1/{list}"), &format!("&sourceId={account_id}")).await;
            records.push((list, items.len()));
        }
        records
    }

    /// Repeats a request until the answer is not an error of the service.
    async fn call(self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        loop {
            match self.ask(method.clone(), path, body).await {
                Ok(response) if response.status().as_u16() < 500 => {
                    let status = response.status().as_u16();
                    if let Ok(answer) = response.json().await {
                        return (status, answer);
                    }
                }
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    async fn ask(self, method: Method, path: &str, body: Option<&Value>) -> reqwest::Result<Response> {
        let Banner { address, api_key, api_secret } = self.service.banner.read().unwrap().clone();
        let mut request = self.service.client.request(method, format!("{address}{path}"));
        request = match self.session {
            None if path.starts_with("/v1") => request.basic_auth(api_key, Some(api_secret)),
            None => request,
            Some(token) => request.bearer_auth(token),
        };
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await
    }
}

async fn launch(place: &Place) -> (Child, Banner) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wink-service"))
        .args(["serve", "--listen", "127.0.0.1:0", "--sandbox-pace", "0"])
        .args(["--rate-limit", "0", "--link-rate-limit", "0"])
        .args(["--database", &place.database])
        .arg("--data")
        .arg(place.data_folder())
        .env("WINK_LOG", "error")
        // A crowd logs in with the same few names.
        .env("WINK_QUOTAS", "sandbox-logins=0")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut banner = Banner::default();
    while banner.api_secret.is_empty() {
        let line = lines.next_line().await.unwrap().unwrap();
        let value = line.split_whitespace().last().unwrap_or_default().to_owned();
        match line.trim() {
            line if line.starts_with("Wink is at") => banner.address = value,
            line if line.starts_with("Sandbox API key") => banner.api_key = value,
            line if line.starts_with("Sandbox API secret") => banner.api_secret = value,
            _ => {}
        }
    }
    // The rest must be read, or the process blocks on its output.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, banner)
}
