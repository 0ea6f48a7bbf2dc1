//! The headers of every response: the functions that build those of one kind of response, and the middleware that adds
//! what all responses have, unless they have it already: no content sniffing, no referrer, no framing and no reading by
//! other sites.

use super::policy::{Context, Policy};
use crate::documents::FileName;
use crate::service_address::ServiceAddress;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_ENCODING,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER, STRICT_TRANSPORT_SECURITY, VARY,
    WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponseParts, Response};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

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

/// Headers, as a part of a response.
pub(crate) type Headers<const N: usize> = [(HeaderName, HeaderValue); N];

/// How long a response may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caching {
    /// Not at all: it is about one person, or its address contains a code.
    Never,
    /// Until browsers need it again, when they ask whether it has changed.
    Checked,
    /// For ever, by everybody. The address changes with the content.
    ForEver,
    /// For ever, by the person's own browser.
    ForEverPrivately,
}

impl Caching {
    pub(crate) fn headers(self) -> Headers<1> {
        let value = match self {
            Self::Never => "no-store",
            Self::Checked => "no-cache",
            Self::ForEver => "public, max-age=31536000, immutable",
            Self::ForEverPrivately => "private, max-age=31536000, immutable",
        };
        [(CACHE_CONTROL, HeaderValue::from_static(value))]
    }
}

/// What the content of a response is, beside JSON and plain text, whose types axum knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Catalogue,
    /// The Open API's document, as a text.
    Json,
    /// Prometheus's text format.
    Metrics,
    Page,
    Picture,
    Script,
    StyleSheet,
}

impl Kind {
    pub(crate) fn headers(self) -> Headers<1> {
        let value = match self {
            Self::Catalogue => "text/tab-separated-values; charset=utf-8",
            Self::Json => "application/json",
            Self::Metrics => "text/plain; version=0.0.4; charset=utf-8",
            Self::Page => "text/html; charset=utf-8",
            Self::Picture => "image/svg+xml",
            Self::Script => "text/javascript; charset=utf-8",
            Self::StyleSheet => "text/css; charset=utf-8",
        };
        [(CONTENT_TYPE, HeaderValue::from_static(value))]
    }
}

/// A text that is part of the program, such as a page's style sheet.
pub(crate) fn file(kind: Kind, text: &'static str) -> (Headers<1>, Headers<1>, &'static str) {
    (kind.headers(), Caching::Checked.headers(), text)
}

/// For a page. No search engine lists what nobody may keep.
pub(crate) fn page(policy: &Policy, caching: Caching) -> impl IntoResponseParts + use<> {
    let unlisted = [(ROBOTS, HeaderValue::from_static("noindex"))];
    let unlisted = (caching == Caching::Never).then_some(unlisted);
    (Kind::Page.headers(), caching.headers(), under(policy), unlisted)
}

/// For a file from somebody else, which no browser may show as a page.
pub(crate) fn download(name: &FileName, content_type: &'static str) -> impl IntoResponseParts + use<> {
    // A name has safe letters alone, so this never fails; if it did, the file would have no name.
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let described =
        [(CONTENT_TYPE, HeaderValue::from_static(content_type)), (CONTENT_DISPOSITION, disposition)];
    let policy = Policy { context: Context::Sandbox, ..Policy::default() };
    (described, Caching::Never.headers(), under(&policy))
}

/// For a page of the folder.
pub(crate) fn under(policy: &Policy) -> Headers<1> {
    [(CONTENT_SECURITY_POLICY, policy.header())]
}

/// For what pages of every origin use, including isolated pages and pages without an origin.
pub(crate) fn for_every_origin() -> Headers<2> {
    [
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
    ]
}

/// For a body that was compressed before, for clients that accept it.
pub(crate) fn compressed_with_brotli() -> Headers<2> {
    [(CONTENT_ENCODING, HeaderValue::from_static("br")), (VARY, HeaderValue::from_static("accept-encoding"))]
}

/// When to try again.
pub(crate) fn retry_after(seconds: u32) -> Headers<1> {
    [(RETRY_AFTER, HeaderValue::from(seconds))]
}

/// How to authenticate at the Open API.
pub(crate) fn challenge() -> Headers<1> {
    [(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"Open API\", charset=\"UTF-8\""))]
}

/// Middleware that keeps browsers from storing a response that does not say otherwise.
pub(crate) async fn forbid_storing(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let [(name, value)] = Caching::Never.headers();
    response.headers_mut().entry(name).or_insert(value);
    response
}

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
    add(transport, is_for_every_origin, has_an_opener, response.headers_mut());
    response
}

/// For a request that no route answers, because its connection is closed.
pub(crate) fn complete_last(mut response: Response) -> Response {
    add(Transport::Unknown, false, false, response.headers_mut());
    close_connection(&mut response);
    response
}

/// Closes the connection after a response.
pub(crate) fn close_connection(response: &mut Response) {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
}

fn add(transport: Transport, is_for_every_origin: bool, has_an_opener: bool, headers: &mut HeaderMap) {
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
}

/// Whether a browser would show it as a page or run it as a worker, whose policy is that of its script.
fn is_document(headers: &HeaderMap) -> bool {
    is_page(headers) || is_of(headers, &["application/json", "text/plain", "image/svg"])
}

/// Whether a browser would show it as a page.
pub(crate) fn is_page(headers: &HeaderMap) -> bool {
    is_of(headers, &["text/html"])
}

fn is_of(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kinds.iter().any(|kind| content_type.starts_with(kind.as_bytes()))
}
