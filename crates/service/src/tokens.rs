//! Link and session tokens: JSON Web Tokens (RFC 7519), signed with a key that is replaced from time to time. A token's
//! row says whether it may still be used. A token that was not signed here is refused before the database is read.

#[cfg(any(feature = "fuzzing", test))]
pub(crate) mod fuzzing;

use crate::keyring::{Keyring, KeyringError, RotatingKey};
use crate::scope::Mode;
use crate::store::KeyKind;
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use wink_wire::Secret;
use zeroize::Zeroizing;

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
        Some(Self { encoding: EncodingKey::from_secret(&bytes), decoding: DecodingKey::from_secret(&bytes) })
    }
}
