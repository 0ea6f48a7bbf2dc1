//! Requests to providers: bounded in time and size, without following redirections.

use super::failure::{Failure, HttpFailure, LARGEST_BYTES};
use openidconnect::{AccessToken, AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::header::ACCEPT;
use reqwest::{Client, Response, StatusCode, Url, redirect};
use serde_json::Value;
use std::pin::Pin;
use std::time::Duration;
use wink_wire::ErrorCode;

/// How long a provider may take to answer, with everything.
const PATIENCE: Duration = Duration::from_secs(15);

/// What an endpoint answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answered {
    Document(Value),
    /// The access token is not taken (any more).
    NotLetIn,
    /// 404
    Nothing,
}

/// Clones share its connections.
#[derive(Clone, Debug)]
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        let builder = || {
            Client::builder()
                .user_agent(concat!("wink-service/", env!("CARGO_PKG_VERSION")))
                .timeout(PATIENCE)
                // Whom a provider sends us on to would get the tokens.
                .redirect(redirect::Policy::none())
        };
        let client = builder().build().or_else(|error| {
            tracing::warn!(%error, "no provider can be reached over https: this machine has no certificates of authorities");
            builder().tls_certs_only([]).build()
        });
        Ok(Self(client?))
    }

    /// Reads an endpoint with an access token.
    pub(super) async fn read(&self, url: &Url, token: &AccessToken) -> Result<Answered, Failure> {
        let request = self.0.get(url.clone()).bearer_auth(token.secret()).header(ACCEPT, "application/json");
        let response = request.send().await.map_err(no_answer)?;
        let status = response.status();
        let code = match status {
            StatusCode::UNAUTHORIZED => return Ok(Answered::NotLetIn),
            StatusCode::NOT_FOUND => return Ok(Answered::Nothing),
            StatusCode::FORBIDDEN => ErrorCode::AccountInaccessible,
            StatusCode::LOCKED => ErrorCode::AccountLocked,
            _ if status.is_success() => {
                let body = body_of(response).await?;
                let document = serde_json::from_slice(&body);
                return document
                    .map(Answered::Document)
                    .map_err(|_| Failure::broken(format!("{} did not answer with JSON", path_of(url))));
            }
            _ if is_down(status) => ErrorCode::ServiceUnavailable,
            _ => ErrorCode::SystemError,
        };
        Err(Failure::new(code, format!("{} was answered with {status}", path_of(url))))
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let request = reqwest::Request::try_from(request).map_err(no_answer)?;
        let response = self.0.execute(request).await.map_err(no_answer)?;
        // Whatever a gateway writes there, it is no answer of the provider's.
        if is_down(response.status()) {
            return Err(HttpFailure::Status(response.status()));
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let mut answer = http::Response::new(body_of(response).await?);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpFailure;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFailure>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.exchange(request))
    }
}

fn is_down(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

async fn body_of(mut response: Response) -> Result<Vec<u8>, HttpFailure> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(no_answer)? {
        if body.len() + piece.len() > LARGEST_BYTES {
            return Err(HttpFailure::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The innermost cause says most. The address may hold what is nobody's business.
fn no_answer(error: reqwest::Error) -> HttpFailure {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    HttpFailure::NoAnswer(cause.to_string())
}

/// An address for the log: without a query, which may name the person.
fn path_of(url: &Url) -> String {
    format!("{}{}", url.host_str().unwrap_or_default(), url.path())
}
