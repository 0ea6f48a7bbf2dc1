//! How a journey ends: the person or the host closes the dialog, or the session is over.

use crate::effect::{CloseReason, Effect, HostCallback};
use crate::failure::{Failure, FailureCause, Retry};
use crate::state::State;
use wink_wire::{Problem, ProblemCode};

/// Ends the journey: the dialog goes first, the host is told last.
pub(super) fn close(reason: CloseReason, effects: &mut Vec<Effect>) -> State {
    effects.push(Effect::Teardown);
    effects.push(Effect::Tell(HostCallback::Closed(reason)));
    State::Closed
}

/// Whether a refusal ends the session, whatever was asked.
pub(super) const fn is_over(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SessionExpired | ProblemCode::TokenExpired | ProblemCode::InvalidToken)
}

/// The link token or the session is no good any more; only the host page can hand out another.
///
/// Several calls may be refused for it; the host is told once.
pub(super) fn link_over(state: State, problem: &Problem, effects: &mut Vec<Effect>) -> State {
    if let State::Failed(Failure { cause: FailureCause::LinkExpired | FailureCause::LinkInvalid, .. }) = state
    {
        return state;
    }
    effects.push(Effect::Tell(HostCallback::TokenExpired));
    let cause = match problem.code {
        ProblemCode::InvalidToken => FailureCause::LinkInvalid,
        _ => FailureCause::LinkExpired,
    };
    State::Failed(Failure { cause, reference: Some(problem.request_id.clone()), retry: Retry::Reopen })
}
