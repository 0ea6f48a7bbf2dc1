//! Link and session tokens: JSON Web Tokens (RFC 7519), signed with a key that is replaced from time to time. A token's
//! row says whether it may still be used. A token that was not signed here is refused before the database is read. The same
//! keys sign the addresses of files.

#[cfg(any(feature = "fuzzing", test))]
pub(crate) mod fuzzing;

use crate::keyring::{Keyring, KeyringError, RotatingKey};
use crate::scope::Mode;
use crate::store::KeyKind;
use aws_lc_rs::{hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wink_wire::Secret;
use zeroize::Zeroizing;

/// What the key for addresses is derived from, so that no signature of one kind is ever one of the other.
const ADDRESSES: &[u8] = b"addresses of files";

/// Longest token that is looked at, in bytes.
const LONGEST_TOKEN: usize = 2048;

/// The purpose of a token. A token for one purpose is refused for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TokenUse {
    #[serde(rename = "wink:link")]
    Link,
    #[serde(rename = "wink:session")]
    Session,
}

impl TokenUse {
    const fn name(self) -> &'static str {
        match self {
            Self::Link => "wink:link",
            Self::Session => "wink:session",
        }
    }
}

/// What a token says. None of it is secret; the signature is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// What it is for.
    pub(crate) aud: TokenUse,
    /// The id of its row.
    pub(crate) jti: String,
    pub(crate) tenant: String,
    /// The user.
    pub(crate) sub: String,
    pub(crate) mode: Mode,
    /// When it ends, in seconds since 1970.
    pub(crate) exp: i64,
}

/// A key that tokens are signed with.
pub(crate) struct SigningKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
    addresses: hmac::Key,
}

/// A key that addresses of files are signed with, and its number.
pub(crate) struct AddressKey {
    number: i64,
    key: Arc<SigningKey>,
}

impl AddressKey {
    pub(crate) const fn number(&self) -> i64 {
        self.number
    }

    /// The signature of a text, for an address.
    pub(crate) fn sign(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key.addresses, text.as_bytes()))
    }

    /// Whether [`Self::sign`] made this signature of this text. It takes the same time wherever they differ.
    pub(crate) fn has_signed(&self, text: &str, signature: &str) -> bool {
        URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|signature| hmac::verify(&self.key.addresses, text.as_bytes(), &signature).is_ok())
    }
}

/// Signs and reads tokens. Clones share the keys.
#[derive(Clone)]
pub(crate) struct Tokens(Keyring<SigningKey>);

impl Tokens {
    pub(crate) fn new(ring: Keyring<SigningKey>) -> Self {
        Self(ring)
    }

    /// A token that says this, and the number of the key that signed it.
    pub(crate) async fn sign(&self, claims: &Claims) -> Result<(Secret, i64), KeyringError> {
        let current = self.0.current().await?;
        Ok((sign(claims, current.number, &current.key)?, current.number))
    }

    /// The token that [`Self::sign`] made of the same claims with the key of this number. `None` once that key is
    /// over.
    pub(crate) async fn sign_again(
        &self,
        claims: &Claims,
        number: i64,
    ) -> Result<Option<Secret>, KeyringError> {
        let key = self.0.numbered(number).await?;
        key.map(|key| sign(claims, number, &key)).transpose()
    }

    /// A token's claims. `None` if it is not one of the service's, or has another use.
    pub(crate) async fn read(&self, token: &str, wanted: TokenUse) -> Result<Option<Claims>, KeyringError> {
        let number = Some(token).filter(|token| token.len() <= LONGEST_TOKEN);
        let number = number.and_then(|token| decode_header(token).ok()?.kid?.parse().ok());
        let Some(number) = number else { return Ok(None) };
        let Some(key) = self.0.numbered(number).await? else { return Ok(None) };
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[wanted.name()]);
        // The service's own clock decides whether it has expired.
        validation.validate_exp = false;
        Ok(decode(token, &key.decoding, &validation).ok().map(|token| token.claims))
    }
}

impl Tokens {
    /// The key that addresses of files are signed with now.
    pub(crate) async fn address_key(&self) -> Result<AddressKey, KeyringError> {
        let current = self.0.current().await?;
        Ok(AddressKey { number: current.number, key: current.key })
    }

    /// The key of this number. `None` once it is over.
    pub(crate) async fn numbered_address_key(&self, number: i64) -> Result<Option<AddressKey>, KeyringError> {
        Ok(self.0.numbered(number).await?.map(|key| AddressKey { number, key }))
    }
}

/// HS256 signs without randomness: the same claims and key give the same token.
fn sign(claims: &Claims, number: i64, key: &SigningKey) -> Result<Secret, KeyringError> {
    let header = Header { kid: Some(number.to_string()), ..Header::new(Algorithm::HS256) };
    encode(&header, claims, &key.encoding).map(Secret::from).map_err(|_| KeyringError::Unusable)
}

impl RotatingKey for SigningKey {
    const KIND: KeyKind = KeyKind::Tokens;

    fn make() -> Option<Secret> {
        let mut bytes = Zeroizing::new([0; 32]);
        rand::fill(bytes.as_mut_slice()).ok()?;
        Some(Secret::from(STANDARD.encode(bytes.as_slice())))
    }

    fn read(text: &Secret) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.expose()).ok()?);
        let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes), ADDRESSES);
        Some(Self {
            encoding: EncodingKey::from_secret(&bytes),
            decoding: DecodingKey::from_secret(&bytes),
            addresses: hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()),
        })
    }
}
