//! Claims queues that are due and starts a worker for each, a limited number for each webhook: a slow or dead endpoint
//! occupies its own slots and no others.

use super::{LEASE_MILLIS, Result, Webhooks};
use crate::jobs::Periodic;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How many queues of one webhook a process works on at a time.
const SLOTS: u32 = 8;

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
        for webhook_id in inner.store.webhooks_with_due_queues(now_millis).await? {
            let free = inner.slots.free(&webhook_id);
            if free == 0 {
                continue;
            }
            let lease_until = now_millis + LEASE_MILLIS;
            let claimed = inner
                .store
                .claim_delivery_queues(&webhook_id, inner.process.as_str(), now_millis, lease_until, free)
                .await?;
            for queue in claimed {
                let (webhooks, slot) = (self.clone(), inner.slots.take(&webhook_id));
                inner.tasks.spawn(async move {
                    webhooks.work_through(queue).await;
                    drop(slot);
                });
            }
        }
        Ok(())
    }
}

/// How many queues of each webhook this process works on. Clones share the counts.
#[derive(Clone, Default)]
pub(super) struct Slots(Arc<Counts>);

#[derive(Default)]
struct Counts {
    taken: Mutex<HashMap<String, u32>>,
    freed: Arc<Notify>,
}

/// A place for one queue that is being worked on. Dropping it frees the place.
pub(super) struct Slot {
    counts: Arc<Counts>,
    webhook_id: String,
}

impl Slots {
    fn free(&self, webhook_id: &str) -> u32 {
        SLOTS.saturating_sub(self.0.with(|taken| taken.get(webhook_id).copied().unwrap_or(0)))
    }

    fn take(&self, webhook_id: &str) -> Slot {
        self.0.with(|taken| *taken.entry(webhook_id.to_owned()).or_default() += 1);
        Slot { counts: Arc::clone(&self.0), webhook_id: webhook_id.to_owned() }
    }

    /// Notifies when a slot becomes free.
    fn freed(&self) -> Arc<Notify> {
        Arc::clone(&self.0.freed)
    }
}

impl Counts {
    fn with<T>(&self, count: impl FnOnce(&mut HashMap<String, u32>) -> T) -> T {
        // No closure here can panic halfway, so a poisoned lock holds correct counts too.
        count(&mut self.taken.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.counts.with(|taken| {
            if let Some(count) = taken.get_mut(&self.webhook_id) {
                *count -= 1;
                if *count == 0 {
                    taken.remove(&self.webhook_id);
                }
            }
        });
        self.counts.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_webhook_has_its_own_slots() {
        let slots = Slots::default();
        let taken: Vec<Slot> = (0..SLOTS).map(|_| slots.take("slow")).collect();
        assert_eq!((slots.free("slow"), slots.free("other")), (0, SLOTS));
        drop(taken);
        assert_eq!(slots.free("slow"), SLOTS);
        assert!(slots.0.with(|taken| taken.is_empty()), "nothing is kept for a webhook without queues");
    }
}
