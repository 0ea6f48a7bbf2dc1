//! What only the service may read: credentials and answers to second factors, encrypted in the browser before they
//! leave the page. `docs/link-api.md` has the format.

use serde::{Deserialize, Serialize};

/// The version of the format that this build writes and reads.
pub const SEALED_VERSION: u8 = 1;

/// The service's public key, for what is sealed in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealingKey {
    /// Names the key.
    pub id: String,
    /// An RSA key of 4096 bits as `SubjectPublicKeyInfo` (DER) in base64.
    pub spki: String,
    /// Seconds until the service no longer opens what was sealed with it.
    pub expires_in_seconds: u32,
}

/// A JSON value, encrypted with a key of its own, which is encrypted with the service's. All bytes are in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sealed {
    /// [`SEALED_VERSION`].
    pub version: u8,
    /// Which of the service's keys was used.
    pub key_id: String,
    /// 32 bytes, encrypted with RSA-OAEP (SHA-256, no label): 512 bytes.
    pub wrapped_key: String,
    /// 12 bytes, the nonce of AES-256-GCM.
    pub nonce: String,
    /// The value, encrypted with AES-256-GCM, and its tag of 16 bytes.
    pub ciphertext: String,
}

/// The additional data under which the credentials of a try are sealed: they are worth nothing in another session, at
/// another provider or in another try.
pub fn credentials_context(
    session_id: &str,
    provider_id: &str,
    login_option_id: &str,
    idempotency_key: &str,
) -> String {
    ["wink credentials", session_id, provider_id, login_option_id, idempotency_key].join("\n")
}

/// The additional data under which the answer to a challenge is sealed.
pub fn answer_context(session_id: &str, account_id: &str, challenge_id: &str) -> String {
    ["wink answer", session_id, account_id, challenge_id].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_shape() {
        let sealed = Sealed {
            version: SEALED_VERSION,
            key_id: "7".into(),
            wrapped_key: "AA==".into(),
            nonce: "AAA=".into(),
            ciphertext: "AAAA".into(),
        };
        insta::assert_json_snapshot!(sealed, @r#"
        {
          "version": 1,
          "keyId": "7",
          "wrappedKey": "AA==",
          "nonce": "AAA=",
          "ciphertext": "AAAA"
        }
        "#);
    }

    #[test]
    fn every_difference_changes_the_context() {
        let contexts = [
            credentials_context("s-1", "upwork", "email", "key-1"),
            credentials_context("s-2", "upwork", "email", "key-1"),
            credentials_context("s-1", "grab", "email", "key-1"),
            credentials_context("s-1", "upwork", "mobile", "key-1"),
            credentials_context("s-1", "upwork", "email", "key-2"),
            answer_context("s-1", "a-1", "c-1"),
            answer_context("s-1", "a-1", "c-2"),
            answer_context("s-1", "a-2", "c-1"),
        ];
        for (position, context) in contexts.iter().enumerate() {
            assert!(!contexts[..position].contains(context));
        }
    }
}
