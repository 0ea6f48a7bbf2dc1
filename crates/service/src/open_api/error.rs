//! Refusals of the Open API.

use crate::api_secrets::Unhashable;
use crate::archives::ArchivesError;
use crate::http::body::BadBody;
use crate::http::request_id;
use crate::ids::NoRandomness;
use crate::invites::InvitesError;
use crate::keyring::KeyringError;
use crate::link_tokens::LinkTokenError;
use crate::linking::LinkingError;
use crate::store::StoreError;
use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wink_wire::ArchiveErrorCode;

/// A refusal: status, code and words.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    header: Option<(HeaderName, HeaderValue)>,
}

impl ApiError {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_PARAMETERS", message)
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        let challenge = HeaderValue::from_static("Basic realm=\"Open API\", charset=\"UTF-8\"");
        Self {
            header: Some((WWW_AUTHENTICATE, challenge)),
            ..Self::new(StatusCode::UNAUTHORIZED, "INVALID_TOKEN", message)
        }
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "MISSING_RESOURCE", message)
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "UNSUPPORTED_METHOD",
            "this address does not support this method; the Allow header lists the ones it supports",
        )
    }

    pub(super) fn unbuilt() -> Self {
        Self::new(
            StatusCode::NOT_IMPLEMENTED,
            "UNSUPPORTED_METHOD",
            "this service does not offer this operation",
        )
    }

    pub(super) fn too_many(seconds: u32) -> Self {
        Self {
            header: Some((RETRY_AFTER, HeaderValue::from(seconds))),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "REQUEST_LIMIT_EXCEEDED",
                format!("too many requests from this address; retry in {seconds} s"),
            )
        }
    }

    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_PARAMETERS", message)
    }

    pub(super) fn server_error() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "SERVER_ERROR",
            "an error in the service; report it with the request ID",
        )
    }

    /// Something that passes is in the way.
    fn unavailable(seconds: u32) -> Self {
        Self {
            header: Some((RETRY_AFTER, HeaderValue::from(seconds))),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "SERVER_UNAVAILABLE",
                format!("the service is temporarily unavailable; retry in {seconds} s"),
            )
        }
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), header: None }
    }
}

/// The envelope of a refusal. [`super::document`] says which codes it may hold.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    code: &'static str,
    message: String,
    request_id: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let refusal = Refusal { code: self.code, message: self.message, request_id: request_id::current() };
        let mut response = (self.status, Json(refusal)).into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<KeyringError> for ApiError {
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

impl From<Unhashable> for ApiError {
    fn from(error: Unhashable) -> Self {
        tracing::error!(%error, "an API secret could not be compared");
        Self::server_error()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(?error, "the database failed");
        error.retry_after_seconds().map_or_else(Self::server_error, Self::unavailable)
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no secret could be made");
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

impl From<BadBody> for ApiError {
    fn from(bad: BadBody) -> Self {
        Self::new(bad.status(), "INVALID_PARAMETERS", bad.to_string())
    }
}
