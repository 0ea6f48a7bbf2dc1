//! Catalogues of languages other than English. They are kept until the page is closed, so that each language is fetched and
//! parsed once.

use super::Key;
use super::spoken::{Spoken, speak};
use std::cell::RefCell;
use wink_wire::Language;

type Texts = &'static [&'static str];

thread_local! {
    static LOADED: RefCell<Vec<(Language, Texts)>> = const { RefCell::new(Vec::new()) };
}

/// The fingerprint of this build's keys, which is the first line of a catalogue. A catalogue of another build would show
/// wrong texts.
const FINGERPRINT: u32 = fingerprint(Key::NAMES);

/// Uses a language if its texts are loaded, and English otherwise. Returns whether they are loaded.
pub(crate) fn switch_if_loaded(language: Language) -> bool {
    let texts = LOADED
        .with_borrow(|loaded| loaded.iter().find(|(known, _)| *known == language).map(|(_, texts)| *texts));
    let is_loaded = texts.is_some() || language == Language::English;
    speak(Spoken { language: if is_loaded { language } else { Language::English }, texts });
    is_loaded
}

/// Adds a language's catalogue. One of another build is ignored.
pub(crate) fn read_catalogue(language: Language, text: String) {
    // Leaked on purpose: texts are `'static`, like the English ones, and no language is read twice.
    let is_new = LOADED.with_borrow(|loaded| loaded.iter().all(|(known, _)| *known != language));
    if let Some(texts) = Some(text).filter(|text| is_new && matches_build(text)).map(|text| read(text.leak()))
    {
        LOADED.with_borrow_mut(|loaded| loaded.push((language, texts)));
    }
}

fn matches_build(text: &str) -> bool {
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
        assert!(!switch_if_loaded(Language::Filipino));
        assert_eq!(language(), Language::English);

        read_catalogue(Language::Filipino, text.replacen(|first: char| first.is_ascii_digit(), "x", 1));
        read_catalogue(Language::Filipino, text.clone() + "\none more");
        assert!(!switch_if_loaded(Language::Filipino), "of another build");

        read_catalogue(Language::Filipino, text);
        assert!(switch_if_loaded(Language::Filipino));
        assert_eq!((language(), t(Key::Close), t(Key::Back)), (Language::Filipino, "Isara", "Back"));
        assert!(switch_if_loaded(Language::English));
        assert_eq!(t(Key::Close), "Close");
    }
}
