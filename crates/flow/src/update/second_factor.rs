//! The second factor of any kind: decides when an answer is sent, and handles its result.

use super::answer::Answer;
use super::{login, watch};
use crate::effect::{Effect, Request, TimerKind, UiEventName};
use crate::event::{CallFailure, Event, Reply};
use crate::in_progress::InProgress;
use crate::link::Link;
use crate::second_factor::{Factor, FactorPhase, SecondFactor};
use crate::shared::Shared;
use crate::sign_in::SignIn;
use crate::state::{Connecting, State};
use wink_wire::{Challenge, ErrorCode, ProblemCode};

const SECOND_MILLIS: u32 = 1_000;

/// Applies a challenge: shows a new screen, or updates the one that is shown.
pub(super) fn apply_challenge(
    shared: &mut Shared,
    screen: InProgress,
    challenge: &Challenge,
    asked: Factor,
    effects: &mut Vec<Effect>,
) -> State {
    let mut factor = match screen {
        InProgress::SecondFactor(factor) => {
            if factor.challenge_id == challenge.challenge_id {
                refresh(factor, asked, challenge)
            } else if factor.factor.is_like(&asked) && !matches!(factor.phase, FactorPhase::Sending(_)) {
                replace(factor, asked, challenge)
            } else {
                // The next factor of a chain.
                show(shared, factor.link, asked, challenge, effects)
            }
        }
        InProgress::SignIn(SignIn { link, .. }) | InProgress::Connecting(Connecting { link, .. }) => {
            show(shared, link, asked, challenge, effects)
        }
    };
    watch::poll(shared, &mut factor.link, effects);
    State::SecondFactor(factor)
}

fn show(
    shared: &mut Shared,
    link: Link,
    factor: Factor,
    challenge: &Challenge,
    effects: &mut Vec<Effect>,
) -> SecondFactor {
    shared.report_screen(
        UiEventName::MfaPageOpened,
        Some(&link.provider.id),
        Some(&link.account_id),
        effects,
    );
    SecondFactor {
        link,
        factor,
        page: shared.new_attempt(),
        challenge_id: challenge.challenge_id.clone(),
        // The answer turned out to be wrong after the screen had changed, or on an earlier visit.
        phase: challenge.tries_left.map_or(FactorPhase::Answering, FactorPhase::Wrong),
        seconds_left: challenge.expires_in_seconds,
        resend_in_seconds: challenge.resend_in_seconds,
        clock: shared.wait(TimerKind::Second, SECOND_MILLIS, effects),
    }
}

/// The same challenge: mostly because the answer was wrong.
fn refresh(mut factor: SecondFactor, asked: Factor, challenge: &Challenge) -> SecondFactor {
    if !factor.factor.is_like(&asked) {
        factor.factor = asked;
    }
    // Also if the answer arrived, but the response that it was wrong was lost.
    if let (Some(left), FactorPhase::Sending(_) | FactorPhase::NotSent) = (challenge.tries_left, factor.phase)
    {
        factor.phase = FactorPhase::Wrong(left);
        factor.factor.forget_answer();
    }
    factor.seconds_left = challenge.expires_in_seconds;
    factor.resend_in_seconds = challenge.resend_in_seconds;
    factor
}

/// The same kind of challenge again, requested here or in another window: another code, another picture.
fn replace(factor: SecondFactor, asked: Factor, challenge: &Challenge) -> SecondFactor {
    SecondFactor {
        factor: asked,
        phase: FactorPhase::Resent,
        challenge_id: challenge.challenge_id.clone(),
        seconds_left: challenge.expires_in_seconds,
        resend_in_seconds: challenge.resend_in_seconds,
        ..factor
    }
}

pub(super) fn update(
    shared: &mut Shared,
    mut factor: SecondFactor,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match (event, factor.phase) {
        (Event::Replied(attempt, answer), _) if attempt == factor.link.watch.attempt => {
            return watch::handle_reply(shared, InProgress::SecondFactor(factor), answer, effects);
        }
        (Event::Replied(attempt, answer), FactorPhase::Sending(sent) | FactorPhase::Resending(sent))
            if attempt == sent =>
        {
            return handle_reply(shared, factor, answer, effects);
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
        (Event::FactorEntered(entry), phase) if !phase.is_busy() => {
            if let Some(is_complete) = factor.factor.enter(entry) {
                factor.phase = FactorPhase::Answering;
                if is_complete {
                    send(shared, &mut factor, effects);
                }
            }
        }
        (Event::FactorSubmitted, phase) if !phase.is_busy() && factor.factor.is_answered_here() => {
            send(shared, &mut factor, effects);
        }
        (Event::ResendPressed, phase) if !phase.is_busy() && factor.resend_in_seconds == Some(0) => {
            let request = Request::ResendChallenge { account_id: factor.link.account_id.clone() };
            factor.phase = FactorPhase::Resending(shared.call(request, effects));
        }
        // Perhaps the code went to a number that is not theirs.
        (Event::LogInDifferentlyPressed, phase) if !phase.is_busy() => {
            return login::revoke_and_retry(shared, factor.link, effects);
        }
        _ => {}
    }
    State::SecondFactor(factor)
}

fn send(shared: &mut Shared, factor: &mut SecondFactor, effects: &mut Vec<Effect>) {
    factor.phase = match factor.factor.answer() {
        Some(answer) => {
            let request = Request::AnswerChallenge {
                account_id: factor.link.account_id.clone(),
                challenge_id: factor.challenge_id.clone(),
                answer,
            };
            FactorPhase::Sending(shared.call(request, effects))
        }
        None => FactorPhase::Missing,
    };
}

/// The service replied to an answer, or to the request for another challenge. The long poll may have reported it before.
fn handle_reply(
    shared: &mut Shared,
    mut factor: SecondFactor,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    match answer {
        Ok(Reply::Account(view)) if view.version > factor.link.watch.version => {
            watch::apply(shared, InProgress::SecondFactor(factor), &view, effects)
        }
        Ok(Reply::Account(_)) => State::SecondFactor(factor),
        Err(CallFailure::Refused(problem)) if problem.code == ProblemCode::ChallengeOver => {
            // The account has changed; the long poll reports how.
            factor.phase = FactorPhase::Answering;
            factor.factor.forget_answer();
            State::SecondFactor(factor)
        }
        Ok(_) | Err(CallFailure::Nonsense | CallFailure::Insecure) => {
            watch::fail(shared, InProgress::SecondFactor(factor), ErrorCode::SystemError, None, effects)
        }
        Err(_) => {
            factor.phase = FactorPhase::NotSent;
            State::SecondFactor(factor)
        }
    }
}
