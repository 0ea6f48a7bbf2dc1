//! Hashes API secrets with Argon2id, which costs tens of milliseconds and 19 MiB. A correct secret is remembered for a
//! while as a keyed hash in memory, so that not every request pays this cost.

use crate::clock::Clock;
use crate::ids::{NoRandomness, equal_in_constant_time, sha256_hex};
use crate::jobs::Pool;
use crate::store::ApiKey;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use aws_lc_rs::{hmac, rand};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wink_wire::Secret;

/// How long a correct secret is remembered, in milliseconds. Revoking a key or changing its secret takes effect at
/// once, because its row is read every time.
const REMEMBERED_MILLIS: i64 = 5 * 60 * 1000;

/// Maximum number of remembered secrets.
const MAX_REMEMBERED: usize = 1_000;

/// Maximum number of hashes computed at once. It bounds memory.
const AT_ONCE: usize = 2;

/// Maximum length of a secret, in bytes.
const LONGEST_SECRET: usize = 256;

/// A secret could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("a secret could not be hashed")]
pub(crate) struct Unhashable;

/// The result of comparing a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    /// The secret is correct, but its stored hash is of the former kind. This is the new hash.
    RightByOldHash(String),
    Wrong,
}

/// Hashes and compares secrets. Clones share the remembered ones.
#[derive(Clone)]
pub(crate) struct ApiSecrets(Arc<Inner>);

struct Inner {
    clock: Clock,
    /// A random key of this process.
    key: hmac::Key,
    /// When each remembered secret expires.
    remembered: Mutex<HashMap<Vec<u8>, i64>>,
    hashing: Pool,
}

