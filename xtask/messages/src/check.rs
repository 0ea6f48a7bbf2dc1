//! Finds mistakes in a catalogue. Each finding is one line that says how to correct it.

use crate::{Catalogue, ENGLISH, Language, Message, Translation, translation::Line};

/// The mistakes in a language's texts.
pub fn findings(
    catalogue: &Catalogue,
    english: &[Message],
    language: &Language,
    translation: &Translation,
) -> Vec<String> {
    let path = catalogue.path(language);
    let mut findings = unreadable(&path, translation);
    for line in &translation.lines {
        if !english.iter().any(|message| message.key == line.key) {
            let Line { number, key, .. } = line;
            let keys = catalogue.path(&ENGLISH);
            findings.push(format!("{path}:{number}: {keys} has no key {key}; delete the line"));
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

/// The mistakes in the English texts themselves.
pub fn english_findings(catalogue: &Catalogue, texts: &Translation) -> Vec<String> {
    let path = catalogue.path(&ENGLISH);
    let mut findings = unreadable(&path, texts);
    let mut seen: Vec<&str> = Vec::new();
    for Line { key, .. } in &texts.lines {
        if seen.contains(&key.as_str()) {
            continue;
        }
        seen.push(key);
        let lines: Vec<&Line> = texts.of(key).collect();
        let text = lines.iter().find(|line| line.category.as_deref() != Some("one"));
        let text = text.map(|line| line.text.clone()).unwrap_or_default();
        let one = lines.iter().find(|line| line.category.is_some()).map(|line| line.text.clone());
        let message = Message { key: key.clone(), one, text };
        let found = match message.one {
            Some(_) => counted(&message, &ENGLISH, &lines),
            None => plain(&message, &ENGLISH, &lines),
        };
        findings.extend(found.into_iter().map(|finding| format!("{path}{finding}")));
    }
    findings
}

fn unreadable(path: &str, texts: &Translation) -> Vec<String> {
    let lines = texts.unreadable.iter();
    lines
        .map(|number| format!("{path}:{number}: neither `Key = text` nor a comment that starts with #"))
        .collect()
}

/// Keys that no Rust file uses. `sources` are the contents of the files that may use the catalogue.
pub fn unused(catalogue: &Catalogue, english: &[Message], sources: &[&str]) -> Vec<String> {
    let Catalogue { folder, keys, .. } = catalogue;
    let is_used = |key: &str| {
        let name = format!("{keys}::{key}");
        sources.iter().any(|source| {
            source.match_indices(&name).any(|(at, _)| {
                !source[at + name.len()..]
                    .starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
            })
        })
    };
    english
        .iter()
        .filter(|message| message.is_in_module() && !is_used(&message.key))
        .map(|message| {
            let (path, key) = (catalogue.path(&ENGLISH), &message.key);
            format!("{path}: no code uses {keys}::{key}; delete it in each language of {folder}/")
        })
        .collect()
}

fn plain(message: &Message, language: &Language, lines: &[&Line]) -> Vec<String> {
    let Message { key, text, .. } = message;
    match lines {
        [] => vec![missing(&format!("{key} = …"), text, language)],
        [line] if line.category.is_none() => wording(line, text, None),
        [line] => vec![format!(
            ":{}: {key} has no plural forms in English; write `{key} = …` without a plural category",
            line.number
        )],
        [.., last] => vec![format!(":{}: {key} occurs twice; keep one", last.number)],
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
                findings.push(format!(":{}: {key}[{category}] occurs twice; keep one", last.number));
            }
        }
    }
    let known = |line: &Line| language.plurals.iter().any(|(name, _)| line.category.as_deref() == Some(name));
    for line in lines.iter().filter(|line| !known(line)) {
        let categories: Vec<_> = language.plurals.iter().map(|(category, _)| *category).collect();
        findings.push(format!(
            ":{}: {key} has plural forms; {} has the categories {}",
            line.number,
            language.name,
            categories.join(", ")
        ));
    }
    findings
}

fn missing(what: &str, english: &str, language: &Language) -> String {
    format!(": missing; add the line `{what}` with this text in {}: {english}", language.name)
}

/// Checks that a text has the same placeholders as the English one. Only a form for a single number may lack the number.
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
        findings.push(format!(":{number}: {key} has {{{name}}}, which its English text does not have"));
    }
    findings
}

