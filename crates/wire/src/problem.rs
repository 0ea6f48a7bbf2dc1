//! A refusal of the Link API.

use crate::ArchiveErrorCode;
use serde::{Deserialize, Serialize};

/// The body of every answer whose status is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What went wrong, for the widget to decide on.
    pub code: ProblemCode,
    /// What went wrong and what to do next, for a developer; the widget never shows it.
    pub message: String,
    /// Finds the request in the service's log; shown to the person as the reference.
    pub request_id: String,
    /// The field of the body that is at fault, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// With `FILE_REFUSED`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive_error_code: Option<ArchiveErrorCode>,
}

/// Why the Link API refused, with the HTTP status it travels under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProblemCode {
    /// 400: a parameter or field is missing or out of bounds.
    InvalidParameters,
    /// 401: the link token or session token is not one of ours, or the link token was already used.
    InvalidToken,
    /// 401: the link token is past its 300 minutes.
    TokenExpired,
    /// 401: the session is over.
    SessionExpired,
    /// 403: nothing is shared before the person has agreed to the text in force. Read the session again, show the text,
    /// record the receipt and try again.
    ConsentRequired,
    /// 403: the session's template, or the link token, does not offer it.
    NotOffered,
    /// 404: no such provider, account or catalogue.
    MissingResource,
    /// 409: the challenge answered is no longer the current one; read the account again.
    ChallengeOver,
    /// 409: a piece of a file does not begin where the last one ended; read the archive again.
    OffsetMismatch,
    /// 409: the archive has been submitted or revoked; nothing can be added.
    ArchiveOver,
    /// 409: what arrived is not what was announced. It was deleted; announce it again.
    ContentMismatch,
    /// 422: what is sealed cannot be opened: with a key that is over, for something else, or altered. Read the session
    /// to get the current key, then encrypt again.
    SealRefused,
    /// 422: the file is refused; `archiveErrorCode` says why.
    FileRefused,
    /// 429: a quota is used up. The message says which one; `Retry-After` is given if waiting helps.
    QuotaExceeded,
    /// 429: too many requests; `Retry-After` says when to come back.
    RequestLimitExceeded,
    /// 500: a fault of the service.
    ServerError,
    /// 503: the service cannot reach its database, or has too much to do; `Retry-After` says when to come back.
    ServerUnavailable,
    /// 503: the service's disk is too full for documents; everything else works. `Retry-After` says when to come back.
    StorageFull,
    /// A code newer than this build.
    #[serde(other)]
    Unknown,
}

impl ProblemCode {
    /// As it is written on the wire, for example `INVALID_TOKEN`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidParameters => "INVALID_PARAMETERS",
            Self::InvalidToken => "INVALID_TOKEN",
            Self::TokenExpired => "TOKEN_EXPIRED",
            Self::SessionExpired => "SESSION_EXPIRED",
            Self::ConsentRequired => "CONSENT_REQUIRED",
            Self::NotOffered => "NOT_OFFERED",
            Self::MissingResource => "MISSING_RESOURCE",
            Self::ChallengeOver => "CHALLENGE_OVER",
            Self::OffsetMismatch => "OFFSET_MISMATCH",
            Self::ArchiveOver => "ARCHIVE_OVER",
            Self::ContentMismatch => "CONTENT_MISMATCH",
            Self::SealRefused => "SEAL_REFUSED",
            Self::FileRefused => "FILE_REFUSED",
            Self::QuotaExceeded => "QUOTA_EXCEEDED",
            Self::RequestLimitExceeded => "REQUEST_LIMIT_EXCEEDED",
            Self::ServerError => "SERVER_ERROR",
            Self::ServerUnavailable => "SERVER_UNAVAILABLE",
            Self::StorageFull => "STORAGE_FULL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for code in [
            ProblemCode::InvalidParameters,
            ProblemCode::InvalidToken,
            ProblemCode::TokenExpired,
            ProblemCode::SessionExpired,
            ProblemCode::ConsentRequired,
            ProblemCode::NotOffered,
            ProblemCode::MissingResource,
            ProblemCode::ChallengeOver,
            ProblemCode::OffsetMismatch,
            ProblemCode::ArchiveOver,
            ProblemCode::ContentMismatch,
            ProblemCode::SealRefused,
            ProblemCode::FileRefused,
            ProblemCode::QuotaExceeded,
            ProblemCode::RequestLimitExceeded,
            ProblemCode::ServerError,
            ProblemCode::ServerUnavailable,
            ProblemCode::StorageFull,
        ] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }
}
