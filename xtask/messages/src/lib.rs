//! The message catalogues. Every text that a person reads is in a file of its language, a line a text: the widget's in
//! `static/messages/`, those of the service's own pages in `crates/service/messages/`. This crate reads and checks
//! them. The build scripts of widget and service make enumerations of the keys with it, `xtask` and `wink-bundle` what
//! travels, and trunk runs it as a program.

mod check;
mod code;
mod english;
mod fault;
mod translation;
mod wire;

use std::{fs, path::Path};

pub use check::{english_findings, findings, unused};
pub use code::{service_code, widget_code};
pub use english::{Message, read_english};
pub use fault::Fault;
pub use translation::{Translation, read_translation};
pub use wire::encode;

/// A folder of catalogues, one for each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The folder, from the root.
    pub folder: &'static str,
    /// The enumeration of its keys.
    pub keys: &'static str,
    /// The folder of the code that uses them, from the root.
    pub sources: &'static str,
}

/// The widget's texts. English is part of the module; another language is loaded when it is in use.
pub const WIDGET: Catalogue = Catalogue { folder: "static/messages", keys: "Key", sources: "src/" };

/// The texts of the service's own pages and e-mails, and of the consent.
pub const SERVICE: Catalogue =
    Catalogue { folder: "crates/service/messages", keys: "Text", sources: "crates/service/src/" };

/// All of them.
pub const CATALOGUES: [Catalogue; 2] = [WIDGET, SERVICE];

impl Catalogue {
    /// Where the texts of a language are, from the root.
    pub fn path(&self, language: &Language) -> String {
        format!("{}/{}.txt", self.folder, language.tag)
    }
}

/// The texts of the widget that only `static/loader.js` shows; they are no part of the module.
const LOADER_ONLY: [&str; 2] = ["LoaderFailedTitle", "LoaderFailed"];

/// What the loader shows before the module is there, in the order in which it reads them.
const LOADER: [&str; 6] = ["DialogLabel", "Close", LOADER_ONLY[0], LOADER_ONLY[1], "TryAgain", "Exit"];

/// A language that there are catalogues of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, which is also the name of its files.
    pub tag: &'static str,
    /// What it is called in English.
    pub name: &'static str,
    /// What `wink_wire::Language` calls it.
    pub variant: &'static str,
    /// Its plural categories by CLDR, each with the only number that it stands for, where that is one.
    pub plurals: &'static [(&'static str, Option<u8>)],
}

/// English, whose catalogues say which keys there are.
pub const ENGLISH: Language = Language {
    tag: "en",
    name: "English",
    variant: "English",
    plurals: &[("one", Some(1)), ("other", None)],
};

/// Every language but English.
pub const LANGUAGES: [Language; 4] = [
    Language {
        tag: "fil",
        name: "Filipino",
        variant: "Filipino",
        plurals: &[("one", None), ("other", None)],
    },
    Language { tag: "id", name: "Indonesian", variant: "Indonesian", plurals: &[("other", None)] },
    Language { tag: "zh-Hans", name: "Simplified Chinese", variant: "Chinese", plurals: &[("other", None)] },
    Language {
        tag: "ar",
        name: "Arabic",
        variant: "Arabic",
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

/// What travels for each language of the widget but English: its tag and the text.
///
/// # Errors
/// When a file cannot be read. What is missing in one travels as an empty line, which the widget says in English;
/// `cargo xtask check` is what refuses it.
pub fn catalogues(root: &Path) -> Result<Vec<(&'static str, String)>, Fault> {
    let english = read_english(&read(root, &WIDGET.path(&ENGLISH))?);
    let module: Vec<Message> = english.into_iter().filter(Message::is_in_module).collect();
    let made = LANGUAGES.iter().map(|language| {
        let translation = read_translation(&read(root, &WIDGET.path(language))?);
        Ok((language.tag, encode(&module, &translation)))
    });
    made.collect()
}

/// What the loader shows before the module is there, for each language: its tag and the texts, in the loader's order.
///
/// # Errors
/// When a file cannot be read, or lacks one of the texts.
pub fn loader_texts(root: &Path) -> Result<Vec<(&'static str, Vec<String>)>, Fault> {
    let made = [ENGLISH].iter().chain(&LANGUAGES).map(|language| {
        let path = WIDGET.path(language);
        let translation = read_translation(&read(root, &path)?);
        let text = |key: &str| {
            let line = translation.of(key).next();
            let line =
                line.ok_or_else(|| Fault::new(format!("{path}: {key} is missing, which the loader shows")))?;
            Ok(line.text.clone())
        };
        Ok((language.tag, LOADER.into_iter().map(text).collect::<Result<_, Fault>>()?))
    });
    made.collect()
}

/// Reads a catalogue's file.
fn read(root: &Path, path: &str) -> Result<String, Fault> {
    fs::read_to_string(root.join(path))
        .map_err(|error| Fault::new(format!("reading {path}, a message catalogue: {error}")))
}
