//! One attempt to deliver: a signed `POST`, and what came of it.

use super::address::{self, Reach, Resolver};
use super::signature::{SIGNATURE, sign};
use crate::scope::Mode;
use axum::http::header::CONTENT_TYPE;
use reqwest::{Client, Response, redirect};
use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wink_wire::Secret;

/// How long an endpoint may take, from connecting to the end of its answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept for the next event. Each is an open file.
const IDLE_TIMEOUT: Duration = Duration::from_secs(5);

/// Idle connections that are kept for one endpoint.
const IDLE_EACH: usize = 4;

/// How much of an answer's body is read and stored, in bytes. It is for the log; the status decides.
const KEPT_BYTES: usize = 1024;

/// No HTTP client: the TLS library did not start.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be created")]
pub(crate) struct NoClient(#[from] reqwest::Error);

/// Sends messages. Clones share the connections.
#[derive(Clone)]
pub(super) struct Sender {
    reach: Reach,
    /// One client for each mode, because they differ in which addresses they may connect to.
    sandbox: Client,
    production: Client,
}

/// A message to an endpoint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    pub(super) url: &'a str,
    pub(super) mode: Mode,
    pub(super) secret: &'a Secret,
    pub(super) body: &'a [u8],
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) duration: Duration,
    pub(super) status_code: Option<u16>,
    /// Why it counts as failed. `None`: it succeeded.
    pub(super) error: Option<String>,
    pub(super) answer: Option<String>,
}

impl Sender {
    pub(super) fn new(reach: Reach) -> Result<Self, NoClient> {
        let (sandbox, production) = (client(reach, Mode::Sandbox)?, client(reach, Mode::Production)?);
        Ok(Self { reach, sandbox, production })
    }

    /// Makes one attempt.
    pub(super) async fn send(&self, message: Message<'_>) -> Outcome {
        let started = Instant::now();
        let (status_code, error, answer) = match self.post(message).await {
            Ok(response) => {
                let status = response.status();
                let error = (!status.is_success()).then(|| match status {
                    status if status.is_redirection() => {
                        format!("the receiver answered {status}; redirections are not followed")
                    }
                    status => format!("the receiver answered {status}"),
                });
                (Some(status.as_u16()), error, beginning(response).await)
            }
            Err(error) => (None, Some(error), None),
        };
        Outcome { duration: started.elapsed(), status_code, error, answer }
    }

    async fn post(&self, message: Message<'_>) -> Result<Response, String> {
        // The rules may have become stricter since the webhook was created.
        let url = address::check(message.url, self.reach, message.mode)
            .map_err(|error| format!("nothing was sent: the address {error}"))?;
        let request = self
            .client(message.mode)
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(SIGNATURE, sign(message.secret, message.body))
            .body(message.body.to_vec());
        request.send().await.map_err(|error| message_for(&error))
    }

    const fn client(&self, mode: Mode) -> &Client {
        match mode {
            Mode::Sandbox => &self.sandbox,
            Mode::Production => &self.production,
        }
    }
}

fn client(reach: Reach, mode: Mode) -> Result<Client, reqwest::Error> {
    let builder = || {
        Client::builder()
            .user_agent(concat!("wink-service/", env!("CARGO_PKG_VERSION")))
            .timeout(TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_EACH)
            .redirect(redirect::Policy::none())
            // A proxy would look up names itself and bypass the resolver's check.
            .no_proxy()
            .dns_resolver(Arc::new(Resolver { reach, mode }))
    };
    builder().build().or_else(|error| {
        // A machine without root certificates can trust no https endpoint, but can still use those of the sandbox.
        tracing::warn!(%error, "webhooks over https cannot be sent: this machine has no root certificates");
        builder().tls_certs_only([]).build()
    })
}

/// The beginning of an answer's body, for the log of deliveries.
async fn beginning(mut response: Response) -> Option<String> {
    let mut kept = Vec::new();
    while kept.len() < KEPT_BYTES {
        match response.chunk().await {
            Ok(Some(piece)) => kept.extend_from_slice(&piece),
            // A body that breaks off changes nothing: the status has arrived.
            Ok(None) | Err(_) => break,
        }
    }
    kept.truncate(KEPT_BYTES);
    let readable = |character: char| if character.is_control() { ' ' } else { character };
    let text: String = String::from_utf8_lossy(&kept).chars().map(readable).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Why there was no answer. The innermost cause says most, and the log shows the address anyway.
fn message_for(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("the receiver did not answer within {} s", TIMEOUT.as_secs());
    }
    let mut cause = error.source();
    let mut innermost = None;
    while let Some(error) = cause {
        innermost = Some(error.to_string());
        cause = error.source();
    }
    let reason = innermost.unwrap_or_else(|| "no cause was given".to_owned());
    if error.is_connect() {
        format!("the receiver could not be reached: {reason}")
    } else {
        format!("the receiver did not answer: {reason}")
    }
}
