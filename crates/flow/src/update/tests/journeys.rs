//! Whole ways through the widget, with every callback in its order.

use super::*;
use crate::failure::{Action, FailureCause};
use crate::link::Contact;
use crate::login::{FieldFault, Form, LoginForm, LoginNotice, Submission};
use crate::state::ListContent;
use wink_wire::{AccountStatus, Answer, DataPoint, Language, LinkStep};

fn form(walk: &Walk) -> &LoginForm {
    match walk.flow.state() {
        State::Login(login) => match &login.form {
            Form::Ready(form) => form,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn failure(walk: &Walk) -> &crate::failure::Failure {
    match walk.flow.state() {
        State::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn from_consent_to_done() {
    let mut walk = Walk::at_second_factor();
    walk.send(code("1234"));
    assert!(walk.asks_for(
        |request| matches!(request, Request::AnswerChallenge { answer, .. } if *answer == Answer::OneTimeCode("1234".into()))
    ));
    let mut checking = fixtures::account(3, AccountStatus::Pending);
    checking.step = Some(LinkStep::ReadingRecords);
    walk.answer(account(checking));
    assert_eq!(walk.kind(), ScreenKind::Connecting);
    walk.send(Event::Replied(
        walk.last_call("WatchAccount"),
        Ok(account(AccountView {
            stored: vec![DataPoint::Identities, DataPoint::Ratings],
            ..fixtures::account(4, AccountStatus::Connected)
        })),
    ));
    let State::Connected(connected) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
    assert_eq!(connected.stored, [DataPoint::Identities, DataPoint::Ratings]);
    let known = walk.flow.session().and_then(|session| session.connected_account("upwork"));
    assert_eq!(known.map(|known| known.stored.clone()), Some(connected.stored.clone()));
    walk.send(Event::DonePressed);
    assert_eq!(walk.effects, [Effect::Teardown, CLOSED(CloseReason::Exit)]);
    assert_eq!(
        walk.callbacks,
        [
            "ConsentPageOpened",
            "ProviderListPageOpened",
            "LoginPageOpened",
            "onAccountCreated",
            "MfaPageOpened",
            "onAccountConnected",
            "ConnectSuccessPageOpened",
            "onClose exit",
        ]
    );
}

#[test]
fn the_catalogue_may_come_late() {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    let catalogue = walk.last_call("LoadCatalogue");
    walk.send(Event::ConsentGiven);
    let State::Providers(list) = walk.flow.state() else { panic!() };
    assert_eq!(list.content, ListContent::Loading);
    walk.send(Event::SearchEdited("upw".into()));
    walk.send(Event::Replied(catalogue, Ok(Reply::Catalogue(fixtures::CATALOGUE.into()))));
    let State::Providers(list) = walk.flow.state() else { panic!() };
    assert!(matches!(&list.content, ListContent::Ready(listing) if listing.rows.len() == 1), "{list:?}");
}

#[test]
fn a_screen_before_the_catalogue_gets_the_providers_name_from_it() {
    let mut settings = Settings::new("token");
    settings.providers = Some(vec!["upwork".into()]);
    for status in [AccountStatus::Connected, AccountStatus::Pending] {
        let mut walk = Walk::in_session(settings.clone(), |session| {
            session.accounts = vec![fixtures::account(2, status)];
        });
        let catalogue = walk.last_call("LoadCatalogue");
        walk.send(Event::ConsentGiven);
        let name = |walk: &Walk| match walk.flow.state() {
            State::Account(page) => page.provider.name.clone(),
            State::Connecting(connecting) => connecting.link.provider.name.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(name(&walk), "");
        walk.send(Event::Replied(catalogue, Ok(Reply::Catalogue(fixtures::CATALOGUE.into()))));
        assert_eq!(name(&walk), "Upwork", "{status:?}");
    }
}

#[test]
fn a_catalogue_that_could_not_be_loaded_is_loaded_again() {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    let catalogue = walk.last_call("LoadCatalogue");
    walk.send(Event::ConsentGiven);
    walk.send(Event::Replied(catalogue, Err(CallFailure::Unreachable)));
    let State::Providers(list) = walk.flow.state() else { panic!() };
    assert_eq!(list.content, ListContent::Unavailable);
    walk.send(Event::RetryPressed);
    walk.answer(Reply::Catalogue(fixtures::CATALOGUE.into()));
    let State::Providers(list) = walk.flow.state() else { panic!() };
    assert!(matches!(&list.content, ListContent::Ready(listing) if listing.rows.len() == 2));
}

#[test]
fn wrong_password_then_right() {
    let mut walk = Walk::at_connecting();
    walk.answer(failed(2, ErrorCode::InvalidCredentials));
    let shown = form(&walk);
    assert_eq!(shown.notice, Some(LoginNotice::Refused(ErrorCode::InvalidCredentials)));
    assert_eq!(shown.values[0].expose(), "George");
    assert!(shown.values[1].is_empty(), "the password is forgotten");
    assert_eq!(
        walk.callbacks[3..],
        ["onAccountCreated", "onAccountError INVALID_CREDENTIALS", "LoginPageOpened"]
    );
    walk.send(Event::FieldEdited(1, "123456".into(), Fit::Fits));
    walk.send(Event::LoginSubmitted);
    assert!(matches!(form(&walk).submission, Submission::Sending(_)));
    assert_eq!(form(&walk).notice, None);
}

#[test]
fn an_empty_or_invalid_field_is_marked_and_nothing_is_sent() {
    let mut walk = Walk::at_login();
    walk.send(Event::FieldEdited(0, "x".into(), Fit::DoesNotFit));
    walk.send(Event::LoginSubmitted);
    assert_eq!(form(&walk).faults, [Some(FieldFault::DoesNotFit), Some(FieldFault::Missing)]);
    assert_eq!(form(&walk).submission, Submission::Typing);
    walk.send(Event::FieldEdited(0, "George".into(), Fit::Fits));
    assert_eq!(form(&walk).first_fault(), Some(1));
}

#[test]
fn a_field_that_the_service_refuses_is_marked() {
    let mut walk = Walk::at_login();
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    walk.refuse(refused(ProblemCode::InvalidParameters, Some("credentials.userName")));
    assert_eq!(form(&walk).faults[0], Some(FieldFault::DoesNotFit));
}

#[test]
fn a_lost_answer_links_no_second_account() {
    let key_of = |walk: &Walk| {
        let key = walk.effects.iter().find_map(|effect| match effect {
            Effect::Call(_, Request::StartAccount { key, .. }) => Some(*key),
            _ => None,
        });
        key.unwrap()
    };
    let mut walk = Walk::at_login();
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    let first = key_of(&walk);
    walk.send(Event::LoginSubmitted); // a double click
    assert_eq!(key_of(&walk), first);
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(form(&walk).notice, Some(LoginNotice::Unreachable));
    assert_eq!(form(&walk).values[1].expose(), "123456", "nothing typed is lost");
    walk.send(Event::LoginSubmitted);
    assert_eq!(key_of(&walk), first, "the same try");
    walk.refuse(CallFailure::Unreachable);
    walk.send(Event::FieldEdited(1, "other".into(), Fit::Fits));
    walk.send(Event::LoginSubmitted);
    assert_ne!(key_of(&walk), first, "another try");
}

#[test]
fn the_upload_resumes_after_a_restart_of_the_service() {
    let mut walk = Walk::at_connecting();
    let mut pauses = Vec::new();
    for _ in 0..5 {
        walk.refuse(CallFailure::Unreachable);
        let State::Connecting(connecting) = walk.flow.state() else { panic!() };
        assert!(matches!(connecting.link.watch.contact, Contact::Lost(_)));
        let Some(Effect::Wait(timer, millis)) = walk.effects.last().cloned() else {
            panic!("{:?}", walk.effects)
        };
        pauses.push(millis);
        walk.send(Event::TimerFired(timer));
    }
    assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 8_000]);
    walk.answer(account(fixtures::account(2, AccountStatus::Connected)));
    assert_eq!(walk.kind(), ScreenKind::Connected);
}

#[test]
fn an_expired_token_is_reported_once() {
    for code in [ProblemCode::TokenExpired, ProblemCode::InvalidToken] {
        let mut walk = Walk::open(Settings::new("token"));
        walk.refuse(refused(code, None));
        assert!(matches!(failure(&walk).cause, FailureCause::LinkExpired | FailureCause::LinkInvalid));
        walk.send(Event::RetryPressed);
        assert!(is_failed(walk.flow.state()), "trying again would be refused again");
        walk.send(Event::ExitPressed);
        assert_eq!(walk.callbacks, ["onTokenExpired", "onClose error"]);
    }
}

#[test]
fn a_session_that_ends_during_the_journey_is_reported_once() {
    let mut walk = Walk::at_connecting();
    walk.refuse(refused(ProblemCode::SessionExpired, None));
    assert_eq!(failure(&walk).cause, FailureCause::LinkExpired);
    assert_eq!(walk.callbacks.iter().filter(|name| *name == "onTokenExpired").count(), 1);
}

#[test]
fn a_session_that_ends_under_several_calls_is_reported_once() {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    let catalogue = walk.last_call("LoadCatalogue");
    walk.send(Event::ConsentGiven);
    walk.refuse(refused(ProblemCode::SessionExpired, None));
    walk.send(Event::Replied(catalogue, Err(refused(ProblemCode::SessionExpired, None))));
    assert_eq!(walk.callbacks, ["ConsentPageOpened", "ProviderListPageOpened", "onTokenExpired"]);

    let mut walk = Walk::at_second_factor();
    let watch = walk.last_call("WatchAccount");
    walk.send(code("1234"));
    walk.refuse(refused(ProblemCode::SessionExpired, None));
    walk.send(Event::Replied(watch, Err(refused(ProblemCode::SessionExpired, None))));
    assert_eq!(walk.callbacks.iter().filter(|name| *name == "onTokenExpired").count(), 1);
}

#[test]
fn an_unreachable_service_can_be_tried_again() {
    let mut walk = Walk::open(Settings::new("token"));
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(failure(&walk).cause, FailureCause::Unreachable);
    walk.send(Event::RetryPressed);
    assert!(walk.asks_for(|request| matches!(request, Request::OpenSession { .. })));
}

#[test]
fn an_answer_that_makes_no_sense_is_a_system_error() {
    let mut other_account = fixtures::account(5, AccountStatus::Connected);
    other_account.account_id = "a-2".into();
    for nonsense in [
        Reply::Catalogue("not an account".into()),
        account(other_account),
        account(fixtures::account(9, AccountStatus::Unknown)),
        account(fixtures::account(9, AccountStatus::AwaitingMfa)),
    ] {
        let mut walk = Walk::at_connecting();
        walk.answer(nonsense);
        assert_eq!(failure(&walk).cause, FailureCause::Account(ErrorCode::SystemError));
        assert_eq!(walk.callbacks.last().map(String::as_str), Some("onAccountError SYSTEM_ERROR"));
    }
}

#[test]
fn every_error_code_has_a_remedy() {
    for code in ErrorCode::ALL {
        let mut walk = Walk::at_connecting();
        walk.answer(failed(2, code));
        assert!(walk.callbacks.contains(&format!("onAccountError {}", code.name())));
        match walk.flow.state() {
            State::Login(_) => {
                assert!(matches!(code, ErrorCode::InvalidCredentials | ErrorCode::InvalidAuth));
            }
            State::Failed(failure) => {
                assert_eq!(failure.reference.as_deref(), Some("ref-1"));
                if code == ErrorCode::UnsupportedAuthType {
                    assert_eq!(walk.flow.remedy(failure).primary, Action::OtherWay);
                    walk.send(Event::OtherWaysPressed);
                    assert_eq!(walk.kind(), ScreenKind::LoginOptions);
                    walk.send(Event::LoginOptionChosen(0));
                } else {
                    assert!(walk.flow.remedy(failure).offers(Action::TryAgain));
                    walk.send(Event::RetryPressed);
                }
                assert_eq!(form(&walk).values[0].expose(), "George", "{code:?}");
                assert!(form(&walk).values[1].is_empty());
            }
            other => panic!("{code:?} leads to {other:?}"),
        }
    }
}

#[test]
fn the_only_provider_needs_no_list() {
    let settings = Settings {
        providers: Some(vec!["upwork".into()]),
        enable_consent_page: Some(false),
        ..Settings::new("token")
    };
    let mut walk = Walk::in_session(settings, |_| {});
    assert_eq!(walk.kind(), ScreenKind::Login);
    assert!(walk.flow.agrees_at_login() && !walk.flow.has_way_back());
    walk.answer(provider());
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    assert!(
        !walk.asks_for(|request| matches!(request, Request::StartAccount { .. })),
        "the receipt comes first"
    );
    walk.answer(Reply::ConsentRecorded(receipt()));
    assert!(walk.asks_for(|request| matches!(request, Request::StartAccount { .. })));
    assert_eq!(walk.callbacks, ["LoginPageOpened"]);
}

#[test]
fn without_a_receipt_nothing_is_sent() {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    walk.send(Event::ConsentGiven);
    walk.refuse(CallFailure::Unreachable);
    walk.send(Event::ProviderChosen("upwork".into()));
    walk.answer(provider());
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    assert!(walk.asks_for(|request| matches!(request, Request::RecordConsent { .. })));
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(form(&walk).notice, Some(LoginNotice::Unreachable));
}

#[test]
fn an_account_in_progress_is_resumed_and_a_connected_one_shown() {
    let mut connected = fixtures::account(7, AccountStatus::Connected);
    connected.provider_id = "sss".into();
    connected.account_id = "a-9".into();
    let mut walk = Walk::in_session(Settings::new("token"), |session| {
        session.accounts = vec![fixtures::challenged(2, None), connected];
    });
    walk.send(Event::ConsentGiven);
    walk.send(Event::ProviderChosen("sss".into()));
    assert_eq!(walk.kind(), ScreenKind::Account);
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeConfirmed);
    let mut gone = fixtures::account(8, AccountStatus::Disconnected);
    gone.account_id = "a-9".into();
    walk.answer(account(gone));
    assert_eq!(walk.kind(), ScreenKind::Providers);
    walk.send(Event::ProviderChosen("upwork".into()));
    assert_eq!(walk.kind(), ScreenKind::Connecting);
    walk.answer(account(fixtures::challenged(2, None)));
    assert_eq!(walk.kind(), ScreenKind::SecondFactor);
    assert_eq!(
        walk.callbacks[2..],
        ["AccountRevokePageOpened", "onAccountRemoved", "ProviderListPageOpened", "MfaPageOpened"]
    );
}

#[test]
fn other_ways_to_log_in_keep_what_was_typed() {
    let mut walk = Walk::at_login();
    walk.type_credentials("George", "123456");
    walk.send(Event::OtherWaysPressed);
    assert_eq!(walk.kind(), ScreenKind::LoginOptions);
    walk.send(Event::LoginOptionChosen(9));
    assert_eq!(walk.kind(), ScreenKind::LoginOptions, "there is no such option");
    walk.send(Event::LoginOptionChosen(1));
    assert_eq!(form(&walk).fields()[0].name, "email");
    assert!(form(&walk).values[0].is_empty(), "a user name is no e-mail address");
    assert_eq!(form(&walk).values[1].expose(), "123456");
}

#[test]
fn a_second_opening_continues_with_the_session() {
    let (flow, effects) = Flow::open(Settings::new("token"), Some("session-token".into()));
    assert!(matches!(&effects[0], Effect::Call(_, Request::ResumeSession { .. })));
    let Effect::Call(attempt, _) = effects[0] else { panic!() };
    let (flow, _) = flow.update(Event::Replied(attempt, Ok(Reply::Session(Box::new(fixtures::session())))));
    assert_eq!(flow.state().kind(), ScreenKind::Consent);
}

#[test]
fn the_language_is_from_the_host_page_then_the_session_then_the_browser() {
    let settings = |language, browser: &[&str]| Settings {
        language,
        browser_languages: browser.iter().map(ToString::to_string).collect(),
        ..Settings::new("token")
    };
    for (chosen, browser, before, of_session, after) in [
        (None, &["de", "ar-EG"][..], Language::Arabic, Language::Filipino, Language::Filipino),
        (None, &[], Language::English, Language::Chinese, Language::Chinese),
        (Some(Language::Indonesian), &["ar"], Language::Indonesian, Language::Filipino, Language::Indonesian),
    ] {
        let settings = settings(chosen, browser);
        let walk = Walk::open(settings.clone());
        assert_eq!(walk.flow.language(), before);
        assert!(
            walk.asks_for(
                |request| matches!(request, Request::OpenSession { language, browser_languages, .. }
            if *language == chosen && browser_languages.len() == browser.len())
            )
        );
        let walk = Walk::in_session(settings, |session| session.template.language = of_session);
        assert_eq!(walk.flow.language(), after);
    }
}
