//! Addresses with a NUL character in them: PostgreSQL keeps no such text, so there is nothing at any of them.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// As addresses have it.
const NUL: &str = "%00";

/// Middleware: answers such an address with a refusal of the caller's.
pub(crate) async fn refuse<R: IntoResponse>(refusal: fn() -> R, request: Request, next: Next) -> Response {
    if request.uri().path().contains(NUL) { refusal().into_response() } else { next.run(request).await }
}

/// Middleware: the same where nothing but people's browsers come, and for what follows the question mark too.
pub(crate) async fn refuse_plainly(request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| query.contains(NUL)) {
        return nothing_here().into_response();
    }
    refuse(nothing_here, request, next).await
}

fn nothing_here() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "there is nothing at this address\n")
}
