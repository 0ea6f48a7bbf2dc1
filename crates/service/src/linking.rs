//! An account's way from credentials to connected: requests and their immediate answers. The work that takes time is in
//! [`worker`]; background work (expired challenges, old data) is in [`sweeper`].

mod challenge;
mod login_name;
mod monitor;
mod sign_in;
mod sweeper;
#[cfg(test)]
mod tests;
mod view;
mod worker;

pub(crate) use sign_in::{
    Begun, Browser, CameBack, Departure, RETURN_PATH, Return, Returned, START_PATH, Way,
};
pub(crate) use view::view_of;

use crate::catalogue::{Catalogue, Provider};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::connectors::{ConnectorFault, Connectors, Login};
use crate::ids::{NoRandomness, SourceKey, new_id, new_reference};
use crate::jobs::{LEASE_MILLIS, ProcessId};
use crate::metrics;
use crate::scope::Scope;
use crate::store::{
    Account, AccountStatus, Change, LinkingStep, NewAccount, Reset, Session, Started, Store, StoreError,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wink_wire::{ErrorCode, LoginMethod, LoginOption, ProviderType, Secret};

/// How often a long poll reads the database, in case another process made the change.
const FALLBACK_POLL: Duration = Duration::from_secs(1);

/// Why a call was refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkingError {
    #[error("{message}")]
    Invalid { field: String, message: String },
    #[error("there is no such account")]
    NoSuchAccount,
    #[error("the session is over")]
    SessionOver,
    #[error("the challenge is over")]
    ChallengeOver,
    #[error("a new code can be requested in {seconds} seconds")]
    TooEarly { seconds: u32 },
    #[error("another answer to the challenge is being checked")]
    InUse,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error(transparent)]
    Connector(#[from] ConnectorFault),
}

pub(super) type Result<T> = std::result::Result<T, LinkingError>;

/// A request to link an account. The credentials are wiped when it is dropped.
#[derive(Debug)]
pub(crate) struct AccountRequest {
    pub(crate) idempotency_key: String,
    pub(crate) provider_id: String,
    pub(crate) login_option_id: String,
    /// By field name. Empty if the person signs in at the provider.
    pub(crate) credentials: BTreeMap<String, Secret>,
}

/// What linking works with. Clones share it.
#[derive(Clone)]
pub(crate) struct Linking(Arc<Inner>);

