//! The readers of requests, for the fuzz targets.

use super::auth;
use axum::http::HeaderMap;

pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    auth::bearer(headers)
}
