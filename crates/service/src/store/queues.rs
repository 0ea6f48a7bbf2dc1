//! The backlog, for monitoring.

use super::{Result, Store};

/// The pending work of all processes that share the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Backlog {
    /// Accounts with a pending step.
    pub(crate) accounts: i64,
    /// Documents that wait to be read.
    pub(crate) archives: i64,
    /// Pending deliveries: each event counts once for each webhook.
    pub(crate) deliveries: i64,
    /// Webhook queues that are due.
    pub(crate) webhook_queues_due: i64,
    /// Files whose content has to be deleted.
    pub(crate) doomed_files: i64,
}

impl Store {
    /// Counts the pending work.
    pub(crate) async fn queues(&self, now_millis: i64) -> Result<Backlog> {
        Ok(sqlx::query_as(
            "SELECT (SELECT count(*) FROM accounts WHERE step IS NOT NULL) AS accounts,
                 (SELECT count(*) FROM archives WHERE status = 'STARTED') AS archives,
                 (SELECT count(*) FROM webhook_deliveries WHERE status = 'PENDING') AS deliveries,
                 (SELECT count(*) FROM webhook_lanes WHERE due_at <= $1) AS webhook_queues_due,
                 (SELECT count(*) FROM doomed_files) AS doomed_files",
        )
        .bind(now_millis)
        .fetch_one(&self.pool)
        .await?)
    }

    /// This process's connections: those in use, and the idle ones.
    pub(crate) fn connections(&self) -> (u32, u32) {
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX);
        (self.pool.size().saturating_sub(idle), idle)
    }
}
