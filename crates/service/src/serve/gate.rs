//! Who may have a connection. Every connection has a place. When all places are taken, the connection that has waited
//! longest for its client to send a request is closed, and its place goes to the new one. If all of them have requests in
//! progress, the new one gets a place of the reserve, where only health checks are answered.

use super::limits::Limits;
use crate::http::rate_limit::network;
use crate::metrics;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// Gives out places. Clones share them.
#[derive(Clone)]
pub(super) struct Gate(Arc<Inner>);

struct Inner {
    limits: Limits,
    register: Mutex<Register>,
}

/// What a connection's place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Every request.
    Any,
    /// Health checks alone.
    Health,
}

/// A connection's place. Dropping it frees the place.
pub(super) struct Place {
    gate: Gate,
    id: u64,
    evicted: CancellationToken,
    /// Whether there were too many connections when it was given out.
    pub(super) is_scarce: bool,
}

/// The connections of one kind, or of one address.
#[derive(Default)]
struct Group {
    open: usize,
    /// Those that wait for a request, the longest first.
    waiting: BTreeMap<u64, u64>,
}

struct Entry {
    address: IpAddr,
    kind: Kind,
    /// Its number among those that wait.
    waiting: Option<u64>,
    evicted: CancellationToken,
}

#[derive(Default)]
struct Register {
    next: u64,
    entries: HashMap<u64, Entry>,
    any: Group,
    health: Group,
    /// Groups of places for every request.
    addresses: HashMap<IpAddr, Group>,
}

impl Gate {
    pub(super) fn new(limits: Limits) -> Self {
        Self(Arc::new(Inner { limits, register: Mutex::default() }))
    }

    /// A place for a connection from this address. `None` if there is not even one for a health check.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Place> {
        let mut register = self.register();
        let is_scarce = !register.has_room(self.limits(), address);
        let kind = register.kind_for(self.limits(), address)?;
        let (id, evicted) = (register.number(), CancellationToken::new());
        let entry = Entry { address, kind, waiting: None, evicted: evicted.clone() };
        register.add(id, entry);
        register.start_waiting(id);
        metrics::connections_changed(1.0);
        Some(Place { gate: self.clone(), id, evicted, is_scarce })
    }

    /// Closes the connection that has waited longest, if one waits.
    pub(super) fn evict_one(&self) -> bool {
        let mut register = self.register();
        register.evict(|register| Some(&register.any)) || register.evict(|register| Some(&register.health))
    }

    /// How many connections there are.
    pub(super) fn open(&self) -> usize {
        self.register().entries.len()
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    fn register(&self) -> MutexGuard<'_, Register> {
        // Nothing that holds the lock can panic halfway.
        self.0.register.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The connection's client has sent a request. Says what may be answered: a place of the reserve becomes one for every
    /// request, if there is room by now.
    pub(super) fn start_working(&self) -> Kind {
        let mut register = self.gate.register();
        register.stop_waiting(self.id);
        register.promote(self.gate.limits(), self.id)
    }

    /// The connection waits for a request.
    pub(super) fn start_waiting(&self) {
        self.gate.register().start_waiting(self.id);
    }

    /// Completes when the place was given to another connection.
    pub(super) async fn evicted(&self) {
        self.evicted.cancelled().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gate.register().remove(self.id);
        metrics::connections_changed(-1.0);
    }
}

impl Register {
    /// What a new connection may be for, after making room if need be.
    fn kind_for(&mut self, limits: &Limits, address: IpAddr) -> Option<Kind> {
        let network = network(address);
        if self.has_room(limits, address)
            || (self.is_crowded(limits, address) && self.evict(|register| register.addresses.get(&network)))
            || (!self.is_crowded(limits, address) && self.evict(|register| Some(&register.any)))
        {
            return Some(Kind::Any);
        }
        let has_reserve = self.health.open < limits.reserve
            || (limits.reserve > 0 && self.evict(|register| Some(&register.health)));
        has_reserve.then_some(Kind::Health)
    }

    fn has_room(&self, limits: &Limits, address: IpAddr) -> bool {
        self.any.open < limits.connections && !self.is_crowded(limits, address)
    }

    /// Whether an address has as many connections as it may have.
    fn is_crowded(&self, limits: &Limits, address: IpAddr) -> bool {
        let Some(limit) = limits.per_address else { return false };
        let open = self.addresses.get(&network(address)).map_or(0, |group| group.open);
        open >= limit && !limits.trusts(address)
    }

    fn promote(&mut self, limits: &Limits, id: u64) -> Kind {
        let Some(entry) = self.entries.get(&id) else { return Kind::Health };
        if entry.kind == Kind::Health && self.has_room(limits, entry.address) {
            let Some(entry) = self.remove(id) else { return Kind::Health };
            self.add(id, Entry { kind: Kind::Any, ..entry });
        }
        self.entries.get(&id).map_or(Kind::Health, |entry| entry.kind)
    }

    /// Closes the connection of a group that has waited longest.
    fn evict(&mut self, group: impl FnOnce(&Self) -> Option<&Group>) -> bool {
        let longest = group(self).and_then(|group| group.waiting.first_key_value().map(|(_, id)| *id));
        let Some(entry) = longest.and_then(|id| self.remove(id)) else { return false };
        entry.evicted.cancel();
        true
    }

    fn add(&mut self, id: u64, entry: Entry) {
        self.for_each_group(entry.kind, entry.address, |group| group.open += 1);
        self.entries.insert(id, entry);
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        self.stop_waiting(id);
        let entry = self.entries.remove(&id)?;
        self.for_each_group(entry.kind, entry.address, |group| group.open = group.open.saturating_sub(1));
        let network = network(entry.address);
        if self.addresses.get(&network).is_some_and(|group| group.open == 0) {
            self.addresses.remove(&network);
        }
        Some(entry)
    }

    fn start_waiting(&mut self, id: u64) {
        let number = self.number();
        let Some(entry) = self.entries.get_mut(&id).filter(|entry| entry.waiting.is_none()) else { return };
        entry.waiting = Some(number);
        let (kind, address) = (entry.kind, entry.address);
        self.for_each_group(kind, address, |group| {
            group.waiting.insert(number, id);
        });
    }

    fn stop_waiting(&mut self, id: u64) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let Some(number) = entry.waiting.take() else { return };
        let (kind, address) = (entry.kind, entry.address);
        self.for_each_group(kind, address, |group| {
            group.waiting.remove(&number);
        });
    }

    fn for_each_group(&mut self, kind: Kind, address: IpAddr, change: impl Fn(&mut Group)) {
        match kind {
            Kind::Any => {
                change(&mut self.any);
                change(self.addresses.entry(network(address)).or_default());
            }
            Kind::Health => change(&mut self.health),
        }
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

#[cfg(test)]
mod tests;
