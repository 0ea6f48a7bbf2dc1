//! Opens envelopes without a service: what opens, and that nothing else does.

use super::*;
use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey};
use std::sync::OnceLock;

const CONTEXT: &str = "wink credentials\ns-1\nupwork\nemail\nkey-00000001";
const CONTENT: &[u8] = br#"{"password":"hunter2"}"#;

/// One for all tests, because creating it takes seconds.
fn private() -> &'static Arc<PrivateKey> {
    static KEY: OnceLock<Arc<PrivateKey>> = OnceLock::new();
    KEY.get_or_init(|| Arc::new(PrivateKey::read(&PrivateKey::make().unwrap()).unwrap()))
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
