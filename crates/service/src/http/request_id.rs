//! Gives every request an id, which is in the response and in every log line about the request, and logs the result.
//!
//! Only the method, the path without its query, the status and the time taken are logged: never a header or body.

use super::client_address::is_from_a_proxy;
use crate::{metrics, traces};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument as _;
use uuid::Uuid;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the current request; empty outside of one.
pub(crate) fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Middleware, the outermost one. A request from a trusted proxy continues the trace that it names.
pub(crate) async fn give(trusted_proxies: Arc<[IpNet]>, request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().to_string();
    let method = request.method().clone();
    // The route instead of the path: an unknown path may contain anything, including what must not be logged.
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id, %method, route);
    let caller = is_from_a_proxy(&trusted_proxies, &request).then(|| request.headers());
    let trace = traces::request(&id, &method, route.as_deref(), caller);
    let (began, traced) = (Instant::now(), trace.clone());
    let answer = async move {
        let response = next.run(request).await;
        let (status, took) = (response.status().as_u16(), began.elapsed());
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        metrics::answered(&method, route.as_deref(), status, took);
        traces::answered(&traced, status);
        if status >= 500 {
            tracing::error!(status, millis, "answered");
        } else {
            tracing::info!(status, millis, "answered");
        }
        response
    }
    .instrument(span)
    .instrument(trace);
    let mut response = CURRENT.scope(id.clone(), answer).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
