//! `Smile-Signature`: hex HMAC-SHA512 of the raw body, with the webhook's secret as the key.

use crate::ids::equal_in_constant_time;
use aws_lc_rs::hmac;
use axum::http::HeaderName;
use wink_wire::{Secret, hex_digits};

/// The header that carries the signature.
pub(super) const SIGNATURE: HeaderName = HeaderName::from_static("smile-signature");

/// The signature of a body.
pub(super) fn sign(secret: &Secret, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA512, secret.expose().as_bytes());
    hex_digits(hmac::sign(&key, body).as_ref().iter().copied())
}

/// Whether a signature belongs to a body.
pub(super) fn is_valid(secret: &Secret, body: &[u8], signature: &str) -> bool {
    equal_in_constant_time(&sign(secret, body), &signature.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_matches_the_standard() {
        // RFC 4231, test case 2.
        let (secret, body) = (Secret::from("Jefe"), b"what do ya want for nothing?");
        let signature = "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                         9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";
        assert_eq!(sign(&secret, body), signature);
        assert!(is_valid(&secret, body, signature) && is_valid(&secret, body, &signature.to_uppercase()));
        assert!(!is_valid(&secret, b"what do ya want for nothing!", signature));
        assert!(!is_valid(&"Jeff".into(), body, signature));
        assert!(!is_valid(&secret, body, ""));
    }
}
