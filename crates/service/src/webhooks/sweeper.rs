//! What nobody asks for: forgetting old events, and what was queued for webhooks that are gone.

use super::{Result, Webhooks};
use crate::jobs::Periodic;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);

/// Days after which an event and the log of its deliveries are deleted.
const RETENTION_DAYS: i64 = 30;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

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
        let parts = &self.0;
        let kept_since = parts.clock.now_millis() - RETENTION_DAYS * DAY_MILLIS;
        let forgotten = parts.store.forget_events(kept_since).await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "old events forgotten");
        }
        Ok(parts.store.delete_orphaned_deliveries().await?)
    }
}
