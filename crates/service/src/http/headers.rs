//! What every answer tells browsers, unless whoever made the answer has said it otherwise: not to guess types, not to tell
//! where somebody came from, not to be framed or read by other sites.

use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Our pages ask for none of it; the camera is the browser's own file picker.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";

/// What is no page of ours needs nothing.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A year, as long as the service is known to be reached over https.
const TRANSPORT: &str = "max-age=31536000";

/// Where answers are for pages of every origin. The pages of signing in have none themselves, and need their script and
/// style, where the widget's frame is sandboxed and so are the windows that it opens.
const FOR_EVERY_ORIGIN: [&str; 4] = ["/link/", "/demo/", "/files/", "/sign-in/"];

/// How browsers reach the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Https,
    Unknown,
}

impl Transport {
    pub(crate) fn of(public_url: Option<&str>) -> Self {
        match public_url {
            Some(url) if url.starts_with("https://") => Self::Https,
            _ => Self::Unknown,
        }
    }
}

/// Middleware.
pub(crate) async fn complete(transport: Transport, request: Request, next: Next) -> Response {
    let is_for_every_origin = FOR_EVERY_ORIGIN.iter().any(|start| request.uri().path().starts_with(start));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(REFERRER_POLICY, "no-referrer");
    say(PERMISSIONS_POLICY, PERMISSIONS);
    say(RESOURCE_POLICY, if is_for_every_origin { "cross-origin" } else { "same-origin" });
    if transport == Transport::Https {
        say(STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
    if is_document(headers) {
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    }
    response
}

/// Whether a browser would show it as a page. A script's policy would become that of a worker.
fn is_document(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    [&b"text/html"[..], b"application/json", b"text/plain", b"image/svg"]
        .iter()
        .any(|it| kind.starts_with(it))
}
