//! Texts of pages: `{name}` is replaced by a value, and `<strong>` marks strong text. The rest of the text and every
//! value are escaped.

use maud::{Markup, html};

const STRONG: &str = "<strong>";
const STRONG_END: &str = "</strong>";

/// A part of a text.
#[derive(Debug)]
enum Part<'a> {
    Plain(&'a str),
    /// The name of a value.
    Value(&'a str),
    Strong(&'a str),
}

/// Fills in the values. Values are not searched for placeholders.
pub(crate) fn fill(text: &str, values: &[(&str, &Markup)]) -> Markup {
    html! {
        @for part in parts(text) {
            @match part {
                Part::Plain(text) => (text),
                Part::Strong(text) => strong { (fill(text, values)) },
                Part::Value(name) => @match values.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => (value),
                    // A missing value shows its placeholder, so that somebody notices.
                    None => { "{" (name) "}" }
                },
            }
        }
    }
}

/// A name in a text, isolated because it may be written in the other direction.
pub(crate) fn name(name: &str) -> Markup {
    html! { bdi { (name) } }
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if let Some((inner, after)) = rest.strip_prefix(STRONG).and_then(|rest| rest.split_once(STRONG_END)) {
            rest = after;
            return Some(Part::Strong(inner));
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            rest = after;
            return Some(Part::Value(name));
        }
        let (_, later) = rest.split_at(first.len_utf8());
        let end = later.find(['{', '<']).map_or(rest.len(), |at| at + first.len_utf8());
        let (plain, after) = rest.split_at(end);
        rest = after;
        Some(Part::Plain(plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_strong_words_go_in_and_all_else_is_escaped() {
        let (a, b) = (name("<b>{b}"), html! { "B" });
        let filled = |text| fill(text, &[("a", &a), ("b", &b)]).into_string();
        for (text, html) in [
            ("", ""),
            ("At {a}.", "At <bdi>&lt;b&gt;{b}</bdi>."),
            ("<strong>é {b}</strong>{b}", "<strong>é B</strong>B"),
            ("1 < 2 & <em>3</em>", "1 &lt; 2 &amp; &lt;em&gt;3&lt;/em&gt;"),
            ("{unknown} {b", "{unknown} {b"),
            ("<strong>{b}", "&lt;strong&gt;B"),
            ("{{b}}", "{{b}}"),
        ] {
            assert_eq!(filled(text), html, "{text}");
        }
    }
}
