//! Hosts and widgets that try again until they are answered.

use super::ledger::Ledger;
use super::service::Service;
use crate::support::Sealer;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Body;
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Longest that an answer may take, through whatever happens.
const ANSWER_WITHIN: Duration = Duration::from_secs(80);

/// Longest that one try may take.
const TRY_FOR: Duration = Duration::from_secs(15);

/// Who calls.
#[derive(Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    pub(super) service: Arc<Service>,
    pub(super) ledger: Arc<Ledger>,
    authorization: String,
    sealer: Option<Sealer>,
}

impl Client {
    /// A host's server.
    pub(super) fn host(service: Arc<Service>, ledger: Arc<Ledger>) -> Self {
        let keys = std::fs::read(service.place.data_folder().join("sandbox-keys.json")).unwrap();
        let keys: Value = serde_json::from_slice(&keys).unwrap();
        let pair = format!("{}:{}", keys["apiKey"].as_str().unwrap(), keys["apiSecret"].as_str().unwrap());
        ledger.keep_secret(keys["apiSecret"].as_str().unwrap());
        let http = reqwest::Client::builder().timeout(TRY_FOR).no_proxy().build().unwrap();
        let authorization = format!("Basic {}", STANDARD.encode(pair));
        Self { http, service, ledger, authorization, sealer: None }
    }

    /// A widget in an open session.
    pub(super) fn widget(&self, token: &str, sealer: Sealer) -> Self {
        Self { authorization: format!("Bearer {token}"), sealer: Some(sealer), ..self.clone() }
    }

    pub(super) async fn get(&self, path: &str) -> (u16, Value) {
        self.call(Method::GET, path, Vec::new()).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let sealed = self.sealer.as_ref().map(|sealer| sealer.body(path, body));
        self.call(Method::POST, path, sealed.as_ref().unwrap_or(body).to_string().into_bytes()).await
    }

    /// Repeats a request until it is answered, with a success or with a refusal that stays.
    pub(super) async fn call(&self, method: Method, path: &str, body: Vec<u8>) -> (u16, Value) {
        let begun = Instant::now();
        let mut last = None;
        while begun.elapsed() < ANSWER_WITHIN {
            let url = format!("http://{}{path}", self.service.now().address);
            let request = self.http.request(method.clone(), url).header("authorization", &self.authorization);
            let request = request.header("content-type", "application/json").body(Body::from(body.clone()));
            if let Ok(answer) = request.send().await {
                let status = answer.status().as_u16();
                if let Ok(text) = answer.text().await {
                    self.ledger.hear(status, path, &text);
                    if status < 500 && status != 429 {
                        return (status, serde_json::from_str(&text).unwrap_or_default());
                    }
                    last = Some((status, text));
                }
            }
            sleep(Duration::from_millis(200)).await;
        }
        panic!("{method} {path} is not answered; the last answer: {last:?}");
    }

    /// All items of a list for hosts.
    pub(super) async fn list(&self, path: &str, filter: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut query = format!("{path}?size=150{filter}");
        loop {
            let (status, mut page) = self.get(&query).await;
            assert_eq!(status, 200, "{page}");
            let page = page["data"].take();
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["nextCursor"].as_str() {
                Some(cursor) => query = format!("{path}?size=150&cursor={cursor}"),
                None => return items,
            }
        }
    }
}
