//! Sealing as the widget does it, with the key from the session.

use super::text;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;
use wink_wire::{Secret, answer_context, credentials_context};

/// A session's sealing key.
#[derive(Clone, Debug)]
pub(crate) struct Sealer {
    pub(crate) session_id: String,
    pub(crate) key_id: String,
    pub(crate) spki: String,
}

impl Sealer {
    /// Reads it from a session in an answer.
    pub(crate) fn of(session: &Value) -> Self {
        let key = &session["sealingKey"];
        Self { session_id: text(&session["sessionId"]), key_id: text(&key["id"]), spki: text(&key["spki"]) }
    }

    /// Seals the secret part of a body, as the widget does. Returns any other body unchanged.
    pub(crate) fn body(&self, path: &str, body: &Value) -> Value {
        let mut sent = body.clone();
        let given = |name: &str| body[name].as_str().unwrap_or_default();
        if let Some(rest) = path.strip_suffix("/challenge") {
            let account_id = rest.rsplit('/').next().unwrap();
            let context = answer_context(&self.session_id, account_id, given("challengeId"));
            sent["answer"] = self.seal(&body["answer"], &context);
        } else if path.ends_with("/accounts") && body["credentials"].is_object() {
            let (provider, option, key) =
                (given("providerId"), given("loginOptionId"), given("idempotencyKey"));
            let context = credentials_context(&self.session_id, provider, option, key);
            sent["credentials"] = self.seal(&body["credentials"], &context);
        }
        sent
    }

    /// A sealed value.
    pub(crate) fn seal(&self, value: &Value, bound_to: &str) -> Value {
        let mut key = [0; 32];
        let mut nonce = [0; 12];
        rand::fill(&mut key).unwrap();
        rand::fill(&mut nonce).unwrap();
        let mut content = value.to_string().into_bytes();
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap())
            .seal_in_place_append_tag(Nonce::from(&nonce), Aad::from(bound_to), &mut content)
            .unwrap();
        let spki = STANDARD.decode(&self.spki).unwrap();
        let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&spki).unwrap()).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        public.encrypt(&OAEP_SHA256_MGF1SHA256, &key, &mut wrapped, None).unwrap();
        json!({
            "version": 1,
            "keyId": self.key_id,
            "wrappedKey": STANDARD.encode(wrapped),
            "nonce": STANDARD.encode(nonce),
            "ciphertext": STANDARD.encode(content),
        })
    }
}

/// A private key for all tests. Each test has a new database, and creating a key is slow.
pub(crate) fn made_ahead() -> Secret {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sealing-key");
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Secret::from(text);
    }
    let key = PrivateDecryptingKey::generate(KeySize::Rsa4096).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let draft = path.with_extension(std::process::id().to_string());
    std::fs::write(&draft, STANDARD.encode(der.as_ref())).unwrap();
    // The last process wins; all of the files are equivalent.
    std::fs::rename(&draft, &path).unwrap();
    Secret::from(std::fs::read_to_string(&path).unwrap())
}
