//! Replies to calls, for every screen: why a call failed, whether a retry can help, and how long to pause before it.

use crate::event::{CallFailure, Reply};
use crate::failure::FailureCause;
use crate::shared::Shared;
use crate::sign_in::Network;
use wink_wire::ProblemCode;

/// The content of `Replied`.
pub(super) type Answer = Result<Reply, CallFailure>;

/// The general cause and the reference of a failed call.
pub(super) fn cause_of(shared: &Shared, failure: &CallFailure) -> (FailureCause, Option<String>) {
    use wink_wire::ErrorCode::SystemError;
    match failure {
        CallFailure::Unreachable if shared.network == Network::Offline => (FailureCause::Offline, None),
        CallFailure::Unreachable => (FailureCause::Unreachable, None),
        CallFailure::Nonsense => (FailureCause::Account(SystemError), None),
        CallFailure::Insecure => (FailureCause::Insecure, None),
        CallFailure::Refused(problem) => {
            let cause = match problem.code {
                ProblemCode::ServerUnavailable => FailureCause::Unreachable,
                ProblemCode::RequestLimitExceeded | ProblemCode::QuotaExceeded | ProblemCode::StorageFull => {
                    FailureCause::Busy
                }
                ProblemCode::ConsentRequired => FailureCause::ConsentChanged,
                ProblemCode::NotOffered => FailureCause::NotOffered,
                ProblemCode::InvalidParameters
                | ProblemCode::InvalidToken
                | ProblemCode::TokenExpired
                | ProblemCode::SessionExpired
                | ProblemCode::MissingResource
                | ProblemCode::ChallengeOver
                | ProblemCode::OffsetMismatch
                | ProblemCode::ArchiveOver
                | ProblemCode::ContentMismatch
                | ProblemCode::SealRefused
                | ProblemCode::FileRefused
                | ProblemCode::ServerError
                | ProblemCode::Unknown => FailureCause::Account(SystemError),
            };
            (cause, Some(problem.request_id.clone()))
        }
    }
}

/// Whether a retry can help: the failure is temporary.
pub(super) const fn is_temporary(answer: &Answer) -> bool {
    match answer {
        Err(CallFailure::Unreachable) => true,
        Err(CallFailure::Refused(problem)) => matches!(
            problem.code,
            ProblemCode::RequestLimitExceeded | ProblemCode::ServerError | ProblemCode::ServerUnavailable
        ),
        _ => false,
    }
}

/// How long to wait before retrying a lost connection, after `tries` failures.
pub(super) fn pause_millis(tries: u32) -> u32 {
    const FIRST_MILLIS: u32 = 1_000;
    const LONGEST_MILLIS: u32 = 8_000;
    FIRST_MILLIS.checked_shl(tries.min(8)).unwrap_or(u32::MAX).min(LONGEST_MILLIS)
}
