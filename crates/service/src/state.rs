//! What the handlers share. Nothing in it changes: everything durable is in the database.

use crate::api_secrets::ApiSecrets;
use crate::archives::Archives;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::envelopes::Envelopes;
use crate::exports::Exports;
use crate::file_addresses::FileAddresses;
use crate::free_disk::FreeDisk;
use crate::http::rate_limit::RateLimit;
use crate::invites::Invites;
use crate::link_tokens::LinkTokens;
use crate::linking::Linking;
use crate::scope::{Mode, SANDBOX_TENANT, Scope};
use crate::service_address::ServiceAddress;
use crate::store::Store;
use crate::tokens::Tokens;
use crate::waiting::WaitingCalls;
use crate::webhooks::Webhooks;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What handlers share; clones are cheap.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) store: Store,
    /// Every provider, whichever sessions may link it.
    pub(crate) every_provider: Arc<Catalogue>,
    /// Those that sandbox sessions can link.
    pub(crate) sandbox_catalogue: Arc<Catalogue>,
    /// Those that production sessions can link.
    pub(crate) production_catalogue: Arc<Catalogue>,
    pub(crate) linking: Linking,
    pub(crate) archives: Archives,
    pub(crate) exports: Arc<Exports>,
    pub(crate) webhooks: Webhooks,
    pub(crate) invites: Invites,
    pub(crate) envelopes: Envelopes,
    pub(crate) tokens: Tokens,
    pub(crate) secrets: ApiSecrets,
    pub(crate) secret_limit: RateLimit,
    pub(crate) clock: Clock,
    pub(crate) stopping: CancellationToken,
    pub(crate) link_tokens: LinkTokens,
    pub(crate) file_addresses: FileAddresses,
    pub(crate) service_address: ServiceAddress,
    /// Whether the sandbox is offered here: its pages, its people and its key.
    pub(crate) has_sandbox: bool,
    pub(crate) disk: FreeDisk,
    pub(crate) waiting: WaitingCalls,
}

impl AppState {
    /// The providers that sessions of a mode can link.
    pub(crate) fn catalogue(&self, mode: Mode) -> &Catalogue {
        match mode {
            Mode::Sandbox => &self.sandbox_catalogue,
            Mode::Production => &self.production_catalogue,
        }
    }

    /// The list of this hash, in whichever mode.
    pub(crate) fn catalogue_named(&self, hash: &str) -> Option<&Catalogue> {
        Mode::ALL.into_iter().map(|mode| self.catalogue(mode)).find(|one| one.hash() == hash)
    }

    /// Whether keys and sessions of a scope are accepted here. Those of the sandbox's tenant are while there is a sandbox;
    /// those of real people where nobody on the way can listen.
    pub(crate) fn admits(&self, scope: &Scope) -> bool {
        let is_offered = scope.tenant() != SANDBOX_TENANT || self.has_sandbox;
        is_offered
            && match scope.mode() {
                Mode::Sandbox => true,
                Mode::Production => self.service_address.may_link_real_people(),
            }
    }

    /// The service's address, for links to itself. It has no slash at the end.
    pub(crate) fn address(&self) -> &str {
        self.service_address.text()
    }
}
