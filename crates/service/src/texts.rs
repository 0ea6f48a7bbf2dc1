//! Every text that a person reads on the service's own pages, in its e-mails and in the consent, by key. `build.rs`
//! makes the keys of `messages/*.txt`, one file for each language: a text that one of them lacks does not compile.

use wink_wire::Language;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// What a page says that says one thing, and what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) title: Text,
    pub(crate) text: Text,
}

impl Notice {
    pub(crate) const fn new(title: Text, text: Text) -> Self {
        Self { title, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_it_in_its_own_words() {
        for text in Text::ALL {
            let english = text.in_language(Language::English);
            for language in Language::ALL {
                let own = text.in_language(language);
                assert!(language == Language::English || own != english, "not translated: {own}");
                // The rest of a text is compared by `cargo xtask check tidy`, which knows no marks.
                for mark in ["<strong>", "</strong>", "<"] {
                    assert_eq!(own.matches(mark).count(), english.matches(mark).count(), "{own}");
                }
            }
        }
    }
}
