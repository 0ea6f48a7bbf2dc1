//! How a source is logged into and read. Each connector implements one way: the sandbox is one, OpenID Connect another.
//! `docs/connectors.md` explains how to write one.
//!
//! A connector stores nothing. What it must remember of a login is its state, a text that is stored with the account,
//! so that any process can resume from any step. Secrets in it are sealed.

mod connector;
pub(crate) mod oidc;
pub(crate) mod sandbox;

pub(crate) use connector::{
    Approval, Asked, Connector, ConnectorFault, Login, Reading, SignIn, SignInRequest, StateOf, Unread,
    Verdict,
};

use crate::catalogue::Provider;
use crate::scope::Mode;
use crate::store::Account;
use connector::Outcome;
use oidc::Oidc;
use sandbox::Sandbox;

/// Every connector, by name.
pub(crate) struct Connectors {
    sandbox: Sandbox,
    /// Whether new accounts can be linked in the sandbox.
    has_sandbox: bool,
    oidc: Option<Oidc>,
}

impl Connectors {
    pub(crate) fn new(sandbox: Sandbox, has_sandbox: bool, oidc: Option<Oidc>) -> Self {
        Self { sandbox, has_sandbox, oidc }
    }

    /// The connector that links new accounts at a provider in sessions of a mode. `None` if none of the
    /// provider's connectors names the mode: a sandbox session must never reach a real source, nor a real person an invented one.
    pub(crate) fn for_provider(&self, provider: &Provider, mode: Mode) -> Option<&dyn Connector> {
        match &self.oidc {
            Some(oidc) if oidc.has(&provider.id) => oidc.is_for(&provider.id, mode).then_some(oidc),
            _ => match mode {
                Mode::Sandbox => self.has_sandbox.then_some(&self.sandbox),
                Mode::Production => None,
            },
        }
    }

    /// The connector that an account was started with. `None` also if it does not name the account's mode: an account
    /// from before connectors named modes must not reach a real source from the sandbox either.
    pub(crate) fn of_account(&self, account: &Account) -> Option<&dyn Connector> {
        let mode = account.scope.mode();
        match &self.oidc {
            Some(oidc) if oidc.name() == account.connector => {
                oidc.is_for(&account.provider_id, mode).then_some(oidc)
            }
            _ => (self.sandbox.name() == account.connector && mode == Mode::Sandbox).then_some(&self.sandbox),
        }
    }
}
