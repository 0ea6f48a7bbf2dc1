//! Addresses of files: of uploaded documents and of exports. Each is made when a host reads about the file, and is signed
//! with the time at which it ends, so nothing of it is stored. Anyone who has one can download the file until then.

use crate::clock::Clock;
use crate::keyring::KeyringError;
use crate::tokens::{AddressKey, Tokens};

/// How long an address works, in seconds.
const VALID_SECONDS: i64 = 10 * 60;

/// Makes and checks addresses of files. Clones share the keys.
#[derive(Clone)]
pub(crate) struct FileAddresses {
    tokens: Tokens,
    clock: Clock,
}

/// Makes the addresses of one answer.
pub(crate) struct AddressWriter {
    key: AddressKey,
    service_address: String,
    /// In seconds since 1970.
    expires_at: i64,
}

/// What an address is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressStanding {
    Current,
    Expired,
    /// This service never made it.
    Unknown,
}

impl FileAddresses {
    pub(crate) const fn new(tokens: Tokens, clock: Clock) -> Self {
        Self { tokens, clock }
    }

    /// Addresses that begin now.
    pub(crate) async fn writer(&self, service_address: &str) -> Result<AddressWriter, KeyringError> {
        Ok(AddressWriter {
            key: self.tokens.address_key().await?,
            service_address: service_address.to_owned(),
            expires_at: self.now_seconds() + VALID_SECONDS,
        })
    }

    /// Whether the part of an address after the file's id is one that this service made for it.
    pub(crate) async fn standing(&self, file_id: &str, key: &str) -> Result<AddressStanding, KeyringError> {
        let Some((expires_at, number, signature)) = parts(key) else { return Ok(AddressStanding::Unknown) };
        let Some(key) = self.tokens.numbered_address_key(number).await? else {
            return Ok(AddressStanding::Unknown);
        };
        Ok(if !key.has_signed(&signed_text(file_id, expires_at), signature) {
            AddressStanding::Unknown
        } else if expires_at <= self.now_seconds() {
            AddressStanding::Expired
        } else {
            AddressStanding::Current
        })
    }

    fn now_seconds(&self) -> i64 {
        self.clock.now_millis() / 1000
    }
}

impl AddressWriter {
    /// The address of a file or an export.
    pub(crate) fn address_of(&self, file_id: &str) -> String {
        let Self { key, service_address, expires_at } = self;
        let signature = key.sign(&signed_text(file_id, *expires_at));
        format!("{service_address}/files/{file_id}/{expires_at}.{}.{signature}", key.number())
    }
}

fn parts(key: &str) -> Option<(i64, i64, &str)> {
    let (expires_at, rest) = key.split_once('.')?;
    let (number, signature) = rest.split_once('.')?;
    Some((expires_at.parse().ok()?, number.parse().ok()?, signature))
}

fn signed_text(file_id: &str, expires_at: i64) -> String {
    format!("{file_id}\n{expires_at}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_form_that_is_made_is_read() {
        assert_eq!(parts("1795000000.1.c2ln"), Some((1_795_000_000, 1, "c2ln")));
        for other in ["", "x", "1.1", "1.x.c2ln", "x.1.c2ln", "99999999999999999999.1.c2ln", "..", "1..c"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }
}
