//! The error responses: their statuses and codes, and which operations return them.

use super::request_id_header;
use crate::http::request_id::REQUEST_ID;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response};

/// One status.
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// The response's name in the document's components.
    name: &'static str,
    pub(crate) codes: &'static [&'static str],
    about: &'static str,
    r#where: Where,
}

/// Which operations list this error.
enum Where {
    /// The errors that the specification lists for every operation, so that a client handles them everywhere.
    Everywhere,
    /// Operations with a request body.
    Body,
}

/// Every error response.
pub(crate) const REFUSALS: [Refusal; 11] = [
    Refusal {
        status: 400,
        name: "InvalidParameters",
        codes: &["INVALID_PARAMETERS", "INVALID_CREDENTIALS"],
        about: "A parameter or the body is invalid. The message names the field and what it must be.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 401,
        name: "InvalidToken",
        codes: &["INVALID_TOKEN"],
        about: "The API key or secret is missing or wrong. Send both with HTTP Basic authentication.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 403,
        name: "UnauthorizedAccess",
        codes: &["UNAUTHORIZED_ACCESS"],
        about: "The API key does not allow this.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 404,
        name: "MissingResource",
        codes: &["MISSING_RESOURCE"],
        about: "The resource does not exist, or your API key may not see it.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 413,
        name: "BodyTooLarge",
        codes: &["INVALID_PARAMETERS"],
        about: "The body is too large.",
        r#where: Where::Body,
    },
    Refusal {
        status: 415,
        name: "NotJson",
        codes: &["INVALID_PARAMETERS"],
        about: "The body's content type is not supported. Send `Content-Type: application/json`.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 429,
        name: "RequestLimitExceeded",
        codes: &["REQUEST_LIMIT_EXCEEDED"],
        about: "Too many requests from this address, or a quota is used up: the message says which, and what to do. If waiting \
            helps, retry after the seconds in the `Retry-After` header.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 500,
        name: "ServerError",
        codes: &["SERVER_ERROR"],
        about: "An error in the service. Report it with the request ID.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 501,
        name: "UnsupportedMethod",
        codes: &["UNSUPPORTED_METHOD"],
        about: "This operation is not available.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 503,
        name: "ServerUnavailable",
        codes: &["SERVER_UNAVAILABLE"],
        about: "The service is overloaded, cannot reach its database, or has no space for documents. Retry after the seconds in the `Retry-After` header.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 504,
        name: "TimeLimitExceeded",
        codes: &["TIME_LIMIT_EXCEEDED"],
        about: "The operation took too long. Retry it.",
        r#where: Where::Everywhere,
    },
];

/// The error responses of an operation.
pub(super) fn of(operation: &Operation) -> Vec<(String, RefOr<Response>)> {
    REFUSALS
        .iter()
        .filter(|refusal| match refusal.r#where {
            Where::Everywhere => true,
            Where::Body => operation.request_body.is_some(),
        })
        .map(|refusal| (refusal.status.to_string(), Ref::from_response_name(refusal.name).into()))
        .collect()
}

/// Every error response under its name.
pub(super) fn components() -> impl Iterator<Item = (String, RefOr<Response>)> {
    REFUSALS.iter().map(|refusal| (refusal.name.to_owned(), RefOr::T(response(refusal))))
}

fn response(refusal: &Refusal) -> Response {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let schema = ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("code", text("The reason, for programs.").enum_values(Some(refusal.codes.iter().copied())))
        .required("code")
        .property("message", text("The reason, for developers."))
        .required("message")
        .property("requestId", text("Identifies the request. Also in the X-Request-Id header."))
        .required("requestId");
    let response = ResponseBuilder::new()
        .description(refusal.about)
        .content("application/json", ContentBuilder::new().schema(Some(schema)).build())
        .header(REQUEST_ID.to_string(), request_id_header());
    let header = |kind: Type, about: &str| {
        HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(kind)))
            .description(Some(about))
            .build()
    };
    match refusal.status {
        401 => response.header(
            WWW_AUTHENTICATE.to_string(),
            header(Type::String, "Requests HTTP Basic authentication."),
        ),
        429 | 503 => response.header(
            RETRY_AFTER.to_string(),
            header(Type::Integer, "Seconds to wait before the next attempt."),
        ),
        _ => response,
    }
    .build()
}
