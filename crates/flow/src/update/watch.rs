//! Watching an account: taking in what the service says of it, on whichever screen it is on.
//!
//! The service answers a standing question as soon as the account changes. A lost connection is tried again by
//! itself, with growing pauses; the account goes on meanwhile.

use super::answer::{Answer, is_passing, pause_millis};
use super::{connecting, login, second_factor, sign_in};
use crate::effect::{Effect, HostCallback, Request, Timer, TimerKind, UiEventName};
use crate::event::{CallFailure, Reply};
use crate::failure::{Failure, FailureCause, Retry};
use crate::link::{Contact, Link};
use crate::second_factor::Factor;
use crate::shared::Shared;
use crate::state::{Connected, KnownAccount, State};
use crate::under_way::UnderWay;
use wink_wire::{AccountStatus, AccountView, ErrorCode, LinkStep};

/// Between two questions that bring no news: the service holds a question back for much longer, but should it
/// not, it is not flooded.
const SHORTEST_PAUSE_MILLIS: u32 = 250;

/// Asks the standing question.
pub(super) fn ask(shared: &mut Shared, link: &mut Link, effects: &mut Vec<Effect>) {
    let request =
        Request::WatchAccount { account_id: link.account_id.clone(), after_version: link.watch.version };
    link.watch.attempt = shared.call(request, effects);
}

/// The standing question was answered.
pub(super) fn replied(
    shared: &mut Shared,
    mut screen: UnderWay,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    match answer {
        Ok(Reply::Account(view)) => take_in(shared, screen, &view, effects),
        Err(CallFailure::Unreachable | CallFailure::Refused(_)) if is_passing(&answer) => {
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

/// The pause is over, or the person does not want to wait for its end.
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
        ask(shared, link, effects);
    }
}

/// There is a network again: nobody has to wait for the end of a pause.
pub(super) fn back_online(shared: &mut Shared, mut state: State, effects: &mut Vec<Effect>) -> State {
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

/// Takes in a view of the account, whichever call brought it. A view that is not newer changes nothing.
pub(super) fn take_in(
    shared: &mut Shared,
    mut screen: UnderWay,
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
        return sign_in::waiting(shared, screen, window, effects);
    }
    let screen = sign_in::moved_on(shared, screen, effects);
    match (view.status, &view.challenge) {
        (AccountStatus::Pending, _) => {
            let step = view.step.unwrap_or(LinkStep::SigningIn);
            connecting::advance(shared, screen, step, effects)
        }
        (AccountStatus::AwaitingMfa, Some(challenge)) => match Factor::asked(&challenge.kind) {
            Some(asked) => second_factor::challenged(shared, screen, challenge, asked, effects),
            None => cannot_be_answered(shared, screen, view, effects),
        },
        (AccountStatus::Connected, _) => connected(shared, screen, view, effects),
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

fn connected(shared: &mut Shared, screen: UnderWay, view: &AccountView, effects: &mut Vec<Effect>) -> State {
    let link = screen.into_link();
    // The same person's older account at this provider has made way for this one.
    if let (Some(replaced), Some(session)) = (&view.replaces, &mut shared.session) {
        session.accounts.retain(|known| known.account_id != *replaced);
        let account = shared.account_ref(replaced, &link.provider.id);
        effects.push(Effect::Tell(HostCallback::AccountRemoved(account)));
    }
    let account = shared.account_ref(&link.account_id, &link.provider.id);
    effects.push(Effect::Tell(HostCallback::AccountConnected(account)));
    shared.shown(
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

/// The provider asks for something that this build does not know. A reload would only come back to it: the account is
/// taken back.
fn cannot_be_answered(
    shared: &mut Shared,
    screen: UnderWay,
    view: &AccountView,
    effects: &mut Vec<Effect>,
) -> State {
    shared.call(Request::RevokeAccount { account_id: view.account_id.clone() }, effects);
    fail(shared, screen, ErrorCode::UnsupportedMfaMethod, view.reference.clone(), effects)
}

/// The account has failed: the host is told, and the person sees it where it can be put right.
pub(super) fn fail(
    shared: &mut Shared,
    screen: UnderWay,
    code: ErrorCode,
    reference: Option<String>,
    effects: &mut Vec<Effect>,
) -> State {
    let link = sign_in::moved_on(shared, screen, effects).into_link();
    if let Some(session) = &mut shared.session {
        session.accounts.retain(|known| known.account_id != link.account_id);
    }
    let account = shared.account_ref(&link.account_id, &link.provider.id);
    effects.push(Effect::Tell(HostCallback::AccountError(account, code)));
    let cause = FailureCause::Account(code);
    match login::belongs_on_form(cause, link.form.as_deref()) {
        Some(code) => login::retry(shared, link, Some(code), effects),
        None => State::Failed(Failure { cause, reference, retry: Retry::LogIn(Box::new(link)) }),
    }
}
