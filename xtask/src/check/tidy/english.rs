//! Plain English: refuses phrases that a newcomer would not understand, in prose and in names.

use super::Text;
use super::rules::has_extension;

/// Where a phrase is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everywhere,
    /// Only between blanks: `is_none` is a method of Rust.
    Prose,
    /// Only in names such as `ask_anew` and `UnderWay`.
    Names,
}
use Scope::{Everywhere, Names, Prose};

/// Phrases, and what to write instead.
const PHRASES: [(&str, Scope, &str); 44] = [
    ("anew", Everywhere, "again, or a verb such as rebuild"),
    ("once more", Everywhere, "again"),
    ("gone on with", Everywhere, "resumed"),
    ("goes on with", Everywhere, "resumes"),
    ("go on with", Everywhere, "resume"),
    ("going on with", Everywhere, "resuming"),
    ("whoever", Everywhere, "the caller, the client, the reader"),
    ("for who", Everywhere, "for people who, for clients that"),
    ("who waits", Everywhere, "clients that wait"),
    ("who wait", Everywhere, "clients that wait"),
    ("so long", Everywhere, "the number or its name; `while` for `so long as`"),
    ("so many", Everywhere, "the number or its name"),
    ("under way", Everywhere, "in progress"),
    ("is told", Everywhere, "is notified, receives, is shown"),
    ("are told", Everywhere, "are notified, receive, are shown"),
    ("was told", Everywhere, "was notified, received"),
    ("were told", Everywhere, "were notified, received"),
    ("be told", Everywhere, "be notified, be shown"),
    ("been told", Everywhere, "been notified"),
    ("is believed", Everywhere, "is trusted"),
    ("are believed", Everywhere, "are trusted"),
    ("be believed", Everywhere, "be trusted"),
    ("let in", Everywhere, "admitted, allowed"),
    ("lets in", Everywhere, "admits, allows"),
    ("not taken", Everywhere, "refused, not accepted"),
    ("none of ours", Everywhere, "not ours, or what it is"),
    ("patience", Everywhere, "timeout, grace period, interval"),
    ("told of", Everywhere, "notified of"),
    ("tell of", Everywhere, "report, show"),
    ("tells of", Everywhere, "reports, shows"),
    ("become so", Everywhere, "the condition that then holds"),
    ("becomes so", Everywhere, "the condition that then holds"),
    ("became so", Everywhere, "the condition that then held"),
    ("becomes of", Everywhere, "how it ends, the result"),
    ("so often", Everywhere, "the number or its name"),
    ("the other way about", Everywhere, "the reverse, or what it is"),
    ("held against", Everywhere, "compared with, checked against"),
    ("spoken to in", Everywhere, "the language of"),
    ("by and by", Everywhere, "over time"),
    ("in words", Names, "as text, or what the text is: message, description"),
    ("that sent", Names, "a verb, such as parse"),
    ("is none", Prose, "is missing, has no value, is invalid"),
    ("none where", Prose, "`None` if, missing if"),
    ("are none", Prose, "are missing, have no values"),
];

/// Correct phrases that contain one of the others.
const EXCEPTIONS: [&str; 4] = ["there is none", "there are none", "is none of", "told apart"];

/// Files with prose or names of our own. Migrations are never edited, and catalogues have their own check.
const EXTENSIONS: [&str; 10] = ["rs", "js", "mjs", "ts", "py", "css", "html", "toml", "yaml", "md"];
/// The list above, with its tests.
const OWN_FILE: &str = "xtask/src/check/tidy/english.rs";

pub(super) fn findings(files: &[Text]) -> Vec<String> {
    files.iter().filter(|file| is_checked(&file.path)).flat_map(in_file).collect()
}

fn is_checked(path: &str) -> bool {
    path != OWN_FILE && EXTENSIONS.iter().any(|extension| has_extension(path, extension))
}

/// The phrases in a file. In prose, one that begins on a line may end on the next.
fn in_file(file: &Text) -> Vec<String> {
    let content = file.content.to_lowercase();
    let may_occur = |phrase: &str| phrase.split(' ').all(|word| content.contains(word));
    let phrases: Vec<_> = PHRASES.iter().filter(|(phrase, ..)| may_occur(phrase)).collect();
    if phrases.is_empty() {
        return Vec::new();
    }
    // A document quotes names that are settled, such as those of metrics.
    let has_names = !has_extension(&file.path, "md");

    let lines: Vec<_> = file.content.lines().map(prose).collect();
    let mut findings = Vec::new();
    for (index, (line, code)) in lines.iter().zip(file.content.lines()).enumerate() {
        let next = lines.get(index + 1).copied().unwrap_or_default();
        let both = format!("{line} {next}");
        let names = if has_names { names(code) } else { Vec::new() };
        let in_prose =
            |phrase: &str| places(&both, phrase).any(|at| at < line.len() && !is_excepted(&both, at, phrase));
        let in_names = |phrase: &str| {
            names.iter().any(|name| places(name, phrase).any(|at| !is_excepted(name, at, phrase)))
        };
        for (phrase, scope, instead) in &phrases {
            if *scope != Names && in_prose(phrase) || *scope != Prose && in_names(phrase) {
                findings.push(format!("{}:{}: `{phrase}`; write: {instead}", file.path, index + 1));
            }
        }
    }
    findings
}

