//! The service as one value: created from its settings, it answers requests until it is stopped. `main` serves it on a
//! socket; tests call it directly. The routes are in `router`.

use crate::analysis::{Analysts, Reader};
use crate::api_secrets::ApiSecrets;
use crate::archives::Archives;
use crate::catalogue::{Catalogue, CatalogueError, Provider};
use crate::clock::Clock;
use crate::connectors::Connectors;
use crate::connectors::oidc::{Listed, Oidc, OidcError};
use crate::connectors::sandbox::Sandbox;
use crate::contents::Contents;
use crate::envelopes::Envelopes;
use crate::exports::Exports;
use crate::file_addresses::FileAddresses;
use crate::files::{Files, FilesPlace};
use crate::free_disk::FreeDisk;
use crate::http::rate_limit::RateLimit;
use crate::ids::SourceKey;
use crate::invites::Invites;
use crate::jobs::ProcessId;
use crate::keyring::Keyring;
use crate::keys::{self, ApiCredentials, KeysError, SandboxKey, SharedKey};
use crate::link_tokens::LinkTokens;
use crate::linking::Linking;
use crate::mail::{BadMailSettings, Mailer};
use crate::metrics::Metrics;
use crate::preflight::NotReady;
use crate::quotas::{Quota, Quotas};
use crate::scanner::Scanner;
use crate::scope::{Mode, Scope};
use crate::sealing::{SealingKey, Unsealable};
use crate::service_address::{BadAddress, ServiceAddress};
use crate::settings::Settings;
use crate::state::AppState;
use crate::store::{Store, StoreError};
use crate::tokens::Tokens;
use crate::waiting::WaitingCalls;
use crate::webhooks::{BadReach, NoClient, Reach, Webhooks};
use crate::{clock_sync, data_folder, pages, preflight, router, templates};
use axum::Router;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The service could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The service must not be reachable this way.
    #[error("the service must not be reached like this")]
    Address(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The playground's helpers serve data of the sandbox.
    #[error("--playground needs the sandbox: give --sandbox too (WINK_SANDBOX), or leave both out")]
    PlaygroundWithoutSandbox,
    /// The database could not be opened.
    #[error("the database could not be opened")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The storage of uploaded files could not be opened.
    #[error("the storage for uploaded files could not be opened")]
    Files(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The service's keys could not be prepared.
    #[error("the service's keys could not be loaded")]
    Keys(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The provider catalogue is broken.
    #[error("the provider catalogue is invalid")]
    Catalogue(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The connectors could not be prepared.
    #[error("the connectors could not be set up")]
    Connectors(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Webhooks could not be prepared.
    #[error("webhooks could not be set up")]
    Webhooks(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// E-mail could not be prepared.
    #[error("e-mail could not be set up")]
    Mail(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A running service.
pub struct App {
    state: AppState,
    settings: Settings,
    sandbox_key: Option<SandboxKey>,
    /// Whether the sandbox's API key was revoked.
    is_revoked: bool,
    stopping: CancellationToken,
}

impl App {
    /// Opens the database, migrates it, and resumes the work that an earlier process left.
    ///
    /// # Errors
    /// Something that the service needs is missing or broken; the error's sources say what.
    pub async fn start(settings: Settings, clock: Clock) -> Result<Self, StartError> {
        // What can be refused is refused before anything changes.
        let (service_address, has_sandbox) = check_settings(&settings)?;
        let webhook_reach = Reach::settle(settings.webhook_reach, service_address.is_local())?;
        preflight::check(&settings, has_sandbox).await?;
        data_folder::restrict_old_files(&settings);
        let quotas = Quotas::with(&settings.quotas);
        let store = Store::open_after_probe(&settings.database).await?.with_quotas(quotas.clone());
        store.keep_reserve().await;
        clock_sync::sync(&clock, &store).await?;
        check_address(&service_address, &store).await?;
        let (oidc, listed) = open_oidc(&settings, &store, &clock).await?;
        let Catalogues { every_provider, sandbox, production } =
            Catalogues::of(listed, settings.employers, has_sandbox)?;
        let now_millis = clock.now_millis();
        let folder = settings.folder();
        let secrets = ApiSecrets::new(clock.clone()).map_err(KeysError::from)?;
        let sandbox_key = if has_sandbox {
            Some(keys::prepare(&store, &secrets, &folder, now_millis).await?)
        } else {
            None
        };
        let is_revoked = match &sandbox_key {
            Some(key) => store.api_key(&key.credentials.api_key).await?.is_none(),
            None => false,
        };
        let source_key = SharedKey::Source.load(&store, &folder, settings.source_key.as_ref()).await?;
        let source_key = SourceKey::new(source_key);
        let master_key = SharedKey::Master.load(&store, &folder, settings.master_key.as_ref()).await?;
        let at_rest = SealingKey::new(&master_key, b"rotating keys")?;
        if has_sandbox {
            templates::seed(&store, &Scope::sandbox(), now_millis).await?;
        }
        let (process, stopping) = (ProcessId::new(), CancellationToken::new());
        clock_sync::spawn(clock.clone(), store.clone(), stopping.clone());
        let sandbox_connector = Sandbox::new(store.clone(), clock.clone(), settings.sandbox_pace);
        let connectors = Connectors::new(sandbox_connector, has_sandbox, oidc);
        let linking = Linking::new(
            store.clone(),
            Arc::clone(&every_provider),
            connectors,
            clock.clone(),
            source_key.clone(),
            process.clone(),
            stopping.clone(),
        );
        linking.spawn_sweeper();
        let files = open_files(&settings).await?;
        let disk = free_disk(&settings);
        let exports = Arc::new(Exports::new(store.clone(), files.clone(), disk.clone(), clock.clone()));
        let contents =
            Contents::new(store.clone(), files, settings.scanner.clone().map(Scanner::new), disk.clone());
        let reader = Reader::new(settings.program.clone(), settings.tesseract.clone());
        let archives = Archives::new(
            store.clone(),
            contents,
            Arc::clone(&every_provider),
            Analysts::new(reader, settings.sandbox_pace),
            clock.clone(),
            process.clone(),
            stopping.clone(),
        );
        archives.spawn_sweeper();
        let (tokens, envelopes) = open_keyrings(&settings, &store, &clock, &at_rest, &stopping);
        let webhooks = open_webhooks(&settings, webhook_reach, &store, &clock, &process, &stopping).await?;
        let invites = open_invites(&settings, &store, &clock, source_key, process, &stopping)?;
        let link_tokens =
            LinkTokens::new(tokens.clone(), store.clone(), clock.clone(), settings.link_token_minutes);
        let file_addresses = FileAddresses::new(tokens.clone(), clock.clone());
        let stop = stopping.clone();
        let state = AppState {
            store,
            every_provider,
            sandbox_catalogue: sandbox,
            production_catalogue: production,
            linking,
            archives,
            exports,
            webhooks,
            invites,
            envelopes,
            tokens,
            secrets,
            secret_limit: RateLimit::per_minute(settings.secret_limit),
            clock,
            stopping: stop,
            link_tokens,
            file_addresses,
            service_address,
            has_sandbox,
            disk,
            waiting: WaitingCalls::new(quotas.limit(Quota::WaitingCalls)),
        };
        Ok(Self { state, settings, sandbox_key, is_revoked, stopping })
    }

    /// All routes of the service.
    pub fn router(&self) -> Router {
        router::router(&self.state, &self.settings)
    }

    /// What the service was started with.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The metrics, for the operator's monitoring.
    pub(crate) fn metrics_router(&self, metrics: Metrics) -> Router {
        pages::metrics::router(metrics, self.state.clone())
    }

    /// The sandbox's API key and secret, if there is a sandbox.
    pub fn credentials(&self) -> Option<&ApiCredentials> {
        self.sandbox_key.as_ref().map(|key| &key.credentials)
    }

    /// The sandbox's API key, unless it is revoked or there is no sandbox.
    pub fn sandbox_key(&self) -> Option<&SandboxKey> {
        self.sandbox_key.as_ref().filter(|_| !self.is_revoked)
    }

    /// Answers pending long polls and stops work in progress. Requests are still answered.
    pub fn shut_down(&self) {
        self.stopping.cancel();
    }

    /// Leaves work in progress to the next process, and closes the database.
    pub async fn stop(&self) {
        let state = &self.state;
        // None waits for another, whose source may hang.
        tokio::join!(
            state.linking.stop(),
            state.archives.stop(),
            state.webhooks.stop(),
            state.invites.stop()
        );
        state.store.close().await;
    }
}

/// The service's address, and whether it has a sandbox.
fn check_settings(settings: &Settings) -> Result<(ServiceAddress, bool), StartError> {
    let service_address = ServiceAddress::new(settings.listen, settings.public_url.as_deref())?;
    let has_sandbox = settings.sandbox.unwrap_or(service_address.is_local());
    if settings.playground && !has_sandbox {
        return Err(StartError::PlaygroundWithoutSandbox);
    }
    Ok((service_address, has_sandbox))
}

/// The keys that rotate: those that sign tokens, and those that widgets encrypt for.
fn open_keyrings(
    settings: &Settings,
    store: &Store,
    clock: &Clock,
    at_rest: &SealingKey,
    stopping: &CancellationToken,
) -> (Tokens, Envelopes) {
    let days = settings.key_days;
    let signing = Keyring::new(store.clone(), clock.clone(), at_rest.clone(), days, None);
    signing.spawn_rotation(stopping.clone());
    let made_ahead = settings.made_ahead.clone();
    let sealing = Keyring::new(store.clone(), clock.clone(), at_rest.clone(), days, made_ahead);
    sealing.spawn_rotation(stopping.clone());
    (Tokens::new(signing), Envelopes::new(sealing, clock.clone()))
}

/// Refuses to start where real people must not be linked, if a key links some.
async fn check_address(address: &ServiceAddress, store: &Store) -> Result<(), StartError> {
    if !address.may_link_real_people()
        && let Some(key) = store.production_key().await?
    {
        return Err(BadAddress::Unencrypted { key, address: address.text().to_owned() }.into());
    }
    Ok(())
}

/// The provider lists.
struct Catalogues {
    every_provider: Arc<Catalogue>,
    sandbox: Arc<Catalogue>,
    production: Arc<Catalogue>,
}

impl Catalogues {
    /// Adds the connectors' providers to the lists of the modes that they name, and all others to the sandbox's list.
    fn of(listed: Vec<Listed>, employers: u32, has_sandbox: bool) -> Result<Self, CatalogueError> {
        let of_mode = |mode: Mode| -> Vec<Provider> {
            let listed = listed.iter().filter(|listed| listed.modes.contains(&mode));
            listed.map(|listed| listed.provider.clone()).collect()
        };
        let (in_sandbox, in_production) = (of_mode(Mode::Sandbox), of_mode(Mode::Production));
        let is_all_in_sandbox = has_sandbox && in_sandbox.len() == listed.len();
        let production = Arc::new(Catalogue::of(in_production)?);
        let everything = listed.into_iter().map(|listed| listed.provider).collect();
        let every_provider = Arc::new(Catalogue::load_with(employers, everything)?);
        let sandbox = match (is_all_in_sandbox, has_sandbox) {
            (true, _) => Arc::clone(&every_provider),
            (false, true) => Arc::new(Catalogue::load_with(employers, in_sandbox)?),
            (false, false) => Arc::new(Catalogue::of(in_sandbox)?),
        };
        // In the background: until it is done, the list is compressed for each request.
        for list in [&sandbox, &production] {
            let list = Arc::clone(list);
            tokio::task::spawn_blocking(move || list.pack());
        }
        Ok(Self { every_provider, sandbox, production })
    }
}

/// The connector of the providers in the connectors' file, with these providers.
async fn open_oidc(
    settings: &Settings,
    store: &Store,
    clock: &Clock,
) -> Result<(Option<Oidc>, Vec<Listed>), StartError> {
    let Some(file) = &settings.connectors else { return Ok((None, Vec::new())) };
    let key = SharedKey::Connector.load(store, &settings.folder(), settings.connector_key.as_ref()).await?;
    let key = SealingKey::new(&key, b"logins").map_err(|error| StartError::Connectors(error.into()))?;
    let (oidc, providers) = Oidc::open(file, key, clock.clone())?;
    Ok((Some(oidc), providers))
}

async fn open_files(settings: &Settings) -> Result<Files, StartError> {
    let folder = settings.folder();
    let key = match &settings.files_key {
        Some(key) => key.clone(),
        None => keys::files_key(&folder)?,
    };
    Files::open(&settings.files_place(), &key).await.map_err(|error| StartError::Files(error.into()))
}

/// The disks that documents and the database are on.
fn free_disk(settings: &Settings) -> FreeDisk {
    let folders = match settings.files_place() {
        FilesPlace::Folder(files) => vec![settings.folder(), files],
        FilesPlace::Bucket(_) => vec![settings.folder()],
    };
    FreeDisk::new(folders, settings.disk_gauge.clone(), settings.min_free_disk)
}

impl Drop for App {
    fn drop(&mut self) {
        self.stopping.cancel();
    }
}

impl From<BadAddress> for StartError {
    fn from(error: BadAddress) -> Self {
        Self::Address(error.into())
    }
}

impl From<NotReady> for StartError {
    fn from(error: NotReady) -> Self {
        match error {
            NotReady::Store(error) => error.into(),
            NotReady::Keys(error) => error.into(),
            NotReady::Files(error) => Self::Files(error.into()),
        }
    }
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<KeysError> for StartError {
    fn from(error: KeysError) -> Self {
        Self::Keys(error.into())
    }
}

impl From<OidcError> for StartError {
    fn from(error: OidcError) -> Self {
        Self::Connectors(error.into())
    }
}

impl From<CatalogueError> for StartError {
    fn from(error: CatalogueError) -> Self {
        Self::Catalogue(error.into())
    }
}

/// Prepares webhooks and starts delivering.
async fn open_webhooks(
    settings: &Settings,
    reach: Reach,
    store: &Store,
    clock: &Clock,
    process: &ProcessId,
    stopping: &CancellationToken,
) -> Result<Webhooks, StartError> {
    let key = SharedKey::Webhook.load(store, &settings.folder(), settings.webhook_key.as_ref()).await?;
    let webhooks = Webhooks::new(
        store.clone(),
        clock.clone(),
        SealingKey::new(&key, b"webhook secrets")?,
        reach,
        process.clone(),
        stopping.clone(),
    )?;
    webhooks.spawn_sweeper();
    webhooks.spawn_dispatcher();
    Ok(webhooks)
}

/// Prepares invites and starts sending.
fn open_invites(
    settings: &Settings,
    store: &Store,
    clock: &Clock,
    source_key: SourceKey,
    process: ProcessId,
    stopping: &CancellationToken,
) -> Result<Invites, StartError> {
    let mailer = Mailer::new(
        settings.smtp_url.as_ref(),
        settings.mail_from.as_deref(),
        &settings.folder().join("mail"),
        &settings.sandbox_mail_to,
    )?;
    let invites = Invites::new(store.clone(), clock.clone(), mailer, source_key, process, stopping.clone());
    invites.spawn_sweeper();
    invites.spawn_sender();
    Ok(invites)
}

impl From<Unsealable> for StartError {
    fn from(error: Unsealable) -> Self {
        Self::Keys(error.into())
    }
}

impl From<BadMailSettings> for StartError {
    fn from(error: BadMailSettings) -> Self {
        Self::Mail(error.into())
    }
}

impl From<NoClient> for StartError {
    fn from(error: NoClient) -> Self {
        Self::Webhooks(error.into())
    }
}

impl From<BadReach> for StartError {
    fn from(error: BadReach) -> Self {
        Self::Webhooks(error.into())
    }
}
