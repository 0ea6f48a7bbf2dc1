//! Signing in at the provider: the window, and the account that waits for the person to come back.
//!
//! Only the long poll decides the state of the account. The state of the window, and the message that it sends when the
//! person comes back, only decide what the screen shows meanwhile.

use super::{connecting, login, watch};
use crate::attempt::Window;
use crate::effect::{Effect, TimerKind};
use crate::event::Event;
use crate::in_progress::InProgress;
use crate::login::LoginForm;
use crate::shared::Shared;
use crate::sign_in::{SignIn, WindowCommand};
use crate::state::State;
use wink_wire::{LinkStep, LoginMethod, SignInWindow};

/// A window that closed may have just finished the sign-in. This gives the service time to report it.
const GRACE_MILLIS: u32 = 2_500;

/// Opens the window, in the click that submits a login form without fields.
pub(super) fn open_window(shared: &mut Shared, form: &mut LoginForm, effects: &mut Vec<Effect>) {
    form.window = None;
    if form.login_option().is_some_and(|option| option.method == LoginMethod::AtProvider) {
        let window = shared.new_attempt();
        effects.push(Effect::Window(WindowCommand::Open(window, None)));
        form.window = Some(Window::Open(window));
    }
}

/// Closes the window after a failed attempt, so that no empty window stays open.
pub(super) fn close_window(form: &mut LoginForm, effects: &mut Vec<Effect>) {
    if form.window.take().is_some() {
        effects.push(Effect::Window(WindowCommand::Close));
    }
}

/// Records what happened to the window before the service returned the address.
pub(super) fn note_early(form: &mut LoginForm, event: &Event) {
    form.window = match (form.window, event) {
        (Some(Window::Open(window)), Event::WindowBlocked(seen)) if *seen == window => Some(Window::Blocked),
        (Some(Window::Open(window)), Event::WindowGone(seen)) if *seen == window => Some(Window::Gone),
        (window, _) => window,
    };
}

/// The account waits for the person to sign in at the provider.
pub(super) fn show(
    shared: &mut Shared,
    screen: InProgress,
    sign_in: &SignInWindow,
    effects: &mut Vec<Effect>,
) -> State {
    let (mut link, window) = match screen {
        InProgress::SignIn(shown) => (shown.link, shown.window),
        InProgress::Connecting(connecting) => {
            let mut link = connecting.link;
            // Without a window, this is an account of an earlier visit.
            let window = link.form.as_mut().and_then(|form| form.window.take()).unwrap_or(Window::Gone);
            if let Window::Open(window) = window {
                effects.push(Effect::Window(WindowCommand::Lead(window, sign_in.clone())));
            }
            (link, window)
        }
        // The provider starts again after a second factor. The earlier window can no longer be controlled.
        InProgress::SecondFactor(factor) => (factor.link, Window::Gone),
    };
    watch::poll(shared, &mut link, effects);
    State::SignIn(SignIn { link, page: sign_in.clone(), window })
}

/// Leaves the screen. The provider's page closes its window itself; an empty window that never reached that page is closed
/// here.
pub(super) fn leave(shared: &mut Shared, screen: InProgress, effects: &mut Vec<Effect>) -> InProgress {
    match screen {
        InProgress::SignIn(sign_in) => {
            effects.push(Effect::Window(WindowCommand::Release));
            InProgress::Connecting(connecting::show(shared, sign_in.link, LinkStep::SigningIn, effects))
        }
        InProgress::Connecting(mut connecting) => {
            if let Some(form) = &mut connecting.link.form {
                close_window(form, effects);
            }
            InProgress::Connecting(connecting)
        }
        InProgress::SecondFactor(factor) => InProgress::SecondFactor(factor),
    }
}

pub(super) fn update(
    shared: &mut Shared,
    mut sign_in: SignIn,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::Replied(attempt, answer) if attempt == sign_in.link.watch.attempt => {
            return watch::handle_reply(shared, InProgress::SignIn(sign_in), answer, effects);
        }
        Event::TimerFired(timer) if timer.kind == TimerKind::Reconnect => {
            watch::reconnect(shared, &mut sign_in.link, Some(timer), effects);
        }
        Event::TimerFired(timer) if sign_in.window == Window::Vanishing(timer.attempt) => {
            sign_in.window = Window::Gone;
        }
        // Any page can send this message, so the service is asked.
        Event::ReconnectPressed | Event::WindowReturned => {
            watch::reconnect(shared, &mut sign_in.link, None, effects);
        }
        Event::WindowBlocked(window) if sign_in.window == Window::Open(window) => {
            sign_in.window = Window::Blocked;
        }
        Event::WindowGone(window) if sign_in.window == Window::Open(window) => {
            sign_in.window = Window::Vanishing(shared.wait(TimerKind::WindowGone, GRACE_MILLIS, effects));
        }
        Event::WindowPressed => match sign_in.window {
            Window::Open(_) => effects.push(Effect::Window(WindowCommand::Show)),
            Window::Vanishing(_) | Window::Gone | Window::Blocked => {
                let window = shared.new_attempt();
                effects.push(Effect::Window(WindowCommand::Open(window, Some(sign_in.page.clone()))));
                sign_in.window = Window::Open(window);
            }
        },
        Event::CancelPressed | Event::BackPressed => return cancel(shared, sign_in, effects),
        _ => {}
    }
    State::SignIn(sign_in)
}

/// Handles "Cancel". The account is revoked, so that a late "Allow" in the window links nothing.
fn cancel(shared: &mut Shared, sign_in: SignIn, effects: &mut Vec<Effect>) -> State {
    effects.push(Effect::Window(WindowCommand::Close));
    login::revoke_and_retry(shared, sign_in.link, effects)
}
