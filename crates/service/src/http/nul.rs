//! Rejects paths with a NUL character. PostgreSQL cannot store such a text, so nothing can be there.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A NUL character in a URL.
const NUL: &str = "%00";

/// Middleware that answers such a path with `refusal`.
pub(crate) async fn refuse<R: IntoResponse>(refusal: fn() -> R, request: Request, next: Next) -> Response {
    if request.uri().path().contains(NUL) { refusal().into_response() } else { next.run(request).await }
}

/// Middleware for pages that only browsers request. It also checks the query.
pub(crate) async fn refuse_plainly(request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| query.contains(NUL)) {
        return nothing_here().into_response();
    }
    refuse(nothing_here, request, next).await
}

fn nothing_here() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "there is nothing at this address\n")
}
