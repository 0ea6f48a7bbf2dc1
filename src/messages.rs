//! Every text that a person reads, by key. Screens use keys; this module chooses the language.
//!
//! English is part of the program. Another language is a catalogue with the same keys, `static/messages/*.txt`, loaded
//! when it is needed. A text has placeholders such as `{name}`. A text with a count has a form for each plural category of
//! its language.

mod catalogue;
mod countries;
mod documents;
mod english;
mod failures;
mod loading;
mod names;
mod spoken;

#[cfg(any(feature = "gallery", test))]
pub(crate) use catalogue::{read_catalogue, switch_if_loaded};
pub(crate) use countries::country_names;
pub(crate) use documents::{archive_texts, fault_text, file_type_detail, file_type_name, format_name};
pub(crate) use english::Key;
pub(crate) use failures::{FailureTexts, failure_texts};
pub(crate) use loading::{TextState, follow};
pub(crate) use names::{data_point_detail, data_point_name, field_label, kind_name, kinds_name, place_name};
pub(crate) use spoken::{direction, language, locale};

/// The text of a key.
pub(crate) fn t(key: Key) -> &'static str {
    spoken::text(key)
}

/// The text of a key, with its placeholders replaced.
pub(crate) fn t_with(key: Key, values: &[(&str, &str)]) -> String {
    fill(t(key), values)
}

/// The text for a count, which also goes in as `{count}`. The key has its forms: `one "…" other "…"`.
pub(crate) fn t_count(key: Key, count: usize, values: &[(&str, &str)]) -> String {
    let number = spoken::number(count);
    let mut all = vec![("count", number.as_str())];
    all.extend(values);
    fill(spoken::form(t(key), &spoken::plural_category(count)), &all)
}

/// One pass from left to right, so that a value that looks like a placeholder is not replaced.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            isolated(&mut text, |text| push_value(value, text));
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A value in a line that is composed of several. Its text direction does not affect the order of the others.
pub(crate) fn apart(value: &str) -> String {
    let mut text = String::new();
    isolated(&mut text, |text| text.push_str(value));
    text
}

/// A Latin name in a line that runs from right to left must not carry the words around it along. The marks do
/// the same as `<bdi>`, and work in attributes too.
fn isolated(text: &mut String, push: impl FnOnce(&mut String)) {
    if spoken::is_right_to_left() {
        text.push('\u{2068}');
        push(text);
        text.push('\u{2069}');
    } else {
        push(text);
    }
}

/// A name is unchanged. "the company", which replaces a missing name, gets a capital letter at the start of a sentence.
fn push_value(value: &str, text: &mut String) {
    let begins_sentence = text.is_empty() || text.ends_with(". ");
    let stands_in = value == t(Key::TheCompany) || value == t(Key::TheProvider);
    let mut letters = value.chars();
    match letters.next() {
        Some(first) if begins_sentence && stands_in => {
            text.push(first.to_ascii_uppercase());
            text.push_str(letters.as_str());
        }
        _ => text.push_str(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_unchanged_and_its_placeholder_is_capitalized_at_the_start() {
        assert_eq!(fill("{a} asks.", &[("a", "foodpanda")]), "foodpanda asks.");
        assert_eq!(
            fill("{a} asks. {a} waits for {a}.", &[("a", "the company")]),
            "The company asks. The company waits for the company."
        );
    }

    #[test]
    fn values_go_in_once() {
        let filled = fill("{a} and {b}, {a}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b} and 2, {b}");
        assert_eq!(fill("no {end", &[]), "no end");
    }
}
