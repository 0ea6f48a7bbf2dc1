//! Why a provider could not be signed into or read, as one of the account's codes and in words for the log. The words
//! hold nothing that the provider has answered: it may be about the person.

use openidconnect::core::CoreErrorResponseType;
use openidconnect::{DiscoveryError, RequestTokenError, StandardErrorResponse};
use reqwest::StatusCode;
use wink_wire::ErrorCode;

/// The largest answer that is taken, in bytes.
pub(super) const LARGEST_BYTES: usize = 8 * 1024 * 1024;

/// There is no answer that says anything: the provider is down, or something between.
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

    /// Neither the person nor time mends it: the provider, or what the file says of it, is not as it should be.
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
    /// As RFC 6749, 5.2 has it.
    fn from(error: TokenError) -> Self {
        match error {
            RequestTokenError::Request(failure) => failure.into(),
            RequestTokenError::ServerResponse(answer) => {
                let code = match answer.error() {
                    CoreErrorResponseType::InvalidGrant => ErrorCode::AuthRequired,
                    // What we ask, or who we are, is not as the provider wants it.
                    _ => ErrorCode::SystemError,
                };
                Self::new(code, format!("the token endpoint refused: {}", answer.error().as_ref()))
            }
            RequestTokenError::Parse(error, _) => {
                Self::broken(format!("the token endpoint's answer cannot be read at {}", error.path()))
            }
            RequestTokenError::Other(_) => Self::broken("the token endpoint's answer is none"),
        }
    }
}
