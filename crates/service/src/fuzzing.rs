//! What the targets in `fuzz/` call: the readers of what strangers send, which are nobody else's business. Each
//! survives whatever it is given; what it says to it is for the tests.

use crate::documents::{Format, format_of, inspect};
use crate::tokens::fuzzing::Reader;
use crate::{analysis, link_api, open_api};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use std::sync::LazyLock;

/// Reads tokens.
#[expect(clippy::expect_used, reason = "a target that cannot begin must not look as if it found nothing")]
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().expect("a database for the key"));

/// Reads an Authorization header as both APIs do, with the token in it; the same as a token, as header and claims of one
/// that is rightly signed, and as a list's cursor.
pub fn token(input: &[u8]) {
    // Examples are text files.
    let input = input.strip_suffix(b"\n").unwrap_or(input);
    if let Ok(value) = HeaderValue::from_bytes(input) {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
        open_api::fuzzing::credentials(&headers);
        if let Some(token) = link_api::fuzzing::bearer(&headers) {
            READER.read(token);
        }
    }
    if let Ok(text) = std::str::from_utf8(input) {
        READER.read(text);
        if let Some(token) = READER.signed(text) {
            READER.read(&token);
        }
        open_api::fuzzing::cursor(text);
    }
}

/// Reads the body that gives a document.
pub fn upload(input: &[u8]) {
    open_api::fuzzing::given_document(input);
}

/// Looks into an uploaded file as the service does, whatever it was said to be.
pub fn document(input: &[u8]) {
    let Some(format) = format_of(input) else { return };
    if inspect(format, input).is_ok() && format == Format::Pdf {
        analysis::fuzzing::pdf(input.to_vec());
    }
}
