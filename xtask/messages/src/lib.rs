//! The message catalogues. Every text that a person reads is in a file of its language, one text per line: the widget's
//! in `static/messages/`, those of the service's own pages in `crates/service/messages/`. This crate reads and checks
//! them. The build scripts of widget and service use it to generate enums of the keys, `xtask` and `wink-bundle` to
//! encode the catalogues for browsers. trunk runs it as a program.

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
    /// The name of the enum of its keys.
    pub keys: &'static str,
    /// The folder of the code that uses them, from the root.
    pub sources: &'static str,
}

/// The widget's texts. English is part of the module; the other languages are loaded when they are needed.
pub const WIDGET: Catalogue = Catalogue { folder: "static/messages", keys: "Key", sources: "src/" };

/// The texts of the service's own pages and e-mails, and of the consent.
pub const SERVICE: Catalogue =
    Catalogue { folder: "crates/service/messages", keys: "Text", sources: "crates/service/src/" };

/// All catalogues.
pub const CATALOGUES: [Catalogue; 2] = [WIDGET, SERVICE];

impl Catalogue {
    /// The path of a language's file, from the root.
    pub fn path(&self, language: &Language) -> String {
        format!("{}/{}.txt", self.folder, language.tag)
    }
}

/// The widget's texts that only `static/loader.js` shows. They are not part of the module.
const LOADER_ONLY: [&str; 2] = ["LoaderFailedTitle", "LoaderFailed"];

/// The texts that the loader shows before the module is loaded, in the order in which it reads them.
const LOADER: [&str; 6] = ["DialogLabel", "Close", LOADER_ONLY[0], LOADER_ONLY[1], "TryAgain", "Exit"];

/// A language with catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, which is also the name of its files.
    pub tag: &'static str,
    /// Its English name.
    pub name: &'static str,
    /// Its variant of `wink_wire::Language`.
    pub variant: &'static str,
    /// Its CLDR plural categories. A category that stands for a single number has that number.
    pub plurals: &'static [(&'static str, Option<u8>)],
}

/// English, whose catalogues define the keys.
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

/// The encoded catalogues of the widget's languages other than English: tag and content.
///
/// # Errors
/// If a file cannot be read. A missing text becomes an empty line, for which the widget shows the English text;
/// `cargo xtask check` refuses it.
pub fn catalogues(root: &Path) -> Result<Vec<(&'static str, String)>, Fault> {
    let english = read_english(&read(root, &WIDGET.path(&ENGLISH))?);
    let module: Vec<Message> = english.into_iter().filter(Message::is_in_module).collect();
    let made = LANGUAGES.iter().map(|language| {
        let translation = read_translation(&read(root, &WIDGET.path(language))?);
        Ok((language.tag, encode(&module, &translation)))
    });
    made.collect()
}

/// The texts that the loader shows before the module is loaded, for each language: tag and texts, in the loader's order.
///
/// # Errors
/// If a file cannot be read or lacks one of the texts.
pub fn loader_texts(root: &Path) -> Result<Vec<(&'static str, Vec<String>)>, Fault> {
    let made = [ENGLISH].iter().chain(&LANGUAGES).map(|language| {
        let path = WIDGET.path(language);
        let translation = read_translation(&read(root, &path)?);
        let text = |key: &str| {
            let line = translation.of(key).next();
            let line =
                line.ok_or_else(|| Fault::new(format!("{path}: {key} is missing; the loader shows it")))?;
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
