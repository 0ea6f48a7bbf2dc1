//! How many deliveries a process makes at once, and who gets the next slot. There are few slots in all, because each needs a
//! connection; a webhook and an endpoint (a server, however many webhooks name it) may each have a part of them.
//!
//! Endpoints that do not answer, or have not answered yet, share half of the slots, so that they cannot keep those waiting
//! that answer quickly.

use crate::descriptors::open_files;
use crate::store::DueWebhook;
use reqwest::Url;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Slots of a process.
const SLOTS: u32 = 64;

/// Descriptors for each slot that a process must have.
const DESCRIPTORS_PER_SLOT: u64 = 16;

/// Slots of one webhook or endpoint.
const SLOTS_EACH: u32 = 8;

/// Slots of an endpoint that is not known to answer quickly.
const SLOTS_OF_A_SLOW_ONE: u32 = 2;

/// An endpoint that answers within this time is quick.
const QUICK: Duration = Duration::from_secs(2);

/// Endpoints that are remembered while they have no slot.
const REMEMBERED: usize = 4096;

/// A server that receives events: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Endpoint(String);

impl Endpoint {
    pub(super) fn of(url: &str) -> Self {
        // What is no address is never connected to, and is an endpoint of its own.
        Self(Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.origin().ascii_serialization()))
    }
}

/// The slots of a process. Clones share them.
#[derive(Clone)]
pub(super) struct Slots(Arc<Inner>);

struct Inner {
    most: u32,
    counts: Mutex<Counts>,
    freed: Arc<Notify>,
}

#[derive(Default)]
struct Counts {
    taken: u32,
    webhooks: HashMap<String, u32>,
    endpoints: HashMap<Endpoint, Standing>,
    /// Counts the slots that were given out.
    turn: u64,
}

/// What is known of an endpoint.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    taken: u32,
    /// When it was last given a slot.
    turn: u64,
    /// Whether its last answer was quick.
    is_quick: bool,
}

/// A slot for one queue that is being worked on. Dropping it frees the slot.
pub(super) struct Slot {
    slots: Slots,
    webhook_id: String,
    endpoint: Endpoint,
}

impl Default for Slots {
    /// As many as the limit of open files suffices for.
    fn default() -> Self {
        let possible = u32::try_from(open_files() / DESCRIPTORS_PER_SLOT).unwrap_or(u32::MAX);
        Self::new(possible.clamp(SLOTS_OF_A_SLOW_ONE * 2, SLOTS))
    }
}

impl Slots {
    fn new(most: u32) -> Self {
        Self(Arc::new(Inner { most, counts: Mutex::default(), freed: Arc::default() }))
    }

    /// Due webhooks in the order in which they get slots: those whose endpoints have few first, then those that have waited
    /// longest for one.
    pub(super) fn in_turn(&self, due: Vec<DueWebhook>) -> Vec<(DueWebhook, Endpoint)> {
        let counts = self.counts();
        let mut due: Vec<_> = due
            .into_iter()
            .map(|webhook| {
                let endpoint = Endpoint::of(&webhook.url);
                (webhook, endpoint)
            })
            .collect();
        due.sort_by_key(|(_, endpoint)| {
            let standing = counts.standing(endpoint);
            (standing.taken, standing.turn)
        });
        due
    }

    /// How many slots a webhook may take, if as many others (`waiting`) are to get one too.
    pub(super) fn free(&self, webhook_id: &str, endpoint: &Endpoint, waiting: usize) -> u32 {
        let counts = self.counts();
        let standing = counts.standing(endpoint);
        let (room, each) = if standing.is_quick {
            (self.0.most.saturating_sub(counts.taken), SLOTS_EACH)
        } else {
            let room = (self.0.most / 2).saturating_sub(counts.taken_by_slow_ones());
            (room.min(self.0.most.saturating_sub(counts.taken)), SLOTS_OF_A_SLOW_ONE)
        };
        let taken = standing.taken.max(counts.webhooks.get(webhook_id).copied().unwrap_or(0));
        let waiting = u32::try_from(waiting).unwrap_or(u32::MAX).max(1);
        each.saturating_sub(taken).min(room.div_ceil(waiting))
    }

    /// Takes a slot.
    pub(super) fn take(&self, webhook_id: &str, endpoint: &Endpoint) -> Slot {
        let mut counts = self.counts();
        counts.taken += 1;
        counts.turn += 1;
        let turn = counts.turn;
        *counts.webhooks.entry(webhook_id.to_owned()).or_default() += 1;
        let standing = counts.endpoints.entry(endpoint.clone()).or_default();
        (standing.taken, standing.turn) = (standing.taken + 1, turn);
        Slot { slots: self.clone(), webhook_id: webhook_id.to_owned(), endpoint: endpoint.clone() }
    }

