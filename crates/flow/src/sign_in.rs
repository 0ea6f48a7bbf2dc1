//! Signing in at the provider itself, in a window of its own.

use crate::attempt::{Attempt, Window};
use crate::link::Link;
use wink_wire::SignInWindow;

/// The screen behind the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The account that waits.
    pub link: Link,
    /// The service's page that redirects to the provider.
    pub page: SignInWindow,
    /// The known state of the window.
    pub window: Window,
}

/// A command for the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowCommand {
    /// Open it synchronously in the click; blank if the address is not known yet.
    Open(Attempt, Option<SignInWindow>),
    /// Navigate it to the provider's page.
    Lead(Attempt, SignInWindow),
    /// Bring it to the front.
    Show,
    /// Close it.
    Close,
    /// Stop watching it.
    Release,
}

/// Whether the browser is connected, and answers come in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// As far as the widget knows.
    #[default]
    Good,
    /// An answer is slow.
    Slow,
    /// The browser says that there is no network.
    Offline,
}