struct Inner {
    store: Store,
    catalogue: Arc<Catalogue>,
    connectors: Connectors,
    clock: Clock,
    changes: Changes,
    /// Hashes a person's identity at a source.
    source_key: SourceKey,
    process: ProcessId,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Linking {
    pub(crate) fn new(
        store: Store,
        catalogue: Arc<Catalogue>,
        connectors: Connectors,
        clock: Clock,
        source_key: SourceKey,
        process: ProcessId,
        stopping: CancellationToken,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            catalogue,
            connectors,
            clock,
            changes: Changes::default(),
            source_key,
            process,
            stopping,
            tasks: TaskTracker::new(),
        }))
    }

    /// Starts linking an account, or finds the one that the same key started before.
    ///
    /// `service_address` is the public address that the provider redirects people back to.
    pub(crate) async fn start(
        &self,
        session: &Session,
        request: &AccountRequest,
        service_address: &str,
    ) -> Result<Started> {
        let inner = &self.0;
        let (provider, option) = self.chosen(request)?;
        check_credentials(option, request)?;
        let mode = session.scope.mode();
        let connector = inner.connectors.for_provider(provider, mode).ok_or_else(|| {
            invalid("providerId", &format!("cannot be linked in a session of mode {}", mode.name()))
        })?;
        let id = new_id("a");
        let (state, sign_in) = match option.method {
            LoginMethod::AtProvider => (None, Some(self.new_sign_in(session, &id, service_address).await?)),
            LoginMethod::Form | LoginMethod::Unknown => {
                (Some(connector.begin(Login { option, credentials: &request.credentials }).await?), None)
            }
        };
        let login_name = login_name::masked(option, &request.credentials);
        let login_key =
            login_name::key(&inner.source_key, (&session.scope, &provider.id), option, &request.credentials);
        let now_millis = inner.clock.now_millis();
        let started = inner
            .store
            .start_account(&NewAccount {
                id: &id,
                scope: &session.scope,
                user_id: &session.user_id,
                provider_id: &provider.id,
                connector: connector.name(),
                connector_state: state.as_deref(),
                sign_in: sign_in.as_ref(),
                login_name: login_name.as_deref(),
                login_key: login_key.as_deref(),
                session_id: &session.id,
                idempotency_key: &request.idempotency_key,
                lease_owner: inner.process.as_str(),
                lease_until: now_millis + LEASE_MILLIS,
                created_at: now_millis,
            })
            .await?
            .ok_or(LinkingError::SessionOver)?;
        match &started {
            Started::New(account) => {
                tracing::info!(account = account.id, provider = account.provider_id, "linking started");
                if account.step.is_some() {
                    self.work_on(account.clone());
                }
            }
            Started::Known(account) if account.provider_id != provider.id => {
                return Err(invalid(
                    "idempotencyKey",
                    "was already used for another provider; use a new key",
                ));
            }
            Started::Known(_) => {}
        }
        Ok(started)
    }

    /// The type of a provider. `None` if it is in no catalogue.
    pub(crate) fn kind_of_provider(&self, id: &str) -> Option<ProviderType> {
        self.0.catalogue.provider(id).map(|provider| provider.kind)
    }

    /// A user's account. Expires an overdue challenge or sign-in first.
    pub(crate) async fn account(&self, session: &Session, id: &str) -> Result<Account> {
        let account = self
            .0
            .store
            .account_of_user(&session.scope, &session.user_id, id)
            .await?
            .ok_or(LinkingError::NoSuchAccount)?;
        let now_millis = self.0.clock.now_millis();
        let is_over = |expires_at: i64| expires_at <= now_millis;
        let code = match (&account.challenge, &account.sign_in) {
            (Some(_), _) if account.is_claimed(now_millis) => return Ok(account),
            // A process died while it asked the source about the last answer.
            (Some(challenge), _) if challenge.tries_left == 0 => ErrorCode::InvalidMfa,
            (Some(challenge), _) if is_over(challenge.expires_at) => ErrorCode::MfaTimeout,
            (_, Some(sign_in)) if is_over(sign_in.expires_at) => ErrorCode::AuthRequired,
            _ => return Ok(account),
        };
        self.fail(&account, code).await?;
        self.0
            .store
            .account_of_user(&session.scope, &session.user_id, id)
            .await?
            .ok_or(LinkingError::NoSuchAccount)
    }

    /// Waits until an account has a version beyond `after_version`, at most `longest`. After that, or when the process
    /// stops, returns its current state.
    pub(crate) async fn wait(
        &self,
        session: &Session,
        id: &str,
        after_version: i64,
        longest: Duration,
    ) -> Result<Account> {
        let deadline = tokio::time::sleep(longest);
        tokio::pin!(deadline);
        loop {
            // Subscribe before reading, so that no change in between is missed.
            let changed = self.0.changes.next(id);
            let account = self.account(session, id).await?;
            if account.version > after_version {
                return Ok(account);
            }
            tokio::select! {
                () = changed => {}
                () = tokio::time::sleep(FALLBACK_POLL) => {}
                () = &mut deadline => return Ok(account),
                () = self.0.stopping.cancelled() => return Ok(account),
            }
        }
    }

    /// Revokes an account: disconnects it and deletes its data, also while it is being linked.
    pub(crate) async fn revoke(&self, scope: &Scope, id: &str) -> Result<Account> {
        let account = self
            .0
            .store
            .revoke_account(scope, id, self.0.clock.now_millis())
            .await?
            .ok_or(LinkingError::NoSuchAccount)?;
        tracing::info!(account = id, "account revoked");
        self.0.changes.announce(id);
        Ok(account)
    }

    /// Wakes long polls of accounts that were revoked by resetting their user.
    pub(crate) fn handle_reset(&self, reset: &Reset) {
        for id in &reset.accounts {
            tracing::info!(account = id, "account revoked");
            self.0.changes.announce(id);
        }
    }

    /// Stops working, and leaves work in progress to the next process.
    pub(crate) async fn stop(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        if let Err(error) = self.0.store.release_leases(self.0.process.as_str()).await {
            tracing::warn!(?error, "leases could not be given back; they run out by themselves");
        }
    }

    /// Stores a change and wakes long polls. `None` if another request was faster.
    async fn change(&self, account: &Account, change: &Change) -> Result<Option<Account>> {
        let changed = self.0.store.change_account(account, change, self.0.clock.now_millis()).await?;
        if changed.is_some() {
            count(change);
            self.0.changes.announce(&account.id);
        }
        Ok(changed)
    }

    /// Ends an account in an error, with a reference that finds the cause in the log.
    async fn fail(&self, account: &Account, code: ErrorCode) -> Result<Option<Account>> {
        let reference = new_reference();
        tracing::info!(account = account.id, code = code.name(), reference, "linking failed");
        self.change(account, &Change::Failed { error_code: code, reference }).await
    }

    fn chosen(&self, request: &AccountRequest) -> Result<(&Provider, &LoginOption)> {
        let key_length = request.idempotency_key.chars().count();
        if !(8..=64).contains(&key_length) {
            return Err(invalid("idempotencyKey", "must have 8 to 64 characters"));
        }
        let provider = self
            .0
            .catalogue
            .provider(&request.provider_id)
            .ok_or_else(|| invalid("providerId", "is not in the catalogue"))?;
        let option = provider
            .login_options
            .iter()
            .find(|option| option.id == request.login_option_id)
            .ok_or_else(|| invalid("loginOptionId", "is not a login option of this provider"))?;
        Ok((provider, option))
    }
}

/// Counts the outcome of linking or of reading again.
fn count(change: &Change) {
    match change {
        Change::Read { .. } => metrics::linked("CONNECTED"),
        Change::Failed { error_code, .. } => metrics::linked(error_code.name()),
        Change::Synced { .. } => metrics::synced("SUCCEEDED"),
        Change::SyncFailed { .. } => metrics::synced("FAILED"),
        Change::Working { .. } | Change::Challenged { .. } | Change::Authenticated { .. } => {}
    }
}

/// Whether the host may read this account's data. Only then does the widget call it connected.
fn is_readable(account: &Account) -> bool {
    account.status == AccountStatus::Connected && matches!(account.step, None | Some(LinkingStep::Syncing))
}

/// Requires every field, within its length, and no other.
fn check_credentials(option: &LoginOption, request: &AccountRequest) -> Result<()> {
    for field in &option.fields {
        let name = format!("credentials.{}", field.name);
        let Some(value) = request.credentials.get(&field.name).filter(|value| !value.is_empty()) else {
            return Err(invalid(&name, "is missing"));
        };
        if value.expose().chars().count() > usize::from(field.max_length) {
            return Err(invalid(&name, &format!("has more than {} characters", field.max_length)));
        }
    }
    if request.credentials.len() > option.fields.len() {
        return Err(invalid("credentials", "has a field that this login option does not have"));
    }
    Ok(())
}

fn invalid(field: &str, message: &str) -> LinkingError {
    LinkingError::Invalid { field: field.to_owned(), message: format!("{field} {message}") }
}
