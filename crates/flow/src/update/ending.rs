//! How a journey ends: the person or the host closes the dialog, or the session is over.

use crate::effect::{CloseReason, Effect, HostCallback};
use crate::failure::{Failure, FailureCause, Retry};
use crate::state::State;
use wink_wire::{Problem, ProblemCode};

/// Ends the journey: the dialog is removed first, the host is notified last.
pub(super) fn close(reason: CloseReason, effects: &mut Vec<Effect>) -> State {
    effects.push(Effect::Teardown);
    effects.push(Effect::Notify(HostCallback::Closed(reason)));
    State::Closed
}

/// Whether a refusal ends the session, whatever was asked.
pub(super) const fn ends_session(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SessionExpired | ProblemCode::TokenExpired | ProblemCode::InvalidToken)
}

/// The link token or the session is no longer valid; only the host page can get another.
///
/// Several calls may be refused for it; the host is notified once.
pub(super) fn end_session(state: State, problem: &Problem, effects: &mut Vec<Effect>) -> State {
    if let State::Failed(Failure { cause: FailureCause::LinkExpired | FailureCause::LinkInvalid, .. }) = state
    {
        return state;
    }
    effects.push(Effect::Notify(HostCallback::TokenExpired));
    let cause = match problem.code {
        ProblemCode::InvalidToken => FailureCause::LinkInvalid,
        _ => FailureCause::LinkExpired,
    };
    State::Failed(Failure { cause, reference: Some(problem.request_id.clone()), retry: Retry::Reopen })
}
