//! What is wrong with a catalogue, as lines for a person that say how to mend it.

use crate::{ENGLISH, Language, Message, Translation, translation::Line};

/// What is wrong with a language's texts.
pub fn findings(english: &[Message], language: &Language, translation: &Translation) -> Vec<String> {
    let path = language.path();
    let mut findings = Vec::new();
    for number in &translation.unreadable {
        findings.push(format!("{path}:{number}: neither `Key = text` nor a comment that starts with #"));
    }
    for line in &translation.lines {
        if !english.iter().any(|message| message.key == line.key) {
            let Line { number, key, .. } = line;
            findings.push(format!("{path}:{number}: {key} is no key of {ENGLISH}; delete the line"));
        }
    }
    for message in english {
        let lines: Vec<&Line> = translation.of(&message.key).collect();
        let found = match message.one {
            Some(_) => counted(message, language, &lines),
            None => plain(message, language, &lines),
        };
        findings.extend(found.into_iter().map(|finding| format!("{path}{finding}")));
    }
    findings
}

/// What is wrong with the English texts themselves.
pub fn english_findings(english: &[Message]) -> Vec<String> {
    let mut findings = Vec::new();
    for (place, message) in english.iter().enumerate() {
        let key = &message.key;
        if english[..place].iter().any(|other| other.key == *key) {
            findings.push(format!("{ENGLISH}: {key} is there twice"));
        }
    }
    findings
}

/// Keys that no other Rust file of the widget names. `sources` are those files' contents.
pub fn unused(english: &[Message], sources: &[&str]) -> Vec<String> {
    let is_used = |key: &str| {
        let name = format!("Key::{key}");
        sources.iter().any(|source| {
            source.match_indices(&name).any(|(at, _)| {
                !source[at + name.len()..]
                    .starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
            })
        })
    };
    english
        .iter()
        .filter(|message| !is_used(&message.key))
        .map(|message| {
            format!("{ENGLISH}: no code uses Key::{}; delete it here and in static/messages/", message.key)
        })
        .collect()
}

fn plain(message: &Message, language: &Language, lines: &[&Line]) -> Vec<String> {
    let Message { key, text, .. } = message;
    match lines {
        [] => vec![missing(&format!("{key} = …"), text, language)],
        [line] if line.category.is_none() => wording(line, text, None),
        [line] => vec![format!(
            ":{}: {key} is not counted in English; write `{key} = …` without a plural category",
            line.number
        )],
        [.., last] => vec![format!(":{}: {key} is there twice; keep one", last.number)],
    }
}

fn counted(message: &Message, language: &Language, lines: &[&Line]) -> Vec<String> {
    let key = &message.key;
    let mut findings = Vec::new();
    for (category, only) in language.plurals {
        let own: Vec<_> = lines.iter().filter(|line| line.category.as_deref() == Some(category)).collect();
        match own.as_slice() {
            [] => findings.push(missing(&format!("{key}[{category}] = …"), &message.text, language)),
            [line] => findings.extend(wording(line, &message.text, *only)),
            [.., last] => {
                findings.push(format!(":{}: {key}[{category}] is there twice; keep one", last.number));
            }
        }
    }
    let known = |line: &Line| language.plurals.iter().any(|(name, _)| line.category.as_deref() == Some(name));
    for line in lines.iter().filter(|line| !known(line)) {
        let categories: Vec<_> = language.plurals.iter().map(|(category, _)| *category).collect();
        findings.push(format!(
            ":{}: {key} is counted; {} has the plural categories {}",
            line.number,
            language.name,
            categories.join(", ")
        ));
    }
    findings
}

fn missing(what: &str, english: &str, language: &Language) -> String {
    format!(": missing; add the line `{what}` that says in {}: {english}", language.name)
}

/// The same values must go in. Only a form for one single number may leave the number out.
fn wording(line: &Line, english: &str, only: Option<u8>) -> Vec<String> {
    let Line { number, key, text, .. } = line;
    let mut findings = Vec::new();
    if text.is_empty() || text.trim() != text || text.contains('\t') {
        findings.push(format!(":{number}: {key} is empty, or has a blank at an end or a tab"));
    }
    let (own, wanted) = (placeholders(text), placeholders(english));
    let may_lack = |name: &str| only.is_some() && name == "count";
    for name in wanted.iter().filter(|name| !own.contains(name) && !may_lack(name)) {
        findings.push(format!(":{number}: {key} lacks {{{name}}}, which its English text has"));
    }
    for name in own.iter().filter(|name| !wanted.contains(name)) {
        findings.push(format!(":{number}: {key} has {{{name}}}, which its English text has not"));
    }
    findings
}