    /// Notifies when a slot becomes free.
    pub(super) fn freed(&self) -> Arc<Notify> {
        Arc::clone(&self.0.freed)
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Nothing that holds the lock can panic halfway.
        self.0.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    fn standing(&self, endpoint: &Endpoint) -> Standing {
        self.endpoints.get(endpoint).copied().unwrap_or_default()
    }

    fn taken_by_slow_ones(&self) -> u32 {
        self.endpoints.values().filter(|standing| !standing.is_quick).map(|standing| standing.taken).sum()
    }
}

impl Slot {
    /// The endpoint has answered after this time, or has not (`None`).
    pub(super) fn report(&self, answered_after: Option<Duration>) {
        let mut counts = self.slots.counts();
        if let Some(standing) = counts.endpoints.get_mut(&self.endpoint) {
            standing.is_quick = answered_after.is_some_and(|time| time <= QUICK);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        {
            let mut counts = self.slots.counts();
            counts.taken = counts.taken.saturating_sub(1);
            if let Some(taken) = counts.webhooks.get_mut(&self.webhook_id) {
                *taken = taken.saturating_sub(1);
            }
            counts.webhooks.retain(|_, taken| *taken > 0);
            if let Some(standing) = counts.endpoints.get_mut(&self.endpoint) {
                standing.taken = standing.taken.saturating_sub(1);
            }
            if counts.endpoints.len() > REMEMBERED {
                counts.endpoints.retain(|_, standing| standing.taken > 0);
            }
        }
        self.slots.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(host: &str) -> Endpoint {
        Endpoint::of(&format!("https://{host}/a/path"))
    }

    /// One that has answered quickly.
    fn quick(slots: &Slots, host: &str) -> Endpoint {
        let endpoint = endpoint(host);
        slots.take("an earlier one", &endpoint).report(Some(Duration::ZERO));
        endpoint
    }

    /// Takes as many slots as there are for a webhook.
    fn take_all(slots: &Slots, webhook: &str, endpoint: &Endpoint) -> Vec<Slot> {
        let mut taken = Vec::new();
        while slots.free(webhook, endpoint, 1) > 0 {
            taken.push(slots.take(webhook, endpoint));
        }
        taken
    }

    #[test]
    fn an_endpoint_is_a_server_however_many_webhooks_name_it() {
        assert_eq!(Endpoint::of("https://a.example/x?y"), Endpoint::of("https://A.example:443/z"));
        assert_ne!(Endpoint::of("https://a.example/"), Endpoint::of("https://a.example:444/"));
        let slots = Slots::new(64);
        let one = quick(&slots, "one.example");
        let taken = take_all(&slots, "first", &one);
        assert_eq!(taken.len(), 8);
        assert_eq!((slots.free("second", &one, 1), slots.free("first", &endpoint("b"), 1)), (0, 0));
        drop(taken);
        assert_eq!(slots.free("second", &one, 1), 8);
        assert!(slots.counts().webhooks.is_empty(), "nothing is kept for a webhook without queues");
    }

    #[test]
    fn endpoints_that_do_not_answer_leave_half_of_the_slots() {
        let slots = Slots::new(16);
        let good = quick(&slots, "good.example");
        let hanging: Vec<Slot> = (0..160)
            .flat_map(|number| {
                take_all(&slots, &format!("wh-{number}"), &endpoint(&format!("h{number}.example")))
            })
            .collect();
        assert_eq!(hanging.len(), 8);
        assert_eq!(take_all(&slots, "good", &good).len(), 8);
        // Slow answers count like none, and a failure that came at once does not.
        let slow = quick(&slots, "slow.example");
        for (after, is_quick) in
            [(None, false), (Some(QUICK), true), (Some(QUICK * 2), false), (Some(Duration::ZERO), true)]
        {
            slots.take("slow", &slow).report(after);
            assert_eq!(slots.counts().standing(&slow).is_quick, is_quick, "{after:?}");
        }
    }

    #[test]
    fn slots_are_shared_between_those_that_wait() {
        let slots = Slots::new(8);
        let endpoints = ["a", "b", "c", "d"].map(|name| quick(&slots, name));
        assert_eq!(slots.free("wh", &endpoints[0], 4), 2);
        assert_eq!(slots.free("wh", &endpoints[0], 100), 1, "the first gets one");
        let webhook = |id: &str| DueWebhook { id: id.to_owned(), url: format!("https://{id}/") };
        let busy = slots.take("b", &endpoint("b"));
        drop(slots.take("a", &endpoint("a")));
        let order = slots.in_turn(["a", "b", "c", "d", "new"].map(webhook).into());
        let order: Vec<_> = order.iter().map(|(webhook, _)| webhook.id.as_str()).collect();
        assert_eq!(order, ["new", "c", "d", "a", "b"], "the longest without a slot first");
        drop(busy);
    }

    #[test]
    fn few_endpoints_are_remembered() {
        let slots = Slots::new(8);
        for number in 0..2 * REMEMBERED {
            quick(&slots, &format!("h{number}.example"));
        }
        assert!(slots.counts().endpoints.len() <= REMEMBERED + 1);
        assert_eq!(slots.counts().taken, 0);
    }
}
