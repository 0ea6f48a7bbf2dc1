//! Entry points for the targets in `fuzz/`: the parsers of untrusted input, which are otherwise private. Each must
//! survive any input; the unit tests check the results.

use crate::tokens::fuzzing::Reader;
use crate::{analysis, link_api, open_api};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use std::sync::LazyLock;

/// Reads tokens.
#[expect(clippy::expect_used, reason = "a target that cannot begin must not look as if it found nothing")]
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().expect("a database for the key"));

/// Parses the input as an Authorization header of both APIs, as a token, as the header and claims of a correctly signed
/// token, and as a list's cursor.
pub fn token(input: &[u8]) {
    // Example inputs are text files.
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

/// Parses the body of a document upload.
pub fn upload(input: &[u8]) {
    open_api::fuzzing::given_document(input);
}

/// Opens an uploaded file as the confined process does, and looks for a payslip in it.
pub fn document(input: &[u8]) {
    analysis::fuzzing::document(input.to_vec());
}