/// The names of the values that go into a text.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|after| after.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LANGUAGES, read_translation};

    fn english() -> Vec<Message> {
        let message = |key: &str, one: Option<&str>, text: &str| Message {
            key: key.into(),
            one: one.map(Into::into),
            text: text.into(),
        };
        vec![
            message("Close", None, "Close"),
            message("Title", None, "Log in to {provider}"),
            message("Results", Some("1 result"), "{count} results"),
        ]
    }

    fn check(tag: &str, content: &str) -> Vec<String> {
        let language = LANGUAGES.iter().find(|language| language.tag == tag).unwrap();
        findings(&english(), language, &read_translation(content))
    }

    const FILIPINO: &str = "Close = Isara\nTitle = Sa {provider}\nResults[one] = {count} resulta\nResults[other] = {count} na resulta\n";
    const ARABIC: &str = "Close = إغلاق\nTitle = إلى {provider}\nResults[zero] = لا نتائج\nResults[one] = نتيجة واحدة\n\
                          Results[two] = نتيجتان\nResults[few] = {count} نتائج\nResults[many] = {count} نتيجة\n\
                          Results[other] = {count} نتيجة\n";

    #[test]
    fn a_whole_catalogue_has_no_findings() {
        assert_eq!(check("fil", FILIPINO), Vec::<String>::new());
        assert_eq!(check("ar", ARABIC), Vec::<String>::new());
        assert_eq!(english_findings(&english()), Vec::<String>::new());
    }

    #[test]
    fn each_breach_is_found_and_says_how_to_mend_it() {
        for (change, wanted) in [
            (("Close = Isara\n", ""), ": missing; add the line `Close = …` that says in Filipino: Close"),
            (("Close = Isara", "Close = "), ":1: Close is empty, or has a blank at an end or a tab"),
            (
                ("Close = Isara", "Close = Isara\nShut = Isara"),
                ":2: Shut is no key of src/messages/english.rs; delete the line",
            ),
            (("Close = Isara", "Close = Isara\nClose = Sara"), ":2: Close is there twice; keep one"),
            (("Close = Isara", "Close: Isara"), ":1: neither `Key = text` nor a comment that starts with #"),
            (
                ("Close = ", "Close[one] = "),
                ":1: Close is not counted in English; write `Close = …` without a plural category",
            ),
            (("{provider}", "{company}"), ":2: Title lacks {provider}, which its English text has"),
            (("{provider}", "{company}"), ":2: Title has {company}, which its English text has not"),
            (("[one] = {count}", "[one] = 1"), ":3: Results lacks {count}, which its English text has"),
            (
                ("Results[one]", "Results[two]"),
                ": missing; add the line `Results[one] = …` that says in Filipino: {count} results",
            ),
            (
                ("Results[one]", "Results[two]"),
                ":3: Results is counted; Filipino has the plural categories one, other",
            ),
            (("Results[one]", "Results[other]"), ":4: Results[other] is there twice; keep one"),
        ] {
            let found = check("fil", &FILIPINO.replacen(change.0, change.1, 1));
            let wanted = format!("static/messages/fil.txt{wanted}");
            assert!(found.contains(&wanted), "{wanted}\n{found:#?}");
        }
    }

    #[test]
    fn a_form_for_many_numbers_names_the_number() {
        let found = check("ar", &ARABIC.replace("Results[few] = {count} ", "Results[few] = "));
        assert_eq!(found, ["static/messages/ar.txt:6: Results lacks {count}, which its English text has"]);
    }

    #[test]
    fn a_key_that_no_code_names_is_found() {
        let sources = ["t(Key::Close); Key::Titles", "match x { a => Key::Results, }"];
        assert_eq!(
            unused(&english(), &sources),
            ["src/messages/english.rs: no code uses Key::Title; delete it here and in static/messages/"]
        );
    }

    #[test]
    fn an_english_key_is_there_once() {
        let mut english = english();
        english.push(english[0].clone());
        assert_eq!(english_findings(&english), ["src/messages/english.rs: Close is there twice"]);
    }
}
