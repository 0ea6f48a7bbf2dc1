//! Decrypts what widgets have encrypted for the service: credentials and answers to second factors. The plain text is wiped
//! when it is dropped. The keys are replaced from time to time (`keyring`).

#[cfg(test)]
mod tests;

use crate::clock::Clock;
use crate::jobs::{Pool, PoolError};
use crate::keyring::{Keyring, KeyringError, RotatingKey};
use crate::store::KeyKind;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::thread::available_parallelism;
use wink_wire::{SEALED_VERSION, Sealed, SealingKey, Secret};
use zeroize::{Zeroize as _, Zeroizing};

/// Maximum length of a ciphertext, in base64 characters.
const LONGEST_CIPHERTEXT: usize = 24 * 1024;

/// A private key, with its public key in the encoding that is sent.
pub(crate) struct PrivateKey {
    key: OaepPrivateDecryptingKey,
    spki: String,
}

/// Why a sealed value was not opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    /// The key has expired or never existed, the value was sealed for something else, or it was altered. The error does
    /// not say which.
    #[error("decryption failed")]
    Refused,
    /// It was decrypted, but has the wrong shape.
    #[error("invalid encrypted data; see docs/link-api.md for its format")]
    Malformed,
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

impl From<PoolError> for NotOpened {
    fn from(error: PoolError) -> Self {
        Self::Keyring(error.into())
    }
}

/// Decrypts envelopes. Clones share the keys and the pool.
#[derive(Clone)]
pub(crate) struct Envelopes {
    ring: Keyring<PrivateKey>,
    clock: Clock,
    /// Every login decrypts an envelope: milliseconds of arithmetic, for as many at once as there are processors.
    opening: Pool,
}

impl Envelopes {
    pub(crate) fn new(ring: Keyring<PrivateKey>, clock: Clock) -> Self {
        let at_once = available_parallelism().map_or(1, usize::from);
        Self { ring, clock, opening: Pool::new(at_once) }
    }

    /// The public key that widgets encrypt with.
    pub(crate) async fn public_key(&self) -> Result<SealingKey, KeyringError> {
        let current = self.ring.current().await?;
        let left_millis = (current.ends_at - self.clock.now_millis()).max(0);
        Ok(SealingKey {
            id: current.number.to_string(),
            spki: current.key.spki.clone(),
            expires_in_seconds: u32::try_from(left_millis / 1000).unwrap_or(u32::MAX),
        })
    }

    /// Whether there is a key that widgets can use.
    pub(crate) fn are_ready(&self) -> bool {
        self.ring.has_key()
    }

    /// Opens what was sealed with this additional data.
    pub(crate) async fn open<T: DeserializeOwned>(
        &self,
        sealed: Sealed,
        context: String,
    ) -> Result<T, NotOpened> {
        if sealed.version != SEALED_VERSION || sealed.ciphertext.len() > LONGEST_CIPHERTEXT {
            return Err(NotOpened::Refused);
        }
        let number = sealed.key_id.parse().map_err(|_| NotOpened::Refused)?;
        let key = self.ring.numbered(number).await?.ok_or(NotOpened::Refused)?;
        let opened = self.opening.run(move || open(&key, &sealed, &context)).await?;
        let opened = opened.ok_or(NotOpened::Refused)?;
        // An error of serde may quote a value.
        serde_json::from_slice(&opened).map_err(|_| NotOpened::Malformed)
    }
}

/// The decrypted bytes. `None` if anything about the sealed value is wrong.
fn open(private: &Arc<PrivateKey>, sealed: &Sealed, bound_to: &str) -> Option<Zeroizing<Vec<u8>>> {
    let wrapped = STANDARD.decode(&sealed.wrapped_key).ok()?;
    let nonce = Nonce::try_assume_unique_for_key(&STANDARD.decode(&sealed.nonce).ok()?).ok()?;
    let mut room = Zeroizing::new(vec![0; private.key.min_output_size()]);
    let key = private.key.decrypt(&OAEP_SHA256_MGF1SHA256, &wrapped, &mut room, None).ok()?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?);
    let mut content = Zeroizing::new(STANDARD.decode(&sealed.ciphertext).ok()?);
    let length = key.open_in_place(nonce, Aad::from(bound_to), &mut content).ok()?.len();
    content.truncate(length);
    Some(content)
}

impl RotatingKey for PrivateKey {
    const KIND: KeyKind = KeyKind::Sealing;

    fn make() -> Option<Secret> {
        let key = PrivateDecryptingKey::generate(KeySize::Rsa4096).ok()?;
        let der: Pkcs8V1Der<'_> = key.as_der().ok()?;
        Some(Secret::from(STANDARD.encode(der.as_ref())))
    }

    fn read(text: &Secret) -> Option<Self> {
        let mut der = STANDARD.decode(text.expose()).ok()?;
        let key = PrivateDecryptingKey::from_pkcs8(&der);
        der.zeroize();
        let key = key.ok()?;
        let spki: PublicKeyX509Der<'_> = key.public_key().as_der().ok()?;
        Some(Self { spki: STANDARD.encode(spki.as_ref()), key: OaepPrivateDecryptingKey::new(key).ok()? })
    }
}
