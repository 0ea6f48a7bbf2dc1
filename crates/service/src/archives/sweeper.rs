//! Background work: resumes abandoned archives, deletes unfinished uploads and expired data, and deletes files whose
//! rows are gone. Any number of processes may do this at once.

use super::{Archives, Result};
use crate::jobs::{LEASE_MILLIS, Periodic};
use crate::retention::{DAY_MILLIS, RETENTION_DAYS};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(1);

/// Work that is not urgent runs once in this many rounds.
const TIDY_EVERY_ROUNDS: u64 = 60;

/// No request with a piece takes longer than this.
const LATE_PIECE_MILLIS: i64 = 5 * 60 * 1000;

impl Archives {
    /// Starts the task that cleans up in the background.
    pub(crate) fn spawn_sweeper(&self) {
        let archives = self.clone();
        let sweeping = Periodic::new("sweeping archives", EVERY).run(self.0.stopping.clone(), move |round| {
            let archives = archives.clone();
            async move {
                archives.sweep().await?;
                if round.is_multiple_of(TIDY_EVERY_ROUNDS) { archives.tidy().await } else { Ok(()) }
            }
        });
        self.0.tasks.spawn(sweeping);
    }

    async fn sweep(&self) -> Result<()> {
        let inner = &self.0;
        let now_millis = inner.clock.now_millis();
        let lease_until = now_millis + LEASE_MILLIS;
        for archive in inner.store.claim_archives(inner.process.as_str(), now_millis, lease_until).await? {
            tracing::info!(archive = archive.id, "reading resumed");
            self.work_on(archive);
        }
        inner.store.keep_reserve().await;
        // This covers deletions outside archives too, because there is one database.
        Ok(inner.store.erase_deleted().await?)
    }

    async fn tidy(&self) -> Result<()> {
        let inner = &self.0;
        let now_millis = inner.clock.now_millis();
        let kept_since = now_millis - i64::from(RETENTION_DAYS) * DAY_MILLIS;
        for old in inner.store.archives_submitted_before(kept_since).await? {
            tracing::info!(archive = old.id, "kept long enough");
            self.revoke(&old.scope, &old.id).await?;
        }
        let forgotten = inner.store.forget_unsubmitted_archives(now_millis - DAY_MILLIS, now_millis).await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "unfinished uploads forgotten");
        }
        // A command beside the service may have deleted something.
        inner.store.expect_foreign_writes();
        Ok(inner.contents.delete_doomed(now_millis - LATE_PIECE_MILLIS).await?)
    }
}
