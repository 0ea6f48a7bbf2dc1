//! Catalogues of other languages than English: read from what travels, kept for as long as the page lives, so that a
//! language is fetched and read once.

use super::Key;
use super::spoken::{Spoken, speak};
use std::cell::RefCell;
use wink_wire::Language;

type Texts = &'static [&'static str];

thread_local! {
    static HERE: RefCell<Vec<(Language, Texts)>> = const { RefCell::new(Vec::new()) };
}

/// Which keys this build has, as the first line of a catalogue says it: a catalogue of another build would put texts
/// in wrong places.
const FINGERPRINT: u32 = fingerprint(Key::NAMES);

/// Speaks a language if its texts are here, and English otherwise. Says whether they are.
pub(crate) fn speak_if_here(language: Language) -> bool {
    let texts =
        HERE.with_borrow(|here| here.iter().find(|(known, _)| *known == language).map(|(_, texts)| *texts));
    let is_here = texts.is_some() || language == Language::English;
    speak(Spoken { language: if is_here { language } else { Language::English }, texts });
    is_here
}

/// Takes in a language's catalogue; one of another build is left out.
pub(crate) fn read_catalogue(language: Language, text: String) {
    // What has been read stays, as English does. No language is read twice.
    let is_new = HERE.with_borrow(|here| here.iter().all(|(known, _)| *known != language));
    if let Some(texts) = Some(text).filter(|text| is_new && is_ours(text)).map(|text| read(text.leak())) {
        HERE.with_borrow_mut(|here| here.push((language, texts)));
    }
}

fn is_ours(text: &str) -> bool {
    let mut lines = text.split('\n');
    lines.next() == Some(FINGERPRINT.to_string().as_str()) && lines.count() == Key::COUNT
}

fn read(text: &'static str) -> Texts {
    text.split('\n').skip(1).collect::<Vec<_>>().leak()
}

/// FNV-1a, as in `xtask/messages/src/wire.rs`.
const fn fingerprint(names: &str) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut rest = names.as_bytes();
    while let [byte, after @ ..] = rest {
        hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
        rest = after;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{language, t};

    #[test]
    fn the_fingerprint_is_the_same_as_in_the_bundle() {
        assert_eq!(fingerprint("A\nB\nC\n"), 101_602_087);
    }

    #[test]
    fn a_loaded_catalogue_is_used_and_missing_texts_are_english() {
        let mut text = FINGERPRINT.to_string();
        for place in 0..Key::COUNT {
            text.push('\n');
            text.push_str(if place == Key::Close as usize { "Isara" } else { "" });
        }
        assert!(!speak_if_here(Language::Filipino));
        assert_eq!(language(), Language::English);

        read_catalogue(Language::Filipino, text.replacen(|first: char| first.is_ascii_digit(), "x", 1));
        read_catalogue(Language::Filipino, text.clone() + "\none more");
        assert!(!speak_if_here(Language::Filipino), "of another build");

        read_catalogue(Language::Filipino, text);
        assert!(speak_if_here(Language::Filipino));
        assert_eq!((language(), t(Key::Close), t(Key::Back)), (Language::Filipino, "Isara", "Back"));
        assert!(speak_if_here(Language::English));
        assert_eq!(t(Key::Close), "Close");
    }
}
