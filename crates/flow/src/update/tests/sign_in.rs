//! Signing in at the provider: the window, the ways in which it ends, and the numbers typed on the way there.

use super::*;
use crate::attempt::Window;
use crate::effect::{Timer, TimerKind};
use crate::login::{FieldFault, Form, LoginForm, LoginNotice};
use crate::sign_in::{Network, SignIn, WindowCommand};
use wink_wire::{AccountStatus, CallingCountry, FieldKind, LoginField, LoginMethod, LoginOption};

fn sign_in(walk: &Walk) -> &SignIn {
    match walk.flow.state() {
        State::SignIn(sign_in) => sign_in,
        other => panic!("{other:?}"),
    }
}

fn form(walk: &Walk) -> &LoginForm {
    match walk.flow.state() {
        State::Login(login) => match &login.form {
            Form::Ready(form) => form,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn commands(effects: &[Effect]) -> Vec<&WindowCommand> {
    effects
        .iter()
        .filter_map(|effect| if let Effect::Window(command) = effect { Some(command) } else { None })
        .collect()
}

fn open_window(walk: &Walk) -> Attempt {
    match sign_in(walk).window {
        Window::Open(window) => window,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_window_opens_in_the_click_and_loads_the_address_later() {
    let mut walk = Walk::at_login();
    walk.send(Event::OtherWaysPressed);
    walk.send(Event::LoginOptionChosen(2));
    walk.send(Event::LoginSubmitted);
    let Effect::Window(WindowCommand::Open(opened, None)) = walk.effects[0] else {
        panic!("the window comes first: {:?}", walk.effects)
    };
    assert!(walk.asks_for(|request| matches!(
        request,
        Request::StartAccount { credentials, login_option_id, .. }
            if credentials.is_empty() && login_option_id == "at-provider"
    )));
    walk.answer(account(fixtures::signing_in(1)));
    let page = fixtures::signing_in(1).sign_in.unwrap();
    assert_eq!(commands(&walk.effects), [&WindowCommand::Lead(opened, page)]);
    assert_eq!(walk.callbacks.last().map(String::as_str), Some("onAccountCreated"));

    walk.send(Event::WindowPressed);
    assert_eq!(walk.effects, [Effect::Window(WindowCommand::Show)]);
}

#[test]
fn allowed() {
    let mut walk = Walk::at_sign_in();
    walk.answer(account(fixtures::account(2, AccountStatus::Pending)));
    assert_eq!(walk.kind(), ScreenKind::Connecting);
    assert_eq!(commands(&walk.effects), [&WindowCommand::Release]);
    walk.answer(account(fixtures::account(3, AccountStatus::Connected)));
    assert_eq!(walk.kind(), ScreenKind::Connected);
}

#[test]
fn a_sign_in_allowed_before_its_step_was_seen_still_connects() {
    for view in [fixtures::account(9, AccountStatus::Connected), fixtures::challenged(9, None)] {
        let mut walk = Walk::at_sign_in();
        let status = view.status;
        walk.answer(account(view));
        let expected = match status {
            AccountStatus::Connected => ScreenKind::Connected,
            _ => ScreenKind::SecondFactor,
        };
        assert_eq!(walk.kind(), expected);
        assert!(commands(&walk.effects).contains(&&WindowCommand::Release));
    }
}

#[test]
fn a_sign_in_after_a_second_factor_shows_the_sign_in_screen_again() {
    let mut walk = Walk::at_second_factor();
    walk.answer(account(fixtures::signing_in(3)));
    assert_eq!(sign_in(&walk).window, Window::Gone, "a window opens only in a click");
    assert!(walk.asks_for(|request| matches!(request, Request::WatchAccount { after_version: 3, .. })));
    walk.send(Event::WindowPressed);
    let page = fixtures::signing_in(3).sign_in;
    assert!(matches!(
        commands(&walk.effects)[..],
        [WindowCommand::Open(_, opened)] if *opened == page
    ));
}

#[test]
fn a_denied_or_unfinished_sign_in_is_shown_on_the_login_form() {
    for code in [ErrorCode::InvalidAuth, ErrorCode::AuthRequired] {
        let mut walk = Walk::at_sign_in();
        walk.answer(failed(2, code));
        assert_eq!(form(&walk).notice, Some(LoginNotice::Refused(code)));
        assert_eq!(form(&walk).method(), LoginMethod::AtProvider);
        let callbacks = format!("onAccountError {}", code.name());
        assert_eq!(walk.callbacks.iter().filter(|name| **name == callbacks).count(), 1);
        walk.send(Event::LoginSubmitted);
        assert!(matches!(commands(&walk.effects)[..], [WindowCommand::Open(_, None)]));
    }
    // A person who typed a password sees on the error screen that they have to log in there again.
    let mut walk = Walk::at_connecting();
    walk.answer(failed(2, ErrorCode::AuthRequired));
    assert_eq!(walk.kind(), ScreenKind::Failed);
}

#[test]
fn a_closed_window_is_reported_after_a_delay_and_can_be_reopened() {
    let mut walk = Walk::at_sign_in();
    let window = open_window(&walk);
    walk.send(Event::WindowGone(window));
    let Window::Vanishing(timer) = sign_in(&walk).window else { panic!("{:?}", sign_in(&walk)) };
    walk.send(Event::TimerFired(Timer { kind: TimerKind::WindowGone, attempt: timer }));
    assert_eq!(sign_in(&walk).window, Window::Gone);
    walk.send(Event::WindowPressed);
    assert!(matches!(commands(&walk.effects)[..], [WindowCommand::Open(_, Some(_))]), "{:?}", walk.effects);
    assert!(matches!(sign_in(&walk).window, Window::Open(_)));
    walk.send(Event::WindowGone(window));
    assert!(matches!(sign_in(&walk).window, Window::Open(_)), "that was the first window");
}

#[test]
fn a_window_that_closes_after_the_sign_in_leads_to_connected() {
    let mut walk = Walk::at_sign_in();
    let asked = walk.last_call("WatchAccount");
    let window = open_window(&walk);
    walk.send(Event::WindowGone(window));
    walk.send(Event::Replied(asked, Ok(account(fixtures::account(2, AccountStatus::Connected)))));
    assert_eq!(walk.kind(), ScreenKind::Connected);
}

#[test]
fn a_blocked_window_is_noticed_before_and_after_the_address_is_known() {
    let mut walk = Walk::at_login();
    walk.send(Event::OtherWaysPressed);
    walk.send(Event::LoginOptionChosen(2));
    walk.send(Event::LoginSubmitted);
    let asked = walk.newest_call();
    let [WindowCommand::Open(window, None)] = commands(&walk.effects)[..] else { panic!() };
    let window = *window;
    walk.send(Event::WindowBlocked(window));
    walk.send(Event::Replied(asked, Ok(account(fixtures::signing_in(1)))));
    assert_eq!(sign_in(&walk).window, Window::Blocked);
    assert_eq!(commands(&walk.effects), [] as [&WindowCommand; 0], "there is no window to lead");
    walk.send(Event::WindowPressed);
    let again = open_window(&walk);
    walk.send(Event::WindowBlocked(again));
    assert_eq!(sign_in(&walk).window, Window::Blocked);
}

#[test]
fn an_empty_window_is_closed() {
    for failure in [CallFailure::Unreachable, refused(ProblemCode::ServerError, None), CallFailure::Nonsense]
    {
        let mut walk = Walk::at_login();
        walk.send(Event::OtherWaysPressed);
        walk.send(Event::LoginOptionChosen(2));
        walk.send(Event::LoginSubmitted);
        walk.refuse(failure);
        assert_eq!(commands(&walk.effects), [&WindowCommand::Close]);
    }
}

#[test]
fn cancelling_revokes_the_account() {
    let mut walk = Walk::at_sign_in();
    walk.send(Event::CancelPressed);
    assert_eq!(walk.kind(), ScreenKind::Login);
    assert!(commands(&walk.effects).contains(&&WindowCommand::Close));
    assert!(walk.asks_for(|request| matches!(request, Request::RevokeAccount { .. })));
    assert_eq!(walk.callbacks[walk.callbacks.len() - 2..], ["onAccountRemoved", "LoginPageOpened"]);
}

#[test]
fn a_sign_in_of_an_earlier_visit_is_resumed() {
    let mut walk = Walk::in_session(Settings::new("token"), |session| {
        session.accounts = vec![fixtures::signing_in(1)];
    });
    walk.send(Event::ConsentGiven);
    walk.send(Event::ProviderChosen("upwork".into()));
    walk.answer(account(fixtures::signing_in(1)));
    assert_eq!(sign_in(&walk).window, Window::Gone);
}

#[test]
fn an_account_of_the_same_person_replaces_the_older_one() {
    let mut walk = Walk::at_connecting();
    let mut view = fixtures::account(2, AccountStatus::Connected);
    view.replaces = Some("a-0".into());
    walk.answer(account(view));
    assert_eq!(
        walk.callbacks[walk.callbacks.len() - 3..],
        ["onAccountRemoved", "onAccountConnected", "ConnectSuccessPageOpened"]
    );
}

#[test]
fn a_single_provider_that_is_connected_shows_its_account() {
    let settings = Settings { providers: Some(vec!["upwork".into()]), ..Settings::new("token") };
    let mut walk = Walk::in_session(settings, |session| {
        session.accounts = vec![fixtures::account(2, AccountStatus::Connected)];
    });
    walk.send(Event::ConsentGiven);
    assert_eq!(walk.kind(), ScreenKind::Account);
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeConfirmed);
    walk.answer(account(fixtures::account(3, AccountStatus::Disconnected)));
    assert_eq!(walk.kind(), ScreenKind::Login, "there is no list to go to");
    assert_eq!(walk.callbacks[walk.callbacks.len() - 2..], ["onAccountRemoved", "LoginPageOpened"]);
}

#[test]
fn offline_has_its_own_text_and_reconnecting_polls_at_once() {
    let mut walk = Walk::at_connecting();
    walk.send(Event::NetworkChanged(Network::Offline));
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(walk.flow.network(), Network::Offline);
    walk.send(Event::NetworkChanged(Network::Good));
    assert!(walk.asks_for(|request| matches!(request, Request::WatchAccount { .. })));

    let mut walk = Walk::at_login();
    walk.send(Event::NetworkChanged(Network::Offline));
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(form(&walk).notice, Some(LoginNotice::Offline));
    assert_eq!(form(&walk).values[1].expose(), "123456", "nothing typed is lost");
}

#[test]
fn a_slow_call_is_slow_until_it_is_answered() {
    let mut walk = Walk::at_login();
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    let call = walk.newest_call();
    walk.send(Event::CallSlow(call));
    assert_eq!(walk.flow.network(), Network::Slow);
    walk.send(Event::Replied(call, Ok(account(fixtures::account(1, AccountStatus::Pending)))));
    assert_eq!(walk.flow.network(), Network::Good);
}

fn at_mobile_login() -> Walk {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    walk.send(Event::ConsentGiven);
    walk.answer(Reply::ConsentRecorded(receipt()));
    walk.send(Event::ProviderChosen("upwork".into()));
    let calling =
        |country: &str, code: &str| CallingCountry { country: country.into(), calling_code: code.into() };
    let number = LoginField {
        name: "mobile".into(),
        kind: FieldKind::MobileNumber,
        label: None,
        pattern: None,
        hint: None,
        max_length: 32,
        countries: vec![calling("PH", "63"), calling("ID", "62")],
    };
    let mut detail = fixtures::provider();
    detail.login_options = vec![LoginOption { fields: vec![number], ..detail.login_options.remove(0) }];
    walk.answer(Reply::Provider(Box::new(detail)));
    walk
}

#[test]
fn only_a_country_of_the_list_can_be_chosen() {
    let mut walk = at_mobile_login();
    let chosen = |walk: &Walk| form(walk).calling_country(0).map(|country| country.country.clone());
    walk.send(Event::CallingCountryChosen(0, 1));
    assert_eq!(chosen(&walk).as_deref(), Some("ID"));
    walk.send(Event::CallingCountryChosen(0, 2));
    assert_eq!(chosen(&walk).as_deref(), Some("ID"));
}

#[test]
fn a_mobile_number_is_normalized() {
    for (country, typed, sent) in [
        (None, "0955 999 1234", "+639559991234"),
        (None, "9559991234", "+639559991234"),
        (Some(1), "0811-999-4321", "+628119994321"),
        (None, "+62 811 999 4321", "+628119994321"),
        (Some(1), "+639559991234", "+639559991234"),
        (None, "error_ACCOUNT_LOCKED", "error_ACCOUNT_LOCKED"),
    ] {
        let mut walk = at_mobile_login();
        if let Some(country) = country {
            walk.send(Event::CallingCountryChosen(0, country));
        }
        walk.send(Event::FieldEdited(0, typed.into(), Fit::Fits));
        walk.send(Event::LoginSubmitted);
        let was_sent = walk.asks_for(|request| {
            matches!(
                request,
                Request::StartAccount { credentials, .. } if credentials["mobile"].expose() == sent
            )
        });
        assert!(was_sent, "{typed}: {:?}", walk.effects);
    }
}

#[test]
fn an_invalid_number_is_marked() {
    for typed in ["123", "+44 20 7946 0000", "9559991234x", "error"] {
        let mut walk = at_mobile_login();
        walk.send(Event::FieldEdited(0, typed.into(), Fit::Fits));
        walk.send(Event::LoginSubmitted);
        assert_eq!(form(&walk).faults, [Some(FieldFault::DoesNotFit)], "{typed}");
    }
}
