//! What every operation answers with.

use super::error::ApiError;
use axum::response::Response;

/// The result of a handler.
pub(super) type Answer = Result<Response, ApiError>;
