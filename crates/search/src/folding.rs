//! Reducing a name to what matters for comparison.

use super::Range;

/// Lower case, without accents, punctuation as single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same into an empty text.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        push_folded(c, folded);
    }
    let end = folded.trim_end().len();
    folded.truncate(end);
}

/// Appends the folded form of a character: nothing for an apostrophe, at most one space for other punctuation.
fn push_folded(c: char, folded: &mut String) {
    match c {
        '\'' | '’' | '\u{300}'..='\u{36f}' => {}
        'ß' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        _ if c.is_ascii() => match c.to_ascii_lowercase() {
            plain if plain.is_ascii_alphanumeric() => folded.push(plain),
            _ => push_space(folded),
        },
        _ if is_punctuation(c) => push_space(folded),
        _ => folded.push(without_accent(lower(c))),
    }
}

/// Whether a character beyond ASCII stands between words. Everything else counts as a letter: the library knows each
/// letter by tables that would be a twentieth of the widget.
const fn is_punctuation(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{bf}' | '×' | '÷'
        // General, CJK, small and full-width forms.
        | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '・'
        | '\u{fe10}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}' | '،' | '؛' | '؟')
}

/// The small letter of a capital one beyond ASCII: Latin with accents, Greek, Cyrillic, full-width Latin.
fn lower(c: char) -> char {
    let code = u32::from(c);
    let distance = match c {
        'İ' => return 'i',
        'Ÿ' => return 'ÿ',
        'À'..='Þ' | 'Α'..='Ω' | 'А'..='Я' | '\u{ff21}'..='\u{ff3a}' => 32,
        'Ѐ'..='Џ' => 80,
        // In pairs, the capital letter on the odd place…
        'Ĺ'..='Ň' | 'Ź'..='Ž' | 'Ư' => code % 2,
        // …or on the even one.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ơ' | 'Ș'..='ț' | 'Ḁ'..='ẕ' | 'Ạ'..='ỹ' => 1 - code % 2,
        _ => 0,
    };
    char::from_u32(code + distance).unwrap_or(c)
}

fn push_space(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

const fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ' | 'ầ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ð' | 'đ' | 'ď' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ế' | 'ề' | 'ệ' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' | 'ị' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ố' | 'ồ' | 'ộ' | 'ơ' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' | 'ţ' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ư' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// The set of characters of a word, a bit each (several characters share a bit), to rule out words that cannot
/// be within a typo or two without comparing them.
pub(super) fn letters(word: &str) -> u32 {
    word.chars().fold(0, |mask, c| mask | 1 << (u32::from(c) % 32))
}

/// A compact folded name that knows where in the original each of its characters came from.
pub(super) struct WithOffsets {
    compact: String,
    /// For each byte of `compact`: the source character's range, and whether a word starts there.
    sources: Vec<(Range, bool)>,
}

pub(super) fn with_offsets(name: &str) -> WithOffsets {
    let mut compact = String::new();
    let mut sources = Vec::new();
    let mut at_word_start = true;
    for (start, c) in name.char_indices() {
        // After a letter, so that punctuation shows as a space.
        let mut folded = String::from("x");
        push_folded(c, &mut folded);
        let piece = folded.get(1..).unwrap_or_default();
        if piece == " " {
            at_word_start = true;
        } else if !piece.is_empty() {
            compact.push_str(piece);
            for offset in 0..piece.len() {
                sources.push(((start, start + c.len_utf8()), at_word_start && offset == 0));
            }
            at_word_start = false;
        }
    }
    WithOffsets { compact, sources }
}

impl WithOffsets {
    pub(super) fn find(&self, needle: &str) -> Option<Range> {
        self.compact.find(needle).and_then(|at| self.source(at, needle.len()))
    }

    pub(super) fn find_at_word_start(&self, needle: &str) -> Option<Range> {
        let (at, _) = self
            .compact
            .match_indices(needle)
            .find(|(at, _)| self.sources.get(*at).is_some_and(|(_, word_start)| *word_start))?;
        self.source(at, needle.len())
    }

    fn source(&self, at: usize, len: usize) -> Option<Range> {
        let ((start, _), _) = self.sources.get(at)?;
        let ((_, end), _) = self.sources.get(at + len - 1)?;
        Some((*start, *end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding() {
        for (text, folded) in [
            ("  Pag-IBIG  Fund ", "pag ibig fund"),
            ("McDonald’s", "mcdonalds"),
            ("Café Ñandú", "cafe nandu"),
            ("PT. Astra (Tbk)", "pt astra tbk"),
            ("星展银行 DBS", "星展银行 dbs"),
            ("ĐÀ NẴNG (Đà Nẵng)", "da nẵng da nẵng"),
            ("ŁÓDŹ ŽILINA İŞ ŸÜ", "lodz zilina is yu"),
            ("ОАО «Ёлка»", "оао ёлка"),
            ("ＤＢＳ銀行（香港）", "ｄｂｓ銀行 香港"),
            ("بنك، الخليج", "بنك الخليج"),
            ("Straße Æon æon Œuvre œuvre", "strasse aeon aeon oeuvre oeuvre"),
            ("İzmir Ÿ", "izmir y"),
            ("--", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn letters_tell_words_apart() {
        assert_eq!(letters("abc") & !letters("ab"), letters("c"));
        assert_eq!(letters("abc").count_ones(), 3);
        assert_eq!(letters(""), 0);
    }

    #[test]
    fn a_match_is_a_range_of_the_name_as_written() {
        let find = |name, needle| with_offsets(name).find(needle);
        assert_eq!(find("Pag-IBIG Fund", "gib"), Some((2, 6)));
        assert_eq!(find("Café Ñandú", "nan"), Some((6, 10)));
        assert_eq!(find("Straße", "sse"), Some((4, 7)));
        assert_eq!(find("Grab", "x"), None);
        let find = |name, needle| with_offsets(name).find_at_word_start(needle);
        assert_eq!(find("Social Security", "se"), Some((7, 9)));
        assert_eq!(find("Social Security", "ocial"), None);
        assert_eq!(find("Straße", "s"), Some((0, 1)));
        assert_eq!(find("aß s", "s"), Some((4, 5)), "the second half of a letter begins no word");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn every_highlighted_range_is_a_slice_of_the_name(name in "\\PC{1,24}", needle in "[a-z]{1,3}") {
            if let Some((start, end)) = with_offsets(&name).find(&needle) {
                prop_assert!(name.get(start..end).is_some());
            }
        }
    }
}
