//! Wakes tasks of this process that wait for an account to change.
//!
//! It holds no state that matters: waiting tasks also read the database every second, and so find changes that another
//! process made or that they missed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

const SHARDS: usize = 64;

/// A fixed number of notifiers. Accounts that share one wake each other, which costs one read.
#[derive(Clone, Debug)]
pub(crate) struct Changes(Arc<[Notify; SHARDS]>);

impl Default for Changes {
    fn default() -> Self {
        Self(Arc::new([const { Notify::const_new() }; SHARDS]))
    }
}

impl Changes {
    /// Announces that an account changed.
    pub(crate) fn announce(&self, account_id: &str) {
        self.bell(account_id).notify_waiters();
    }

    /// Completes after the next announcement. It counts from this call on, even before it is awaited.
    pub(crate) fn next(&self, account_id: &str) -> Notified<'_> {
        self.bell(account_id).notified()
    }

    fn bell(&self, account_id: &str) -> &Notify {
        let mut hasher = DefaultHasher::new();
        account_id.hash(&mut hasher);
        let shard = hasher.finish() % SHARDS as u64;
        &self.0[usize::try_from(shard).unwrap_or(0)]
    }
}
