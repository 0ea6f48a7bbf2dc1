//! Reads connected accounts again every month without the person (Continuous Data Sync), if the source allows it and
//! the host has not stopped it.

use super::{Linking, Result};
use crate::catalogue::Provider;
use crate::connectors::{Reading, Unread};
use crate::insights::SourceNature;
use crate::jobs::LEASE_MILLIS;
use crate::store::{Account, Change, MonitorStatus, NextSync};
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use wink_wire::ErrorCode;

/// Pause before a source that could not be read is read again, in milliseconds.
const RETRY_MILLIS: i64 = 24 * 60 * 60 * 1000;

impl Linking {
    /// Stops the monthly refresh of an account, at its host's request. Repeating it changes nothing. False if the
    /// account has no refresh.
    pub(crate) async fn disable_monitor(&self, account: &Account) -> Result<bool> {
        if self.0.store.disable_monitor(account, self.0.clock.now_millis()).await? {
            tracing::info!(account = account.id, "monitoring disabled by the host");
            self.0.changes.announce(&account.id);
            return Ok(true);
        }
        Ok(account.monitor_status == MonitorStatus::CustomerDisabled)
    }

    /// Starts reading the accounts that are due.
    pub(super) async fn begin_due_syncs(&self) -> Result<()> {
        let inner = &self.0;
        let now_millis = inner.clock.now_millis();
        let lease_until = now_millis + LEASE_MILLIS;
        for account in inner.store.claim_due_syncs(inner.process.as_str(), now_millis, lease_until).await? {
            tracing::info!(account = account.id, provider = account.provider_id, "reading again");
            self.work_on(account);
        }
        Ok(())
    }

    /// Stores what was read again.
    pub(super) async fn synced(
        &self,
        account: &Account,
        provider: &Provider,
        reading: Reading,
    ) -> Result<Option<Account>> {
        let change = Change::Synced {
            records: Box::new(reading.records),
            nature: SourceNature::of(provider),
            next_sync: self.next_month(reading.again),
        };
        self.change(account, &change).await
    }

    /// Postpones reading until tomorrow, or stops it until the person links the source again.
    pub(super) async fn sync_failed(&self, account: &Account, unread: Unread) -> Result<Option<Account>> {
        let Unread { code, state } = unread;
        tracing::info!(account = account.id, code = code.name(), "reading again failed");
        let is_temporary = matches!(code, ErrorCode::ServiceUnavailable | ErrorCode::SystemError);
        let state = state.or_else(|| account.connector_state.clone());
        let next_sync = state.filter(|_| is_temporary).map(|connector_state| NextSync {
            due_at: self.0.clock.now_millis() + RETRY_MILLIS,
            connector_state,
        });
        self.change(account, &Change::SyncFailed { next_sync }).await
    }

    /// The next reading, a month from now, if the source can be read again.
    pub(super) fn next_month(&self, again: Option<String>) -> Option<NextSync> {
        let connector_state = again?;
        let now = self.0.clock.now().to_zoned(TimeZone::UTC);
        let due_at = now.checked_add(1.month()).ok()?.timestamp().as_millisecond();
        Some(NextSync { due_at, connector_state })
    }
}
