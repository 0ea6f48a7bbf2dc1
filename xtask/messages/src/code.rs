//! Generates Rust from the catalogues: an enum of the keys, so that code which uses a missing text does not compile.

use std::{fmt::Write as _, path::Path};

use crate::{
    Catalogue, ENGLISH, Fault, LANGUAGES, Language, Message, SERVICE, WIDGET, english_findings, findings,
    read, read_english, read_translation,
};

/// The code of the widget's `Key`, with the English texts.
///
/// # Errors
/// If the English catalogue cannot be read, or has mistakes.
pub fn widget_code(root: &Path) -> Result<String, Fault> {
    let messages = english(root, &WIDGET)?;
    let messages: Vec<Message> = messages.into_iter().filter(Message::is_in_module).collect();
    let mut names = String::new();
    let mut texts = String::new();
    for Message { key, one, text } in &messages {
        add(&mut names, format_args!("{key}\n"));
        match one {
            Some(one) => add(&mut texts, format_args!("one:{one}\tother:{text}\n")),
            None => add(&mut texts, format_args!("{text}\n")),
        }
    }
    let count = messages.len();
    let mut code = enumeration("Key", &messages);
    add(
        &mut code,
        format_args!(
            "impl Key {{\n\
             /// The number of keys.\n\
             pub(super) const COUNT: usize = {count};\n\
             /// Their names, one per line. Only a hash of this is part of the program.\n\
             pub(super) const NAMES: &str = {names:?};\n\
             /// One text per line, like a catalogue. A table of slices would add a kilobyte to the module.\n\
             pub(super) const ENGLISH: &str = {texts:?};\n\
             }}\n"
        ),
    );
    Ok(code)
}

/// The code of the service's `Text`, with the texts in every language.
///
/// # Errors
/// If a catalogue cannot be read, lacks a text or has an unknown key.
pub fn service_code(root: &Path) -> Result<String, Fault> {
    let messages = english(root, &SERVICE)?;
    let mut code = enumeration("Text", &messages);
    code.push_str(
        "impl Text {\n/// The text in a language.\n\
         #[allow(clippy::too_many_lines, clippy::match_same_arms, reason = \"a generated table\")]\n\
         pub(crate) const fn in_language(self, language: Language) -> &'static str {\nmatch language {\n",
    );
    for language in [ENGLISH].iter().chain(&LANGUAGES) {
        let texts = read_translation(&read(root, &SERVICE.path(language))?);
        Fault::of(&findings(&SERVICE, &messages, language, &texts))?;
        add(&mut code, format_args!("Language::{} => match self {{\n", language.variant));
        for line in &texts.lines {
            if line.category.is_some() {
                let place = place(&SERVICE, language, line.number);
                return Err(Fault::new(format!("{place}: the service does not support plural forms yet")));
            }
            add(&mut code, format_args!("Self::{} => {:?},\n", line.key, line.text));
        }
        code.push_str("},\n");
    }
    code.push_str("}\n}\n}\n");
    Ok(code)
}

fn english(root: &Path, catalogue: &Catalogue) -> Result<Vec<Message>, Fault> {
    let path = catalogue.path(&ENGLISH);
    let content = read(root, &path)?;
    Fault::of(&english_findings(catalogue, &read_translation(&content)))?;
    Ok(read_english(&content))
}

fn enumeration(name: &str, messages: &[Message]) -> String {
    let keys: Vec<&str> = messages.iter().map(|message| message.key.as_str()).collect();
    let all: Vec<String> = keys.iter().map(|key| format!("Self::{key}")).collect();
    format!(
        "/// One text, by its key.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub(crate) enum {name} {{\n{}\n}}\n\
         #[cfg(test)]\nimpl {name} {{\n\
         /// Every text.\n\
         pub(super) const ALL: &[Self] = &[{}];\n}}\n",
        keys.join(",\n"),
        all.join(", ")
    )
}

fn place(catalogue: &Catalogue, language: &Language, number: usize) -> String {
    format!("{}:{number}", catalogue.path(language))
}

fn add(code: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = code.write_fmt(text);
}
