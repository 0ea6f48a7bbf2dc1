//! What the handlers share. Nothing in it changes: everything durable is in the database.

use crate::api_secrets::ApiSecrets;
use crate::archives::Archives;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::envelopes::Envelopes;
use crate::exports::Exports;
use crate::http::rate_limit::RateLimit;
use crate::invites::Invites;
use crate::link_tokens::LinkTokens;
use crate::linking::Linking;
use crate::scope::Mode;
use crate::store::Store;
use crate::tokens::Tokens;
use crate::webhooks::Webhooks;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What handlers share; clones are cheap.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) store: Store,
    /// Every provider.
    pub(crate) catalogue: Arc<Catalogue>,
    /// Those at which people have real accounts.
    pub(crate) real_catalogue: Arc<Catalogue>,
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
    pub(crate) public_url: Option<Arc<str>>,
}

impl AppState {
    /// The providers that keys and sessions of a mode can link: all in the sandbox, else those that are real.
    pub(crate) fn catalogue(&self, mode: Mode) -> &Catalogue {
        match mode {
            Mode::Sandbox => &self.catalogue,
            Mode::Production => &self.real_catalogue,
        }
    }

    /// The list of this hash, in whichever mode.
    pub(crate) fn catalogue_named(&self, hash: &str) -> Option<&Catalogue> {
        [&self.catalogue, &self.real_catalogue].into_iter().find(|one| one.hash() == hash).map(|one| &**one)
    }

    /// The service's address, for links to itself.
    pub(crate) fn address(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.public_url {
            return url.to_string();
        }
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("http://{host}")
    }
}
