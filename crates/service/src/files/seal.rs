//! AES-256-GCM with a nonce for each piece, which precedes the ciphertext. Each piece is bound to its file and offset.

use super::{FilesError, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::str::FromStr;
use wink_wire::Secret;

const KEY_BYTES: usize = 32;

/// The key for file contents: base64 of 32 bytes.
#[derive(Clone, Debug)]
pub struct FilesKey(Secret);

impl FromStr for FilesKey {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        match STANDARD.decode(text.trim()) {
            Ok(bytes) if bytes.len() == KEY_BYTES => Ok(Self(Secret::from(text.trim()))),
            _ => Err("must be base64 of 32 bytes, such as `openssl rand -base64 32` prints"),
        }
    }
}

impl FilesKey {
    /// A new random key, as text.
    pub(crate) fn generate() -> std::result::Result<Secret, crate::ids::NoRandomness> {
        let mut bytes = [0; KEY_BYTES];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| crate::ids::NoRandomness)?;
        Ok(Secret::from(STANDARD.encode(bytes)))
    }
}

/// Seals and opens.
#[derive(Debug)]
pub(super) struct Seal(RandomizedNonceKey);

impl Seal {
    pub(super) fn new(key: &FilesKey) -> Result<Self> {
        let bytes = STANDARD.decode(key.0.expose()).map_err(|_| FilesError::WrongKey)?;
        RandomizedNonceKey::new(&AES_256_GCM, &bytes).map(Self).map_err(|_| FilesError::WrongKey)
    }

    /// Seals content for a place.
    pub(super) fn close(&self, place: &[u8], content: &[u8]) -> Result<Vec<u8>> {
        let mut sealed = content.to_vec();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(place), &mut sealed)
            .map_err(|_| FilesError::Unsealable)?;
        sealed.splice(0..0, nonce.as_ref().iter().copied());
        Ok(sealed)
    }

    /// Opens what was sealed for a place.
    pub(super) fn open(&self, place: &[u8], mut sealed: Vec<u8>) -> Result<Vec<u8>> {
        let (nonce, content) = sealed.split_at_mut_checked(NONCE_LEN).ok_or(FilesError::Unsealable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| FilesError::Unsealable)?;
        let opened =
            self.0.open_in_place(nonce, Aad::from(place), content).map_err(|_| FilesError::Unsealable)?;
        Ok(opened.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> FilesKey {
        FilesKey::generate().unwrap().expose().parse().unwrap()
    }

    #[test]
    fn only_the_same_key_at_the_same_place_opens() {
        let (key, content) = (key(), b"Net pay 23,145.25".as_slice());
        let seal = Seal::new(&key).unwrap();
        let sealed = seal.close(b"f-1/0", content).unwrap();
        assert_eq!(Seal::new(&key).unwrap().open(b"f-1/0", sealed.clone()).unwrap(), content);
        assert!(!sealed.windows(3).any(|window| window == b"pay"));
        assert_ne!(seal.close(b"f-1/0", content).unwrap(), sealed, "never twice the same");

        let altered = |at: usize| {
            let mut sealed = sealed.clone();
            sealed[at] ^= 1;
            sealed
        };
        for (place, sealed) in [
            (b"f-1/1".as_slice(), sealed.clone()),
            (b"f-2/0", sealed.clone()),
            (b"f-1/0", altered(0)),
            (b"f-1/0", altered(20)),
            (b"f-1/0", sealed[..sealed.len() - 1].to_vec()),
            (b"f-1/0", Vec::new()),
        ] {
            assert!(matches!(seal.open(place, sealed), Err(FilesError::Unsealable)));
        }
        let other = FilesKey::generate().unwrap().expose().parse().unwrap();
        assert!(Seal::new(&other).unwrap().open(b"f-1/0", sealed).is_err());
    }

    #[test]
    fn a_key_is_base64_of_32_bytes_and_is_not_printed() {
        for text in ["", "short", &STANDARD.encode([7; 31]), &STANDARD.encode([7; 33])] {
            assert!(text.parse::<FilesKey>().is_err(), "{text}");
        }
        let key: FilesKey = format!("{}\n", STANDARD.encode([7; 32])).parse().unwrap();
        assert!(!format!("{key:?}").contains("Bwc"), "{key:?}");
    }
}
