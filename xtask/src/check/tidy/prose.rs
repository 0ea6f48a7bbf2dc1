//! Plain English in what outsiders read, and a test behind each claim of docs/security.md.

use super::Text;

/// Phrases of a private dialect, and what to write instead.
const PHRASES: [(&str, &str); 17] = [
    ("anew", "again, or a verb such as rebuild"),
    ("once more", "again"),
    ("gone on with", "resume"),
    ("goes on with", "resumes"),
    ("go on with", "resume"),
    ("whoever", "the caller, the client, the reader"),
    ("is none", "is missing, has no value, is invalid"),
    ("are none", "are missing, has no values"),
    ("for who", "for the people who"),
    ("who waits", "clients that wait"),
    ("so long as it", "while it"),
    ("under way", "in progress"),
    ("is told", "is notified, receives"),
    ("are told", "are notified, receive"),
    ("is believed", "is trusted"),
    ("let in", "admitted"),
    ("not taken", "refused"),
];

/// Not of the dialect, although a phrase stands in it.
const EXCEPTIONS: [(&str, &str); 1] = [("is none", "there is none")];

/// What hosts, operators and contributors read: documents, and the sources that the published API document, the error
/// texts and the command help are made from.
const READ_BY_OUTSIDERS: [&str; 13] = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/",
    "npm/README.md",
    "crates/service/src/open_api",
    "crates/service/src/link_api/problem.rs",
    "crates/service/src/messages.rs",
    "crates/service/src/cli",
    "crates/service/src/settings.rs",
    "crates/service/src/serve.rs",
    "crates/service/src/records/",
    "crates/service/src/store/event_type.rs",
];

/// The document whose claims name their tests.
const SECURITY: &str = "docs/security.md";

pub(super) fn findings(files: &[Text]) -> Vec<String> {
    let is_read = |file: &&Text| READ_BY_OUTSIDERS.iter().any(|start| file.path.starts_with(start));
    let mut findings: Vec<_> = files.iter().filter(is_read).flat_map(phrases).collect();
    findings.extend(files.iter().filter(|file| file.path == SECURITY).flat_map(|file| claims(file, files)));
    findings
}

/// The phrases in a file. One that begins on a line may end on the next.
fn phrases(file: &Text) -> Vec<String> {
    let lines: Vec<_> = file.content.lines().map(plain).collect();
    let mut findings = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).map_or("", String::as_str);
        let both = format!("{line} {next}");
        for (phrase, instead) in PHRASES {
            let is_here =
                |at: usize| at < line.len() && is_whole(&both, at, phrase) && !is_excepted(&both, at, phrase);
            if both.match_indices(phrase).any(|(at, _)| is_here(at)) {
                findings.push(format!("{}:{}: `{phrase}`; write: {instead}", file.path, index + 1));
            }
        }
    }
    findings
}

/// A line in small letters, without the signs of a comment before it.
fn plain(line: &str) -> String {
    line.trim().trim_start_matches(['/', '!', '*', ' ']).trim_end_matches('\\').trim_end().to_lowercase()
}

/// Whether what stands at a place is no part of a longer word.
fn is_whole(text: &str, at: usize, phrase: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + phrase.len()..).and_then(|after| after.chars().next());
    !before.is_some_and(is_part) && !after.is_some_and(is_part)
}

fn is_excepted(text: &str, at: usize, phrase: &str) -> bool {
    let end = at + phrase.len();
    EXCEPTIONS
        .iter()
        .any(|(of, whole)| *of == phrase && text.get(..end).is_some_and(|until| until.ends_with(whole)))
}

/// The tests that a document names as `file.rs::test` and that do not exist.
fn claims(document: &Text, files: &[Text]) -> Vec<String> {
    let names = document.content.split('`').filter_map(|code| code.split_once(".rs::"));
    let mut findings = Vec::new();
    for (file, test) in names {
        let end = format!("/{file}.rs");
        let head = format!("fn {test}(");
        if !files.iter().any(|text| text.path.ends_with(&end) && text.content.contains(&head)) {
            findings.push(format!(
                "{}: no test {file}.rs::{test}; name the one that holds the claim",
                document.path
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, content: &str) -> Text {
        Text { path: path.into(), content: content.into() }
    }

    #[test]
    fn phrases_are_found_also_over_two_lines() {
        for (content, wanted) in [
            ("It is built anew.\n", "docs/a.md:1: `anew`; write: again, or a verb such as rebuild"),
            ("a\nwork is under\nway\n", "docs/a.md:2: `under way`; write: in progress"),
            ("Whoever asks\n", "docs/a.md:1: `whoever`; write: the caller, the client, the reader"),
        ] {
            assert_eq!(findings(&[text("docs/a.md", content)]), [wanted], "{content}");
        }
        let help = text("crates/service/src/cli/a.rs", "//! A.\n/// It is\n/// told.\n");
        assert_eq!(
            findings(&[help]),
            ["crates/service/src/cli/a.rs:2: `is told`; write: is notified, receives"]
        );
    }

    #[test]
    fn other_words_and_other_files_are_fine() {
        for (path, content) in [
            ("docs/a.md", "a new page; Manew; accounts_under_way; empty if there is none\n"),
            ("docs/a.md", "is\n\ntold\n"),
            ("static/a.txt", "anew\n"),
        ] {
            assert_eq!(findings(&[text(path, content)]), Vec::<String>::new(), "{content}");
        }
    }

    #[test]
    fn a_claim_needs_its_test() {
        let document =
            text(SECURITY, "It holds (`a.rs::it_holds`, `a.rs::it_does_not`, `b.rs::it_holds`).\n");
        let tests = text("crates/service/tests/it/a.rs", "fn it_holds() {}\n");
        let none = |name| format!("{SECURITY}: no test {name}; name the one that holds the claim");
        assert_eq!(findings(&[document, tests]), [none("a.rs::it_does_not"), none("b.rs::it_holds")]);
    }
}
