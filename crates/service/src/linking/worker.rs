//! Works on an account until a person must act, it is connected, or it has failed.
//!
//! Every step starts from the stored state and ends in one change to it. If a process dies in between, its lease
//! expires and another process repeats the step.

use super::challenge::state_of;
use super::view::TRIES;
use super::{Linking, LinkingError, Result};
use crate::catalogue::Provider;
use crate::connectors::{Reading, SignIn, StateOf};
use crate::ids::SourceKey;
use crate::insights::SourceNature;
use crate::jobs::{LEASE_MILLIS, under_lease};
use crate::scope::Mode;
use crate::store::{Account, Change, LONGEST_LEASE_MILLIS, LinkingStep};
use crate::traces;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tracing::Instrument as _;
use wink_wire::ErrorCode;

/// A step that was attempted this often, each time by a process that died, is not tried again.
const MAX_ATTEMPTS: i64 = 5;

const _: () = assert!(LEASE_MILLIS < LONGEST_LEASE_MILLIS);

impl Linking {
    /// Works on an account in the background. The account's lease must be this process's.
    pub(super) fn work_on(&self, account: Account) {
        let linking = self.clone();
        self.0.tasks.spawn(async move {
            let id = account.id.clone();
            // Dropping the work is safe at any point, as the module's documentation explains.
            under_lease(
                &linking.0.stopping,
                &id,
                || linking.renew_lease(&id),
                Box::pin(linking.work(account)),
            )
            .await;
        });
    }

    async fn work(&self, account: Account) {
        let id = account.id.clone();
        let mut current = Some(account);
        while let Some(account) = current.take().filter(|account| account.step.is_some()) {
            let trace = traces::work("linking step", &id);
            current = match self.take_step(&account).instrument(trace).await {
                Ok(next) => next,
                Err(LinkingError::Store(error)) => {
                    // Nothing is changed: the process that claims the account after the lease expires tries again.
                    tracing::error!(account = id, ?error, "an account's progress could not be stored");
                    None
                }
                Err(error) => {
                    tracing::error!(account = id, %error, "a step broke down");
                    self.give_up(&account, ErrorCode::SystemError).await.ok().flatten()
                }
            };
        }
    }

    /// Takes an account's next step. `None` if the account was changed in between.
    async fn take_step(&self, account: &Account) -> Result<Option<Account>> {
        let Some(step) = account.step else { return Ok(None) };
        if account.attempts > MAX_ATTEMPTS {
            return self.give_up(account, ErrorCode::SystemError).await;
        }
        let Some(provider) = self.0.catalogue.provider(&account.provider_id) else {
            return self.give_up(account, ErrorCode::ServiceUnavailable).await;
        };
        let connector = self.connector(account)?;
        let state = state_of(account)?;
        let of = StateOf { account_id: &account.id, provider_id: &account.provider_id, state };
        match step {
            LinkingStep::SigningIn => {
                let signed_in = connector.sign_in(state, provider).await?;
                self.follow_sign_in(account, signed_in).await
            }
            LinkingStep::AwaitingApproval => self.await_approval(account).await,
            LinkingStep::CheckingCode => {
                let signed_in = connector.confirm(state).await?;
                self.follow_sign_in(account, signed_in).await
            }
            LinkingStep::ReadingRecords => match connector.read(of, provider, self.today()).await? {
                Ok(reading) => self.read(account, provider, &connector.subject(of)?, reading).await,
                Err(unread) => self.fail(account, unread.code).await,
            },
            LinkingStep::Syncing => match connector.read(of, provider, self.today()).await? {
                Ok(reading) => self.synced(account, provider, reading).await,
                Err(unread) => self.sync_failed(account, unread).await,
            },
        }
    }

    /// Stores the first data.
    async fn read(
        &self,
        account: &Account,
        provider: &Provider,
        subject: &str,
        reading: Reading,
    ) -> Result<Option<Account>> {
        let inner = &self.0;
        let source_key =
            inner.source_key.of(&[account.scope.tenant(), &account.user_id, &account.provider_id, subject]);
        let change = Change::Read {
            records: Box::new(reading.records),
            nature: SourceNature::of(provider),
            source_key,
            person_key: person_key(&inner.source_key, account, subject),
            next_sync: self.next_month(reading.again),
        };
        let changed = self.change(account, &change).await?;
        if let Some(replaced) = changed.as_ref().and_then(|now| now.replaces.as_deref()) {
            tracing::info!(account = account.id, replaced, "the same source was linked before");
            inner.changes.announce(replaced);
        }
        tracing::info!(account = account.id, provider = account.provider_id, "account connected");
        Ok(changed)
    }

    /// Ends a step that cannot be taken: linking fails, or the refresh is postponed.
    async fn give_up(&self, account: &Account, code: ErrorCode) -> Result<Option<Account>> {
        if account.step == Some(LinkingStep::Syncing) {
            self.sync_failed(account, code.into()).await
        } else {
            self.fail(account, code).await
        }
    }

    fn today(&self) -> Date {
        self.0.clock.now().to_zoned(TimeZone::UTC).date()
    }

    async fn follow_sign_in(&self, account: &Account, signed_in: SignIn) -> Result<Option<Account>> {
        match signed_in {
            SignIn::Authenticated => self.authenticated(account).await,
            SignIn::Asked(asked) => self.challenge(account, *asked, TRIES).await,
            SignIn::Refused(code) => self.fail(account, code).await,
        }
    }

    async fn authenticated(&self, account: &Account) -> Result<Option<Account>> {
        let lease_until = self.0.clock.now_millis() + LEASE_MILLIS;
        self.change(
            account,
            &Change::Authenticated { lease_owner: self.0.process.as_str().to_owned(), lease_until },
        )
        .await
    }

    /// Renews an account's lease. False if it is no longer this process's.
    async fn renew_lease(&self, id: &str) -> Result<bool> {
        let lease_until = self.0.clock.now_millis() + LEASE_MILLIS;
        Ok(self.0.store.renew_lease(id, self.0.process.as_str(), lease_until).await?)
    }
}

/// The same for every tenant, but different in each mode: an invented person never matches a real one.
fn person_key(key: &SourceKey, account: &Account, subject: &str) -> String {
    match account.scope.mode() {
        Mode::Sandbox => key.of(&[Mode::Sandbox.name(), &account.provider_id, subject]),
        Mode::Production => key.of(&[&account.provider_id, subject]),
    }
}
