//! Logging in.

use super::failed::refused;
use super::{Exhibit, exhibit};
use crate::gallery::samples::{
    CATALOGUE, Look, failed, long_named, pending, signing_in, sss, upwork, upwork_at_provider,
};
use crate::gallery::stage::Stage;
use wink_flow::{CallFailure, Event, Fit, Network, Request, Settings, TimerKind};
use wink_wire::{ErrorCode, LinkStep, Problem, ProblemCode};

fn at_list(look: Look) -> Stage {
    Stage::session(Settings::new("link-token"), look, |_| {}).list(CATALOGUE)
}

const fn is_start(request: &Request) -> bool {
    matches!(request, Request::StartAccount { .. })
}

/// Behind the window of Upwork.
fn at_sign_in(look: Look) -> Stage {
    at_list(look).login(upwork_at_provider()).send(Event::LoginSubmitted).account(signing_in(1))
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        exhibit("login-loading", |look| at_list(look).send(Event::ProviderChosen("upwork".into()))),
        exhibit("login-unavailable", |look| {
            at_list(look)
                .send(Event::ProviderChosen("upwork".into()))
                .fail(|request| matches!(request, Request::LoadProvider { .. }), CallFailure::Unreachable)
        }),
        exhibit("login", |look| at_list(look).login(upwork())),
        exhibit("login-rich", |look| at_list(look).login(sss())),
        exhibit("login-long-name", |look| at_list(look).login(long_named())),
        exhibit("login-samples", |look| {
            let settings = Settings { enable_sample_model: Some(true), ..Settings::new("link-token") };
            Stage::session(settings, look, |_| {}).list(CATALOGUE).login(sss())
        }),
        exhibit("login-agreement", |look| {
            let settings = Settings {
                enable_consent_page: Some(false),
                providers: Some(vec!["upwork".into()]),
                ..Settings::new("link-token")
            };
            Stage::session(settings, look, |_| {}).login(upwork())
        }),
        exhibit("login-missing", |look| at_list(look).login(upwork()).send(Event::LoginSubmitted)),
        exhibit("login-malformed", |look| {
            at_list(look)
                .login(sss())
                .send(Event::FieldEdited(0, "12".into(), Fit::DoesNotFit))
                .field(1, "123456")
                .send(Event::LoginSubmitted)
        }),
        exhibit("login-sending", |look| at_list(look).login(upwork()).log_in()),
        exhibit("login-wrong-password", |look| {
            at_list(look)
                .login(upwork())
                .log_in()
                .account(pending(1, LinkStep::SigningIn))
                .account(failed(2, ErrorCode::InvalidCredentials))
        }),
        exhibit("login-not-confirmed", |look| {
            at_list(look)
                .login(upwork())
                .log_in()
                .account(pending(1, LinkStep::SigningIn))
                .account(failed(2, ErrorCode::InvalidAuth))
        }),
        exhibit("login-unreachable", |look| {
            at_list(look).login(upwork()).log_in().fail(is_start, CallFailure::Unreachable)
        }),
        exhibit("login-offline", |look| {
            at_list(look)
                .login(upwork())
                .send(Event::NetworkChanged(Network::Offline))
                .log_in()
                .fail(is_start, CallFailure::Unreachable)
        }),
        exhibit("login-busy", |look| {
            let busy = refused(ProblemCode::RequestLimitExceeded);
            at_list(look).login(upwork()).log_in().fail(is_start, busy)
        }),
        exhibit("login-slow", |look| at_list(look).login(upwork()).log_in().slow(is_start)),
        exhibit("login-refused-field", |look| {
            let CallFailure::Refused(problem) = refused(ProblemCode::InvalidParameters) else {
                return at_list(look);
            };
            let named = Problem { field: Some("credentials.userName".into()), ..problem };
            at_list(look).login(upwork()).log_in().fail(is_start, CallFailure::Refused(named))
        }),
        exhibit("login-mobile", |look| {
            at_list(look).login(sss()).send(Event::OtherWaysPressed).send(Event::LoginOptionChosen(2))
        }),
        exhibit("login-at-provider", |look| at_list(look).login(upwork_at_provider())),
        exhibit("login-denied-at-provider", |look| {
            at_sign_in(look).account(failed(2, ErrorCode::InvalidAuth))
        }),
        exhibit("login-not-finished-at-provider", |look| {
            at_sign_in(look).account(failed(2, ErrorCode::AuthRequired))
        }),
        exhibit("sign-in", at_sign_in),
        exhibit("sign-in-blocked", |look| at_sign_in(look).window(Event::WindowBlocked)),
        exhibit("sign-in-gone", |look| {
            at_sign_in(look).window(Event::WindowGone).time_out(TimerKind::WindowGone)
        }),
        exhibit("login-options", |look| at_list(look).login(sss()).send(Event::OtherWaysPressed)),
    ]
}
