//! Keys that rotate automatically. A new key is created when the last one has been used for a while. The old one is
//! accepted a little longer, for values created with it, and then deleted for good.
//!
//! They are in the database, encrypted, so that all processes have the same keys. Each process caches what it has read.

use crate::clock::Clock;
use crate::sealing::{SealingKey, Unsealable};
use crate::store::{KeyKind, Store, StoreError, StoredKey};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use wink_wire::Secret;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// How long a key is accepted after it was replaced. A token lives 5 hours and a session 4, and for a day after that,
/// an expired session is still reported as such.
const OVERLAP_MILLIS: i64 = 2 * DAY_MILLIS;

/// Pause before a failed rotation is retried.
const RETRY: Duration = Duration::from_secs(10);

/// A kind of key.
pub(crate) trait RotatingKey: Send + Sync + Sized + 'static {
    const KIND: KeyKind;

    /// Creates a key, as text. It may take seconds.
    fn make() -> Option<Secret>;

    /// Parses a key from its text.
    fn read(text: &Secret) -> Option<Self>;
}

/// The keys could not be read or created.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyringError {
    #[error("a key could not be created or read")]
    Unusable,
    #[error(transparent)]
    Unsealable(#[from] Unsealable),
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Result<T> = std::result::Result<T, KeyringError>;

/// A key in use.
#[derive(Debug)]
pub(crate) struct Current<K> {
    pub(crate) number: i64,
    pub(crate) key: Arc<K>,
    /// When it is no longer accepted, in milliseconds since 1970.
    pub(crate) ends_at: i64,
}

impl<K> Clone for Current<K> {
    fn clone(&self) -> Self {
        Self { number: self.number, key: Arc::clone(&self.key), ends_at: self.ends_at }
    }
}

/// The keys of a kind. Clones share them.
pub(crate) struct Keyring<K>(Arc<Inner<K>>);

impl<K> Clone for Keyring<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Inner<K> {
    store: Store,
    clock: Clock,
    at_rest: SealingKey,
    used_millis: i64,
    known: RwLock<BTreeMap<i64, Current<K>>>,
    /// Locked while a key is created, because one at a time is enough. It holds a key that was made ahead of time, if
    /// any.
    making: tokio::sync::Mutex<Option<Secret>>,
}

impl<K: RotatingKey> Keyring<K> {
    /// `made_ahead` becomes the first key that has to be created.
    pub(crate) fn new(
        store: Store,
        clock: Clock,
        at_rest: SealingKey,
        days: u16,
        made_ahead: Option<Secret>,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            at_rest,
            used_millis: i64::from(days) * DAY_MILLIS,
            known: RwLock::default(),
            making: tokio::sync::Mutex::new(made_ahead),
        }))
    }

    /// The key to use now. Creates one if there is none, or if the newest is too old.
    pub(crate) async fn current(&self) -> Result<Current<K>> {
        if let Some(key) = self.newest() {
            return Ok(key);
        }
        let mut made_ahead = self.0.making.lock().await;
        self.read_again().await?;
        if let Some(key) = self.newest() {
            return Ok(key);
        }
        let text = match made_ahead.take() {
            Some(text) => text,
            None => {
                tokio::task::spawn_blocking(K::make).await.ok().flatten().ok_or(KeyringError::Unusable)?
            }
        };
        // Creating a key takes a while, and processes that start together all create one. All use the first that is
        // stored.
        self.read_again().await?;
        if let Some(key) = self.newest() {
            return Ok(key);
        }
        let number = self.0.store.last_rotating_key(K::KIND).await?.unwrap_or(0) + 1;
        let sealed = self.0.at_rest.seal(&text, &row(K::KIND, number))?;
        let made_at = self.0.clock.now_millis();
        self.0.store.add_rotating_key(K::KIND, &StoredKey { number, sealed, made_at }).await?;
        tracing::info!(kind = ?K::KIND, number, "a new key is in use");
        self.read_again().await?;
        self.newest().ok_or(KeyringError::Unusable)
    }

    /// The key with this number, while it is accepted.
    pub(crate) async fn numbered(&self, number: i64) -> Result<Option<Arc<K>>> {
        let last = self.known().keys().next_back().copied();
        // Another process may have created it. An older unknown key has expired.
        if last.is_none_or(|last| last < number) && number > 0 {
            self.read_again().await?;
        }
        let now_millis = self.0.clock.now_millis();
        let known = self.known();
        Ok(known.get(&number).filter(|key| key.ends_at > now_millis).map(|key| Arc::clone(&key.key)))
    }

    /// Whether there is a key. A key that is being replaced counts too: the new one follows within seconds.
    pub(crate) fn has_key(&self) -> bool {
        let now_millis = self.0.clock.now_millis();
        self.known().values().any(|key| key.ends_at > now_millis)
    }

    /// Starts the task that replaces the key in time and deletes expired ones.
    pub(crate) fn spawn_rotation(&self, stopping: CancellationToken) {
        let ring = self.clone();
        tokio::spawn(async move {
            loop {
                let rotated = tokio::select! {
                    rotated = ring.rotate() => rotated,
                    () = stopping.cancelled() => return,
                };
                match rotated {
                    Ok(next_at) => tokio::select! {
                        () = ring.0.clock.sleep_until(next_at) => {}
                        () = stopping.cancelled() => return,
                    },
                    Err(error) => {
                        tracing::error!(?error, kind = ?K::KIND, "the keys could not be seen to; it is tried again");
                        tokio::select! {
                            () = tokio::time::sleep(RETRY) => {}
                            () = stopping.cancelled() => return,
                        }
                    }
                }
            }
        });
    }

    /// Returns when to check again.
    async fn rotate(&self) -> Result<i64> {
        let current = self.current().await?;
        let over = self.0.clock.now_millis() - self.0.used_millis - OVERLAP_MILLIS;
        self.0.store.delete_old_rotating_keys(K::KIND, over).await?;
        self.known_mut().retain(|number, key| key.ends_at > over || *number == current.number);
        Ok(current.ends_at - OVERLAP_MILLIS)
    }

    /// The newest key, until it has to be replaced.
    fn newest(&self) -> Option<Current<K>> {
        let now_millis = self.0.clock.now_millis();
        let known = self.known();
        let (_, newest) = known.last_key_value()?;
        (newest.ends_at - OVERLAP_MILLIS > now_millis).then(|| newest.clone())
    }

    async fn read_again(&self) -> Result<()> {
        let lasts_millis = self.0.used_millis + OVERLAP_MILLIS;
        let made_after = self.0.clock.now_millis() - lasts_millis;
        for stored in self.0.store.rotating_keys(K::KIND, made_after).await? {
            if self.known().contains_key(&stored.number) {
                continue;
            }
            let text = self.0.at_rest.open(&stored.sealed, &row(K::KIND, stored.number))?;
            let key = Arc::new(K::read(&text).ok_or(KeyringError::Unusable)?);
            let current = Current { number: stored.number, key, ends_at: stored.made_at + lasts_millis };
            self.known_mut().insert(stored.number, current);
        }
        Ok(())
    }

    fn known(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<i64, Current<K>>> {
        self.0.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn known_mut(&self) -> std::sync::RwLockWriteGuard<'_, BTreeMap<i64, Current<K>>> {
        self.0.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a stored key is bound to.
fn row(kind: KeyKind, number: i64) -> String {
    format!("{kind:?} {number}")
}

#[cfg(test)]
mod tests;
