//! Why a provider could not be signed into or read: one of the account's codes, and a text for the log. The text
//! contains nothing from the provider's response, which may be about the person.

use openidconnect::core::CoreErrorResponseType;
use openidconnect::{DiscoveryError, RequestTokenError, StandardErrorResponse};
use reqwest::StatusCode;
use wink_wire::ErrorCode;

/// Maximum size of a response, in bytes.
pub(super) const LARGEST_BYTES: usize = 8 * 1024 * 1024;

/// There is no usable response: the provider or something in between is down.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpFailure {
    #[error("the provider did not answer: {0}")]
    NoAnswer(String),
    #[error("the provider answered with status {0}")]
    Status(StatusCode),
    #[error("the provider's response has more than {LARGEST_BYTES} bytes")]
    TooLarge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: ErrorCode,
    pub(super) cause: String,
}

impl Failure {
    pub(super) fn new(code: ErrorCode, cause: impl Into<String>) -> Self {
        Self { code, cause: cause.into() }
    }

    /// A failure that neither the person nor time can fix: the provider or its configuration is wrong.
    pub(super) fn broken(cause: impl Into<String>) -> Self {
        Self::new(ErrorCode::SystemError, cause)
    }
}

impl From<HttpFailure> for Failure {
    fn from(failure: HttpFailure) -> Self {
        Self::new(ErrorCode::ServiceUnavailable, failure.to_string())
    }
}

impl From<DiscoveryError<HttpFailure>> for Failure {
    fn from(error: DiscoveryError<HttpFailure>) -> Self {
        match error {
            DiscoveryError::Request(failure) => failure.into(),
            DiscoveryError::Response(status, ..) => {
                Self::broken(format!("the discovery document or the keys were answered with {status}"))
            }
            DiscoveryError::Validation(words) => Self::broken(words),
            _ => Self::broken("the discovery document or the keys cannot be read"),
        }
    }
}

type TokenError = RequestTokenError<HttpFailure, StandardErrorResponse<CoreErrorResponseType>>;

impl From<TokenError> for Failure {
    /// Maps the error codes of RFC 6749, 5.2.
    fn from(error: TokenError) -> Self {
        match error {
            RequestTokenError::Request(failure) => failure.into(),
            RequestTokenError::ServerResponse(answer) => {
                let code = match answer.error() {
                    CoreErrorResponseType::InvalidGrant => ErrorCode::AuthRequired,
                    // The provider rejects our request or our client.
                    _ => ErrorCode::SystemError,
                };
                Self::new(code, format!("the token endpoint refused: {}", answer.error().as_ref()))
            }
            RequestTokenError::Parse(error, _) => {
                Self::broken(format!("the token endpoint's answer cannot be read at {}", error.path()))
            }
            RequestTokenError::Other(_) => Self::broken("the token endpoint's answer is invalid"),
        }
    }
}
