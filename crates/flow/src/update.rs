//! One step of the journey: from a state and an event to the next state and the effects.
//!
//! Events that can happen on every screen are handled here, those of one screen in its module.

#![expect(
    clippy::needless_pass_by_value,
    reason = "states and events are given away, whether or not a screen keeps them"
)]

mod account;
mod answer;
mod archive_watch;
mod connecting;
mod consent;
mod documents;
mod ending;
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

use crate::effect::{CloseReason, Effect};
use crate::event::{CallFailure, Event};
use crate::shared::{CatalogueState, Shared};
use crate::sign_in::Network;
use crate::state::{Agreement, State};
use ending::{close, end_session, ends_session};

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
                watch::reconnect_now(shared, state, effects)
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
            // Calls that do not belong to a screen.
            if shared.agreement == Agreement::Sending(attempt) {
                return consent::handle_receipt(shared, state, reply, effects);
            }
            if shared.catalogue == CatalogueState::Loading(attempt) {
                return providers::handle_catalogue(shared, state, reply, effects);
            }
            // An expired session ends every screen in the same way, whatever the call was.
            if let Err(CallFailure::Refused(problem)) = &reply
                && !matches!(state, State::Opening(_))
                && ends_session(problem.code)
            {
                return end_session(state, problem, effects);
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
