//! Checks the message catalogues with `wink-messages`: every language has every text, and every text is used.

use std::path::Path;

use wink_messages::{
    CATALOGUES, Catalogue, ENGLISH, LANGUAGES, english_findings, findings as in_language, read_english,
    read_translation, unused,
};

use super::Text;

/// The mistakes in the catalogues, one line each.
pub(super) fn findings(files: &[Text]) -> Vec<String> {
    CATALOGUES.iter().flat_map(|catalogue| in_catalogue(catalogue, files)).collect()
}

fn in_catalogue(catalogue: &Catalogue, files: &[Text]) -> Vec<String> {
    let content = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.content.as_str());
    // Tests check a set of files without this catalogue.
    let Some(texts) = content(&catalogue.path(&ENGLISH)) else { return Vec::new() };
    let english = read_english(texts);
    let mut findings = english_findings(catalogue, &read_translation(texts));
    for language in &LANGUAGES {
        let path = catalogue.path(language);
        match content(&path) {
            Some(content) => {
                findings.extend(in_language(catalogue, &english, language, &read_translation(content)));
            }
            None => findings.push(format!("{path}: missing; write it as the others are")),
        }
    }
    let may_use = |path: &str| {
        path.starts_with(catalogue.sources) && Path::new(path).extension().is_some_and(|own| own == "rs")
    };
    let sources: Vec<_> =
        files.iter().filter(|file| may_use(&file.path)).map(|file| file.content.as_str()).collect();
    findings.extend(unused(catalogue, &english, &sources));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(english: &str, filipino: &str, code: &str) -> Vec<Text> {
        let text = |path: &str, content: &str| Text { path: path.into(), content: content.into() };
        let mut files = vec![text("static/messages/en.txt", english), text("src/a.rs", code)];
        files.push(text("static/messages/fil.txt", filipino));
        for tag in ["id", "zh-Hans", "ar"] {
            files.push(text(&format!("static/messages/{tag}.txt"), "Close = x\n"));
        }
        files
    }

    const ENGLISH_TEXTS: &str = "# The frame\nClose = Close\n";

    #[test]
    fn whole_catalogues_have_no_findings() {
        assert_eq!(findings(&files(ENGLISH_TEXTS, "Close = Isara\n", "Key::Close")), Vec::<String>::new());
        assert_eq!(findings(&[]), Vec::<String>::new());
    }

    #[test]
    fn missing_unknown_and_unused_keys_are_reported() {
        assert_eq!(
            findings(&files(ENGLISH_TEXTS, "Shut = Isara\n", "Key::Closed")),
            [
                "static/messages/fil.txt:1: static/messages/en.txt has no key Shut; delete the line",
                "static/messages/fil.txt: missing; add the line `Close = …` with this text in Filipino: Close",
                "static/messages/en.txt: no code uses Key::Close; delete it in each language of static/messages/",
            ]
        );
    }

    #[test]
    fn a_missing_file_and_an_unreadable_line_are_reported() {
        let mut some = files(ENGLISH_TEXTS, "Close = Isara\n", "Key::Close");
        some.pop();
        assert_eq!(findings(&some), ["static/messages/ar.txt: missing; write it as the others are"]);
        let broken = findings(&files("Close = Close\nShut\n", "Close = Isara\n", "Key::Close"));
        assert_eq!(
            broken,
            ["static/messages/en.txt:2: neither `Key = text` nor a comment that starts with #"]
        );
    }

    #[test]
    fn the_services_texts_are_checked_too() {
        let mut files = files(ENGLISH_TEXTS, "Close = Isara\n", "Key::Close");
        let text = |path: &str, content: &str| Text { path: path.into(), content: content.into() };
        files.push(text("crates/service/messages/en.txt", "Sent = Sent by {company}\n"));
        for (tag, content) in [
            ("fil", "Sent = Ipinadala\n"),
            ("id", ""),
            ("zh-Hans", "Sent = {company}\n"),
            ("ar", "Sent = {company}\n"),
        ] {
            files.push(text(&format!("crates/service/messages/{tag}.txt"), content));
        }
        files.push(text("crates/service/src/a.rs", "Text::Sender"));
        assert_eq!(
            findings(&files),
            [
                "crates/service/messages/fil.txt:1: Sent lacks {company}, which its English text has",
                "crates/service/messages/id.txt: missing; add the line `Sent = …` with this text in Indonesian: Sent by \
                 {company}",
                "crates/service/messages/en.txt: no code uses Text::Sent; delete it in each language of \
                 crates/service/messages/",
            ]
        );
    }
}
