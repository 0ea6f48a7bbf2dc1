//! The digest of a file's content, which is how the same file is known again.

use serde::{Deserialize, Serialize};

/// A SHA-256 digest; on the wire 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// As it is written on the wire.
    pub fn hex(self) -> String {
        hex_digits(self.0)
    }
}

/// Bytes as hexadecimal digits in lower case, two a byte.
pub fn hex_digits(bytes: impl IntoIterator<Item = u8>) -> String {
    let half = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.into_iter().flat_map(|byte| [half(byte >> 4), half(byte & 15)]).collect()
}

impl From<Sha256> for String {
    fn from(digest: Sha256) -> Self {
        digest.hex()
    }
}

impl TryFrom<String> for Sha256 {
    type Error = &'static str;

    fn try_from(hex: String) -> Result<Self, Self::Error> {
        const RULE: &str = "a SHA-256 digest has 64 hexadecimal digits";
        let mut digits = hex.chars().map(|digit| digit.to_digit(16));
        let mut digest = [0; 32];
        for byte in &mut digest {
            let (Some(Some(high)), Some(Some(low))) = (digits.next(), digits.next()) else {
                return Err(RULE);
            };
            *byte = u8::try_from(high << 4 | low).map_err(|_| RULE)?;
        }
        if digits.next().is_none() { Ok(Self(digest)) } else { Err(RULE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_64_hexadecimal_digits() {
        let digest = Sha256(std::array::from_fn(|place| u8::try_from(place * 8 + 7).unwrap()));
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(json, "\"070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff\"");
        assert_eq!(serde_json::from_str::<Sha256>(&json).unwrap(), digest);
        assert_eq!(serde_json::from_str::<Sha256>(&json.to_uppercase()).unwrap(), digest);
        for wrong in
            ["", "07", &"g".repeat(64), &"+".repeat(64), &"0".repeat(63), &"0".repeat(65), &"ä".repeat(32)]
        {
            assert!(Sha256::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
