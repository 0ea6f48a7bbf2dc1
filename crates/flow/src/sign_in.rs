//! Signing in at the provider itself, in a window of its own.

use crate::attempt::{Attempt, Window};
use crate::link::Link;
use wink_wire::SignInWindow;

/// The screen behind the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The account that waits.
    pub link: Link,
    /// The page that leads on to the provider's.
    pub page: SignInWindow,
    /// What is known of the window.
    pub window: Window,
}

/// What is to be done with the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowCommand {
    /// Open it, in the same moment as the click; blank, where the address is not known yet.
    Open(Attempt, Option<SignInWindow>),
    /// Lead it on its way to the provider's page.
    Lead(Attempt, SignInWindow),
    /// Bring it to the front.
    Show,
    /// Close it.
    Close,
    /// Leave it to itself.
    Release,
}

/// Whether the browser is connected, and answers come in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// As far as is known.
    #[default]
    Good,
    /// An answer takes long.
    Slow,
    /// The browser says that there is no network.
    Offline,
}
