//! Every page, shown twice: with names that try to get out of their places, and with plain ones. Both are the same page
//! but for the names.

use super::{invite, sign_in};
use maud::html;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use wink_wire::Language;

/// Closes an attribute or an element, and begins a script.
const HOSTILE: &str = "x\"'><script>alert('&')</script>{company}";
const PLAIN: &str = "xyz";

/// The pages of the service whose content comes from elsewhere, with one text in every field.
fn pages(text: &str, language: Language) -> Vec<(&'static str, String)> {
    let pages = sign_in::pages_of(text, language).into_iter().chain(invite::pages_of(text, language));
    pages.map(|(name, page)| (name, page.html())).collect()
}

#[test]
fn nothing_gets_out_of_its_place() {
    let escaped = html! { (HOSTILE) }.into_string();
    let in_address = utf8_percent_encode(HOSTILE, NON_ALPHANUMERIC).to_string();
    assert!(!escaped.contains(['<', '>', '"']), "{escaped}");
    for language in Language::ALL {
        let plain = pages(PLAIN, language);
        assert_eq!(plain.len(), 11);
        for ((name, hostile), (_, plain)) in pages(HOSTILE, language).into_iter().zip(plain) {
            assert!(plain.contains(PLAIN), "{name} shows nothing from elsewhere");
            let tamed = hostile.replace(&escaped, PLAIN).replace(&in_address, PLAIN);
            assert_eq!(tamed, plain, "{name}, {language:?}");
        }
    }
}

#[test]
fn no_text_is_without_its_values() {
    for language in Language::ALL {
        for (name, page) in pages(PLAIN, language) {
            assert!(!page.contains(['{', '}']), "{name}, {language:?}: {page}");
        }
    }
}
