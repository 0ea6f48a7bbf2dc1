//! What mail programs make links of. The one link of an invite's e-mail is the invite's: a host's texts, or a name in them,
//! must not lead people elsewhere under the operator's address.

use std::net::Ipv4Addr;
use unicode_normalization::UnicodeNormalization as _;

/// Beginnings of links without slashes.
const SCHEMES: [&str; 6] = ["www.", "mailto:", "javascript:", "data:", "tel:", "sms:"];

/// The first part of a text that a mail program would make a link of.
pub(crate) fn find_link(text: &str) -> Option<&str> {
    let is_between = |letter: char| letter.is_whitespace() || "<>()[]{}\"'“”‘’«»,;|".contains(letter);
    text.split(is_between).find(|word| is_link(&as_domains_are_read(word)))
}

/// A word as a browser reads the name of a server: wide letters and dots as usual ones, without invisible letters. The
/// Chinese full stop counts as a dot between Latin letters only; elsewhere it ends a sentence.
fn as_domains_are_read(word: &str) -> String {
    let is_visible = |letter: &char| !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    let letters: Vec<char> = word.nfkc().filter(is_visible).collect();
    let is_latin =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_alphanumeric);
    let read = |(at, &letter): (usize, &char)| {
        let is_dot = letter == '。' && is_latin(at.checked_sub(1)) && is_latin(Some(at + 1));
        if is_dot { '.' } else { letter }
    };
    letters.iter().enumerate().map(read).collect()
}

/// The text with spaces that keep mail programs from making links of its parts. A person can still read it.
pub(crate) fn defuse(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut defused = String::with_capacity(text.len() + 8);
    let mut before = None;
    for (at, &letter) in letters.iter().enumerate() {
        defused.push(letter);
        let next = |number: usize| letters.get(at + number).copied();
        let is_after_www = || {
            let before = at.checked_sub(3).and_then(|start| letters.get(start..at));
            before.is_some_and(|before| before.iter().all(|letter| letter.eq_ignore_ascii_case(&'w')))
        };
        let begins_link = match letter {
            '.' => {
                let begins_label = before.is_some_and(in_label)
                    && next(1).is_some_and(char::is_alphabetic)
                    && next(2).is_some_and(char::is_alphabetic);
                begins_label || (is_after_www() && next(1).is_some_and(|next| !next.is_whitespace()))
            }
            ':' => {
                (next(1) == Some('/') && next(2) == Some('/'))
                    || (before.is_some_and(char::is_alphabetic)
                        && next(1).is_some_and(|next| !next.is_whitespace()))
            }
            _ => false,
        };
        if begins_link {
            defused.push(' ');
        }
        before = Some(letter);
    }
    defused
}

fn is_link(word: &str) -> bool {
    let begins_with = |scheme: &&str| {
        word.len() > scheme.len()
            && word.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme))
    };
    word.contains("://") || SCHEMES.iter().any(begins_with) || has_host(word)
}

/// Whether a word has a host's name: `example.com`, `example.com/path`, `someone@example.com`.
fn has_host(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    word.split(['/', '\\', '?', '#', ':', '@', '=', '&']).any(|part| {
        let labels: Vec<&str> = part.trim_matches(|letter: char| !in_label(letter)).split('.').collect();
        let is_label = |label: &&str| !label.is_empty() && label.chars().all(in_label);
        labels.len() > 1
            && labels.iter().all(is_label)
            && (labels.last().is_some_and(|last| is_top_level(last)) || part.parse::<Ipv4Addr>().is_ok())
    })
}

fn in_label(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-'
}

fn is_top_level(label: &str) -> bool {
    let mut letters = label.chars();
    let starts_so =
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_some_and(char::is_alphabetic);
    starts_so && (label.chars().all(char::is_alphabetic) || label.starts_with("xn--"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_are_found_and_ordinary_words_are_none() {
        for (text, link) in [
            ("see https://evil.example/x now", "https://evil.example/x"),
            ("see (HTTP://1.2.3.4)", "HTTP://1.2.3.4"),
            ("ftp://files", "ftp://files"),
            ("WWW.evil", "WWW.evil"),
            ("go to evil.com.", "evil.com."),
            ("evil.com/path?x=1", "evil.com/path?x=1"),
            ("write to me@evil.co.uk!", "me@evil.co.uk!"),
            ("x/evil.com", "x/evil.com"),
            ("mailto:me", "mailto:me"),
            ("пример.рф", "пример.рф"),
            ("go to 1.2.3.4/x", "1.2.3.4/x"),
            (r"\\1.2.3.4\s", r"\\1.2.3.4\s"),
            ("evil。com", "evil。com"),
            ("ｅｖｉｌ．ｃｏｍ/x", "ｅｖｉｌ．ｃｏｍ/x"),
            ("evil\u{ad}.com", "evil\u{ad}.com"),
            ("evil.c\u{200b}om", "evil.c\u{200b}om"),
            ("evil.xn--p1ai", "evil.xn--p1ai"),
            ("Hello.Please", "Hello.Please"),
        ] {
            assert_eq!(find_link(text), Some(link), "{text}");
        }
        for text in [
            "Hello ${firstName}, please share your data with ${companyName}.",
            "At 9:30 a.m. it costs PHP 1.500,50 (net), e.g. for J.R. Smith and/or others: ask us.",
            "Note: version 2.0 ... and so on",
            "工资单。请分享",
        ] {
            assert_eq!(find_link(text), None, "{text}");
            assert_eq!(defuse(text), text, "what is no link stays");
        }
    }

    #[test]
    fn a_defused_text_can_be_read() {
        for (text, defused) in [
            ("https://evil.com/x", "https: //evil. com/x"),
            ("Ma.Teresa Cruz", "Ma. Teresa Cruz"),
            ("Booking.com", "Booking. com"),
            ("mailto:a@b.co", "mailto: a@b. co"),
        ] {
            assert_eq!(super::defuse(text), defused);
        }
    }

    proptest! {
        #[test]
        fn no_link_survives(text in "(https?|://|www|[a-c.:@/ -]|xn--|com|рф|mailto:|data|1|\\PC){0,24}") {
            let defused = defuse(&text);
            prop_assert_eq!(find_link(&defused), None, "{:?}", defused);
            prop_assert_eq!(defused.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
