//! The envelope around every answer: `{code, message, requestId, data}`.

use crate::http::request_id;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The envelope.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Envelope<T> {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) request_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<T>,
}

/// A page of a list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List<T> {
    /// What to pass as `cursor` for the next page; null on the last one.
    pub(super) next_cursor: Option<String>,
    pub(super) items: Vec<T>,
}

/// 200 with data.
pub(super) fn ok(data: impl Serialize) -> Response {
    success(StatusCode::OK, Some(data))
}

/// 201 with data. The specification's examples say `OK` here too.
pub(super) fn created(data: impl Serialize) -> Response {
    success(StatusCode::CREATED, Some(data))
}

/// 200 without data.
pub(super) fn done() -> Response {
    success(StatusCode::OK, None::<()>)
}

fn success<T: Serialize>(status: StatusCode, data: Option<T>) -> Response {
    let envelope =
        Envelope { code: "OK", message: "Success".to_owned(), request_id: request_id::current(), data };
    (status, Json(envelope)).into_response()
}
