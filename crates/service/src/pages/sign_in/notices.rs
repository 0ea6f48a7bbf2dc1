//! Pages with one message: how a sign-in ended, and why it cannot continue.

use crate::texts::{Notice, Text};

pub(super) const DONE: Notice = Notice::new(Text::SignInDoneTitle, Text::SignInDone);
pub(super) const DENIED: Notice = Notice::new(Text::SignInDeniedTitle, Text::SignInDenied);
pub(super) const NOT_CONFIRMED: Notice = Notice::new(Text::SignInNotConfirmedTitle, Text::SignInNotConfirmed);
pub(super) const TOO_LATE: Notice = Notice::new(Text::SignInTooLateTitle, Text::SignInTooLate);
pub(super) const OVER: Notice = Notice::new(Text::SignInOverTitle, Text::SignInOver);
pub(super) const OTHER_BROWSER: Notice = Notice::new(Text::SignInOtherBrowserTitle, Text::SignInOtherBrowser);
pub(super) const UNKNOWN: Notice = Notice::new(Text::SignInUnknownTitle, Text::SignInUnknown);
pub(super) const NO_COOKIE: Notice = Notice::new(Text::SignInNoCookieTitle, Text::SignInNoCookie);
pub(super) const UNAVAILABLE: Notice = Notice::new(Text::SignInUnavailableTitle, Text::SignInUnavailable);
pub(super) const AWAY: Notice = Notice::new(Text::SignInAwayTitle, Text::SignInAway);
pub(super) const BROKEN: Notice = Notice::new(Text::SignInBrokenTitle, Text::SignInBroken);

/// The sandbox's page was asked for by an address that is not ours.
pub(super) const SANDBOX_INCOMPLETE: Notice =
    Notice::new(Text::SandboxIncompleteTitle, Text::SandboxIncomplete);
/// The sandbox's page was answered before.
pub(super) const SANDBOX_ANSWERED: Notice = Notice::new(Text::SandboxAnsweredTitle, Text::SandboxAnswered);
