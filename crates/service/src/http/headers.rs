//! Security headers of every response, unless its handler sets them itself: no content sniffing, no referrer, no
//! framing and no reading by other sites.

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

/// The service's pages use none of these; taking a photo uses the browser's own file picker.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";

/// One year, sent if browsers reach the service over https.
const TRANSPORT: &str = "max-age=31536000";

/// Paths whose responses pages of every origin may use. If the widget's frame is sandboxed, so are the windows that it
/// opens: the sign-in pages then have no origin, and still need their script and style.
const FOR_EVERY_ORIGIN: [&str; 4] = ["/link/", "/demo/", "/files/", "/sign-in/"];

/// Paths of pages that talk to the window that opened them, whatever its origin: the sign-in pages, and the sandbox's
/// page between them.
const WITH_AN_OPENER: [&str; 2] = ["/sign-in/", "/sandbox/"];

/// For all other pages: no other site keeps a handle to them, even if it opened them. They may open the sign-in pages.
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

/// Middleware that adds the headers.
pub(crate) async fn complete(transport: Transport, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_for_every_origin = FOR_EVERY_ORIGIN.iter().any(|start| path.starts_with(start));
    let has_an_opener = WITH_AN_OPENER.iter().any(|start| path.starts_with(start));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    set(PERMISSIONS_POLICY, PERMISSIONS);
    set(RESOURCE_POLICY, if is_for_every_origin { "cross-origin" } else { "same-origin" });
    if transport == Transport::Https {
        set(STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
    if is_page(headers) && !has_an_opener {
        headers.entry(OPENER_POLICY).or_insert(HeaderValue::from_static(ALONE));
    }
    if is_document(headers) {
        // Only pages of the service need more than the default policy.
        headers.entry(CONTENT_SECURITY_POLICY).or_insert_with(|| Policy::default().header());
    }
    response
}

/// Whether a browser would show it as a page or run it as a worker, whose policy is that of its script.
fn is_document(headers: &HeaderMap) -> bool {
    is_page(headers) || is_of(headers, &["application/json", "text/plain", "image/svg"])
}

fn is_page(headers: &HeaderMap) -> bool {
    is_of(headers, &["text/html"])
}

fn is_of(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kinds.iter().any(|kind| content_type.starts_with(kind.as_bytes()))
}
