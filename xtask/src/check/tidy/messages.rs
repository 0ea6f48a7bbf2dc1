//! The message catalogues: every language has every text, and every text is used. `wink-messages` knows how.

use std::path::Path;

use wink_messages::{
    ENGLISH, LANGUAGES, english_findings, findings as in_language, read_english, read_translation, unused,
};

use super::Text;

/// Everything that is wrong with the catalogues, as lines for a person.
pub(super) fn findings(files: &[Text]) -> Vec<String> {
    let content = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.content.as_str());
    // A checkout without a widget has no texts.
    let Some(source) = content(ENGLISH) else { return Vec::new() };
    let english = match read_english(source) {
        Ok(english) => english,
        Err(error) => return vec![format!("{ENGLISH}: {error:#}")],
    };
    let mut findings = english_findings(&english);
    for language in &LANGUAGES {
        match content(&language.path()) {
            Some(content) => findings.extend(in_language(&english, language, &read_translation(content))),
            None => findings.push(format!("{}: missing; write it as the others are", language.path())),
        }
    }
    let is_widget = |path: &str| {
        path.starts_with("src/")
            && path != ENGLISH
            && Path::new(path).extension().is_some_and(|own| own == "rs")
    };
    let sources: Vec<_> =
        files.iter().filter(|file| is_widget(&file.path)).map(|file| file.content.as_str()).collect();
    findings.extend(unused(&english, &sources));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(english: &str, filipino: &str, code: &str) -> Vec<Text> {
        let text = |path: &str, content: &str| Text { path: path.into(), content: content.into() };
        let mut files = vec![text(ENGLISH, english), text("src/a.rs", code)];
        files.push(text("static/messages/fil.txt", filipino));
        for tag in ["id", "zh-Hans", "ar"] {
            files.push(text(&format!("static/messages/{tag}.txt"), "Close = x\n"));
        }
        files
    }

    const ENGLISH_TABLE: &str = "\ntexts! {\n    Close => \"Close\",\n}\n";

    #[test]
    fn whole_catalogues_have_no_findings() {
        assert_eq!(findings(&files(ENGLISH_TABLE, "Close = Isara\n", "Key::Close")), Vec::<String>::new());
        assert_eq!(findings(&[]), Vec::<String>::new());
    }

    #[test]
    fn a_hole_a_leftover_and_an_unused_key_are_found() {
        assert_eq!(
            findings(&files(ENGLISH_TABLE, "Shut = Isara\n", "Key::Closed")),
            [
                "static/messages/fil.txt:1: Shut is no key of src/messages/english.rs; delete the line",
                "static/messages/fil.txt: missing; add the line `Close = …` that says in Filipino: Close",
                "src/messages/english.rs: no code uses Key::Close; delete it here and in static/messages/",
            ]
        );
    }

    #[test]
    fn a_missing_file_and_an_unreadable_table_are_found() {
        let mut some = files(ENGLISH_TABLE, "Close = Isara\n", "Key::Close");
        some.pop();
        assert_eq!(findings(&some), ["static/messages/ar.txt: missing; write it as the others are"]);
        let broken = findings(&files("\ntexts! {\n Close\n}\n", "", ""));
        assert!(broken[0].contains("reading the English text of Close"), "{broken:?}");
    }
}
