//! The folder served at `/`: the widget's files and the playground.
//!
//! It is a plain folder, but two paths in it are under `/v1`, where the Open API is. Requests that look like a file of
//! the widget are served from the folder before they reach the API.

use crate::http::headers::{self, Caching};
use crate::http::policy::{Allowed, Images, Policy, Scripts};
use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use std::path::Path;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// For pages: the playground uses the policy that the documentation recommends to hosts.
fn page_policy() -> Policy {
    Policy {
        scripts: Scripts::OwnWithWebAssembly,
        styles: Allowed::Own,
        connections: Allowed::Own,
        images: vec![Images::Own, Images::Data, Images::Https],
        forms: Allowed::Own,
        framing: Allowed::Own,
        anything_else: Allowed::Own,
        ..Policy::default()
    }
}

/// Serves the folder, if there is one.
pub(crate) fn serve_folder(router: Router, folder: Option<&Path>) -> Router {
    let Some(folder) = folder else {
        return router.fallback(|| async { (StatusCode::NOT_FOUND, "there is nothing at this address\n") });
    };
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let for_api_paths = files.clone();
    router.fallback_service(files).layer(from_fn(move |request: Request, next: Next| {
        let files = for_api_paths.clone();
        async move {
            let path = request.uri().path().to_owned();
            if is_api(&path) && !is_widget_file(request.method(), &path) {
                return next.run(request).await;
            }
            let response = if is_api(&path) {
                files.oneshot(request).await.into_response()
            } else {
                next.run(request).await
            };
            with_headers(response, &path)
        }
    }))
}

fn is_api(path: &str) -> bool {
    ["/v1/", "/link/", "/playground/", "/sign-in/", "/sandbox/", "/files/", "/docs", "/invite/", "/invites/"]
        .iter()
        .any(|start| path.starts_with(start))
}

/// Whether a path is a script, module or style directly under `/v1`. No path of the Open API contains a dot there.
fn is_widget_file(method: &Method, path: &str) -> bool {
    let name = path.strip_prefix("/v1/").unwrap_or_default();
    let is_file = ["js", "mjs", "wasm", "css", "map"]
        .iter()
        .any(|extension| Path::new(name).extension().is_some_and(|found| found == *extension));
    matches!(*method, Method::GET | Method::HEAD) && !name.contains('/') && is_file
}

fn with_headers(response: Response, path: &str) -> Response {
    let is_lasting = response.status().is_success() && has_hash(path);
    let caching = if is_lasting { Caching::ForEver } else { Caching::Checked };
    if headers::is_page(response.headers()) {
        (caching.headers(), headers::under(&page_policy()), response).into_response()
    } else {
        (caching.headers(), headers::for_every_origin(), response).into_response()
    }
}

/// Whether a file name contains a hash of its content: a part of at least eight hexadecimal digits.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_in_a_name_is_seen() {
        assert!(has_hash("/v2/wink-0123abcd.wasm"));
        assert!(has_hash("/v2/wink-0123abcd4567ef89_bg.wasm"));
        assert!(!has_hash("/v2/smile.v2.js") && !has_hash("/index.html"));
        assert!(!has_hash("/0123abcd/plain.js"));
    }

    #[test]
    fn only_files_of_the_widget_come_before_the_open_api() {
        assert!(is_widget_file(&Method::GET, "/v1/smile.v1.js"));
        assert!(!is_widget_file(&Method::POST, "/v1/smile.v1.js"));
        assert!(!is_widget_file(&Method::GET, "/v1/users"));
        assert!(!is_widget_file(&Method::GET, "/v1/users/x.js"));
        assert!(!is_widget_file(&Method::GET, "/link/v1/x.js"));
    }
}
