//! The languages that a browser requests.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// Maximum number of languages that are considered.
const MOST: usize = 20;

/// The requested languages, in order of preference.
pub(crate) fn languages(headers: &HeaderMap) -> Vec<&str> {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = asked.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim());
    tags.take(MOST).collect()
}
