//! Refusals as the Open API answers them: in the specification's envelope.

use crate::api_secrets::Unhashable;
use crate::archives::ArchivesError;
use crate::http::{headers, request_id};
use crate::invites::InvitesError;
use crate::link_tokens::LinkTokenError;
use crate::linking::LinkingError;
use crate::refusal::{Reason, Refusal};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wink_wire::{ArchiveErrorCode, ProblemCode};

/// An error response for a host.
#[derive(Debug)]
pub(crate) struct ApiError(Refusal);

impl ApiError {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self(Refusal::invalid(message))
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        Self(Refusal::problem(StatusCode::UNAUTHORIZED, ProblemCode::InvalidToken, message))
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self(Refusal::missing(message))
    }

    pub(super) fn wrong_method() -> Self {
        Self(Refusal::wrong_method())
    }

    pub(super) fn unbuilt() -> Self {
        let message = "this service does not offer this operation";
        Self(Refusal::new(StatusCode::NOT_IMPLEMENTED, Reason::NotBuilt, message))
    }

    pub(super) fn too_many(seconds: u32) -> Self {
        let message = format!("too many requests from this address; retry in {seconds} s");
        Self(Refusal::too_many(seconds, message))
    }

    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self(Refusal { status: StatusCode::PAYLOAD_TOO_LARGE, ..Refusal::invalid(message) })
    }

    pub(super) fn server_error() -> Self {
        Self(Refusal::server_error())
    }
}

/// The envelope of a refusal. [`super::document`] lists the codes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    code: &'static str,
    message: String,
    request_id: String,
}

/// The specification's code.
const fn code_name(reason: Reason) -> &'static str {
    match reason {
        Reason::WrongMethod | Reason::NotBuilt => "UNSUPPORTED_METHOD",
        // The specification has no codes of their own for these.
        Reason::Problem(ProblemCode::QuotaExceeded) => ProblemCode::RequestLimitExceeded.name(),
        Reason::Problem(ProblemCode::StorageFull) => ProblemCode::ServerUnavailable.name(),
        Reason::Problem(code) => code.name(),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self(refusal) = self;
        let envelope = Envelope {
            code: code_name(refusal.reason),
            message: refusal.message,
            request_id: request_id::current(),
        };
        let challenge = (refusal.status == StatusCode::UNAUTHORIZED).then(headers::challenge);
        let retry_after = refusal.retry_after_seconds.map(headers::retry_after);
        (refusal.status, challenge, retry_after, Json(envelope)).into_response()
    }
}

/// Everything that both APIs refuse in the same way.
impl<E> From<E> for ApiError
where
    Refusal: From<E>,
{
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl From<Unhashable> for ApiError {
    fn from(error: Unhashable) -> Self {
        tracing::error!(%error, "an API secret could not be compared");
        Self::server_error()
    }
}

impl From<LinkingError> for ApiError {
    fn from(error: LinkingError) -> Self {
        match error {
            LinkingError::NoSuchAccount => Self::missing("there is no such account"),
            LinkingError::Store(error) => error.into(),
            error => {
                tracing::error!(%error, "linking refused what a host asked for");
                Self::server_error()
            }
        }
    }
}

impl From<ArchivesError> for ApiError {
    fn from(error: ArchivesError) -> Self {
        match error {
            ArchivesError::Missing => Self::missing("there is no such archive"),
            ArchivesError::Invalid { message, .. } => Self::invalid(message),
            ArchivesError::FileRefused { field, code } => {
                let field = field.replacen("files", "rawFiles", 1);
                Self::invalid(format!("{field} was rejected: {}", refusal_text(code)))
            }
            ArchivesError::Over => {
                Self::missing("the archive was revoked or changed meanwhile; read it and try again")
            }
            ArchivesError::Store(error) => error.into(),
            ArchivesError::Contents(error) => Self(Refusal::of_files(&error)),
            ArchivesError::DiskFull(full) => full.into(),
            error => {
                tracing::error!(%error, "an archive's call by a host failed");
                Self::server_error()
            }
        }
    }
}

/// Why a file was rejected, for a host's developer.
fn refusal_text(code: ArchiveErrorCode) -> &'static str {
    match code {
        ArchiveErrorCode::UnsupportedFormat => "its content does not have the format of fileExtensionType",
        ArchiveErrorCode::FileTooLarge => "it is larger than 15 MB",
        ArchiveErrorCode::EmptyFile => "it is empty or a PDF without pages",
        ArchiveErrorCode::EncryptedFile => "it is protected by a password",
        ArchiveErrorCode::UnsafeFile => "something follows its end, or it is a file of another format too",
        ArchiveErrorCode::UnreadableFile
        | ArchiveErrorCode::WrongDocument
        | ArchiveErrorCode::SystemError => "it is damaged",
    }
}

impl From<LinkTokenError> for ApiError {
    fn from(error: LinkTokenError) -> Self {
        match error {
            LinkTokenError::Store(error) => error.into(),
            LinkTokenError::Keyring(error) => error.into(),
        }
    }
}

impl From<InvitesError> for ApiError {
    fn from(error: InvitesError) -> Self {
        match error {
            InvitesError::Store(error) => error.into(),
            InvitesError::NoRandomness(error) => error.into(),
            InvitesError::LinkToken(error) => error.into(),
        }
    }
}
