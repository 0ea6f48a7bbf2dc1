//! The envelope around every response: `{code, message, requestId, data}`.

use super::document::one_of;
use crate::http::request_id;
pub(super) use crate::paging::List;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

/// The code of every successful response; the specification's examples use it for 201 too.
const CODE: &str = "OK";

/// A response with data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Envelope<T> {
    #[schema(schema_with = code_schema)]
    code: &'static str,
    /// The outcome, for developers.
    message: &'static str,
    /// Identifies the request. Also in the X-Request-Id header.
    request_id: String,
    data: T,
}

/// A response without data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Done {
    #[schema(schema_with = code_schema)]
    code: &'static str,
    /// The outcome, for developers.
    message: &'static str,
    /// Identifies the request. Also in the X-Request-Id header.
    request_id: String,
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

/// The specification has one list of codes for all responses; success always has `OK`.
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
