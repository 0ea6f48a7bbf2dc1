//! What every answer tells browsers, unless whoever made the answer has said it otherwise: not to guess types, not to tell
//! where somebody came from, not to be framed or read by other sites.

use super::policy::Policy;
use crate::service_address::ServiceAddress;
use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Our pages ask for none of it; the camera is the browser's own file picker.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";

/// A year, as long as the service is known to be reached over https.
const TRANSPORT: &str = "max-age=31536000";

/// Where answers are for pages of every origin. The pages of signing in have none themselves, and need their script and
/// style, where the widget's frame is sandboxed and so are the windows that it opens.
const FOR_EVERY_ORIGIN: [&str; 4] = ["/link/", "/demo/", "/files/", "/sign-in/"];

/// Where pages talk with the window that opened them, on whichever origin that is: those of signing in, and the sandbox's,
/// which stands between them.
const WITH_AN_OPENER: [&str; 2] = ["/sign-in/", "/sandbox/"];

/// No other site has a hand on our other pages, also where it opened them. They may open those of signing in.
const ALONE: &str = "same-origin-allow-popups";

/// How browsers reach the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Https,
    Unknown,
}

impl Transport {
    pub(crate) fn of(address: &ServiceAddress) -> Self {
        if address.is_https() { Self::Https } else { Self::Unknown }
    }
}

/// Middleware.
pub(crate) async fn complete(transport: Transport, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_for_every_origin = FOR_EVERY_ORIGIN.iter().any(|start| path.starts_with(start));
    let has_an_opener = WITH_AN_OPENER.iter().any(|start| path.starts_with(start));
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
    if is_page(headers) && !has_an_opener {
        headers.entry(OPENER_POLICY).or_insert(HeaderValue::from_static(ALONE));
    }
    if is_document(headers) {
        // What is no page of ours needs nothing.
        headers.entry(CONTENT_SECURITY_POLICY).or_insert_with(|| Policy::default().header());
    }
    response
}

/// Whether a browser would show it as a page. A script's policy would become that of a worker.
fn is_document(headers: &HeaderMap) -> bool {
    is_page(headers) || is_of(headers, &["application/json", "text/plain", "image/svg"])
}

fn is_page(headers: &HeaderMap) -> bool {
    is_of(headers, &["text/html"])
}

fn is_of(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let told = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kinds.iter().any(|kind| told.starts_with(kind.as_bytes()))
}
