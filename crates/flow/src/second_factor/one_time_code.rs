//! A one-time code. It is sent as soon as it has its full length.

use super::part::{Entered, Entry, Part, is_blank};
use crate::digits::with_ascii_digits;
use wink_wire::{Answer, Secret};

/// A one-time code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    /// How and where it is sent, and its length.
    pub asked: wink_wire::OneTimeCode,
    /// What has been typed.
    pub code: Secret,
}

impl OneTimeCode {
    /// Extracts the code from typed or pasted text. `length` is the length of a code, or 0 if unknown.
    ///
    /// Ignores spaces and dashes. From a whole message, it takes the digits that form a code.
    pub fn read(typed: &str, length: usize) -> String {
        let typed = with_ascii_digits(typed);
        let parts =
            || typed.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        let whole: String = parts().collect();
        let words = parts().filter(|part| part.bytes().all(|letter| letter.is_ascii_alphabetic())).count();
        let is_message = if length == 0 { words > 1 } else { words > 0 && whole.len() > length };
        let found = is_message.then(|| digits_among(&parts().collect::<Vec<_>>(), length)).flatten();
        let code = found.unwrap_or(whole);
        if length == 0 { code } else { code.chars().take(length).collect() }
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the other kinds, which can be without sense")]
    pub(super) fn from_challenge(asked: wink_wire::OneTimeCode) -> Option<Self> {
        Some(Self { asked, code: Secret::default() })
    }
}

/// Adjacent digits with the length of a code: one whole part if possible, otherwise neighbouring parts.
fn digits_among(parts: &[&str], length: usize) -> Option<String> {
    const FEWEST: usize = 4;
    let is_code = |digits: &str| if length == 0 { digits.len() >= FEWEST } else { digits.len() == length };
    let is_number = |part: &&str| part.bytes().all(|letter| letter.is_ascii_digit());
    let whole = parts.iter().copied().find(|part| is_number(part) && is_code(part));
    let runs = || parts.split(|part| !is_number(part)).map(<[&str]>::concat);
    whole.map(str::to_owned).or_else(|| runs().find(|run| is_code(run)))
}

impl Part for OneTimeCode {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Typed(0, code) = entry else { return Entered::Nothing };
        let length = usize::from(self.asked.length);
        let is_complete = length > 0 && code.expose().chars().count() >= length;
        self.code = code;
        if is_complete { Entered::Complete } else { Entered::Kept }
    }

    fn answer(&self) -> Option<Answer> {
        (!is_blank(&self.code)).then(|| Answer::OneTimeCode(self.code.clone()))
    }

    fn forget_answer(&mut self) {
        self.code = Secret::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_extracted_from_typed_or_pasted_text() {
        for (typed, length, code) in [
            ("", 6, ""),
            ("12", 6, "12"),
            ("123456", 6, "123456"),
            ("123 456", 6, "123456"),
            ("123-456", 6, "123456"),
            ("1234567", 6, "123456"),
            ("99 123456", 6, "991234"),
            ("١٢٣٤٥٦", 6, "123456"),
            ("۱۲۳ ۴۵۶", 6, "123456"),
            ("AB12-CD34", 8, "AB12CD34"),
            ("ABCD 1234", 8, "ABCD1234"),
            ("Your code is 123 456", 6, "123456"),
            ("G-123456 is your verification code", 6, "123456"),
            ("Your code is 1234, valid for 5 minutes", 4, "1234"),
            ("رمزك هو ١٢٣٤٥٦", 6, "123456"),
            ("您的验证码是123456，5分钟内有效。", 6, "123456"),
            ("Your code is 123 456", 0, "123456"),
            ("Your code is 4821. Call 5 for help", 0, "4821"),
            ("12345678", 0, "12345678"),
            ("AB-1234", 0, "AB1234"),
        ] {
            assert_eq!(OneTimeCode::read(typed, length), code, "{typed}, {length}");
        }
    }

    #[test]
    fn a_code_of_unknown_length_is_not_sent_automatically() {
        for (length, typed, entered) in
            [(0, "1234", Entered::Kept), (4, "123", Entered::Kept), (4, "1234", Entered::Complete)]
        {
            let asked =
                wink_wire::OneTimeCode { channel: wink_wire::Channel::Sms, destination: None, length };
            let mut code = OneTimeCode::from_challenge(asked).unwrap();
            assert_eq!(code.enter(Entry::Typed(0, typed.into())), entered, "{length} {typed}");
        }
    }
}
