//! Watches an account, and applies the service's updates on every screen.
//!
//! The service answers a long poll as soon as the account changes. A lost connection is retried automatically, with growing
//! pauses; the account continues meanwhile.

use super::answer::{Answer, is_temporary, pause_millis};
use super::{connecting, login, second_factor, sign_in};
use crate::effect::{Effect, HostCallback, Request, Timer, TimerKind, UiEventName};
use crate::event::{CallFailure, Reply};
use crate::failure::{Failure, FailureCause, Retry};
use crate::in_progress::InProgress;
use crate::link::{Contact, Link};
use crate::second_factor::Factor;
use crate::shared::Shared;
use crate::state::{Connected, KnownAccount, State};
use wink_wire::{AccountStatus, AccountView, ErrorCode, LinkStep};

/// The pause between two polls without a change. Normally the service holds a poll for much longer. If it does not, this
/// pause limits the rate of polls.
const SHORTEST_PAUSE_MILLIS: u32 = 250;

/// Sends the long poll.
pub(super) fn poll(shared: &mut Shared, link: &mut Link, effects: &mut Vec<Effect>) {
    let request =
        Request::WatchAccount { account_id: link.account_id.clone(), after_version: link.watch.version };
    link.watch.attempt = shared.call(request, effects);
}

/// Handles the answer to the long poll.
pub(super) fn handle_reply(
    shared: &mut Shared,
    mut screen: InProgress,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    match answer {
        Ok(Reply::Account(view)) => apply(shared, screen, &view, effects),
        Err(CallFailure::Unreachable | CallFailure::Refused(_)) if is_temporary(&answer) => {
            pause(shared, screen.link_mut(), effects);
            screen.into()
        }
        Err(CallFailure::Refused(problem)) => {
            fail(shared, screen, ErrorCode::SystemError, Some(problem.request_id), effects)
        }
        Ok(_) | Err(CallFailure::Unreachable | CallFailure::Nonsense | CallFailure::Insecure) => {
            fail(shared, screen, ErrorCode::SystemError, None, effects)
        }
    }
}

fn pause(shared: &mut Shared, link: &mut Link, effects: &mut Vec<Effect>) {
    let tries = match link.watch.contact {
        Contact::Good => 0,
        Contact::Lost(tries) => tries,
    };
    link.watch.contact = Contact::Lost(tries.saturating_add(1));
    link.watch.attempt = shared.wait(TimerKind::Reconnect, pause_millis(tries), effects);
}

/// Polls again, after the pause or because the person does not want to wait.
pub(super) fn reconnect(
    shared: &mut Shared,
    link: &mut Link,
    timer: Option<Timer>,
    effects: &mut Vec<Effect>,
) {
    let due = match timer {
        Some(timer) => timer.attempt == link.watch.attempt,
        None => link.watch.contact != Contact::Good,
    };
    if due {
        poll(shared, link, effects);
    }
}

/// Polls at once when the network is back.
pub(super) fn reconnect_now(shared: &mut Shared, mut state: State, effects: &mut Vec<Effect>) -> State {
    let link = match &mut state {
        State::SignIn(sign_in) => Some(&mut sign_in.link),
        State::Connecting(connecting) => Some(&mut connecting.link),
        State::SecondFactor(factor) => Some(&mut factor.link),
        State::Opening(_)
        | State::Consent(_)
        | State::Providers(_)
        | State::Login(_)
        | State::LoginOptions(_)
        | State::Connected(_)
        | State::Account(_)
        | State::FileTypes(_)
        | State::Upload(_)
        | State::Uploaded(_)
        | State::Document(_)
        | State::Survey(_)
        | State::Failed(_)
        | State::Closed => None,
    };
    if let Some(link) = link {
        reconnect(shared, link, None, effects);
    }
    state
}

