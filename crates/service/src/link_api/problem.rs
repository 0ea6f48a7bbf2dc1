//! Refusals as the Link API answers them: wire [`Problem`]s.

use crate::archives::ArchivesError;
use crate::envelopes::NotOpened;
use crate::http::body::BadBody;
use crate::http::{headers, request_id};
use crate::linking::LinkingError;
use crate::refusal::{Reason, Refusal};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use wink_wire::{LARGEST_PIECE_BYTES, Problem, ProblemCode};

/// When to come back while another answer is being checked.
const IN_USE_RETRY_SECONDS: u32 = 2;

/// An error response for the widget.
#[derive(Debug)]
pub(super) struct LinkError(Refusal);

impl LinkError {
    pub(super) fn invalid(field: Option<String>, message: impl Into<String>) -> Self {
        Self(Refusal { field, ..Refusal::invalid(message) })
    }

    pub(super) fn unauthorized(code: ProblemCode, message: &str) -> Self {
        Self(Refusal::problem(StatusCode::UNAUTHORIZED, code, message))
    }

    /// The template does not allow this, or not yet.
    pub(super) fn forbidden(code: ProblemCode, field: Option<&str>, message: &str) -> Self {
        let refusal = Refusal::problem(StatusCode::FORBIDDEN, code, message);
        Self(Refusal { field: field.map(str::to_owned), ..refusal })
    }

    pub(super) fn session_over() -> Self {
        let message = "the session is over; ask your server for a new link token";
        Self::unauthorized(ProblemCode::SessionExpired, message)
    }

    pub(super) fn missing(message: &str) -> Self {
        Self(Refusal::missing(message))
    }

    pub(super) fn wrong_method() -> Self {
        Self(Refusal::wrong_method())
    }

    pub(super) fn too_many(seconds: u32) -> Self {
        Self(Refusal::too_many(seconds, format!("too early; retry in {seconds} s")))
    }

    /// A sealed value that was not opened.
    pub(super) fn not_opened(error: NotOpened, field: &str) -> Self {
        match error {
            NotOpened::Refused => Self(
                Refusal::problem(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    ProblemCode::SealRefused,
                    "decryption failed; reload the session to get the current key, then encrypt again",
                )
                .with_field(field),
            ),
            NotOpened::Malformed => {
                let message = "invalid encrypted data; see docs/link-api.md for its format";
                Self::invalid(Some(field.to_owned()), message)
            }
            NotOpened::Keyring(error) => error.into(),
        }
    }

    /// A piece of a file that could not be read.
    pub(super) fn bad_piece(error: &BadBody) -> Self {
        if matches!(error, BadBody::TooLarge) {
            let message = format!("a part may have at most {LARGEST_PIECE_BYTES} bytes");
            return Self(Refusal { status: StatusCode::PAYLOAD_TOO_LARGE, ..Refusal::invalid(message) });
        }
        Self::invalid(None, "the body ended early; send the part again")
    }

    pub(super) fn server_error() -> Self {
        Self(Refusal::server_error())
    }
}

fn conflict(code: ProblemCode, message: impl Into<String>) -> Refusal {
    Refusal::problem(StatusCode::CONFLICT, code, message)
}

impl IntoResponse for LinkError {
    fn into_response(self) -> Response {
        let Self(refusal) = self;
        let code = match refusal.reason {
            Reason::Problem(code) => code,
            Reason::WrongMethod | Reason::NotBuilt => ProblemCode::InvalidParameters,
        };
        let problem = Problem {
            code,
            message: refusal.message,
            request_id: request_id::current(),
            field: refusal.field,
            archive_error_code: refusal.archive_error_code,
        };
        let retry_after = refusal.retry_after_seconds.map(headers::retry_after);
        (refusal.status, retry_after, Json(problem)).into_response()
    }
}

/// Everything that both APIs refuse in the same way.
impl<E> From<E> for LinkError
where
    Refusal: From<E>,
{
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl From<LinkingError> for LinkError {
    fn from(error: LinkingError) -> Self {
        match error {
            LinkingError::Invalid { field, message } => Self::invalid(Some(field), message),
            LinkingError::SessionOver => Self::session_over(),
            LinkingError::NoSuchAccount => Self::missing("there is no such account"),
            LinkingError::ChallengeOver => Self(conflict(
                ProblemCode::ChallengeOver,
                "this challenge is over; reload the account to get the current one",
            )),
            LinkingError::TooEarly { seconds } => Self::too_many(seconds),
            LinkingError::InUse => Self(Refusal::too_many(
                IN_USE_RETRY_SECONDS,
                format!("{error}; read the account, or send this answer again in {IN_USE_RETRY_SECONDS} s"),
            )),
            LinkingError::Store(error) => error.into(),
            LinkingError::NoRandomness(error) => error.into(),
            LinkingError::Connector(error) => {
                tracing::error!(%error, "a connector broke down");
                Self::server_error()
            }
        }
    }
}

impl From<ArchivesError> for LinkError {
    fn from(error: ArchivesError) -> Self {
        let message = error.to_string();
        match error {
            ArchivesError::Invalid { field, message } => Self::invalid(Some(field), message),
            ArchivesError::FileRefused { field, code } => {
                let message = format!("{message}; archiveErrorCode gives the reason");
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let refusal = Refusal::problem(status, ProblemCode::FileRefused, message).with_field(field);
                Self(Refusal { archive_error_code: Some(code), ..refusal })
            }
            ArchivesError::SessionOver => Self::session_over(),
            ArchivesError::Missing => Self::missing("there is no such archive or file"),
            ArchivesError::OffsetMismatch { field, .. } => {
                let message = format!("{message}; reload the archive and continue from its receivedBytes");
                Self(conflict(ProblemCode::OffsetMismatch, message).with_field(field))
            }
            ArchivesError::Over => Self(conflict(
                ProblemCode::ArchiveOver,
                "the archive was submitted or revoked, so files can no longer be added; start a new one",
            )),
            ArchivesError::OtherContent { field } => {
                let message = format!(
                    "{message}: the SHA-256 differs. What arrived was deleted; announce the files again"
                );
                Self(conflict(ProblemCode::ContentMismatch, message).with_field(field))
            }
            ArchivesError::DiskFull(full) => full.into(),
            ArchivesError::Store(error) => error.into(),
            ArchivesError::Contents(error) => Self(Refusal::of_files(&error)),
            ArchivesError::Io(error) => {
                tracing::error!(?error, "a file could not be inspected");
                Self::server_error()
            }
        }
    }
}
