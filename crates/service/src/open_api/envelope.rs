//! The envelope around every answer: `{code, message, requestId, data}`.

use super::document::one_of;
use crate::http::request_id;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

/// What every answer of success says, in the specification's examples also where something was created.
const CODE: &str = "OK";

/// An answer with data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Envelope<T> {
    #[schema(schema_with = code_schema)]
    code: &'static str,
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
    #[schema(schema_with = code_schema)]
    code: &'static str,
    /// In words, for people.
    message: &'static str,
    /// Finds the request in our log; also in the X-Request-Id header.
    request_id: String,
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
    let done = Done { code: CODE, message: "Success", request_id: request_id::current() };
    Json(done).into_response()
}

fn success(status: StatusCode, data: impl Serialize) -> Response {
    let request_id = request_id::current();
    (status, Json(Envelope { code: CODE, message: "Success", request_id, data })).into_response()
}

/// The specification has one list of codes, whatever is answered; here `OK` is the one.
fn code_schema() -> Object {
    one_of([
        "OK",
        "CREATED",
        "INVALID_CREDENTIALS",
        "INVALID_PARAMETERS",
        "INVALID_TOKEN",
        "UNAUTHORIZED_ACCESS",
        "MISSING_RESOURCE",
        "REQUEST_LIMIT_EXCEEDED",
        "SERVER_ERROR",
        "UNSUPPORTED_METHOD",
        "SERVER_UNAVAILABLE",
        "TIME_LIMIT_EXCEEDED",
    ])
}
