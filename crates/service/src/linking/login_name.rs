//! What a person logs in with, masked before it is stored or reported: enough to recognize, not enough to use. Logins are
//! counted under a keyed hash of it.

use crate::ids::SourceKey;
use crate::scope::Scope;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization as _;
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

/// A keyed hash of the login name at a provider, whatever its capitals, spaces and signs. `None` if the person enters it
/// only at the provider.
pub(super) fn key(
    key: &SourceKey,
    (scope, provider_id): (&Scope, &str),
    option: &LoginOption,
    credentials: &BTreeMap<String, Secret>,
) -> Option<String> {
    let name = option.fields.iter().find(|field| names_person(field.kind))?;
    let company = option.fields.iter().filter(|field| field.kind == FieldKind::CompanyCode);
    let [mode, people] = scope.people();
    let mut texts = vec!["login".to_owned(), mode.to_owned(), people.to_owned(), provider_id.to_owned()];
    for field in company.chain([name]) {
        texts.push(plain(credentials.get(&field.name)?.expose()));
    }
    Some(key.of(&texts.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// A name as sources compare it: `+63 955` and `63-955`, or `George` and `george`, may be one.
fn plain(name: &str) -> String {
    name.nfkc()
        .filter(|letter| letter.is_alphanumeric() || "@._".contains(*letter))
        .collect::<String>()
        .to_lowercase()
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

    #[test]
    fn a_login_counts_for_one_name_however_it_is_written() {
        let field = |name: &str, kind| LoginField {
            name: name.to_owned(),
            kind,
            label: None,
            pattern: None,
            hint: None,
            max_length: 64,
            countries: Vec::new(),
        };
        let option = LoginOption {
            id: "form".to_owned(),
            method: LoginMethod::Form,
            fields: vec![
                field("name", FieldKind::UserName),
                field("company", FieldKind::CompanyCode),
                field("password", FieldKind::Password),
            ],
            instructions: None,
            recovery_links: Vec::new(),
            sample_people: Vec::new(),
        };
        let source_key = SourceKey::new("a key of the test".into());
        let counted = |scope: &Scope, provider: &str, name: &str, company: &str, password: &str| {
            let typed = [("name", name), ("company", company), ("password", password)];
            let typed = typed.map(|(field, text)| (field.to_owned(), Secret::from(text)));
            key(&source_key, (scope, provider), &option, &typed.into()).unwrap()
        };
        let acme = Scope::of_new_key("acme", crate::scope::Mode::Production);
        let same = counted(&acme, "sss", "George", "A1", "one");
        for name in [" george ", "GEORGE", "Ｇeorge", "ge orge", "george-"] {
            assert_eq!(counted(&acme, "sss", name, "a1", "another"), same, "{name}");
        }
        let other_tenant = Scope::of_new_key("bank", crate::scope::Mode::Production);
        assert_eq!(
            counted(&other_tenant, "sss", "George", "A1", "one"),
            same,
            "real people are the same everywhere"
        );
        let (sandbox, other_sandbox) = (
            Scope::of_new_key("acme", crate::scope::Mode::Sandbox),
            Scope::of_new_key("bank", crate::scope::Mode::Sandbox),
        );
        let different = [
            counted(&acme, "upwork", "George", "A1", "one"),
            counted(&acme, "sss", "Georgia", "A1", "one"),
            counted(&acme, "sss", "George", "B1", "one"),
            counted(&sandbox, "sss", "George", "A1", "one"),
            counted(&other_sandbox, "sss", "George", "A1", "one"),
            same,
        ];
        assert_eq!(different.iter().collect::<std::collections::BTreeSet<_>>().len(), different.len());
        let at_provider = LoginOption { fields: Vec::new(), ..option };
        assert_eq!(key(&source_key, (&acme, "sss"), &at_provider, &BTreeMap::new()), None);
    }
}
