//! One step of the journey: a state and an event give the next state and what is to be done.
//!
//! What can happen on every screen is decided here; what concerns one screen in its module.

#![expect(
    clippy::needless_pass_by_value,
    reason = "states and events are given away, whether or not a screen keeps them"
)]

mod account;
mod archive_watch;
mod connecting;
mod consent;
mod documents;
mod failed;
#[cfg(test)]
pub(crate) mod fixtures;
mod login;
pub(crate) mod opening;
mod providers;
mod second_factor;
mod sending;
mod sign_in;
mod survey;
#[cfg(test)]
mod tests;
mod upload;
mod watch;

use crate::effect::{CloseReason, Effect, HostCallback};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Failure, FailureCause, Retry};
use crate::flow::{CatalogueState, Shared, close};
use crate::sign_in::Network;
use crate::state::{Agreement, State};
use wink_wire::{Problem, ProblemCode};

pub(crate) fn update(shared: &mut Shared, state: State, event: Event, effects: &mut Vec<Effect>) -> State {
    if state == State::Closed {
        return state;
    }
    let event = match event {
        Event::CloseRequested | Event::HostClosed => return close(CloseReason::Close, effects),
        Event::NetworkChanged(network) => {
            shared.network = network;
            return if network == Network::Offline {
                state
            } else {
                watch::back_online(shared, state, effects)
            };
        }
        Event::CallSlow(attempt) => {
            shared.slow_call = Some(attempt);
            return state;
        }
        Event::Replied(attempt, reply) => {
            if shared.slow_call == Some(attempt) {
                shared.slow_call = None;
            }
            // Undertakings that do not belong to a screen.
            if shared.agreement == Agreement::Sending(attempt) {
                return consent::receipt_replied(shared, state, reply, effects);
            }
            if shared.catalogue == CatalogueState::Loading(attempt) {
                return providers::catalogue_replied(shared, state, reply, effects);
            }
            // A session that is over ends every screen the same way, whatever was asked.
            if let Err(CallFailure::Refused(problem)) = &reply
                && !matches!(state, State::Opening(_))
                && is_over(problem.code)
            {
                return link_over(state, problem, effects);
            }
            Event::Replied(attempt, reply)
        }
        event => event,
    };
    match state {
        State::Opening(attempt) => opening::update(shared, attempt, event, effects),
        State::Consent(consent) => consent::update(shared, consent, event, effects),
        State::Providers(list) => providers::update(shared, list, event, effects),
        State::Login(login) => login::update(shared, login, event, effects),
        State::LoginOptions(options) => login::update_options(shared, options, event, effects),
        State::SignIn(sign_in) => sign_in::update(shared, sign_in, event, effects),
        State::Connecting(connecting) => connecting::update(shared, connecting, event, effects),
        State::SecondFactor(factor) => second_factor::update(shared, factor, event, effects),
        State::Connected(connected) => connecting::update_connected(shared, connected, event, effects),
        State::Account(page) => account::update(shared, page, event, effects),
        State::FileTypes(list) => documents::update(shared, list, event, effects),
        State::Upload(upload) => upload::update(shared, upload, event, effects),
        State::Uploaded(uploaded) => upload::update_uploaded(shared, uploaded, event, effects),
        State::Document(page) => documents::update_page(shared, page, event, effects),
        State::Survey(survey) => survey::update(shared, survey, event, effects),
        State::Failed(failure) => failed::update(shared, failure, event, effects),
        State::Closed => State::Closed,
    }
}

const fn is_over(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SessionExpired | ProblemCode::TokenExpired | ProblemCode::InvalidToken)
}

/// The link token or the session is no good any more; only the host page can hand out another.
///
/// Several calls may be refused for it; the host is told once.
fn link_over(state: State, problem: &Problem, effects: &mut Vec<Effect>) -> State {
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

/// The cause that a failed call comes to, where nothing more particular is known, with its reference.
fn cause_of(shared: &Shared, failure: &CallFailure) -> (FailureCause, Option<String>) {
    use wink_wire::ErrorCode::SystemError;
    match failure {
        CallFailure::Unreachable if shared.network == Network::Offline => (FailureCause::Offline, None),
        CallFailure::Unreachable => (FailureCause::Unreachable, None),
        CallFailure::Nonsense => (FailureCause::Account(SystemError), None),
        CallFailure::Insecure => (FailureCause::Insecure, None),
        CallFailure::Refused(problem) => {
            let cause = match problem.code {
                ProblemCode::ServerUnavailable => FailureCause::Unreachable,
                ProblemCode::RequestLimitExceeded => FailureCause::Busy,
                _ => FailureCause::Account(SystemError),
            };
            (cause, Some(problem.request_id.clone()))
        }
    }
}

/// Whether a call failed in a way that passes by itself: it is tried again.
const fn is_passing(answer: &Answer) -> bool {
    match answer {
        Err(CallFailure::Unreachable) => true,
        Err(CallFailure::Refused(problem)) => matches!(
            problem.code,
            ProblemCode::RequestLimitExceeded | ProblemCode::ServerError | ProblemCode::ServerUnavailable
        ),
        _ => false,
    }
}

/// How long to wait before a lost connection is tried again, after so many tries.
fn pause_millis(tries: u32) -> u32 {
    const FIRST_MILLIS: u32 = 1_000;
    const LONGEST_MILLIS: u32 = 8_000;
    FIRST_MILLIS.checked_shl(tries.min(8)).unwrap_or(u32::MAX).min(LONGEST_MILLIS)
}

/// What `Replied` carries.
type Answer = Result<Reply, CallFailure>;
