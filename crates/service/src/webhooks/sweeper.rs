//! Deletes what no request asks to delete: old events, and deliveries of deleted webhooks.

use super::{Result, Webhooks};
use crate::jobs::Periodic;
use crate::retention::{DAY_MILLIS, EVENT_RETENTION_DAYS};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);

impl Webhooks {
    /// Starts the task that cleans up in the background.
    pub(crate) fn spawn_sweeper(&self) {
        let webhooks = self.clone();
        let sweeping = Periodic::new("sweeping events", EVERY).run(self.0.stopping.clone(), move |_| {
            let webhooks = webhooks.clone();
            async move { webhooks.sweep().await }
        });
        self.0.tasks.spawn(sweeping);
    }

    async fn sweep(&self) -> Result<()> {
        let inner = &self.0;
        let kept_since = inner.clock.now_millis() - i64::from(EVENT_RETENTION_DAYS) * DAY_MILLIS;
        let deleted = inner.store.forget_events(kept_since).await?;
        if deleted > 0 {
            tracing::info!(deleted, "old events deleted");
        }
        Ok(inner.store.delete_orphaned_deliveries().await?)
    }
}