/// Applies a view of the account from any call. A view that is not newer changes nothing.
pub(super) fn apply(
    shared: &mut Shared,
    mut screen: InProgress,
    view: &AccountView,
    effects: &mut Vec<Effect>,
) -> State {
    let link = screen.link_mut();
    if view.account_id != link.account_id || view.provider_id != link.provider.id {
        return fail(shared, screen, ErrorCode::SystemError, None, effects);
    }
    link.watch.contact = Contact::Good;
    if view.version <= link.watch.version {
        link.watch.attempt = shared.wait(TimerKind::Reconnect, SHORTEST_PAUSE_MILLIS, effects);
        return screen.into();
    }
    link.watch.version = view.version;
    remember(shared, view);
    if let (AccountStatus::Pending, Some(LinkStep::AtProvider), Some(window)) =
        (view.status, view.step, &view.sign_in)
    {
        return sign_in::show(shared, screen, window, effects);
    }
    let screen = sign_in::leave(shared, screen, effects);
    match (view.status, &view.challenge) {
        (AccountStatus::Pending, _) => {
            let step = view.step.unwrap_or(LinkStep::SigningIn);
            connecting::advance(shared, screen, step, effects)
        }
        (AccountStatus::AwaitingMfa, Some(challenge)) => match Factor::from_challenge(&challenge.kind) {
            Some(asked) => second_factor::apply_challenge(shared, screen, challenge, asked, effects),
            None => revoke_unanswerable(shared, screen, view, effects),
        },
        (AccountStatus::Connected, _) => show_connected(shared, screen, view, effects),
        (AccountStatus::Error, _) => {
            let code = view.error_code.unwrap_or(ErrorCode::SystemError);
            fail(shared, screen, code, view.reference.clone(), effects)
        }
        (AccountStatus::Disconnected | AccountStatus::Unknown, _) | (AccountStatus::AwaitingMfa, None) => {
            fail(shared, screen, ErrorCode::SystemError, view.reference.clone(), effects)
        }
    }
}

fn remember(shared: &mut Shared, view: &AccountView) {
    let Some(session) = &mut shared.session else { return };
    session.accounts.retain(|known| known.account_id != view.account_id);
    if !matches!(view.status, AccountStatus::Error | AccountStatus::Disconnected) {
        session.accounts.push(KnownAccount::from(view));
    }
}

fn show_connected(
    shared: &mut Shared,
    screen: InProgress,
    view: &AccountView,
    effects: &mut Vec<Effect>,
) -> State {
    let link = screen.into_link();
    // This account replaces the same person's older one at this provider.
    if let (Some(replaced), Some(session)) = (&view.replaces, &mut shared.session) {
        session.accounts.retain(|known| known.account_id != *replaced);
        let account = shared.account_ref(replaced, &link.provider.id);
        effects.push(Effect::Notify(HostCallback::AccountRemoved(account)));
    }
    let account = shared.account_ref(&link.account_id, &link.provider.id);
    effects.push(Effect::Notify(HostCallback::AccountConnected(account)));
    shared.report_screen(
        UiEventName::ConnectSuccessPageOpened,
        Some(&link.provider.id),
        Some(&link.account_id),
        effects,
    );
    State::Connected(Connected {
        provider: link.provider,
        account_id: link.account_id,
        stored: view.stored.clone(),
    })
}

/// Revokes the account if the provider asks for something that this build does not know. Otherwise a reload would resume
/// it and fail again.
fn revoke_unanswerable(
    shared: &mut Shared,
    screen: InProgress,
    view: &AccountView,
    effects: &mut Vec<Effect>,
) -> State {
    shared.call(Request::RevokeAccount { account_id: view.account_id.clone() }, effects);
    fail(shared, screen, ErrorCode::UnsupportedMfaMethod, view.reference.clone(), effects)
}

/// Handles a failed account: notifies the host, and shows the failure on the screen where it can be corrected.
pub(super) fn fail(
    shared: &mut Shared,
    screen: InProgress,
    code: ErrorCode,
    reference: Option<String>,
    effects: &mut Vec<Effect>,
) -> State {
    let link = sign_in::leave(shared, screen, effects).into_link();
    if let Some(session) = &mut shared.session {
        session.accounts.retain(|known| known.account_id != link.account_id);
    }
    let account = shared.account_ref(&link.account_id, &link.provider.id);
    effects.push(Effect::Notify(HostCallback::AccountError(account, code)));
    let cause = FailureCause::Account(code);
    match login::shown_on_form(cause, link.form.as_deref()) {
        Some(code) => login::retry(shared, link, Some(code), effects),
        None => State::Failed(Failure { cause, reference, retry: Retry::LogIn(Box::new(link)) }),
    }
}
