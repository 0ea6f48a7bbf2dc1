//! One try to deliver: a signed `POST`, and what came back, in words.

use super::address::{self, Reach, Resolver};
use super::signature::{SIGNATURE, sign};
use crate::scope::Mode;
use axum::http::header::CONTENT_TYPE;
use reqwest::{Client, Response, redirect};
use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wink_wire::Secret;

/// How long a receiver may take to answer, with everything.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much of an answer's body is read and kept, in bytes. It is for the log; the status decides.
const KEPT_BYTES: usize = 1024;

/// No connection could be made at all: the TLS library did not start.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be created")]
pub(crate) struct NoClient(#[from] reqwest::Error);

/// Sends. Clones share its connections.
#[derive(Clone)]
pub(super) struct Sender {
    reach: Reach,
    /// Two, because they differ in what they may reach.
    sandbox: Client,
    production: Client,
}

/// What is sent where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parcel<'a> {
    pub(super) url: &'a str,
    pub(super) mode: Mode,
    pub(super) secret: &'a Secret,
    pub(super) body: &'a [u8],
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) duration: Duration,
    pub(super) status_code: Option<u16>,
    /// Why it counts as failed; none for a success.
    pub(super) error: Option<String>,
    pub(super) answer: Option<String>,
}

impl Sender {
    pub(super) fn new(reach: Reach) -> Result<Self, NoClient> {
        let (sandbox, production) = (client(reach, Mode::Sandbox)?, client(reach, Mode::Production)?);
        Ok(Self { reach, sandbox, production })
    }

    /// Tries once.
    pub(super) async fn send(&self, parcel: Parcel<'_>) -> Outcome {
        let started = Instant::now();
        let (status_code, error, answer) = match self.post(parcel).await {
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

    async fn post(&self, parcel: Parcel<'_>) -> Result<Response, String> {
        // Rules may have become stricter since the webhook was made.
        let url = address::check(parcel.url, self.reach, parcel.mode)
            .map_err(|error| format!("nothing was sent: the address {error}"))?;
        let request = self
            .client(parcel.mode)
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(SIGNATURE, sign(parcel.secret, parcel.body))
            .body(parcel.body.to_vec());
        request.send().await.map_err(|error| in_words(&error))
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
            .timeout(PATIENCE)
            .redirect(redirect::Policy::none())
            // A proxy would look names up itself, past the check.
            .no_proxy()
            .dns_resolver(Arc::new(Resolver { reach, mode }))
    };
    builder().build().or_else(|error| {
        // A machine without certificates of authorities: no https receiver can be trusted, others can be tried out.
        tracing::warn!(%error, "webhooks over https cannot be sent: this machine has no certificates of authorities");
        builder().tls_certs_only([]).build()
    })
}

/// The beginning of an answer's body, for the log.
async fn beginning(mut response: Response) -> Option<String> {
    let mut kept = Vec::new();
    while kept.len() < KEPT_BYTES {
        match response.chunk().await {
            Ok(Some(piece)) => kept.extend_from_slice(&piece),
            // A body that breaks off changes nothing: the status was there.
            Ok(None) | Err(_) => break,
        }
    }
    kept.truncate(KEPT_BYTES);
    let readable = |character: char| if character.is_control() { ' ' } else { character };
    let text: String = String::from_utf8_lossy(&kept).chars().map(readable).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Why there was no answer. The innermost cause says most; the address stands beside it in the log anyway.
fn in_words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("the receiver did not answer within {} s", PATIENCE.as_secs());
    }
    let mut cause = error.source();
    let mut words = None;
    while let Some(error) = cause {
        words = Some(error.to_string());
        cause = error.source();
    }
    let words = words.unwrap_or_else(|| "no cause was given".to_owned());
    if error.is_connect() {
        format!("the receiver could not be reached: {words}")
    } else {
        format!("the receiver did not answer: {words}")
    }
}
