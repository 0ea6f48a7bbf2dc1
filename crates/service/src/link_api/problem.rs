//! Refusals of the Link API, as wire [`Problem`]s.

use crate::archives::ArchivesError;
use crate::envelopes::NotOpened;
use crate::http::body::{BadBody, is_too_large};
use crate::http::request_id;
use crate::ids::NoRandomness;
use crate::keyring::KeyringError;
use crate::linking::LinkingError;
use crate::store::StoreError;
use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use wink_wire::{ArchiveErrorCode, LARGEST_PIECE_BYTES, Problem, ProblemCode};

/// When to come back after too many unfinished uploads, which are deleted after a day at the latest.
const UNFINISHED_RETRY_SECONDS: u32 = 600;

/// An error response for the widget.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: ProblemCode,
    message: String,
    field: Option<String>,
    retry_after_seconds: Option<u32>,
    archive_error_code: Option<ArchiveErrorCode>,
}

impl Refusal {
    pub(super) fn invalid(field: Option<String>, message: impl Into<String>) -> Self {
        Self { field, ..Self::new(StatusCode::BAD_REQUEST, ProblemCode::InvalidParameters, message) }
    }

    pub(super) fn unauthorized(code: ProblemCode, message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }

    /// The template does not allow this, or not yet.
    pub(super) fn forbidden(code: ProblemCode, field: Option<&str>, message: &str) -> Self {
        Self { field: field.map(str::to_owned), ..Self::new(StatusCode::FORBIDDEN, code, message) }
    }

    pub(super) fn session_over() -> Self {
        let message = "the session is over; ask your server for a new link token";
        Self::unauthorized(ProblemCode::SessionExpired, message)
    }

    pub(super) fn missing(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::MissingResource, message)
    }

    pub(super) fn wrong_method() -> Self {
        let message =
            "this address does not support this method; the Allow header lists the ones it supports";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::InvalidParameters, message)
    }

    pub(super) fn too_many(seconds: u32) -> Self {
        Self {
            retry_after_seconds: Some(seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                ProblemCode::RequestLimitExceeded,
                format!("too early; retry in {seconds} s"),
            )
        }
    }

    /// A sealed value that was not opened.
    pub(super) fn not_opened(error: NotOpened, field: &str) -> Self {
        let field = Some(field.to_owned());
        match error {
            NotOpened::Refused => Self {
                field,
                ..Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    ProblemCode::SealRefused,
                    "decryption failed; reload the session to get the current key, then encrypt again",
                )
            },
            NotOpened::Malformed => {
                Self::invalid(field, "invalid encrypted data; see docs/link-api.md for its format")
            }
            NotOpened::Keyring(error) => error.into(),
        }
    }

    /// A piece of a file that could not be read.
    pub(super) fn from_bytes(rejection: &BytesRejection) -> Self {
        if is_too_large(rejection) {
            let message = format!("a part may have at most {LARGEST_PIECE_BYTES} bytes");
            return Self { status: StatusCode::PAYLOAD_TOO_LARGE, ..Self::invalid(None, message) };
        }
        Self::invalid(None, "the body ended early; send the part again")
    }

    pub(super) fn server_error() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemCode::ServerError,
            "an error in the service; report it with the request ID",
        )
    }

    /// A temporary failure.
    fn unavailable(seconds: u32) -> Self {
        Self {
            retry_after_seconds: Some(seconds),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                ProblemCode::ServerUnavailable,
                format!("the service is temporarily unavailable; retry in {seconds} s"),
            )
        }
    }

    fn new(status: StatusCode, code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            field: None,
            retry_after_seconds: None,
            archive_error_code: None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem {
            code: self.code,
            message: self.message,
            request_id: request_id::current(),
            field: self.field,
            archive_error_code: self.archive_error_code,
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
        error.retry_after_seconds().map_or_else(Self::server_error, Self::unavailable)
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no secret could be made");
        Self::server_error()
    }
}

impl From<KeyringError> for Refusal {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Store(error) => error.into(),
            error => {
                tracing::error!(?error, "the keys failed");
                Self::server_error()
            }
        }
    }
}

impl From<LinkingError> for Refusal {
    fn from(error: LinkingError) -> Self {
        match error {
            LinkingError::Invalid { field, message } => Self::invalid(Some(field), message),
            LinkingError::SessionOver => Self::session_over(),
            LinkingError::NoSuchAccount => Self::missing("there is no such account"),
            LinkingError::ChallengeOver => Self::new(
                StatusCode::CONFLICT,
                ProblemCode::ChallengeOver,
                "this challenge is over; reload the account to get the current one",
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

impl From<ArchivesError> for Refusal {
    fn from(error: ArchivesError) -> Self {
        let message = error.to_string();
        match error {
            ArchivesError::Invalid { field, message } => Self::invalid(Some(field), message),
            ArchivesError::FileRefused { field, code } => Self {
                field: Some(field),
                archive_error_code: Some(code),
                ..Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    ProblemCode::FileRefused,
                    format!("{message}; archiveErrorCode gives the reason"),
                )
            },
            ArchivesError::SessionOver => Self::session_over(),
            ArchivesError::Missing => Self::missing("there is no such archive or file"),
            ArchivesError::OffsetMismatch { field, .. } => Self {
                field: Some(field),
                ..Self::new(
                    StatusCode::CONFLICT,
                    ProblemCode::OffsetMismatch,
                    format!("{message}; reload the archive and continue from its receivedBytes"),
                )
            },
            ArchivesError::Over => Self::new(
                StatusCode::CONFLICT,
                ProblemCode::ArchiveOver,
                "the archive was submitted or revoked, so files can no longer be added; start a new one",
            ),
            ArchivesError::OtherContent { field } => Self {
                field: Some(field),
                ..Self::new(
                    StatusCode::CONFLICT,
                    ProblemCode::ContentMismatch,
                    format!(
                        "{message}: the SHA-256 differs. What arrived was deleted; announce the files again"
                    ),
                )
            },
            ArchivesError::TooMany => Self {
                message: "too many unfinished uploads; delete some or retry later".to_owned(),
                ..Self::too_many(UNFINISHED_RETRY_SECONDS)
            },
            ArchivesError::Store(error) => error.into(),
            ArchivesError::NoRandomness(error) => error.into(),
            ArchivesError::Contents(error) => {
                tracing::error!(?error, "the file storage failed");
                Self::server_error()
            }
            ArchivesError::Io(error) => {
                tracing::error!(?error, "a file could not be inspected");
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
