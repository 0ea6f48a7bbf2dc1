//! Refusals of the Link API, as wire [`Problem`]s.

use crate::http::body::BadBody;
use crate::http::request_id;
use crate::ids::NoRandomness;
use crate::linking::LinkingError;
use crate::store::StoreError;
use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use wink_wire::{Problem, ProblemCode};

/// A refusal on its way to the widget.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: ProblemCode,
    message: String,
    field: Option<String>,
    retry_after_seconds: Option<u32>,
}

impl Refusal {
    pub(super) fn invalid(field: Option<String>, message: impl Into<String>) -> Self {
        Self { field, ..Self::new(StatusCode::BAD_REQUEST, ProblemCode::InvalidParameters, message) }
    }

    pub(super) fn unauthorized(code: ProblemCode, message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }

    pub(super) fn missing(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::MissingResource, message)
    }

    pub(super) fn wrong_method() -> Self {
        let message = "this address does not take this method; the Allow header says which it takes";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::InvalidParameters, message)
    }

    pub(super) fn too_many(seconds: u32) -> Self {
        Self {
            retry_after_seconds: Some(seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                ProblemCode::RequestLimitExceeded,
                format!("too early; come back in {seconds} s"),
            )
        }
    }

    pub(super) fn server_error() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemCode::ServerError,
            "something broke on our side; the request id finds it in our log",
        )
    }

    fn new(status: StatusCode, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), field: None, retry_after_seconds: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem {
            code: self.code,
            message: self.message,
            request_id: request_id::current(),
            field: self.field,
            archive_error_code: None,
        };
        let mut response = (self.status, Json(problem)).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(?error, "the database failed");
        Self::server_error()
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no secret could be made");
        Self::server_error()
    }
}

impl From<LinkingError> for Refusal {
    fn from(error: LinkingError) -> Self {
        match error {
            LinkingError::Invalid { field, message } => Self::invalid(Some(field), message),
            LinkingError::NoSuchAccount => Self::missing("there is no such account"),
            LinkingError::ChallengeOver => Self::new(
                StatusCode::CONFLICT,
                ProblemCode::ChallengeOver,
                "that challenge is no longer the current one; read the account again",
            ),
            LinkingError::TooEarly { seconds } => Self::too_many(seconds),
            LinkingError::Store(error) => error.into(),
            LinkingError::NoRandomness(error) => error.into(),
            LinkingError::Connector(error) => {
                tracing::error!(%error, "a connector broke down");
                Self::server_error()
            }
        }
    }
}

impl From<BadBody> for Refusal {
    fn from(bad: BadBody) -> Self {
        Self { status: bad.status(), ..Self::invalid(None, bad.to_string()) }
    }
}
