//! The encodings in which a text may appear.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// The text as it is, percent-encoded, in hexadecimal, in base64 at any offset, and as Rust prints bytes.
pub(crate) fn spellings(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let hex = |digit: fn(&mut String, u8)| {
        bytes.iter().fold(String::new(), |mut hex, byte| {
            digit(&mut hex, *byte);
            hex
        })
    };
    let listed: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let mut spellings = vec![
        text.to_owned(),
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
        hex(|hex, byte| write!(hex, "{byte:02x}").unwrap()),
        hex(|hex, byte| write!(hex, "{byte:02X}").unwrap()),
        listed.join(", "),
        listed.join(","),
    ];
    for before in 0..3 {
        let padded = [&[0; 2][..before], bytes].concat();
        // Only the characters that depend on nothing but the text.
        let (begin, end) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
        spellings.push(STANDARD_NO_PAD.encode(&padded)[begin..end].to_owned());
        spellings.push(URL_SAFE_NO_PAD.encode(&padded)[begin..end].to_owned());
    }
    spellings.dedup();
    spellings
}

#[test]
fn a_text_is_found_however_it_is_spelt() {
    let text = "canary/of+a?test";
    let found = |whole: &str| spellings(text).iter().any(|spelling| whole.contains(spelling.as_str()));
    for before in ["", "a", "ab", "abc", "abcd"] {
        for after in ["", "x", "xy", "xyz"] {
            let whole = format!("{before}{text}{after}");
            assert!(found(&STANDARD_NO_PAD.encode(&whole)), "{whole}");
            assert!(found(&URL_SAFE_NO_PAD.encode(&whole)), "{whole}");
            assert!(found(&format!("{:?}", whole.as_bytes())), "{whole}");
        }
    }
    assert!(found("?name=canary%2Fof%2Ba%3Ftest&x") && found("63616e6172792f6f662b613f74657374"));
    assert!(!found("canary/of+a?tes") && !found("canary of a test"));
}
