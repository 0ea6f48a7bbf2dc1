//! Ends the journey: the person or the host closes the dialog, or the session expires.

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

/// Whether a refusal of any call ends the session.
pub(super) const fn ends_session(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SessionExpired | ProblemCode::TokenExpired | ProblemCode::InvalidToken)
}

/// Handles an invalid link token or session. Only the host page can get a new one.
///
/// Several calls may be refused for the same reason; the host is notified once.
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
