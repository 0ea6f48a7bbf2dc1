//! Second factors, kind by kind: what can be answered, what is sent, and what stays of it.

use super::*;
use crate::effect::{Timer, TimerKind};
use crate::failure::{Action, FailureCause};
use crate::second_factor::{Choice, Factor, FactorPhase, SecondFactor};
use wink_wire::{AccountStatus, Answer, ChallengeKind, LinkStep};

fn factor(walk: &Walk) -> &SecondFactor {
    match walk.flow.state() {
        State::SecondFactor(factor) => factor,
        other => panic!("{other:?}"),
    }
}

fn typed_code(walk: &Walk) -> &str {
    match &factor(walk).factor {
        Factor::OneTimeCode(code) => code.code.expose(),
        other => panic!("{other:?}"),
    }
}

fn typed(position: usize, text: &str) -> Event {
    Event::FactorEntered(Entry::Typed(position, text.into()))
}

fn chosen(position: usize) -> Event {
    Event::FactorEntered(Entry::Chosen(Choice::at(position)))
}

fn at(kind: &ChallengeKind) -> Walk {
    let mut walk = Walk::at_connecting();
    walk.answer(account(fixtures::asked(2, None, kind.clone())));
    walk
}

/// Another challenge than the one that is shown.
fn another(version: u64, kind: &ChallengeKind) -> Reply {
    let mut view = fixtures::asked(version, None, kind.clone());
    view.challenge.as_mut().unwrap().challenge_id = "c-2".into();
    account(view)
}

/// The input for each kind, and the resulting answer. `None` for kinds that are answered elsewhere.
fn right(kind: &ChallengeKind) -> Option<(Vec<Event>, Answer)> {
    Some(match kind {
        ChallengeKind::OneTimeCode(_) => (vec![typed(0, "12345")], Answer::OneTimeCode("12345".into())),
        ChallengeKind::ChooseDestination(_) => (vec![chosen(1)], Answer::ChooseDestination("mail".into())),
        ChallengeKind::SecurityQuestions(_) => (
            vec![typed(0, "Rex"), typed(1, "Elm Street")],
            Answer::SecurityQuestions(vec!["Rex".into(), "Elm Street".into()]),
        ),
        ChallengeKind::ChooseAccount(_) => (vec![chosen(0), chosen(1)], Answer::ChooseAccount("2".into())),
        ChallengeKind::ChooseImage(_) => (vec![chosen(1)], Answer::ChooseImage("boat".into())),
        ChallengeKind::ReadImage(_) => (vec![typed(0, "7K4MP")], Answer::ReadImage("7K4MP".into())),
        ChallengeKind::Approve(_) | ChallengeKind::Unknown => return None,
    })
}

fn pages_told(walk: &Walk) -> usize {
    walk.callbacks.iter().filter(|name| *name == "MfaPageOpened").count()
}

/// The answers that have been sent.
fn sent(walk: &Walk) -> Vec<&Answer> {
    let answer = |effect| match effect {
        &Effect::Call(_, Request::AnswerChallenge { ref answer, .. }) => Some(answer),
        _ => None,
    };
    walk.all.iter().chain(&walk.effects).filter_map(answer).collect()
}

fn tick(walk: &mut Walk) {
    let attempt = factor(walk).clock;
    walk.send(Event::TimerFired(Timer { kind: TimerKind::Second, attempt }));
}

#[test]
fn each_kind_is_answered_once() {
    for kind in fixtures::every_kind() {
        let Some((entries, answer)) = right(&kind) else { continue };
        let mut walk = at(&kind);
        for entry in entries {
            walk.send(entry);
        }
        walk.all.clear();
        walk.effects.clear();
        walk.send(Event::FactorSubmitted);
        walk.send(Event::FactorSubmitted);
        walk.send(Event::ResendPressed);
        assert_eq!(sent(&walk).first(), Some(&&answer));
        let calls = walk.all.iter().filter(|effect| matches!(effect, Effect::Call(..))).count();
        assert_eq!(calls, 1, "{kind:?} is sent once");
        assert!(factor(&walk).phase.is_busy());
        let before = walk.flow.clone();
        walk.send(typed(0, "other"));
        walk.send(chosen(0));
        assert_eq!(walk.flow, before, "{kind:?} cannot be changed while it is checked");
    }
}

