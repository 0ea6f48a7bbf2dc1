//! How operations refuse: which statuses, with which codes, and where each can happen.

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
    /// In the document's components.
    name: &'static str,
    pub(crate) codes: &'static [&'static str],
    about: &'static str,
    r#where: Where,
}

/// Which operations refuse in this way.
enum Where {
    /// The specification's own refusals, which it lists for every operation: whoever reads an answer is ready for each
    /// of them, wherever it comes.
    Everywhere,
    /// Where a body is taken.
    Body,
}

/// Every way to refuse.
pub(crate) const REFUSALS: [Refusal; 11] = [
    Refusal {
        status: 400,
        name: "InvalidParameters",
        codes: &["INVALID_PARAMETERS", "INVALID_CREDENTIALS"],
        about: "A parameter or the body is not as it should be; the message names it.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 401,
        name: "InvalidToken",
        codes: &["INVALID_TOKEN"],
        about: "The API key or secret is missing or wrong.",
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
        about: "There is no such thing, or it is somebody else's.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 413,
        name: "BodyTooLarge",
        codes: &["INVALID_PARAMETERS"],
        about: "The body is too long.",
        r#where: Where::Body,
    },
    Refusal {
        status: 415,
        name: "NotJson",
        codes: &["INVALID_PARAMETERS"],
        about: "The body is of a type that is not taken.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 429,
        name: "RequestLimitExceeded",
        codes: &["REQUEST_LIMIT_EXCEEDED"],
        about: "Too many requests from this address.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 500,
        name: "ServerError",
        codes: &["SERVER_ERROR"],
        about: "Something broke on our side; the request id finds it in our log.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 501,
        name: "UnsupportedMethod",
        codes: &["UNSUPPORTED_METHOD"],
        about: "This is not available here.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 503,
        name: "ServerUnavailable",
        codes: &["SERVER_UNAVAILABLE"],
        about: "The service cannot reach its database, or has too much to do.",
        r#where: Where::Everywhere,
    },
    Refusal {
        status: 504,
        name: "TimeLimitExceeded",
        codes: &["TIME_LIMIT_EXCEEDED"],
        about: "This took too long.",
        r#where: Where::Everywhere,
    },
];

/// The refusals of an operation.
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

/// Every refusal under its name.
pub(super) fn components() -> impl Iterator<Item = (String, RefOr<Response>)> {
    REFUSALS.iter().map(|refusal| (refusal.name.to_owned(), RefOr::T(response(refusal))))
}

fn response(refusal: &Refusal) -> Response {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let schema = ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("code", text("Why").enum_values(Some(refusal.codes.iter().copied())))
        .required("code")
        .property("message", text("In words, for people."))
        .required("message")
        .property("requestId", text("Finds the request in our log; also in the X-Request-Id header."))
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
        401 => response.header(WWW_AUTHENTICATE.to_string(), header(Type::String, "Asks for HTTP Basic.")),
        429 | 503 => {
            response.header(RETRY_AFTER.to_string(), header(Type::Integer, "Seconds until the next try."))
        }
        _ => response,
    }
    .build()
}