/// The names of a text's placeholders.
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
    use crate::{LANGUAGES, WIDGET, read_translation};

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
        findings(&WIDGET, &english(), language, &read_translation(content))
    }

    const FILIPINO: &str = "Close = Isara\nTitle = Sa {provider}\nResults[one] = {count} resulta\nResults[other] = {count} na resulta\n";
    const ARABIC: &str = "Close = إغلاق\nTitle = إلى {provider}\nResults[zero] = لا نتائج\nResults[one] = نتيجة واحدة\n\
                          Results[two] = نتيجتان\nResults[few] = {count} نتائج\nResults[many] = {count} نتيجة\n\
                          Results[other] = {count} نتيجة\n";

    const ENGLISH_TEXTS: &str = "Close = Close\nTitle = Log in to {provider}\nResults[one] = 1 result\nResults[other] = {count} results\n";

    fn check_english(content: &str) -> Vec<String> {
        english_findings(&WIDGET, &read_translation(content))
    }

    #[test]
    fn a_whole_catalogue_has_no_findings() {
        assert_eq!(check("fil", FILIPINO), Vec::<String>::new());
        assert_eq!(check("ar", ARABIC), Vec::<String>::new());
        assert_eq!(check_english(ENGLISH_TEXTS), Vec::<String>::new());
    }

    #[test]
    fn each_mistake_is_reported_with_its_correction() {
        for (change, wanted) in [
            (
                ("Close = Isara\n", ""),
                ": missing; add the line `Close = …` with this text in Filipino: Close",
            ),
            (("Close = Isara", "Close = "), ":1: Close is empty, or has a blank at an end or a tab"),
            (
                ("Close = Isara", "Close = Isara\nShut = Isara"),
                ":2: static/messages/en.txt has no key Shut; delete the line",
            ),
            (("Close = Isara", "Close = Isara\nClose = Sara"), ":2: Close occurs twice; keep one"),
            (("Close = Isara", "Close: Isara"), ":1: neither `Key = text` nor a comment that starts with #"),
            (
                ("Close = ", "Close[one] = "),
                ":1: Close has no plural forms in English; write `Close = …` without a plural category",
            ),
            (("{provider}", "{company}"), ":2: Title lacks {provider}, which its English text has"),
            (("{provider}", "{company}"), ":2: Title has {company}, which its English text does not have"),
            (("[one] = {count}", "[one] = 1"), ":3: Results lacks {count}, which its English text has"),
            (
                ("Results[one]", "Results[two]"),
                ": missing; add the line `Results[one] = …` with this text in Filipino: {count} results",
            ),
            (
                ("Results[one]", "Results[two]"),
                ":3: Results has plural forms; Filipino has the categories one, other",
            ),
            (("Results[one]", "Results[other]"), ":4: Results[other] occurs twice; keep one"),
        ] {
            let found = check("fil", &FILIPINO.replacen(change.0, change.1, 1));
            let wanted = format!("static/messages/fil.txt{wanted}");
            assert!(found.contains(&wanted), "{wanted}\n{found:#?}");
        }
    }

    #[test]
    fn a_form_for_several_numbers_must_contain_the_number() {
        let found = check("ar", &ARABIC.replace("Results[few] = {count} ", "Results[few] = "));
        assert_eq!(found, ["static/messages/ar.txt:6: Results lacks {count}, which its English text has"]);
    }

    #[test]
    fn a_key_that_no_code_uses_is_reported() {
        let sources = ["t(Key::Close); Key::Titles", "match x { a => Key::Results, }"];
        assert_eq!(
            unused(&WIDGET, &english(), &sources),
            [
                "static/messages/en.txt: no code uses Key::Title; delete it in each language of static/messages/"
            ]
        );
    }

    #[test]
    fn each_mistake_in_the_english_texts_is_reported() {
        for (change, wanted) in [
            (("Close = Close", "Close = Close\nClose = Shut"), ":2: Close occurs twice; keep one"),
            (("Close = Close", "Close"), ":1: neither `Key = text` nor a comment that starts with #"),
            (("Close = Close", "Close = "), ":1: Close is empty, or has a blank at an end or a tab"),
            (
                ("Results[other]", "Results[few]"),
                ":4: Results has plural forms; English has the categories one, other",
            ),
            (
                ("Results[one] = 1 result\n", ""),
                ": missing; add the line `Results[one] = …` with this text in English: {count} results",
            ),
            (
                ("1 result", "{number} result"),
                ":3: Results has {number}, which its English text does not have",
            ),
        ] {
            let found = check_english(&ENGLISH_TEXTS.replacen(change.0, change.1, 1));
            let wanted = format!("static/messages/en.txt{wanted}");
            assert!(found.contains(&wanted), "{wanted}\n{found:#?}");
        }
    }
}
