//! Logging in where the provider's description, the service or the answer is not what the form expects.

use super::*;
use crate::failure::FailureCause;
use crate::login::{Form, LoginNotice};
use wink_wire::{AccountStatus, LoginMethod, ProviderDetail};

#[test]
fn an_invalid_login_option_is_not_shown() {
    let form = |change: fn(&mut ProviderDetail)| {
        let mut walk = Walk::in_session(Settings::new("token"), |_| {});
        walk.send(Event::ConsentGiven);
        walk.send(Event::ProviderChosen("upwork".into()));
        let mut detail = fixtures::provider();
        change(&mut detail);
        walk.answer(Reply::Provider(Box::new(detail)));
        walk
    };
    let is_shown = |walk: &Walk| match walk.flow.state() {
        State::Login(login) => matches!(login.form, Form::Ready(_)),
        other => panic!("{other:?}"),
    };
    assert!(is_shown(&form(|_| {})));
    assert!(!is_shown(&form(|detail| detail.id = "sss".into())));
    assert!(!is_shown(&form(|detail| detail.login_options.clear())));
    assert!(!is_shown(&form(|detail| detail.login_options[0].fields.clear())));
    assert!(!is_shown(&form(|detail| detail.login_options[0].method = LoginMethod::AtProvider)));
    let mut only_one = form(|detail| detail.login_options.truncate(1));
    only_one.send(Event::OtherWaysPressed);
    assert_eq!(only_one.kind(), ScreenKind::Login, "there is no other way");
    let mut several = form(|_| {});
    several.send(Event::OtherWaysPressed);
    several.send(Event::LoginOptionChosen(3));
    assert_eq!(several.kind(), ScreenKind::LoginOptions, "there is no fourth way");
}

#[test]
fn a_login_that_the_service_cannot_accept_now_stays_on_the_form() {
    for (code, notice) in [
        (ProblemCode::ServerUnavailable, LoginNotice::Unreachable),
        (ProblemCode::RequestLimitExceeded, LoginNotice::Busy),
        (ProblemCode::QuotaExceeded, LoginNotice::Busy),
    ] {
        let mut walk = Walk::at_login();
        walk.type_credentials("George", "123456");
        walk.send(Event::LoginSubmitted);
        let State::Login(login) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        assert!(login.is_sending());
        walk.send(Event::OtherWaysPressed);
        assert_eq!(walk.kind(), ScreenKind::Login, "not while it is being sent");
        walk.refuse(refused(code, None));
        let State::Login(login) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        let Form::Ready(form) = &login.form else { panic!("{:?}", login.form) };
        assert_eq!(form.notice, Some(notice));
        assert!(!login.is_sending());
    }
}

#[test]
fn an_account_of_another_provider_is_not_this_one() {
    let changes: [fn(&mut AccountView); 2] =
        [|view| view.provider_id = "sss".into(), |view| view.account_id.clear()];
    for change in changes {
        let mut walk = Walk::at_login();
        walk.type_credentials("George", "123456");
        walk.send(Event::LoginSubmitted);
        let mut view = fixtures::account(1, AccountStatus::Pending);
        change(&mut view);
        walk.answer(account(view));
        let State::Failed(failure) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        assert_eq!(failure.cause, FailureCause::Account(ErrorCode::SystemError));
        assert!(!walk.callbacks.iter().any(|name| name == "onAccountCreated"));
    }
    let mut walk = Walk::in_session(Settings::new("token"), |session| {
        session.accounts = vec![fixtures::account(2, AccountStatus::Pending)];
    });
    walk.send(Event::ConsentGiven);
    walk.send(Event::ProviderChosen("sss".into()));
    assert_eq!(walk.kind(), ScreenKind::Login, "the account in progress is Upwork's");
}

#[test]
fn a_factor_of_another_kind_is_another_screen() {
    let mut walk = Walk::at_second_factor();
    let [_, destination, ..] = fixtures::every_kind();
    let mut view = fixtures::asked(3, None, destination);
    if let Some(challenge) = &mut view.challenge {
        challenge.challenge_id = "c-2".into();
    }
    walk.answer(account(view));
    assert_eq!(walk.callbacks.iter().filter(|name| *name == "MfaPageOpened").count(), 2);
}

#[test]
fn the_focus_goes_to_the_first_field_with_a_fault() {
    for (user_name, password, first) in [("", "", 0), ("", "123456", 0), ("George", "", 1)] {
        let mut walk = Walk::at_login();
        walk.type_credentials(user_name, password);
        walk.send(Event::LoginSubmitted);
        let State::Login(login) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
        let Form::Ready(form) = &login.form else { panic!("{:?}", login.form) };
        assert_eq!(form.first_fault(), Some(first));
    }
}

#[test]
fn a_source_with_a_login_does_not_lead_to_documents() {
    let mut walk = Walk::at_file_types(|_| {});
    walk.send(Event::BackPressed);
    walk.send(Event::ProviderChosen("upwork".into()));
    assert_eq!(walk.kind(), ScreenKind::Login);
}