#[test]
fn an_empty_answer_is_reported_and_not_sent() {
    for kind in fixtures::every_kind() {
        let mut walk = at(&kind);
        walk.send(Event::FactorSubmitted);
        let is_answered_here = right(&kind).is_some();
        let expected = if is_answered_here { FactorPhase::Missing } else { FactorPhase::Answering };
        assert_eq!(factor(&walk).phase, expected, "{kind:?}");
        assert_eq!(factor(&walk).factor.is_answered_here(), is_answered_here);
        assert!(sent(&walk).is_empty());
        if let Some((entries, _)) = right(&kind) {
            walk.send(entries[0].clone());
            assert_eq!(factor(&walk).phase, FactorPhase::Answering, "{kind:?}");
        }
    }
}

#[test]
fn entries_of_another_kind_change_nothing() {
    for kind in fixtures::every_kind() {
        let walk = at(&kind);
        let takes_text = matches!(right(&kind), Some((entries, _)) if matches!(entries[0], Event::FactorEntered(Entry::Typed(..))));
        let foreign = if takes_text { chosen(0) } else { typed(0, "x") };
        for event in [foreign, typed(9, "x"), chosen(9)] {
            let (after, effects) = walk.flow.clone().update(event.clone());
            assert_eq!((after, effects), (walk.flow.clone(), Vec::new()), "{kind:?} on {event:?}");
        }
    }
}

#[test]
fn a_wrong_answer_keeps_the_step_and_the_third_ends_it() {
    for kind in fixtures::every_kind() {
        let Some((entries, _)) = right(&kind) else { continue };
        let mut walk = at(&kind);
        for (version, left) in [(3, 2), (4, 1)] {
            for entry in entries.clone() {
                walk.send(entry);
            }
            walk.send(Event::FactorSubmitted);
            walk.answer(account(fixtures::asked(version, Some(left), kind.clone())));
            assert_eq!(factor(&walk).phase, FactorPhase::Wrong(left), "{kind:?}");
            let is_kept = factor(&walk).factor.answer().is_some();
            assert_eq!(is_kept, matches!(kind, ChallengeKind::SecurityQuestions(_)), "{kind:?}");
        }
        assert_eq!(pages_told(&walk), 1, "a wrong answer is no new screen");
        for entry in entries {
            walk.send(entry);
        }
        walk.send(Event::FactorSubmitted);
        walk.answer(failed(5, ErrorCode::InvalidMfa));
        let State::Failed(failure) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        assert_eq!(failure.cause, FailureCause::Account(ErrorCode::InvalidMfa));
        assert!(walk.flow.remedy(failure).offers(Action::TryAgain));
        assert_eq!(walk.callbacks.iter().filter(|name| *name == "onAccountError INVALID_MFA").count(), 1);
    }
}

#[test]
fn every_kind_can_expire_and_be_retried() {
    for kind in fixtures::every_kind() {
        let mut walk = at(&kind);
        let watch = walk.last_call("WatchAccount");
        walk.send(Event::Replied(watch, Ok(failed(3, ErrorCode::MfaTimeout))));
        let State::Failed(failure) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        assert_eq!(failure.cause, FailureCause::Account(ErrorCode::MfaTimeout));
        walk.send(Event::RetryPressed);
        assert_eq!(walk.kind(), ScreenKind::Login, "{kind:?}");
    }
}

#[test]
fn an_unknown_kind_of_challenge_ends_the_account() {
    let empty = wink_wire::ChooseImage { images: Vec::new() };
    for kind in [ChallengeKind::Unknown, ChallengeKind::ChooseImage(empty)] {
        let mut walk = at(&kind);
        let State::Failed(failure) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        assert_eq!(failure.cause, FailureCause::Account(ErrorCode::UnsupportedMfaMethod));
        assert!(walk.callbacks.contains(&"onAccountError UNSUPPORTED_MFA_METHOD".into()));
        assert_eq!(pages_told(&walk), 0);
        // The account is revoked. Otherwise it would be resumed and fail again, until it expires.
        let account_id = "a-1".to_owned();
        assert!(
            walk.asks_for(|request| *request == Request::RevokeAccount { account_id: account_id.clone() })
        );
        let callbacks = walk.callbacks.len();
        walk.answer(account(fixtures::account(9, AccountStatus::Disconnected)));
        assert_eq!(walk.callbacks.len(), callbacks, "the host was notified already");
    }
}

