//! What outlives a screen of one account or document: how the service is asked about it, and how far revoking has come.

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
    /// What was typed, the password aside; absent where an account of an earlier visit was picked up.
    pub form: Option<Box<LoginForm>>,
    /// How the account is watched.
    pub watch: Watch,
}

/// The standing question to the service how the account is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The question under way, or the pause before it is asked again.
    pub attempt: Attempt,
    /// Version of the newest view taken in.
    pub version: u64,
    /// Whether the service can be reached.
    pub contact: Contact,
}

/// Whether the service can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// It answers.
    Good,
    /// So many questions in a row went unanswered.
    Lost(u32),
}

/// How far revoking has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Not asked for.
    Idle,
    /// The person is asked to confirm.
    Confirming,
    /// Under way.
    Running(Attempt),
    /// It did not work; the account is still connected.
    Failed,
}
