//! The one-time code.

use super::{Answer, watch};
use crate::effect::{Effect, Request, TimerKind, UiEventName};
use crate::event::{CallFailure, Event, Reply};
use crate::flow::Shared;
use crate::state::{CodePhase, SecondFactor, State};
use wink_wire::{Challenge, ErrorCode, ProblemCode, Secret};

const SECOND_MILLIS: u32 = 1_000;

/// The provider asks for a code: a new screen, or news for the one that is shown.
pub(super) fn challenged(
    shared: &mut Shared,
    state: State,
    challenge: &Challenge,
    effects: &mut Vec<Effect>,
) -> State {
    let mut code = Secret::default();
    let (mut link, phase, clock) = match state {
        State::SecondFactor(factor) => {
            if factor.challenge_id == challenge.challenge_id && factor.phase == CodePhase::Typing {
                code = factor.code;
            }
            let phase = match (challenge.tries_left, factor.phase) {
                (Some(left), CodePhase::Sending(_)) => CodePhase::Wrong(left),
                (_, CodePhase::Resending(_)) => CodePhase::Resent,
                (_, phase) => phase,
            };
            (factor.link, phase, factor.clock)
        }
        State::Connecting(connecting) => {
            let (provider, account) = (&connecting.link.provider.id, &connecting.link.account_id);
            shared.shown(UiEventName::MfaPageOpened, Some(provider), Some(account), effects);
            // A code that turned out wrong only after the screen had moved on, or on an earlier visit.
            let phase = challenge.tries_left.map_or(CodePhase::Typing, CodePhase::Wrong);
            (connecting.link, phase, shared.wait(TimerKind::Second, SECOND_MILLIS, effects))
        }
        other => return other,
    };
    watch::ask(shared, &mut link, effects);
    State::SecondFactor(SecondFactor {
        link,
        phase,
        clock,
        challenge_id: challenge.challenge_id.clone(),
        channel: challenge.channel,
        destination: challenge.destination.clone(),
        code_length: usize::from(challenge.code_length),
        code,
        seconds_left: challenge.expires_in_seconds,
        resend_in_seconds: challenge.resend_in_seconds,
    })
}

pub(super) fn update(
    shared: &mut Shared,
    mut factor: SecondFactor,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match (event, factor.phase) {
        (Event::Replied(attempt, answer), _) if attempt == factor.link.watch.attempt => {
            return watch::replied(shared, State::SecondFactor(factor), answer, effects);
        }
        (Event::Replied(attempt, answer), CodePhase::Sending(sent) | CodePhase::Resending(sent))
            if attempt == sent =>
        {
            return answered(shared, factor, answer, effects);
        }
        (Event::TimerFired(timer), _) if timer.kind == TimerKind::Reconnect => {
            watch::reconnect(shared, &mut factor.link, Some(timer), effects);
        }
        (Event::TimerFired(timer), _) if timer.attempt == factor.clock => {
            factor.seconds_left = factor.seconds_left.saturating_sub(1);
            factor.resend_in_seconds = factor.resend_in_seconds.map(|seconds| seconds.saturating_sub(1));
            factor.clock = shared.wait(TimerKind::Second, SECOND_MILLIS, effects);
        }
        (Event::ReconnectPressed, _) => watch::reconnect(shared, &mut factor.link, None, effects),
        (Event::CodeEdited(code), phase) if !phase.is_busy() => {
            let complete = factor.code_length > 0 && code.expose().chars().count() >= factor.code_length;
            factor.code = code;
            factor.phase = CodePhase::Typing;
            if complete {
                send(shared, &mut factor, effects);
            }
        }
        (Event::CodeSubmitted, phase) if !phase.is_busy() && !factor.code.is_empty() => {
            send(shared, &mut factor, effects);
        }
        (Event::ResendPressed, phase) if !phase.is_busy() && factor.resend_in_seconds == Some(0) => {
            let request = Request::ResendCode { account_id: factor.link.account_id.clone() };
            factor.phase = CodePhase::Resending(shared.call(request, effects));
        }
        _ => {}
    }
    State::SecondFactor(factor)
}

fn send(shared: &mut Shared, factor: &mut SecondFactor, effects: &mut Vec<Effect>) {
    let request = Request::AnswerChallenge {
        account_id: factor.link.account_id.clone(),
        challenge_id: factor.challenge_id.clone(),
        code: factor.code.clone(),
    };
    factor.phase = CodePhase::Sending(shared.call(request, effects));
}

/// The code, or the wish for another one, was answered. The standing question may have brought the news before.
fn answered(
    shared: &mut Shared,
    mut factor: SecondFactor,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    match answer {
        Ok(Reply::Account(view)) if view.version > factor.link.watch.version => {
            watch::take_in(shared, State::SecondFactor(factor), &view, effects)
        }
        Ok(Reply::Account(_)) => State::SecondFactor(factor),
        Err(CallFailure::Refused(problem)) if problem.code == ProblemCode::ChallengeOver => {
            // The account has moved on; the standing question says where to.
            factor.phase = CodePhase::Typing;
            factor.code = Secret::default();
            State::SecondFactor(factor)
        }
        Ok(_) | Err(CallFailure::Nonsense) => {
            watch::fail(shared, State::SecondFactor(factor), ErrorCode::SystemError, None, effects)
        }
        Err(_) => {
            factor.phase = CodePhase::NotSent;
            State::SecondFactor(factor)
        }
    }
}

impl CodePhase {
    /// Whether something is under way that has to be waited for.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Sending(_) | Self::Resending(_))
    }
}
