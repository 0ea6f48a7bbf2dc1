//! An account or a document across screens: the long poll for its changes, and the progress of revoking it.

use crate::attempt::Attempt;
use crate::login::LoginForm;
use crate::provider::ProviderSummary;

/// One account on its way from credentials to connected; it passes from screen to screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The provider.
    pub provider: ProviderSummary,
    /// The account.
    pub account_id: String,
    /// The login form without the password. `None` for a resumed account of an earlier visit.
    pub form: Option<Box<LoginForm>>,
    /// The long poll for its changes.
    pub watch: Watch,
}

/// The long poll for changes of an account or an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The poll in progress, or the pause before the next.
    pub attempt: Attempt,
    /// Version of the newest view that was applied.
    pub version: u64,
    /// Whether the service can be reached.
    pub contact: Contact,
}

/// Whether the service can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// It answers.
    Good,
    /// The number of polls in a row that went unanswered.
    Lost(u32),
}

/// The progress of revoking an account or a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Not requested.
    Idle,
    /// The person is asked to confirm.
    Confirming,
    /// In progress.
    Running(Attempt),
    /// It did not work; the account is still connected.
    Failed,
}
