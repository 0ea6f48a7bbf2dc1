//! Which languages a browser asks for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// Most languages of a browser that are looked at.
const MOST: usize = 20;

/// The languages that a browser asks for, the best first, as browsers send them.
pub(crate) fn languages(headers: &HeaderMap) -> Vec<&str> {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = asked.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim());
    tags.take(MOST).collect()
}
