//! Ids with their prefixes, random secrets, and the hashes under which secrets are stored.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::{hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;
use wink_wire::{Secret, hex_digits};

/// A new random id, for example `a-17bbf36498de4d68a0d4f86c7b62f69f`.
pub(crate) fn new_id(prefix: &str) -> String {
    format!("{prefix}-{}", Uuid::new_v4().simple())
}

/// A reference that a person can read out, to find a failure in the log.
pub(crate) fn new_reference() -> String {
    let mut id = Uuid::new_v4().simple().to_string().to_uppercase();
    id.truncate(10);
    id
}

/// A new secret of 256 random bits.
///
/// # Errors
/// The operating system has no randomness.
pub(crate) fn new_secret(prefix: &str) -> Result<Secret, NoRandomness> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(Secret::from(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
}

/// The operating system has no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system provides no randomness")]
pub(crate) struct NoRandomness;

/// SHA-256 in hex. It is sufficient for our secrets, because they are 256 random bits and cannot be guessed.
pub(crate) fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    hex_digits(digest(&SHA256, bytes.as_ref()).as_ref().iter().copied())
}

/// The code challenge of a verifier, as in RFC 7636 (`S256`).
pub(crate) fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

/// Key for hashing a person's identity at a source. Without it, nobody can find the identity by trying values.
#[derive(Clone)]
pub(crate) struct SourceKey(Secret);

impl SourceKey {
    /// The key must have 256 random bits.
    pub(crate) fn new(key: Secret) -> Self {
        Self(key)
    }

    /// HMAC-SHA-256 of some texts in hex. Each text is hashed with its length, so that no two lists have the same hash.
    pub(crate) fn of(&self, texts: &[&str]) -> String {
        let mut context =
            hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, self.0.expose().as_bytes()));
        for text in texts {
            context.update(&(text.len() as u64).to_be_bytes());
            context.update(text.as_bytes());
        }
        hex_digits(context.sign().as_ref().iter().copied())
    }
}

/// Compares in constant time, wherever the texts differ.
pub(crate) fn equal_in_constant_time(left: &str, right: &str) -> bool {
    verify_slices_are_equal(left.as_bytes(), right.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_are_long() {
        let (one, other) = (new_secret("s_").unwrap(), new_secret("s_").unwrap());
        assert_ne!(one, other);
        assert_eq!(one.expose().len(), 45);
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let challenge = s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn who_somebody_is_depends_on_the_key_and_on_every_part() {
        let (one, other) = (SourceKey::new("k1".into()), SourceKey::new("k2".into()));
        assert_eq!(one.of(&["a", "bc"]), one.of(&["a", "bc"]));
        assert_ne!(one.of(&["a", "bc"]), one.of(&["ab", "c"]));
        assert_ne!(one.of(&["a", "bc"]), other.of(&["a", "bc"]));
        // Stored hashes must stay findable: HMAC-SHA-256 of the lengths and texts, as computed by Python's `hmac`.
        assert_eq!(one.of(&["a", "bc"]), "6beecfb15f0ca3c69ba2c93861d6915a10d17bafc94a609807cb6aebab483d81");
    }

    #[test]
    fn hash_is_the_known_one() {
        assert!(sha256_hex("abc").starts_with("ba7816bf8f01cfea"));
        assert!(equal_in_constant_time("a", "a") && !equal_in_constant_time("a", "b"));
        assert!(!equal_in_constant_time("a", "aa") && equal_in_constant_time("", ""));
    }
}
