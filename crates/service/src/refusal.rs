//! Why a call is refused. Both APIs refuse for the same reasons; each renders a [`Refusal`] in its own form
//! (`open_api/error.rs`, `link_api/problem.rs`).

use crate::free_disk::DiskFull;
use crate::http::body::BadBody;
use crate::ids::NoRandomness;
use crate::keyring::KeyringError;
use crate::metrics;
use crate::quotas::{Period, QuotaExceeded};
use crate::store::{Outage, StoreError, outage};
use axum::http::StatusCode;
use wink_wire::{ArchiveErrorCode, ProblemCode};

/// When to come back while the disk is too full for documents.
const FULL_RETRY_SECONDS: u32 = 600;

/// What kind of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The address does not support the method.
    WrongMethod,
    /// The service does not offer the operation.
    NotBuilt,
    /// Anything else: a code that both APIs have, or the Link API alone.
    Problem(ProblemCode),
}

/// A refused call. The message is for the caller's developer.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) reason: Reason,
    pub(crate) message: String,
    /// The part of the body at fault.
    pub(crate) field: Option<String>,
    pub(crate) retry_after_seconds: Option<u32>,
    /// Why a file is refused.
    pub(crate) archive_error_code: Option<ArchiveErrorCode>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, reason: Reason, message: impl Into<String>) -> Self {
        Self {
            status,
            reason,
            message: message.into(),
            field: None,
            retry_after_seconds: None,
            archive_error_code: None,
        }
    }

    pub(crate) fn problem(status: StatusCode, code: ProblemCode, message: impl Into<String>) -> Self {
        Self::new(status, Reason::Problem(code), message)
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::problem(StatusCode::BAD_REQUEST, ProblemCode::InvalidParameters, message)
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::problem(StatusCode::NOT_FOUND, ProblemCode::MissingResource, message)
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            Reason::WrongMethod,
            "this address does not support this method; the Allow header lists the ones it supports",
        )
    }

    pub(crate) fn too_many(seconds: u32, message: impl Into<String>) -> Self {
        let code = ProblemCode::RequestLimitExceeded;
        Self {
            retry_after_seconds: Some(seconds),
            ..Self::problem(StatusCode::TOO_MANY_REQUESTS, code, message)
        }
    }

    pub(crate) fn server_error() -> Self {
        Self::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemCode::ServerError,
            "an error in the service; report it with the request ID",
        )
    }

    /// A failure from outside that passes.
    fn unavailable(outage: Outage) -> Self {
        let seconds = Outage::RETRY_AFTER_SECONDS;
        let message = match outage {
            Outage::Passing => format!("the service is temporarily unavailable; retry in {seconds} s"),
            Outage::DiskFull => format!(
                "the service's disk is full, so nothing can be stored; reading and deleting work. Retry in {seconds} s"
            ),
        };
        let code = ProblemCode::ServerUnavailable;
        Self {
            retry_after_seconds: Some(seconds),
            ..Self::problem(StatusCode::SERVICE_UNAVAILABLE, code, message)
        }
    }

    pub(crate) fn with_field(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }
}

/// A used-up quota: the message says which one and what to do.
impl From<QuotaExceeded> for Refusal {
    fn from(exceeded: QuotaExceeded) -> Self {
        metrics::quota_refused(exceeded.quota.name());
        tracing::info!(quota = exceeded.quota.name(), "a quota is used up");
        let status = StatusCode::TOO_MANY_REQUESTS;
        let code = match exceeded.quota.period() {
            // Soon over, as with too many requests: the widget retries.
            Period::Working => ProblemCode::RequestLimitExceeded,
            Period::Existing | Period::Session | Period::Hour | Period::Day => ProblemCode::QuotaExceeded,
        };
        let refusal = Self::problem(status, code, exceeded.to_string());
        Self { retry_after_seconds: exceeded.retry_after_seconds, ..refusal }
    }
}

impl From<DiskFull> for Refusal {
    fn from(full: DiskFull) -> Self {
        let (status, code) = (StatusCode::SERVICE_UNAVAILABLE, ProblemCode::StorageFull);
        let refusal = Self::problem(status, code, full.to_string());
        Self { retry_after_seconds: Some(FULL_RETRY_SECONDS), ..refusal }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        if let StoreError::Quota(exceeded) = error {
            return exceeded.into();
        }
        match error.outage() {
            Some(Outage::DiskFull) => tracing::error!(?error, "the disk is full"),
            Some(Outage::Passing) | None => tracing::error!(?error, "the database failed"),
        }
        error.outage().map_or_else(Self::server_error, Self::unavailable)
    }
}

impl Refusal {
    /// A failure of the storage of uploaded files.
    pub(crate) fn of_files(error: &(dyn std::error::Error + 'static)) -> Self {
        match outage(error) {
            Some(Outage::DiskFull) => tracing::error!(?error, "the disk for uploaded files is full"),
            Some(Outage::Passing) | None => tracing::error!(?error, "the file storage failed"),
        }
        outage(error).map_or_else(Self::server_error, Self::unavailable)
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
                outage(&error).map_or_else(Self::server_error, Self::unavailable)
            }
        }
    }
}

impl From<BadBody> for Refusal {
    fn from(bad: BadBody) -> Self {
        Self { status: bad.status(), ..Self::invalid(bad.to_string()) }
    }
}
