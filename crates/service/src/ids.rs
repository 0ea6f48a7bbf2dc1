//! Ids with their prefixes, random secrets, and the hashes under which secrets are stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use wink_wire::Secret;

/// A new random id, for example `a-17bbf36498de4d68a0d4f86c7b62f69f`.
pub(crate) fn new_id(prefix: &str) -> String {
    format!("{prefix}-{}", Uuid::new_v4().simple())
}

/// A reference that a person can read out: it finds a failure in the log.
pub(crate) fn new_reference() -> String {
    let mut id = Uuid::new_v4().simple().to_string().to_uppercase();
    id.truncate(10);
    id
}

/// A new secret of 256 random bits.
///
/// # Errors
/// The operating system gives no randomness.
pub(crate) fn new_secret(prefix: &str) -> Result<Secret, NoRandomness> {
    let mut bytes = [0; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(Secret::from(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
}

/// The operating system gives no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no randomness")]
pub(crate) struct NoRandomness;

/// Hex SHA-256. For secrets it is enough, because ours are 256 random bits and cannot be guessed from a list.
pub(crate) fn sha256_hex(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Compares in a time that does not depend on where the texts differ.
pub(crate) fn equal_in_constant_time(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
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
    fn hash_is_the_known_one() {
        assert!(sha256_hex("abc").starts_with("ba7816bf8f01cfea"));
        assert!(equal_in_constant_time("a", "a") && !equal_in_constant_time("a", "b"));
    }
}
