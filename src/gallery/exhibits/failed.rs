//! The error screen, for every code and for what has none.

use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, Look, failed, pending, upwork};
use crate::gallery::stage::Stage;
use wink_flow::{CallFailure, Event, Network, Request, Settings};
use wink_wire::{ErrorCode, LinkStep, Problem, ProblemCode};

pub(super) fn refused(code: ProblemCode) -> CallFailure {
    CallFailure::Refused(Problem {
        code,
        message: "for developers".into(),
        request_id: "5b79399a-6852-4234-bb0e-ad472648282d".into(),
        field: None,
        archive_error_code: None,
    })
}

fn not_opened(failure: CallFailure) -> Stage {
    Stage::opening(Settings::new("link-token"))
        .fail(|request| matches!(request, Request::OpenSession { .. }), failure)
}

/// A log-in that the service refuses.
fn at_log_in(look: Look, code: ProblemCode) -> Stage {
    Stage::session(Settings::new("link-token"), look, |_| {})
        .list(CATALOGUE)
        .login(upwork())
        .log_in()
        .fail(|request| matches!(request, Request::StartAccount { .. }), refused(code))
}

/// Codes that the error screen shows, under the name of their exhibit; the others belong on the login form.
const CODES: [(&str, ErrorCode); 14] = [
    ("failed-account-disabled", ErrorCode::AccountDisabled),
    ("failed-account-inaccessible", ErrorCode::AccountInaccessible),
    ("failed-account-incomplete", ErrorCode::AccountIncomplete),
    ("failed-account-locked", ErrorCode::AccountLocked),
    ("failed-auth-required", ErrorCode::AuthRequired),
    ("failed-expired-credentials", ErrorCode::ExpiredCredentials),
    ("failed-invalid-account-type", ErrorCode::InvalidAccountType),
    ("failed-invalid-mfa", ErrorCode::InvalidMfa),
    ("failed-mfa-timeout", ErrorCode::MfaTimeout),
    ("failed-service-unavailable", ErrorCode::ServiceUnavailable),
    ("failed-system-error", ErrorCode::SystemError),
    ("failed-tos-required", ErrorCode::TosRequired),
    ("failed-unsupported-auth-type", ErrorCode::UnsupportedAuthType),
    ("failed-unsupported-mfa-method", ErrorCode::UnsupportedMfaMethod),
];

pub(super) fn exhibits() -> Vec<Exhibit> {
    let mut exhibits = vec![
        exhibit("failed-unreachable", |_| not_opened(CallFailure::Unreachable)),
        exhibit("failed-offline", |_| {
            Stage::opening(Settings::new("link-token"))
                .send(Event::NetworkChanged(Network::Offline))
                .fail(|request| matches!(request, Request::OpenSession { .. }), CallFailure::Unreachable)
        }),
        exhibit("failed-link-expired", |_| not_opened(refused(ProblemCode::TokenExpired))),
        exhibit("failed-link-invalid", |_| not_opened(refused(ProblemCode::InvalidToken))),
        exhibit("failed-insecure", |_| not_opened(CallFailure::Insecure)),
        exhibit("failed-consent-changed", |look| at_log_in(look, ProblemCode::ConsentRequired)),
        exhibit("failed-not-offered", |look| at_log_in(look, ProblemCode::NotOffered)),
        exhibit("failed-busy", |_| not_opened(refused(ProblemCode::RequestLimitExceeded))),
    ];
    exhibits.extend(CODES.map(|(name, code)| {
        exhibit(name, move |look| {
            Stage::session(Settings::new("link-token"), look, |_| {})
                .list(CATALOGUE)
                .login(upwork())
                .log_in()
                .account(pending(1, LinkStep::SigningIn))
                .account(failed(2, code))
        })
    }));
    exhibits
}
