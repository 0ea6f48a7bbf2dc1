//! Wakes who waits for an account of this process to change.
//!
//! It holds no state that matters: a change made by another process, or missed, is found by reading the database
//! again a second later.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

const SHARDS: usize = 64;

/// A fixed number of bells; accounts that share one wake each other, which costs a read and nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Changes(Arc<[Notify; SHARDS]>);

impl Default for Changes {
    fn default() -> Self {
        Self(Arc::new([const { Notify::const_new() }; SHARDS]))
    }
}

impl Changes {
    /// Says that an account changed.
    pub(crate) fn announce(&self, account_id: &str) {
        self.bell(account_id).notify_waiters();
    }

    /// Ready after the next announcement. Hears every one from this call on, even before it is awaited.
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