impl ApiSecrets {
    pub(crate) fn new(clock: Clock) -> Result<Self, NoRandomness> {
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &rand::SystemRandom::new());
        Ok(Self(Arc::new(Inner {
            clock,
            key: key.map_err(|_| NoRandomness)?,
            remembered: Mutex::default(),
            hashing: Pool::new(AT_ONCE),
        })))
    }

    /// The hash to store, with its salt and costs (a PHC string).
    pub(crate) async fn hash(&self, secret: &Secret) -> Result<String, Unhashable> {
        let secret = secret.clone();
        self.in_turn(move || {
            let hash = Argon2::default().hash_password(secret.expose().as_bytes());
            hash.map(|hash| hash.to_string()).map_err(|_| Unhashable)
        })
        .await?
    }

    /// Whether a secret is known to be correct without hashing it.
    pub(crate) fn is_remembered(&self, name: &str, known: &ApiKey, secret: &Secret) -> bool {
        let remembered = self.0.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let until = remembered.get(&self.mark(name, known.secret_argon2.as_deref(), secret));
        until.is_some_and(|until| *until > self.0.clock.now_millis())
    }

    /// Compares a secret with that of an API key. It takes equally long if the key does not exist.
    pub(crate) async fn compare(
        &self,
        name: &str,
        known: Option<&ApiKey>,
        secret: &Secret,
    ) -> Result<Verdict, Unhashable> {
        if secret.expose().len() > LONGEST_SECRET {
            return Ok(Verdict::Wrong);
        }
        let stored = known.and_then(|known| known.secret_argon2.clone());
        let Some(stored) = stored else {
            let hash = self.hash(secret).await?;
            let sha256 = known.map_or("", |known| &known.secret_sha256);
            if equal_in_constant_time(sha256, &sha256_hex(secret.expose())) {
                self.remember(name, &hash, secret);
                return Ok(Verdict::RightByOldHash(hash));
            }
            return Ok(Verdict::Wrong);
        };
        let (typed, hash) = (secret.clone(), stored.clone());
        let is_right = self
            .in_turn(move || {
                let hash = PasswordHash::new(&hash).map_err(|_| Unhashable)?;
                Ok(Argon2::default().verify_password(typed.expose().as_bytes(), &hash).is_ok())
            })
            .await??;
        if !is_right {
            return Ok(Verdict::Wrong);
        }
        self.remember(name, &stored, secret);
        Ok(Verdict::Right)
    }

    /// Remembers a secret that matches this hash.
    pub(crate) fn remember(&self, name: &str, hash: &str, secret: &Secret) {
        let now_millis = self.0.clock.now_millis();
        let mut remembered = self.0.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MAX_REMEMBERED {
            remembered.retain(|_, until| *until > now_millis);
        }
        if remembered.len() >= MAX_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(self.mark(name, Some(hash), secret), now_millis + REMEMBERED_MILLIS);
    }

    /// The lookup value for a key, its stored hash and a secret. It is keyed, so the time of a lookup reveals nothing.
    fn mark(&self, name: &str, hash: Option<&str>, secret: &Secret) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0.key);
        for text in [name, hash.unwrap_or_default(), secret.expose()] {
            context.update(&(text.len() as u64).to_be_bytes());
            context.update(text.as_bytes());
        }
        context.sign().as_ref().to_vec()
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unhashable> {
        self.0.hashing.run(work).await.map_err(|_| Unhashable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::{Mode, Scope};
    use std::time::Duration;

    fn key(sha256: &str, argon2: Option<String>) -> ApiKey {
        ApiKey {
            scope: Scope::of_new_key("t", Mode::Sandbox),
            secret_sha256: sha256.into(),
            secret_argon2: argon2,
        }
    }

    #[tokio::test]
    async fn a_right_secret_is_remembered_for_a_while() {
        let clock = Clock::manual(jiff::Timestamp::UNIX_EPOCH);
        let secrets = ApiSecrets::new(clock.clone()).unwrap();
        let (right, wrong) = (Secret::from("right"), Secret::from("wrong"));
        let hash = secrets.hash(&right).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let known = key("", Some(hash));
        assert!(!secrets.is_remembered("k", &known, &right));
        assert_eq!(secrets.compare("k", Some(&known), &wrong).await.unwrap(), Verdict::Wrong);
        assert_eq!(secrets.compare("k", None, &right).await.unwrap(), Verdict::Wrong);
        assert_eq!(secrets.compare("k", Some(&known), &right).await.unwrap(), Verdict::Right);
        assert!(secrets.is_remembered("k", &known, &right));
        assert!(!secrets.is_remembered("k", &known, &wrong));
        assert!(!secrets.is_remembered("other", &known, &right));
        let replaced = key("", Some(secrets.hash(&right).await.unwrap()));
        assert!(!secrets.is_remembered("k", &replaced, &right), "another hash is another secret");
        clock.advance(Duration::from_secs(5 * 60));
        assert!(!secrets.is_remembered("k", &known, &right));
    }

    #[tokio::test]
    async fn a_secret_by_the_former_hash_gets_a_new_one() {
        let secrets = ApiSecrets::new(Clock::default()).unwrap();
        let old = key(&sha256_hex("right"), None);
        let wrong = secrets.compare("k", Some(&old), &"wrong".into()).await.unwrap();
        assert_eq!(wrong, Verdict::Wrong);
        let Verdict::RightByOldHash(hash) = secrets.compare("k", Some(&old), &"right".into()).await.unwrap()
        else {
            panic!("it is right")
        };
        assert!(secrets.is_remembered("k", &key("", Some(hash)), &"right".into()));
        let empty = secrets.compare("k", Some(&key("", None)), &"".into()).await.unwrap();
        assert_eq!(empty, Verdict::Wrong, "no hash is nobody's");
    }

    #[tokio::test]
    async fn what_is_remembered_is_bounded() {
        let secrets = ApiSecrets::new(Clock::manual(jiff::Timestamp::UNIX_EPOCH)).unwrap();
        for number in 0..=MAX_REMEMBERED {
            secrets.remember("k", "hash", &Secret::from(number.to_string()));
        }
        assert!(secrets.0.remembered.lock().unwrap().len() <= MAX_REMEMBERED);
    }
}
