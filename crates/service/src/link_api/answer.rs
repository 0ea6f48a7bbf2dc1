//! What every call is given and answers with.

use super::problem::Refusal;
use crate::http::body::read_json;
use axum::extract::Request;
use axum::response::Response;
use serde::de::DeserializeOwned;

/// What a handler answers.
pub(super) type Answer = Result<Response, Refusal>;

/// Reads a body that must be there.
pub(super) async fn body<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    read_json(request).await?.ok_or_else(|| Refusal::invalid(None, "the body is missing; send a JSON object"))
}
