//! `/docs/api`: the Open API's document as a page for people. The page reads `/v1/openapi.json` in the browser, so
//! that there is one source; nothing comes from elsewhere.

use axum::Router;
use axum::http::HeaderName;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::Redirect;
use axum::routing::get;

const PAGE: &str = include_str!("reference/page.html");
const STYLE: &str =
    concat!(include_str!("../../../../static/tokens.css"), include_str!("reference/page.css"));
const SCRIPT: &str = include_str!("reference/page.js");

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'";

/// The page and what it loads.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/docs", get(|| async { Redirect::permanent("/docs/api") }))
        .route("/docs/api", get(|| async { file("text/html; charset=utf-8", PAGE) }))
        .route("/docs/page.css", get(|| async { file("text/css; charset=utf-8", STYLE) }))
        .route("/docs/page.js", get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }))
}

fn file(kind: &'static str, text: &'static str) -> ([(HeaderName, &'static str); 5], &'static str) {
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text)
}
