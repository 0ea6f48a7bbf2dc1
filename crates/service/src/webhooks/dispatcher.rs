//! Claims queues that are due and starts a worker for each, as far as there are [`super::slots`]: a slow or dead endpoint
//! occupies its own and no others.

use super::{LEASE_MILLIS, Result, Webhooks};
use crate::jobs::Periodic;
use std::time::Duration;

/// How often the database is asked for due queues, which any process may have written.
const POLL: Duration = Duration::from_millis(250);

impl Webhooks {
    /// Starts the task that delivers in the background.
    pub(crate) fn spawn_dispatcher(&self) {
        let webhooks = self.clone();
        let claiming = Periodic::new("claiming deliveries", POLL).woken_by(self.0.slots.freed());
        self.0.tasks.spawn(claiming.run(self.0.stopping.clone(), move |_| {
            let webhooks = webhooks.clone();
            async move { webhooks.dispatch().await }
        }));
    }

    async fn dispatch(&self) -> Result<()> {
        let inner = &self.0;
        let now_millis = inner.clock.now_millis();
        let due = inner.slots.in_turn(inner.store.webhooks_with_due_queues(now_millis).await?);
        for (waiting, (webhook, endpoint)) in (1..=due.len()).rev().zip(&due) {
            let free = inner.slots.free(&webhook.id, endpoint, waiting);
            if free == 0 {
                continue;
            }
            let lease_until = now_millis + LEASE_MILLIS;
            let claimed = inner
                .store
                .claim_delivery_queues(&webhook.id, inner.process.as_str(), now_millis, lease_until, free)
                .await?;
            for queue in claimed {
                let (webhooks, slot) = (self.clone(), inner.slots.take(&webhook.id, endpoint));
                inner.tasks.spawn(async move { webhooks.work_through(queue, slot).await });
            }
        }
        Ok(())
    }
}
