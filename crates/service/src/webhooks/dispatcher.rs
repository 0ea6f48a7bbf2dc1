//! Claims lanes that are due and has them worked off, so many of one webhook at a time: a slow or dead receiver keeps
//! its own slots busy and nobody else's.

use super::{LEASE_MILLIS, Result, Webhooks};
use crate::jobs::Periodic;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Lanes of one webhook that a process works off at a time.
const SLOTS: u32 = 8;

/// How often the database is asked for what is due, by whichever process it was written.
const POLL: Duration = Duration::from_millis(250);

impl Webhooks {
    /// Starts the task that delivers what is due.
    pub(crate) fn spawn_dispatcher(&self) {
        let webhooks = self.clone();
        let claiming = Periodic::new("claiming deliveries", POLL).woken_by(self.0.slots.freed());
        self.0.tasks.spawn(claiming.run(self.0.stopping.clone(), move |_| {
            let webhooks = webhooks.clone();
            async move { webhooks.dispatch().await }
        }));
    }

    async fn dispatch(&self) -> Result<()> {
        let parts = &self.0;
        let now_millis = parts.clock.now_millis();
        for webhook_id in parts.store.webhooks_with_due_lanes(now_millis).await? {
            let free = parts.slots.free(&webhook_id);
            if free == 0 {
                continue;
            }
            let lease_until = now_millis + LEASE_MILLIS;
            let claimed =
                parts.store.claim_lanes(&webhook_id, &parts.owner, now_millis, lease_until, free).await?;
            for lane in claimed {
                let (webhooks, slot) = (self.clone(), parts.slots.take(&webhook_id));
                parts.tasks.spawn(async move {
                    webhooks.work_off(lane).await;
                    drop(slot);
                });
            }
        }
        Ok(())
    }
}

/// How many lanes of each webhook this process works off. Clones share the counts.
#[derive(Clone, Default)]
pub(super) struct Slots(Arc<Counts>);

#[derive(Default)]
struct Counts {
    taken: Mutex<HashMap<String, u32>>,
    freed: Arc<Notify>,
}

/// A lane being worked off. Dropped, it is free again.
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

    /// Notifies once a slot has become free.
    fn freed(&self) -> Arc<Notify> {
        Arc::clone(&self.0.freed)
    }
}

impl Counts {
    fn with<T>(&self, look: impl FnOnce(&mut HashMap<String, u32>) -> T) -> T {
        // A panic between two lines of counting is not possible, so a poisoned lock holds right counts too.
        look(&mut self.taken.lock().unwrap_or_else(PoisonError::into_inner))
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
        assert!(slots.0.with(|taken| taken.is_empty()), "nothing is remembered of who is quiet");
    }
}
