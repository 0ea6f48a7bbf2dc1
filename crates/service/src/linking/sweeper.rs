//! Background work: resumes abandoned accounts, ends expired challenges, reads again what is due, deletes data whose
//! retention is over. Any number of processes may do this at once.

use super::{Linking, Result};
use crate::jobs::{LEASE_MILLIS, Periodic};
use crate::retention::{DAY_MILLIS, RETENTION_DAYS};
use std::time::Duration;
use wink_wire::ErrorCode;

const EVERY: Duration = Duration::from_secs(1);

/// Work that is not urgent runs once in this many rounds.
const TIDY_EVERY_ROUNDS: u64 = 60;

impl Linking {
    /// Starts the task that cleans up in the background.
    pub(crate) fn spawn_sweeper(&self) {
        let linking = self.clone();
        let sweeping = Periodic::new("sweeping accounts", EVERY).run(self.0.stopping.clone(), move |round| {
            let linking = linking.clone();
            async move {
                linking.sweep().await?;
                if round.is_multiple_of(TIDY_EVERY_ROUNDS) { linking.tidy().await } else { Ok(()) }
            }
        });
        self.0.tasks.spawn(sweeping);
    }

    async fn sweep(&self) -> Result<()> {
        let inner = &self.0;
        let now_millis = inner.clock.now_millis();
        let lease_until = now_millis + LEASE_MILLIS;
        for account in inner.store.claim_accounts(inner.process.as_str(), now_millis, lease_until).await? {
            tracing::info!(account = account.id, step = ?account.step, "linking resumed");
            self.work_on(account);
        }
        for account in inner.store.expired_challenges(now_millis).await? {
            self.fail(&account, ErrorCode::MfaTimeout).await?;
        }
        for account in inner.store.expired_sign_ins(now_millis).await? {
            self.fail(&account, ErrorCode::AuthRequired).await?;
        }
        self.begin_due_syncs().await
    }

    async fn tidy(&self) -> Result<()> {
        let inner = &self.0;
        let now_millis = inner.clock.now_millis();
        let kept_since = now_millis - i64::from(RETENTION_DAYS) * DAY_MILLIS;
        for old in inner.store.accounts_connected_before(kept_since).await? {
            tracing::info!(account = old.id, "kept long enough");
            self.revoke(&old.scope, &old.id).await?;
        }
        let forgotten = inner.store.forget_missing_employers(kept_since).await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "deleted reports of missing employers");
        }
        // A day later, so that a late widget still learns that its session has expired, rather than that it is unknown.
        inner.store.delete_ended_sessions(now_millis - DAY_MILLIS).await?;
        inner.store.delete_expired_grants(now_millis).await?;
        inner.store.forget_used_quotas(now_millis).await?;
        Ok(())
    }
}
