//! The screens, one module each, named after the state they draw. A screen reads the flow and sends events. It knows
//! nothing of the network or the host page.

mod account;
mod connected;
mod connecting;
mod consent;
mod document;
mod failed;
mod file_types;
mod login;
mod login_options;
mod opening;
mod providers;
mod second_factor;
mod sign_in;
mod survey;
mod upload;
mod uploaded;

pub(crate) use connecting::step_text;
pub(crate) use second_factor::factor_texts;

use crate::ui::nothing;
use crate::view::View;
use leptos::prelude::*;
use wink_flow::ScreenKind;

/// The screen of a kind.
pub(crate) fn screen(view: View, kind: ScreenKind) -> AnyView {
    match kind {
        ScreenKind::Opening => opening::screen(),
        ScreenKind::Consent => consent::screen(view),
        ScreenKind::Providers => providers::screen(view),
        ScreenKind::Login => login::screen(view),
        ScreenKind::LoginOptions => login_options::screen(view),
        ScreenKind::SignIn => sign_in::screen(view),
        ScreenKind::Connecting => connecting::screen(view),
        ScreenKind::SecondFactor => second_factor::screen(view),
        ScreenKind::Connected => connected::screen(view),
        ScreenKind::Account => account::screen(view),
        ScreenKind::FileTypes => file_types::screen(view),
        ScreenKind::Upload => upload::screen(view),
        ScreenKind::Uploaded => uploaded::screen(view),
        ScreenKind::Document => document::screen(view),
        ScreenKind::Survey => survey::screen(view),
        ScreenKind::Failed => failed::screen(view),
        ScreenKind::Closed => nothing(),
    }
}

/// The name of a screen in the DOM, for styles and tests.
pub(crate) const fn name(kind: ScreenKind) -> &'static str {
    match kind {
        ScreenKind::Opening => "opening",
        ScreenKind::Consent => "consent",
        ScreenKind::Providers => "providers",
        ScreenKind::Login => "login",
        ScreenKind::LoginOptions => "login-options",
        ScreenKind::SignIn => "sign-in",
        ScreenKind::Connecting => "connecting",
        ScreenKind::SecondFactor => "second-factor",
        ScreenKind::Connected => "connected",
        ScreenKind::Account => "account",
        ScreenKind::FileTypes => "file-types",
        ScreenKind::Upload => "upload",
        ScreenKind::Uploaded => "uploaded",
        ScreenKind::Document => "document",
        ScreenKind::Survey => "survey",
        ScreenKind::Failed => "failed",
        ScreenKind::Closed => "closed",
    }
}
