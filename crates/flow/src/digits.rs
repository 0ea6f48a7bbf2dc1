//! Digits as people type them. The service and the sources want ASCII; a keypad for Arabic, Persian or Urdu gives the
//! digits of those scripts.

/// Replaces Arabic-Indic digits (U+0660 to U+0669, U+06F0 to U+06F9) with ASCII digits, and removes the direction marks
/// that pasted numbers can contain.
pub(crate) fn with_ascii_digits(text: &str) -> String {
    text.chars().filter(|letter| !is_direction_mark(*letter)).map(ascii).collect()
}

const fn is_direction_mark(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn ascii(letter: char) -> char {
    let first = match letter {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return letter,
    };
    char::from_digit(u32::from(letter) - first, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_is_converted() {
        assert_eq!(with_ascii_digits("٠١٢٣٤٥٦٧٨٩"), "0123456789");
        assert_eq!(with_ascii_digits("۰۱۲۳۴۵۶۷۸۹"), "0123456789");
        assert_eq!(with_ascii_digits("A-7 ب"), "A-7 ب");
        assert_eq!(with_ascii_digits("\u{202a}+٦٣\u{202c}"), "+63");
    }
}
