//! The reader of tokens with a key that never changes, for the fuzz target.

use super::{Claims, SigningKey, TokenUse, Tokens};
use crate::clock::Clock;
use crate::ids::new_id;
use crate::keyring::Keyring;
use crate::sealing::SealingKey;
use crate::store::Store;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use tokio::runtime::Runtime;
use wink_wire::Secret;

/// What every token is signed with here.
const KEY: [u8; 32] = *b"known to everyone with this file";

/// The days that a key lasts do not matter where the clock stands still.
const DAYS: u16 = 30;

/// Reads tokens as the service does: in a database of its own, at a time that stands still.
pub(crate) struct Reader {
    runtime: Runtime,
    tokens: Tokens,
    key: EncodingKey,
}

impl Reader {
    /// A reader whose key is number 1.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let file = std::env::temp_dir().join(new_id("wink-fuzz")).with_extension("db");
        let database = file.to_string_lossy().parse().map_err(anyhow::Error::msg)?;
        let tokens = runtime.block_on(async {
            let store = Store::open(&database).await?;
            let at_rest = SealingKey::new(&Secret::from("fuzzing"), b"rotating keys")?;
            let made_ahead = Secret::from(STANDARD.encode(KEY));
            let clock = Clock::manual(Timestamp::UNIX_EPOCH);
            let ring: Keyring<SigningKey> = Keyring::new(store, clock, at_rest, DAYS, Some(made_ahead));
            ring.current().await?;
            anyhow::Ok(Tokens::new(ring))
        })?;
        // A process that has it open can continue, and nothing is left behind.
        for ending in ["db", "db-wal", "db-shm"] {
            let _ = std::fs::remove_file(file.with_extension(ending));
        }
        Ok(Self { runtime, tokens, key: EncodingKey::from_secret(&KEY) })
    }

    /// What a token says, for whichever use it is.
    pub(crate) fn read(&self, token: &str) -> Option<Claims> {
        [TokenUse::Link, TokenUse::Session].into_iter().find_map(|wanted| {
            // A number that is not known is looked up in the database; that fails for nothing in the token.
            self.runtime.block_on(self.tokens.read(token, wanted)).ok().flatten()
        })
    }

    /// Makes a token of a text's first line as its header and of the rest as its claims, signed as if the service had.
    /// Without it nothing gets past the signature.
    pub(crate) fn signed(&self, text: &str) -> Option<String> {
        let (header, claims) = text.split_once('\n')?;
        let message = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
        let signature = crypto::sign(message.as_bytes(), &self.key, Algorithm::HS256).ok()?;
        Some(format!("{message}.{signature}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the fuzz target begins from is read to the end, or it would try the first step alone.
    #[test]
    fn the_examples_are_tokens() {
        let reader = Reader::new().unwrap();
        for (example, wanted) in [
            (include_str!("../../../../fuzz/examples/token/link"), TokenUse::Link),
            (include_str!("../../../../fuzz/examples/token/session"), TokenUse::Session),
        ] {
            let token = reader.signed(example).unwrap();
            assert_eq!(reader.read(&token).map(|claims| claims.aud), Some(wanted), "{example}");
            let (message, _) = token.rsplit_once('.').unwrap();
            assert_eq!(reader.read(&format!("{message}.AAAA")), None, "the signature counts");
            let other_key = reader.signed(&example.replacen("\"1\"", "\"2\"", 1)).unwrap();
            assert_eq!(reader.read(&other_key), None, "there is no such key");
            let other_use = reader.signed(&example.replacen("wink:", "mint:", 1)).unwrap();
            assert_eq!(reader.read(&other_use), None);
        }
    }
}
