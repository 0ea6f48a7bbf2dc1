//! Keys that are replaced from time to time. A new key is created when the last has been used for long enough. The old one
//! is accepted a while longer, for what was started with it, and then deleted.
//!
//! Keys are stored in the database, encrypted, so that every process has the same; each process keeps what it has read.
//! No lease is needed: when several processes create a key of one number, the first that is stored is used by all.

use crate::clock::Clock;
use crate::jobs::{Periodic, Pool, PoolError};
use crate::retention::DAY_MILLIS;
use crate::sealing::{SealingKey, Unsealable};
use crate::store::{KeyKind, Store, StoreError, StoredKey};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use wink_wire::Secret;

/// How long a key is accepted after it has been replaced: a token lives 5 hours, a session 4, and for a day more the
/// service answers that it has expired.
const OVERLAP_MILLIS: i64 = 2 * DAY_MILLIS;

/// How often each process looks whether its key must be replaced. After a failure it tries again then.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Pause between two looks for keys of other processes: anybody can ask for a number that no key has.
/// Fuzzing tries more of them in a second.
const PAUSE_BETWEEN_READS: Duration = Duration::from_secs(if cfg!(feature = "fuzzing") { 0 } else { 1 });

/// Deleting expired keys is not urgent: it happens once in 60 rounds.
const DELETE_EVERY_ROUNDS: u64 = 60;

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
    #[error("the keys could not be read from the database, or stored there")]
    Store(#[from] StoreError),
    /// What came of a look for new keys that several callers share.
    #[error("new keys could not be read")]
    Shared(#[source] Arc<KeyringError>),
}

impl From<PoolError> for KeyringError {
    fn from(error: PoolError) -> Self {
        tracing::error!(?error, "work on a key broke off");
        Self::Unusable
    }
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

/// What came of asking the database.
type Outcome = std::result::Result<(), Arc<KeyringError>>;

struct Inner<K> {
    store: Store,
    clock: Clock,
    at_rest: SealingKey,
    used_millis: i64,
    known: RwLock<BTreeMap<i64, Current<K>>>,
    /// When the database was last asked for an unknown number, and what came of it.
    asked: tokio::sync::Mutex<Option<(Instant, Outcome)>>,
    /// One key at a time, also if the caller that waits for it hangs up.
    making: Pool,
    /// Used for the first key that is needed.
    made_ahead: Mutex<Option<Secret>>,
}

impl<K: RotatingKey> Keyring<K> {
    /// `made_ahead` is used for the first key that is needed.
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
            asked: tokio::sync::Mutex::default(),
            making: Pool::new(1),
            made_ahead: Mutex::new(made_ahead),
        }))
    }

    /// The key to use now. Creates one if there is none, or none that is new enough.
    pub(crate) async fn current(&self) -> Result<Current<K>> {
        if let Some(key) = self.newest() {
            return Ok(key);
        }
        let turn = self.0.making.turn().await?;
        self.read_again().await?;
        if let Some(key) = self.newest() {
            return Ok(key);
        }
        let made_ahead = self.0.made_ahead.lock().unwrap_or_else(PoisonError::into_inner).take();
        let text = match made_ahead {
            Some(text) => text,
            None => turn.run(K::make).await?.ok_or(KeyringError::Unusable)?,
        };
        // Creating one takes a while, and processes that start together all do so: the first that is stored counts.
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

    /// The key of a number, while it is accepted.
    pub(crate) async fn numbered(&self, number: i64) -> Result<Option<Arc<K>>> {
        let last = self.known().keys().next_back().copied();
        // Another process may have created it. An older one that is not known here has expired.
        if last.is_none_or(|last| last < number) && number > 0 {
            self.read_for_others(Instant::now()).await?;
        }
        let now_millis = self.0.clock.now_millis();
        let known = self.known();
        Ok(known.get(&number).filter(|key| key.ends_at > now_millis).map(|key| Arc::clone(&key.key)))
    }

    /// Whether there is a key already. One that is being replaced counts too: the new one follows within seconds.
    pub(crate) fn has_key(&self) -> bool {
        let now_millis = self.0.clock.now_millis();
        self.known().values().any(|key| key.ends_at > now_millis)
    }

    /// Starts the task that replaces the key in time and deletes expired ones.
    pub(crate) fn spawn_rotation(&self, stopping: CancellationToken) {
        let (ring, stopped) = (self.clone(), stopping.clone());
        tokio::spawn(Periodic::new("rotating keys", LOOK_EVERY).run(stopping, move |round| {
            let (ring, stopped) = (ring.clone(), stopped.clone());
            // Dropping it is safe at any point. Creating a key may take seconds, which a stop does not wait for.
            async move { stopped.run_until_cancelled(ring.rotate(round)).await.unwrap_or(Ok(())) }
        }));
    }

    async fn rotate(&self, round: u64) -> Result<()> {
        let current = self.current().await?;
        if round.is_multiple_of(DELETE_EVERY_ROUNDS) {
            self.delete_expired(current.number).await?;
        }
        Ok(())
    }

    /// Deletes keys that are no longer accepted. The current one stays: its number is never used again.
    async fn delete_expired(&self, current: i64) -> Result<()> {
        let expired = self.0.clock.now_millis() - self.0.used_millis - OVERLAP_MILLIS;
        self.0.store.delete_old_rotating_keys(K::KIND, expired).await?;
        let now_millis = self.0.clock.now_millis();
        self.known_mut().retain(|number, key| key.ends_at > now_millis || *number == current);
        Ok(())
    }

    /// The newest key, unless it must be replaced.
    fn newest(&self) -> Option<Current<K>> {
        let now_millis = self.0.clock.now_millis();
        let known = self.known();
        let (_, newest) = known.last_key_value()?;
        (newest.ends_at - OVERLAP_MILLIS > now_millis).then(|| newest.clone())
    }

    /// Reads keys for a caller that came at `since` with an unknown number. The database is asked once a second at most:
    /// callers wait for each other, and all that came before it was asked share the answer.
    async fn read_for_others(&self, since: Instant) -> Result<()> {
        let mut asked = self.0.asked.lock().await;
        match &*asked {
            Some((at, outcome)) if *at >= since => return outcome.clone().map_err(KeyringError::Shared),
            Some((at, _)) => sleep_until(*at + PAUSE_BETWEEN_READS).await,
            None => {}
        }
        let at = Instant::now();
        let outcome = self.read_again().await.map_err(Arc::new);
        *asked = Some((at, outcome.clone()));
        outcome.map_err(KeyringError::Shared)
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
