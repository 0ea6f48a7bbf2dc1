//! What a person logs in with, masked before it is stored or reported: enough to recognize, not enough to use.

use std::collections::BTreeMap;
use wink_wire::{FieldKind, LoginOption, Secret};

/// Replaces the hidden part, whatever its length.
const MASK: &str = "•••";

/// Maximum number of digits shown at the end of a number.
const SHOWN_DIGITS: usize = 4;

/// The person's masked login name. `None` if the person enters it only at the provider.
pub(super) fn masked(option: &LoginOption, credentials: &BTreeMap<String, Secret>) -> Option<String> {
    let field = option.fields.iter().find(|field| names_person(field.kind))?;
    Some(mask(field.kind, credentials.get(&field.name)?.expose().trim()))
}

/// Whether a field identifies the person.
const fn names_person(kind: FieldKind) -> bool {
    match kind {
        FieldKind::UserName
        | FieldKind::Email
        | FieldKind::MobileNumber
        | FieldKind::SsNumber
        | FieldKind::EmployeeId
        | FieldKind::Unknown => true,
        FieldKind::CompanyCode | FieldKind::Password => false,
    }
}

fn mask(kind: FieldKind, text: &str) -> String {
    match kind {
        FieldKind::UserName | FieldKind::Email => {
            match text.rsplit_once('@').filter(|(_, end)| is_domain(end)) {
                Some((name, domain)) => format!("{}@{domain}", first_letter(name)),
                None => first_letter(text),
            }
        }
        FieldKind::MobileNumber | FieldKind::SsNumber | FieldKind::EmployeeId | FieldKind::Unknown => {
            last_digits(text)
        }
        FieldKind::CompanyCode | FieldKind::Password => MASK.to_owned(),
    }
}

/// Whether this is the domain of an address. Anything else after an `@` may be a phone number or part of a name.
fn is_domain(text: &str) -> bool {
    let letters = |label: &str| label.len() > 1 && label.chars().all(char::is_alphabetic);
    text.rsplit_once('.').is_some_and(|(host, top)| !host.is_empty() && letters(top))
}

fn first_letter(name: &str) -> String {
    // A name of one letter would be shown whole.
    let first = name.chars().next().filter(|_| name.chars().count() > 1);
    first.map(String::from).unwrap_or_default() + MASK
}

/// Never more than half of the number.
fn last_digits(number: &str) -> String {
    let length = number.chars().count();
    let shown = SHOWN_DIGITS.min(length / 2);
    let end: String = number.chars().skip(length - shown).collect();
    format!("{MASK}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wink_wire::{LoginField, LoginMethod};

    #[test]
    fn a_login_name_is_masked_by_its_kind() {
        for (kind, text, expected) in [
            (FieldKind::SsNumber, "3300000008", "•••0008"),
            (FieldKind::MobileNumber, "+639559991234", "•••1234"),
            (FieldKind::EmployeeId, "E-1042", "•••042"),
            (FieldKind::Email, "gpalomero1234@smileapi.io", "g•••@smileapi.io"),
            (FieldKind::UserName, "George", "G•••"),
            (FieldKind::UserName, "gpalomero1234@smileapi.io", "g•••@smileapi.io"),
            (FieldKind::UserName, "李小龙", "李•••"),
            (FieldKind::UserName, "x@639559991234", "x•••"),
            (FieldKind::UserName, "george@home", "g•••"),
            (FieldKind::Unknown, "12345678", "•••5678"),
            (FieldKind::Password, "hunter2", "•••"),
        ] {
            assert_eq!(mask(kind, text), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn no_short_name_is_shown_whole() {
        for kind in [FieldKind::UserName, FieldKind::Email, FieldKind::SsNumber, FieldKind::MobileNumber] {
            for text in ["", "a", "ab", "abc", "@", "a@", "a@b"] {
                let name = text.split('@').next().unwrap();
                let masked = mask(kind, text);
                assert!(
                    name.is_empty() || !masked.starts_with(&format!("{name}@")),
                    "{kind:?} {text}: {masked}"
                );
                assert!(text.is_empty() || masked != text, "{kind:?} {text}");
            }
        }
    }

    #[test]
    fn the_field_that_names_the_person_is_taken_and_no_password() {
        let field = |name: &str, kind| LoginField {
            name: name.to_owned(),
            kind,
            label: None,
            pattern: None,
            hint: None,
            max_length: 64,
            countries: Vec::new(),
        };
        let option = |fields| LoginOption {
            id: "form".to_owned(),
            method: LoginMethod::Form,
            fields,
            instructions: None,
            recovery_links: Vec::new(),
            sample_people: Vec::new(),
        };
        let typed = BTreeMap::from([
            ("company".to_owned(), Secret::from("ACME")),
            ("ss".to_owned(), Secret::from(" 3300000008 ")),
            ("password".to_owned(), Secret::from("hunter2")),
        ]);
        let all = option(vec![
            field("company", FieldKind::CompanyCode),
            field("password", FieldKind::Password),
            field("ss", FieldKind::SsNumber),
        ]);
        assert_eq!(masked(&all, &typed), Some("•••0008".to_owned()));
        assert_eq!(masked(&option(vec![field("password", FieldKind::Password)]), &typed), None);
        assert_eq!(masked(&option(Vec::new()), &typed), None);
    }
}