#[test]
fn a_chain_shows_a_screen_per_factor_even_if_steps_between_are_missed() {
    let kinds = fixtures::every_kind();
    for (first, second) in kinds.iter().flat_map(|first| kinds.iter().map(move |second| (first, second))) {
        let mut walk = at(first);
        let Some((entries, _)) = right(first) else { continue };
        for entry in entries {
            walk.send(entry);
        }
        walk.send(Event::FactorSubmitted);
        let page = factor(&walk).page;
        let answer = walk.newest_call();
        let mut by_steps = Walk { flow: walk.flow.clone(), ..at(first) };
        walk.send(Event::Replied(answer, Ok(another(4, second))));
        let mut checking = fixtures::account(3, AccountStatus::Pending);
        checking.step = Some(LinkStep::CheckingCode);
        by_steps.send(Event::Replied(answer, Ok(account(checking))));
        by_steps.answer(another(4, second));
        for walk in [walk, by_steps] {
            assert_eq!(factor(&walk).challenge_id, "c-2", "{first:?} {second:?}");
            assert_ne!(factor(&walk).page, page);
            assert_eq!(factor(&walk).phase, FactorPhase::Answering);
            assert_eq!(factor(&walk).factor.answer(), None, "nothing typed outlives its step");
            assert_eq!(pages_told(&walk), 2);
        }
    }
}

#[test]
fn a_code_can_be_resent_after_the_countdown_on_the_same_screen() {
    for kind in fixtures::every_kind() {
        let mut walk = at(&kind);
        walk.send(Event::ResendPressed);
        assert!(!factor(&walk).phase.is_busy());
        for _ in 0..30 {
            tick(&mut walk);
        }
        assert_eq!((factor(&walk).seconds_left, factor(&walk).resend_in_seconds), (270, Some(0)));
        let page = factor(&walk).page;
        walk.send(Event::ResendPressed);
        walk.send(Event::ResendPressed);
        assert!(factor(&walk).phase.is_busy());
        let asked = walk
            .all
            .iter()
            .filter(|effect| matches!(effect, Effect::Call(_, Request::ResendChallenge { .. })));
        assert_eq!(asked.count(), 1);
        walk.answer(another(3, &kind));
        assert_eq!(factor(&walk).phase, FactorPhase::Resent, "{kind:?}");
        assert_eq!(factor(&walk).challenge_id, "c-2");
        assert_eq!(factor(&walk).resend_in_seconds, Some(30));
        assert_eq!(factor(&walk).page, page);
        assert_eq!(pages_told(&walk), 1, "no new screen");
    }
}

#[test]
fn an_approval_continues_without_input() {
    let approve = fixtures::every_kind().into_iter().next_back().unwrap();
    let mut walk = at(&approve);
    let mut checking = fixtures::account(3, AccountStatus::Pending);
    checking.step = Some(LinkStep::CheckingCode);
    walk.answer(account(checking));
    assert_eq!(walk.kind(), ScreenKind::Connecting);
    assert!(sent(&walk).is_empty());
}

#[test]
fn a_code_is_sent_at_its_full_length() {
    let mut walk = Walk::at_second_factor();
    walk.send(code("000"));
    assert_eq!(factor(&walk).phase, FactorPhase::Answering);
    walk.send(code("0000"));
    assert!(factor(&walk).phase.is_busy());
    walk.send(code("1"));
    assert_eq!(typed_code(&walk), "0000", "not while it is being checked");
    walk.answer(account(fixtures::challenged(3, Some(2))));
    assert_eq!(factor(&walk).phase, FactorPhase::Wrong(2));
    assert_eq!(typed_code(&walk), "");
    walk.send(code("1234"));
    assert!(factor(&walk).phase.is_busy());
}

