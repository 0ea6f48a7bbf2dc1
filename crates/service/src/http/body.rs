//! Reads a JSON body, and describes what is wrong with an invalid one. A body that announces itself as too large is refused
//! before it arrives.

use axum::RequestExt as _;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest as _, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Maximum size of a JSON body, in bytes.
pub(crate) const LARGEST_BODY_BYTES: usize = 64 * 1024;

/// A body that cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadBody {
    #[error("the body is larger than this operation allows")]
    TooLarge,
    #[error("the body ended early")]
    Broken,
    #[error("the body must be JSON, sent with Content-Type: application/json")]
    NotJson,
    #[error("{field} must not contain a NUL character")]
    Nul { field: String },
    #[error("invalid body at line {line} column {column}: {what}")]
    Malformed { line: usize, column: usize, what: &'static str },
}

impl BadBody {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Broken | Self::Nul { .. } | Self::Malformed { .. } => StatusCode::BAD_REQUEST,
        }
    }
}

/// Reads a body of at most the length that the route allows.
pub(crate) async fn read_bytes(request: Request) -> Result<Bytes, BadBody> {
    let (request, is_allowed) = check_announced(request);
    if !is_allowed {
        return Err(BadBody::TooLarge);
    }
    Bytes::from_request(request, &())
        .await
        .map_err(|rejection| if is_too_large(&rejection) { BadBody::TooLarge } else { BadBody::Broken })
}

/// Middleware for pages, whose forms are not read by [`read_bytes`].
pub(crate) async fn refuse_announced(request: Request, next: Next) -> Response {
    let (request, is_allowed) = check_announced(request);
    if is_allowed {
        return next.run(request).await;
    }
    (BadBody::TooLarge.status(), format!("{}\n", BadBody::TooLarge)).into_response()
}

/// Whether the route allows a body of the length that this one announces.
fn check_announced(request: Request) -> (Request, bool) {
    let announced = request.body().size_hint().lower();
    let (parts, body) = request.into_parts();
    // axum does not say what the limit is, but a body knows which it was given.
    let probe = Request::from_parts(parts, Body::new(Announced(announced))).with_limited_body();
    let is_allowed = probe.body().size_hint().upper().is_none_or(|most| announced <= most);
    let (parts, _) = probe.into_parts();
    (Request::from_parts(parts, body), is_allowed)
}

/// Stands for a body of this length.
struct Announced(u64);

impl HttpBody for Announced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

/// Whether a body was rejected for its length.
fn is_too_large(rejection: &BytesRejection) -> bool {
    matches!(rejection, BytesRejection::FailedToBufferBody(inner)
        if inner.status() == StatusCode::PAYLOAD_TOO_LARGE)
}

/// Reads a body. `None` for an empty body and for `null`.
pub(crate) async fn read_json<T: DeserializeOwned>(request: Request) -> Result<Option<T>, BadBody> {
    let is_json = request.headers().get(CONTENT_TYPE).is_none_or(|value| {
        let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json") || kind.to_ascii_lowercase().ends_with("+json")
    });
    let bytes = read_bytes(request).await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if !is_json {
        return Err(BadBody::NotJson);
    }
    // serde fills a struct from an array too, field by field; every body here is an object.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(BadBody::Malformed { line: 1, column: 1, what: "this is an array; send an object" });
    }
    if let Some(field) = field_with_nul(&bytes) {
        return Err(BadBody::Nul { field });
    }
    serde_json::from_slice(&bytes).map_err(|error| BadBody::Malformed {
        line: error.line(),
        column: error.column(),
        // serde's error text may quote the value, and the value may be a password.
        what: match error.classify() {
            serde_json::error::Category::Syntax => "this is not JSON",
            serde_json::error::Category::Eof => "it stops too early",
            _ => "a field is missing or has the wrong type",
        },
    })
}

/// The field whose text or name contains a NUL character. PostgreSQL cannot store it, so no request may contain it.
fn field_with_nul(bytes: &[u8]) -> Option<String> {
    const ESCAPED: &[u8] = br"\u0000";
    // The fast path: in JSON, this character is always escaped.
    if !bytes.contains(&b'\\') || !bytes.windows(ESCAPED.len()).any(|window| window == ESCAPED) {
        return None;
    }
    let body: Value = serde_json::from_slice(bytes).ok()?;
    nul_within("", &body).map(|field| if field.is_empty() { "the body".to_owned() } else { field })
}

fn nul_within(path: &str, value: &Value) -> Option<String> {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::String(text) => text.contains('\0').then(|| path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| nul_within(&below(&index.to_string()), item))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if name.contains('\0') {
                Some(below(&name.replace('\0', "")))
            } else {
                nul_within(&below(name), value)
            }
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_before_it_is_read() {
        // Without another limit, axum's of 2 MiB counts.
        for (length, is_allowed) in [(0, true), (2 * 1024 * 1024, true), (2 * 1024 * 1024 + 1, false)] {
            let request = Request::new(Body::new(Announced(length)));
            assert_eq!(check_announced(request).1, is_allowed, "{length}");
        }
        let read = read_bytes(Request::new(Body::new(Announced(u64::MAX)))).await;
        assert!(matches!(read, Err(BadBody::TooLarge)), "{read:?}");
        assert_eq!(read_bytes(Request::new(Body::from("abc"))).await.unwrap(), "abc");
    }

    #[test]
    fn the_field_with_a_nul_is_found() {
        for (body, field) in [
            (r#"{"name": "a"}"#, None),
            (r#"{"name": "\\u0000"}"#, None),
            (r#"{"name": "a\u0000b"}"#, Some("name")),
            (r#"{"data": [{"x": 1}, {"y": "\u0000"}]}"#, Some("data.1.y")),
            (r#"{"data": {"k\u0000ey": 1}}"#, Some("data.key")),
            (r#""\u0000""#, Some("the body")),
        ] {
            assert_eq!(field_with_nul(body.as_bytes()).as_deref(), field, "{body}");
        }
    }
}
