//! The sender's name of an invite's e-mail: `Acme via Wink`. A host cannot choose it. The operator has verified the first
//! part, and the second says who really sends.

use lettre::message::Mailbox;
use unicode_normalization::UnicodeNormalization as _;

/// Maximum length of a verified name, in characters.
const LONGEST_NAME: usize = 64;

/// What may be in a name beside letters, digits and single spaces.
const MARKS: &str = ".&-+'’,()!/";

/// A name is not fit to be a sender's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadName {
    #[error("must have 1 to {LONGEST_NAME} characters")]
    Length,
    #[error("must have letters, digits, single spaces and {MARKS} only, each in its usual form")]
    Characters,
    #[error("must not contain the word \"via\"")]
    Via,
    #[error("mixes letters of scripts that look alike, such as Latin and Cyrillic")]
    MixedScripts,
    #[error("is made of letters that look like Latin ones and are others")]
    LooksLatin,
}

/// The sender: the operator's address, under the tenant's verified name and the operator's.
pub(super) fn sender(operator: &Mailbox, verified: Option<&str>) -> Mailbox {
    let own = operator.name.clone().unwrap_or_else(|| operator.email.domain().to_owned());
    // Stored names were checked, but a header must not rely on that.
    let name = match verified.filter(|name| check_name(name).is_ok()) {
        Some(verified) => format!("{verified} via {own}"),
        None => own,
    };
    Mailbox::new(Some(name), operator.email.clone())
}

/// Checks that a name can be a sender's without looking like something else.
pub(crate) fn check_name(name: &str) -> Result<(), BadName> {
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
        return Err(BadName::Length);
    }
    let is_usual = |letter: char| letter.is_alphanumeric() || letter == ' ' || MARKS.contains(letter);
    // Wide, raised and mathematical letters have another usual form.
    let is_usual = name.chars().all(is_usual) && name.nfkc().eq(name.chars());
    if !is_usual || name.trim() != name || name.contains("  ") {
        return Err(BadName::Characters);
    }
    if name.split(' ').any(|word| word.eq_ignore_ascii_case("via")) {
        return Err(BadName::Via);
    }
    let letters = || name.chars().filter(|letter| letter.is_alphabetic());
    let has_lookalikes = letters().any(is_of_lookalike_script);
    if has_lookalikes && letters().any(is_latin) {
        return Err(BadName::MixedScripts);
    }
    if has_lookalikes && letters().all(looks_latin) {
        return Err(BadName::LooksLatin);
    }
    Ok(())
}

/// What two names have in common that a hurried reader takes for each other.
pub(crate) fn skeleton(name: &str) -> String {
    let letters = name.nfkd().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric());
    let alike = letters.map(|letter| match letter {
        '0' => 'o',
        '1' | 'i' => 'l',
        '5' => 's',
        other => other,
    });
    alike.collect::<String>().replace("rn", "m").replace("vv", "w")
}

const fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Greek, Cyrillic, Armenian, Cherokee, Coptic and Lisu have letters in the shapes of Latin ones.
const fn is_of_lookalike_script(letter: char) -> bool {
    matches!(
        letter,
        '\u{370}'..='\u{58f}'
            | '\u{13a0}'..='\u{13ff}'
            | '\u{1c80}'..='\u{1c8f}'
            | '\u{1f00}'..='\u{1fff}'
            | '\u{2c80}'..='\u{2cff}'
            | '\u{2de0}'..='\u{2dff}'
            | '\u{a4d0}'..='\u{a4ff}'
            | '\u{a640}'..='\u{a69f}'
            | '\u{ab70}'..='\u{abbf}'
    )
}

/// The Greek and Cyrillic letters among them; every letter of the rarer scripts counts.
fn looks_latin(letter: char) -> bool {
    match letter {
        '\u{370}'..='\u{3ff}' => "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανιορυϲϳ".contains(letter),
        '\u{400}'..='\u{52f}' => "АВЕЅІЈКМНОРСТУХӀаеорсухіјѕԁԛԝһӏ".contains(letter),
        other => is_of_lookalike_script(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verified_name_goes_before_the_operators() {
        let operator: Mailbox = "Wink <invites@wink.example>".parse().unwrap();
        let bare: Mailbox = "invites@wink.example".parse().unwrap();
        for (operator, verified, name) in [
            (&operator, Some("Acme"), "Acme via Wink"),
            (&operator, None, "Wink"),
            (&bare, Some("Acme"), "Acme via wink.example"),
            (&bare, None, "wink.example"),
            // Stored by a version with other rules.
            (&operator, Some("Acme\r\nBcc: x@y.z"), "Wink"),
        ] {
            let sender = sender(operator, verified);
            assert_eq!((sender.name.as_deref(), sender.email.as_ref()), (Some(name), "invites@wink.example"));
        }
    }

    #[test]
    fn names_that_mislead_are_refused() {
        for name in [
            "Acme",
            "XYZ Bank, Inc.",
            "Crédit Łódź",
            "Ärzte & Co. (2)",
            "三菱UFJ銀行",
            "Сбербанк",
            "بنك",
            "Αθήνα",
        ] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for (name, bad) in [
            ("", BadName::Length),
            ("Acme\r\nBcc: x@y.z", BadName::Characters),
            ("Acme\" <a@b.c>", BadName::Characters),
            ("support@bank.com", BadName::Characters),
            ("Ac\u{200b}me", BadName::Characters),
            ("\u{202e}emcA", BadName::Characters),
            ("Ａｃｍｅ", BadName::Characters),
            ("𝐀cme", BadName::Characters),
            (" Acme", BadName::Characters),
            ("PayPal via Bank", BadName::Via),
            ("\u{410}cme", BadName::MixedScripts),
            ("\u{391}cme", BadName::MixedScripts),
            ("\u{420}\u{430}\u{443}\u{420}\u{430}\u{4cf}", BadName::LooksLatin),
        ] {
            assert_eq!(check_name(name), Err(bad), "{name}");
        }
        assert_eq!(check_name(&"x".repeat(LONGEST_NAME + 1)), Err(BadName::Length));
    }

    #[test]
    fn names_that_look_alike_have_one_skeleton() {
        for (one, other) in [
            ("PayPal", "Paypa1"),
            ("Modern Bank", "modem bank"),
            ("Acme, Inc.", "ACME INC"),
            ("Crédit", "Credit"),
        ] {
            assert_eq!(skeleton(one), skeleton(other));
        }
        assert_ne!(skeleton("Acme"), skeleton("Acne"));
    }
}
