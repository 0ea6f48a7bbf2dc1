//! The input and the answer of every call.

use super::problem::LinkError;
use crate::http::body::read_json;
use axum::extract::Request;
use axum::response::Response;
use serde::de::DeserializeOwned;

/// What a handler answers.
pub(super) type Answer = Result<Response, LinkError>;

/// Reads a body that must be there.
pub(super) async fn body<T: DeserializeOwned>(request: Request) -> Result<T, LinkError> {
    read_json(request)
        .await?
        .ok_or_else(|| LinkError::invalid(None, "the body is missing; send a JSON object"))
}
