//! The connecting screen and the success screen.

use super::ending::close;
use super::{login, watch};
use crate::effect::{CloseReason, Effect, TimerKind};
use crate::event::Event;
use crate::in_progress::InProgress;
use crate::link::{Contact, Link, Watch};
use crate::provider::ProviderSummary;
use crate::second_factor::SecondFactor;
use crate::shared::Shared;
use crate::sign_in::SignIn;
use crate::state::{Connected, Connecting, State};
use wink_wire::LinkStep;

/// After this time the screen says that connecting can take longer, and that leaving is safe.
const SLOW_MILLIS: u32 = 15_000;

pub(super) fn show(shared: &mut Shared, link: Link, step: LinkStep, effects: &mut Vec<Effect>) -> Connecting {
    Connecting { link, step, slow_timer: Some(shared.wait(TimerKind::Slow, SLOW_MILLIS, effects)) }
}

/// Resumes an account that an earlier visit left unfinished.
pub(super) fn resume(
    shared: &mut Shared,
    provider: ProviderSummary,
    account_id: String,
    effects: &mut Vec<Effect>,
) -> State {
    let watch = Watch { attempt: shared.new_attempt(), version: 0, contact: Contact::Good };
    let mut link = Link { provider, account_id, form: None, watch };
    watch::poll(shared, &mut link, effects);
    State::Connecting(show(shared, link, LinkStep::SigningIn, effects))
}

/// Shows the step that the service has reached; another screen may be shown still.
pub(super) fn advance(
    shared: &mut Shared,
    screen: InProgress,
    step: LinkStep,
    effects: &mut Vec<Effect>,
) -> State {
    State::Connecting(match screen {
        InProgress::Connecting(mut connecting) => {
            connecting.step = step;
            watch::poll(shared, &mut connecting.link, effects);
            connecting
        }
        InProgress::SignIn(SignIn { mut link, .. })
        | InProgress::SecondFactor(SecondFactor { mut link, .. }) => {
            watch::poll(shared, &mut link, effects);
            show(shared, link, step, effects)
        }
    })
}

pub(super) fn update(
    shared: &mut Shared,
    mut connecting: Connecting,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::Replied(attempt, answer) if attempt == connecting.link.watch.attempt => {
            return watch::handle_reply(shared, InProgress::Connecting(connecting), answer, effects);
        }
        Event::TimerFired(timer) if timer.kind == TimerKind::Reconnect => {
            watch::reconnect(shared, &mut connecting.link, Some(timer), effects);
        }
        Event::TimerFired(timer) if Some(timer.attempt) == connecting.slow_timer => {
            connecting.slow_timer = None;
        }
        Event::ReconnectPressed => watch::reconnect(shared, &mut connecting.link, None, effects),
        _ => {}
    }
    State::Connecting(connecting)
}

pub(super) fn update_connected(
    shared: &mut Shared,
    connected: Connected,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::DonePressed => close(CloseReason::Exit, effects),
        Event::ChooseAnotherPressed if shared.has_list() => login::choose_again(shared, effects),
        _ => State::Connected(connected),
    }
}
