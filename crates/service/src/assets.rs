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
use percent_encoding::percent_decode_str;
use std::io::{self, ErrorKind};
use std::path::Path;
use tower_http::services::ServeDir;

/// The one folder with a dot that is for everybody (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

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
        return router.fallback(|| async { nothing_here() });
    };
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let for_api_paths = files.clone();
    router.fallback(move |request: Request| serve_file(files.clone(), request)).layer(from_fn(
        move |request: Request, next: Next| {
            let files = for_api_paths.clone();
            async move {
                let path = request.uri().path().to_owned();
                if is_api(&path) && !is_widget_file(request.method(), &path) {
                    return next.run(request).await;
                }
                let response =
                    if is_api(&path) { serve_file(files, request).await } else { next.run(request).await };
                with_headers(response, &path)
            }
        },
    ))
}

async fn serve_file(mut files: ServeDir, request: Request) -> Response {
    if is_internal(request.uri().path()) {
        return nothing_here();
    }
    match files.try_call(request).await {
        Ok(response) => response.into_response(),
        Err(error) if names_no_file(&error) => nothing_here(),
        Err(error) => {
            tracing::error!(%error, "a file of the widget could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing at this address\n").into_response()
}

/// Whether a path is of no file that pages load: what a build notes for itself, or another file's compressed form.
fn is_internal(path: &str) -> bool {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let is_hidden = path.split('/').any(|part| part.starts_with('.') && part != WELL_KNOWN);
    let is_compressed = ["br", "gz"]
        .iter()
        .any(|extension| Path::new(&*path).extension().is_some_and(|found| found == *extension));
    is_hidden || is_compressed
}

/// Whether a file system refused a name for its form, such as a name that is too long.
fn names_no_file(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput | ErrorKind::NotADirectory | ErrorKind::NotFound
    )
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

    #[tokio::test]
    async fn no_path_is_a_failure_and_only_files_for_pages_are_served() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".well-known")).unwrap();
        std::fs::create_dir_all(folder.path().join("v2")).unwrap();
        for name in
            ["index.html", "v2/a.js", "v2/a.js.br", "v2/a.js.gz", ".stamp", "v2/.stamp", ".well-known/a"]
        {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let router = serve_folder(Router::new(), Some(folder.path()));
        let status = async |path: &str| {
            let request = Request::builder().uri(path).body(axum::body::Body::empty()).unwrap();
            tower::ServiceExt::oneshot(router.clone(), request).await.unwrap().status().as_u16()
        };
        let long = |length: usize| format!("/{}", "x".repeat(length));
        for path in ["/", "/v2/a.js", "/.well-known/a"] {
            assert_eq!(status(path).await, 200, "{path}");
        }
        for path in [
            "/.stamp",
            "/v2/.stamp",
            "/%2Estamp",
            "/v2/a.js.br",
            "/v2/a.js%2Ebr",
            "/v2/a.js.gz",
            "/index.html/x",
            "/a%00b",
            "/v1/missing.js",
            &long(255),
            &long(256),
            &long(9000),
            &format!("/v1{}.js", long(300)),
            &"/a".repeat(4000),
        ] {
            assert_eq!(status(path).await, 404, "{} letters: {:.40}", path.len(), path);
        }
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
