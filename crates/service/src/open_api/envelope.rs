//! The envelope around every answer: `{code, message, requestId, data}`.

use crate::http::request_id;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// An answer with data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Envelope<T> {
    #[schema(inline)]
    code: SuccessCode,
    /// In words, for people.
    message: &'static str,
    /// Finds the request in our log; also in the X-Request-Id header.
    request_id: String,
    data: T,
}

/// An answer without data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Done {
    #[schema(inline)]
    code: SuccessCode,
    /// In words, for people.
    message: &'static str,
    /// Finds the request in our log; also in the X-Request-Id header.
    request_id: String,
}

// The specification's examples say `OK` also where something was created.
#[derive(Debug, Serialize, ToSchema)]
enum SuccessCode {
    #[serde(rename = "OK")]
    Ok,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct List<T> {
    /// What to pass as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub(super) next_cursor: Option<String>,
    pub(super) items: Vec<T>,
}

impl<T> Default for List<T> {
    /// A list that nothing is in.
    fn default() -> Self {
        Self { next_cursor: None, items: Vec::new() }
    }
}

/// 200 with data.
pub(super) fn ok(data: impl Serialize) -> Response {
    success(StatusCode::OK, data)
}

/// 201 with data.
pub(super) fn created(data: impl Serialize) -> Response {
    success(StatusCode::CREATED, data)
}

/// 200 without data.
pub(super) fn done() -> Response {
    let done = Done { code: SuccessCode::Ok, message: "Success", request_id: request_id::current() };
    Json(done).into_response()
}

fn success(status: StatusCode, data: impl Serialize) -> Response {
    let request_id = request_id::current();
    (status, Json(Envelope { code: SuccessCode::Ok, message: "Success", request_id, data })).into_response()
}
