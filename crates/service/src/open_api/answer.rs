//! The answer of every operation.

use super::error::ApiError;
use axum::response::Response;

/// The result of a handler.
pub(super) type Answer = Result<Response, ApiError>;