#[test]
fn the_long_poll_may_report_the_change_first() {
    let mut walk = Walk::at_second_factor();
    let watch = walk.last_call("WatchAccount");
    walk.send(code("0000"));
    let answer = walk.newest_call();
    walk.send(Event::Replied(watch, Ok(account(fixtures::challenged(3, Some(2))))));
    assert_eq!(factor(&walk).phase, FactorPhase::Wrong(2));
    walk.send(code("12"));
    walk.send(Event::Replied(answer, Ok(account(fixtures::challenged(3, Some(2))))));
    assert_eq!(typed_code(&walk), "12", "the late answer changes nothing");
}

#[test]
fn a_lost_answer_is_kept_and_does_not_count_as_accepted() {
    let mut walk = Walk::at_second_factor();
    let watch = walk.last_call("WatchAccount");
    walk.send(code("0000"));
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(factor(&walk).phase, FactorPhase::NotSent);
    assert_eq!(typed_code(&walk), "0000");
    // It had got there, though.
    walk.send(Event::Replied(watch, Ok(account(fixtures::challenged(3, Some(2))))));
    assert_eq!((factor(&walk).phase, typed_code(&walk)), (FactorPhase::Wrong(2), ""));
}

#[test]
fn an_answer_to_an_ended_challenge_is_dropped() {
    let mut walk = Walk::at_second_factor();
    walk.send(code("1234"));
    walk.refuse(refused(ProblemCode::ChallengeOver, None));
    assert_eq!((factor(&walk).phase, typed_code(&walk)), (FactorPhase::Answering, ""));
}

#[test]
fn another_login_revokes_the_account_and_keeps_only_the_user_name() {
    for kind in fixtures::every_kind() {
        let mut walk = at(&kind);
        for entry in right(&kind).map(|(entries, _)| entries).unwrap_or_default() {
            if !factor(&walk).phase.is_busy() {
                walk.send(entry);
            }
        }
        // While an answer is being checked, the result is unknown.
        walk.send(Event::FactorSubmitted);
        if factor(&walk).phase.is_busy() {
            let before = walk.flow.clone();
            walk.send(Event::LogInDifferentlyPressed);
            assert_eq!(walk.flow, before, "{kind:?}");
            walk.refuse(CallFailure::Unreachable);
        }
        let watch = factor(&walk).link.watch.attempt;
        let callbacks = walk.callbacks.len();
        walk.send(Event::LogInDifferentlyPressed);
        let State::Login(login) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        let crate::login::Form::Ready(form) = &login.form else { panic!("{:?}", login.form) };
        let values: Vec<_> = form.values.iter().map(Secret::expose).collect();
        assert_eq!((values, form.notice), (vec!["George", ""], None), "{kind:?}");
        assert_eq!(walk.callbacks[callbacks..], ["onAccountRemoved", "LoginPageOpened"]);
        let account_id = "a-1".to_owned();
        assert!(
            walk.asks_for(|request| *request == Request::RevokeAccount { account_id: account_id.clone() })
        );
        // It is not picked up again, and what is still heard of it changes nothing.
        assert_eq!(walk.flow.session().unwrap().accounts, []);
        let before = walk.flow.clone();
        walk.send(Event::Replied(watch, Ok(account(fixtures::account(9, AccountStatus::Connected)))));
        walk.answer(account(fixtures::account(9, AccountStatus::Disconnected)));
        assert_eq!(walk.flow, before);
    }
}

#[test]
fn another_login_after_resuming_asks_for_all_fields() {
    let mut walk = Walk::in_session(Settings::new("token"), |session| {
        session.accounts = vec![fixtures::challenged(2, None)];
    });
    walk.send(Event::ConsentGiven);
    walk.send(Event::ProviderChosen("upwork".into()));
    walk.answer(account(fixtures::challenged(2, None)));
    assert_eq!(walk.kind(), ScreenKind::SecondFactor);
    walk.send(Event::LogInDifferentlyPressed);
    walk.answer(provider());
    let State::Login(login) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
    assert!(matches!(login.form, crate::login::Form::Ready(_)));
    walk.send(Event::BackPressed);
    walk.send(Event::ProviderChosen("upwork".into()));
    assert_eq!(walk.kind(), ScreenKind::Login, "not the account that was given back");
}
