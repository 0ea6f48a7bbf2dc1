//! The message catalogues: the English texts in `src/messages/english.rs`, which are part of the program, and one file
//! for each other language in `static/messages/`, which is loaded when it is in use. This crate reads and checks them
//! and makes what travels; `xtask` and `wink-bundle` use it, and trunk runs it as a program.

mod check;
mod english;
mod translation;
mod wire;

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

pub use check::{english_findings, findings, unused};
pub use english::{Message, read_english};
pub use translation::{Translation, read_translation};
pub use wire::encode;

/// Where the English texts are.
pub const ENGLISH: &str = "src/messages/english.rs";

/// A language that there is a catalogue of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, which is also the name of its file.
    pub tag: &'static str,
    /// What it is called in English.
    pub name: &'static str,
    /// Its plural categories by CLDR, each with the only number that it stands for, where that is one.
    pub plurals: &'static [(&'static str, Option<u8>)],
}

/// Every language but English.
pub const LANGUAGES: [Language; 4] = [
    Language { tag: "fil", name: "Filipino", plurals: &[("one", None), ("other", None)] },
    Language { tag: "id", name: "Indonesian", plurals: &[("other", None)] },
    Language { tag: "zh-Hans", name: "Simplified Chinese", plurals: &[("other", None)] },
    Language {
        tag: "ar",
        name: "Arabic",
        plurals: &[
            ("zero", Some(0)),
            ("one", Some(1)),
            ("two", Some(2)),
            ("few", None),
            ("many", None),
            ("other", None),
        ],
    },
];

impl Language {
    /// Where its texts are, from the root.
    pub fn path(&self) -> String {
        format!("static/messages/{}.txt", self.tag)
    }
}

/// What travels for each language: its tag and the text.
///
/// # Errors
/// When a file cannot be read. What is missing in one travels as an empty line, which the widget says in English;
/// `cargo xtask check` is what refuses it.
pub fn catalogues(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let text = |path: &str| {
        fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}, a message catalogue"))
    };
    let english = read_english(&text(ENGLISH)?)?;
    let made = LANGUAGES.iter().map(|language| {
        let translation = read_translation(&text(&language.path())?);
        Ok((language.tag, encode(&english, &translation)))
    });
    made.collect()
}