/// A line without the characters that mark it as part of a comment or of a longer string.
fn prose(line: &str) -> &str {
    line.trim().trim_start_matches(['/', '!', '*', '#', ' ']).trim_end_matches('\\').trim_end()
}

/// Where a phrase is in a text, as whole words. Its first letter may be a capital. `is None` is not a match: it is code.
fn places(text: &str, phrase: &str) -> impl Iterator<Item = usize> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let rest = phrase.get(1..).unwrap_or_default();
    text.match_indices(rest).filter_map(move |(second, _)| {
        let at = second.checked_sub(1)?;
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(second + rest.len()..)?.chars().next();
        let is_match = text.get(at..second)?.eq_ignore_ascii_case(phrase.get(..1)?)
            && !before.is_some_and(is_part)
            && !after.is_some_and(is_part);
        is_match.then_some(at)
    })
}

fn is_excepted(text: &str, at: usize, phrase: &str) -> bool {
    let overlaps = |from: usize, whole: &str| from < at + phrase.len() && at < from + whole.len();
    EXCEPTIONS.iter().any(|whole| places(text, whole).any(|from| overlaps(from, whole)))
}

/// The names in a line, outside strings, as words: `ask_anew` and `askAnew` both become `ask anew`.
fn names(line: &str) -> Vec<String> {
    let (mut names, mut name, mut quote) = (Vec::new(), String::new(), None);
    let mut before = ' ';
    for letter in line.chars().chain([' ']) {
        if let Some(open) = quote {
            quote = (letter != open || before == '\\').then_some(open);
        } else if letter.is_ascii_alphanumeric() {
            if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
                name.push(' ');
            }
            name.push(letter.to_ascii_lowercase());
        } else if letter == '_' {
            name.push(' ');
        } else {
            if !name.is_empty() {
                names.push(std::mem::take(&mut name));
            }
            quote = matches!(letter, '"' | '`').then_some(letter);
        }
        before = letter;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, content: &str) -> Vec<String> {
        findings(&[Text { path: path.into(), content: content.into() }])
    }

    #[test]
    fn a_phrase_in_prose_is_refused_also_over_two_lines() {
        for (path, content, wanted) in [
            (
                "docs/a.md",
                "It is built anew.\n",
                "docs/a.md:1: `anew`; write: again, or a verb such as rebuild",
            ),
            ("docs/a.md", "a\nwork is under\nway\n", "docs/a.md:2: `under way`; write: in progress"),
            (
                "src/a.rs",
                "/// It is\n/// told.\n",
                "src/a.rs:1: `is told`; write: is notified, receives, is shown",
            ),
            (
                "tests/a.py",
                "# Whoever asks\n",
                "tests/a.py:1: `whoever`; write: the caller, the client, the reader",
            ),
            (
                "a.mjs",
                "test('a link that is none', f);\n",
                "a.mjs:1: `is none`; write: is missing, has no value, is invalid",
            ),
        ] {
            assert_eq!(check(path, content), [wanted], "{content}");
        }
    }

    #[test]
    fn a_phrase_in_a_name_is_refused() {
        for (path, content, phrase) in [
            ("src/a.rs", "fn ask_anew() {}\n", "anew"),
            ("src/a.rs", "enum UnderWay {}\n", "under way"),
            ("src/a.rs", "fn an_account_under_way_is_shown() {}\n", "under way"),
            ("src/a.rs", "const PATIENCE_MILLIS: u32 = 1;\n", "patience"),
            ("src/a.rs", "fn in_words() {}\n", "in words"),
            ("static/a.js", "const isTold = \"a\", b = 1;\n", "is told"),
        ] {
            let found = check(path, content);
            assert!(
                found.len() == 1 && found[0].contains(&format!(":1: `{phrase}`;")),
                "{content}: {found:?}"
            );
        }
    }

    #[test]
    fn correct_phrases_code_and_strings_are_fine() {
        for (path, content) in [
            ("docs/a.md", "a new page; Manew; `accounts_under_way`; empty if there is none\n"),
            ("docs/a.md", "They can be told apart, as long as both are shown.\n"),
            ("docs/a.md", "is\n\ntold\n"),
            ("src/a.rs", "if a.is_none() {}\n"),
            ("src/a.rs", "for word in words {}\n"),
            ("src/a.rs", "metric(\"accounts_under_way\");\n"),
            ("tests/a.py", "while a is None:\n"),
            ("static/a.txt", "anew\n"),
        ] {
            assert_eq!(check(path, content), Vec::<String>::new(), "{content}");
        }
    }

    #[test]
    fn a_name_after_a_string_is_still_checked() {
        assert_eq!(names("a(\"is_told\", some_name)"), ["a", "some name"]);
        assert_eq!(names("a(\"\\\"x_y\", SomeName2)"), ["a", "some name2"]);
    }
}
