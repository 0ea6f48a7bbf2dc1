//! Requests to providers: limited in time and size, without following redirects.

use super::failure::{Failure, HttpFailure, LARGEST_BYTES};
use openidconnect::{AccessToken, AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::header::ACCEPT;
use reqwest::{Client, Response, StatusCode, Url, redirect};
use serde_json::Value;
use std::pin::Pin;
use std::time::Duration;
use wink_wire::ErrorCode;

/// Timeout for a provider's whole response.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The response of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answered {
    Document(Value),
    /// The provider rejects the access token.
    Unauthorized,
    /// 404
    Nothing,
}

/// Clones share the connections.
#[derive(Clone, Debug)]
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        let builder = || {
            Client::builder()
                .user_agent(concat!("wink-service/", env!("CARGO_PKG_VERSION")))
                .timeout(TIMEOUT)
                // A redirect's target would receive the tokens.
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
            StatusCode::UNAUTHORIZED => return Ok(Answered::Unauthorized),
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
        // A gateway's error page is not a response of the provider.
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

/// The innermost cause says most. The address may contain private data.
fn no_answer(error: reqwest::Error) -> HttpFailure {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    HttpFailure::NoAnswer(cause.to_string())
}

/// An address for the log, without its query, which may name the person.
fn path_of(url: &Url) -> String {
    format!("{}{}", url.host_str().unwrap_or_default(), url.path())
}
