//! The readers of requests, for the fuzz targets.

use super::{archives, auth};
use crate::paging;
use axum::http::HeaderMap;

pub(crate) fn credentials(headers: &HeaderMap) {
    drop(auth::credentials(headers));
}

pub(crate) fn cursor(text: &str) {
    drop(paging::decode(text));
}

pub(crate) fn given_document(input: &[u8]) {
    archives::giving::read_given(input);
}
