//! Reads a JSON body, and describes what is wrong with an invalid one.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest as _, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

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

/// Whether a body was rejected for its length.
pub(crate) fn is_too_large(rejection: &BytesRejection) -> bool {
    matches!(rejection, BytesRejection::FailedToBufferBody(inner)
        if inner.status() == StatusCode::PAYLOAD_TOO_LARGE)
}

/// Reads a body. `None` for an empty body and for `null`.
pub(crate) async fn read_json<T: DeserializeOwned>(request: Request) -> Result<Option<T>, BadBody> {
    let is_json = request.headers().get(CONTENT_TYPE).is_none_or(|value| {
        let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json") || kind.to_ascii_lowercase().ends_with("+json")
    });
    let bytes = Bytes::from_request(request, &()).await.map_err(|rejection| match rejection {
        rejection if is_too_large(&rejection) => BadBody::TooLarge,
        _ => BadBody::Broken,
    })?;
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
