//! Opens envelopes without a service: what opens, and that nothing else does.

use super::*;
use crate::sealing;
use crate::store::Store;
use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey};
use serde_json::Value;
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::timeout;

const CONTEXT: &str = "wink credentials\ns-1\nupwork\nemail\nkey-00000001";
const CONTENT: &[u8] = br#"{"password":"hunter2"}"#;

/// One for all tests, because creating it takes seconds.
fn private() -> &'static Arc<PrivateKey> {
    static KEY: OnceLock<Arc<PrivateKey>> = OnceLock::new();
    KEY.get_or_init(|| Arc::new(PrivateKey::read(text()).unwrap()))
}

fn text() -> &'static Secret {
    static TEXT: OnceLock<Secret> = OnceLock::new();
    TEXT.get_or_init(|| PrivateKey::make().unwrap())
}

/// Envelopes with that key in a database, where it has the number 1.
async fn envelopes(folder: &TempDir) -> Envelopes {
    let database = folder.path().join("wink.db").to_str().unwrap().parse().unwrap();
    let store = Store::open(&database).await.unwrap();
    let at_rest = sealing::SealingKey::new(&"the master key".into(), b"rotating keys").unwrap();
    let ring = Keyring::new(store, Clock::default(), at_rest, 30, Some(text().clone()));
    assert_eq!(ring.current().await.unwrap().number, 1);
    Envelopes::new(ring, Clock::default())
}

/// Seals a value as the widget does.
fn sealed_for(private: &PrivateKey, bound_to: &str) -> Sealed {
    let spki = STANDARD.decode(&private.spki).unwrap();
    let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&spki).unwrap()).unwrap();
    let own = [7; 32];
    let mut wrapped = vec![0; public.ciphertext_size()];
    let wrapped = public.encrypt(&OAEP_SHA256_MGF1SHA256, &own, &mut wrapped, None).unwrap();
    let gcm = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &own).unwrap());
    let mut content = CONTENT.to_vec();
    let nonce = [9; 12];
    gcm.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound_to), &mut content)
        .unwrap();
    Sealed {
        version: SEALED_VERSION,
        key_id: "1".to_owned(),
        wrapped_key: STANDARD.encode(wrapped),
        nonce: STANDARD.encode(nonce),
        ciphertext: STANDARD.encode(content),
    }
}

#[test]
fn what_was_sealed_opens_for_what_it_is_bound_to() {
    let opened = open(private(), &sealed_for(private(), CONTEXT), CONTEXT).unwrap();
    assert_eq!(opened.as_slice(), CONTENT);
    for other in ["", "wink credentials\ns-2\nupwork\nemail\nkey-00000001"] {
        assert!(open(private(), &sealed_for(private(), CONTEXT), other).is_none(), "{other}");
    }
}

#[test]
fn what_was_altered_or_cut_off_does_not_open() {
    let altered: [fn(&mut Sealed); 7] = [
        |sealed| sealed.nonce = STANDARD.encode([8; 12]),
        |sealed| sealed.nonce = STANDARD.encode([9; 11]),
        |sealed| sealed.nonce.clear(),
        |sealed| sealed.ciphertext = STANDARD.encode(CONTENT),
        |sealed| sealed.ciphertext.truncate(8),
        |sealed| sealed.wrapped_key = STANDARD.encode([1; 512]),
        |sealed| sealed.wrapped_key.insert(0, '!'),
    ];
    for (place, alter) in altered.iter().enumerate() {
        let mut sealed = sealed_for(private(), CONTEXT);
        alter(&mut sealed);
        assert!(open(private(), &sealed, CONTEXT).is_none(), "{place}");
    }
}

#[test]
fn only_a_key_of_4096_bits_in_base64_is_read() {
    for text in ["", "AAAA", "no base64"] {
        assert!(PrivateKey::read(&Secret::from(text)).is_none(), "{text}");
    }
    assert_eq!(private().key.min_output_size(), 512);
}

#[tokio::test]
async fn no_more_are_opened_at_once_than_the_pool_has_places() {
    let folder = tempfile::tempdir().unwrap();
    let envelopes = Envelopes { opening: Pool::new(1), ..envelopes(&folder).await };
    let open = || envelopes.open::<Value>(sealed_for(private(), CONTEXT), CONTEXT.to_owned());
    let taken = envelopes.opening.turn().await.unwrap();
    assert!(timeout(Duration::from_millis(200), open()).await.is_err(), "it waits for the place");
    // A clone has no places of its own.
    let clone = envelopes.clone();
    let by_clone = clone.open::<Value>(sealed_for(private(), CONTEXT), CONTEXT.to_owned());
    assert!(timeout(Duration::from_millis(200), by_clone).await.is_err());
    drop(taken);
    assert_eq!(open().await.unwrap()["password"], "hunter2");
}

#[tokio::test]
async fn other_versions_numbers_and_lengths_are_refused_and_other_content_is_malformed() {
    let folder = tempfile::tempdir().unwrap();
    let envelopes = envelopes(&folder).await;
    let altered: [fn(&mut Sealed); 5] = [
        |sealed| sealed.version += 1,
        |sealed| sealed.key_id = "2".to_owned(),
        |sealed| sealed.key_id = "one".to_owned(),
        |sealed| sealed.key_id.clear(),
        |sealed| sealed.ciphertext = "A".repeat(LONGEST_CIPHERTEXT + 4),
    ];
    for (place, alter) in altered.iter().enumerate() {
        let mut sealed = sealed_for(private(), CONTEXT);
        alter(&mut sealed);
        let refused = envelopes.open::<Value>(sealed, CONTEXT.to_owned()).await;
        assert!(matches!(refused, Err(NotOpened::Refused)), "{place}: {refused:?}");
    }
    let number = envelopes.open::<u32>(sealed_for(private(), CONTEXT), CONTEXT.to_owned()).await;
    assert!(matches!(number, Err(NotOpened::Malformed)), "{number:?}");
    assert!(!number.unwrap_err().to_string().contains("hunter2"));
}
