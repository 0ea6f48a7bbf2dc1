//! Encrypts secrets that the service needs back, with a key that is not in the database. Each secret is bound to its
//! owner, so that it cannot be used in another row.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::sync::Arc;
use wink_wire::Secret;
use zeroize::{Zeroize as _, Zeroizing};

/// A secret could not be encrypted or decrypted.
#[derive(Debug, thiserror::Error)]
#[error("a stored secret cannot be decrypted: it was encrypted with another key")]
pub(crate) struct Unsealable;

/// A key for encrypting secrets. Clones share it.
#[derive(Clone)]
pub(crate) struct SealingKey(Arc<RandomizedNonceKey>);

impl SealingKey {
    /// Derives a key from a secret of any length. At least 256 random bits make it as strong as the cipher. Keys
    /// derived from the same secret for another purpose differ.
    pub(crate) fn new(key: &Secret, purpose: &[u8]) -> Result<Self, Unsealable> {
        let salted = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(key.expose().as_bytes());
        let mut bytes = [0; 32];
        salted
            .expand(&[purpose], &AES_256_GCM)
            .and_then(|made| made.fill(&mut bytes))
            .map_err(|_| Unsealable)?;
        let key = RandomizedNonceKey::new(&AES_256_GCM, &bytes).map_err(|_| Unsealable);
        bytes.zeroize();
        Ok(Self(Arc::new(key?)))
    }

    /// Encrypts a secret for its owner.
    pub(crate) fn seal(&self, secret: &Secret, owner: &str) -> Result<String, Unsealable> {
        let mut sealed = secret.expose().as_bytes().to_vec();
        let nonce = self.0.seal_in_place_append_tag(Aad::from(owner), &mut sealed).map_err(|_| Unsealable)?;
        let mut bytes = nonce.as_ref().to_vec();
        bytes.append(&mut sealed);
        Ok(STANDARD_NO_PAD.encode(bytes))
    }

    /// Decrypts an owner's secret.
    pub(crate) fn open(&self, sealed: &str, owner: &str) -> Result<Secret, Unsealable> {
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| Unsealable)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>().ok_or(Unsealable)?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let secret = self
            .0
            .open_in_place(Nonce::from(nonce), Aad::from(owner), &mut sealed)
            .map_err(|_| Unsealable)?;
        let text = std::str::from_utf8(secret).map_err(|_| Unsealable)?;
        Ok(Secret::from(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> SealingKey {
        SealingKey::new(&text.into(), b"tests").unwrap()
    }

    #[test]
    fn what_is_sealed_can_be_opened_with_the_same_key_for_the_same_owner() {
        let secret = Secret::from("a little secret");
        let sealed = key("one").seal(&secret, "wh-1").unwrap();
        assert!(!sealed.contains("little"));
        assert_eq!(key("one").open(&sealed, "wh-1").unwrap(), secret);
        assert!(key("one").open(&sealed, "wh-2").is_err());
        assert!(key("other").open(&sealed, "wh-1").is_err());
        assert!(SealingKey::new(&"one".into(), b"another").unwrap().open(&sealed, "wh-1").is_err());
        assert_ne!(key("one").seal(&secret, "wh-1").unwrap(), sealed, "every time another nonce");
    }

    #[test]
    fn what_was_tampered_with_is_not_opened() {
        let sealed = key("one").seal(&"a little secret".into(), "wh-1").unwrap();
        let mut tampered = sealed.into_bytes();
        tampered[30] = if tampered[30] == b'A' { b'B' } else { b'A' };
        assert!(key("one").open(std::str::from_utf8(&tampered).unwrap(), "wh-1").is_err());
        for nonsense in ["", "AAAA", "!"] {
            assert!(key("one").open(nonsense, "wh-1").is_err());
        }
    }
}
