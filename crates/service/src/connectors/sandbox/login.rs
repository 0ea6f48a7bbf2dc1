//! Interprets credentials in the sandbox: who logs in, or which failure is requested.

use super::factors::{Factor, chain_named};
use crate::catalogue::people::{GEORGE, PEOPLE, Person};
use crate::connectors::Login;
use serde::{Deserialize, Serialize};
use wink_wire::{ErrorCode, FieldKind, LoginField};

/// Maximum wait that `slow_<seconds>` can request, in seconds.
const SLOWEST_SECONDS: u32 = 300;

/// What will happen to a login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Plan {
    /// Log in with the provider's second factor, if it has one.
    LogIn { person: String },
    /// Log in with these second factors, in order, whatever the provider has.
    Challenge { person: String, factors: Vec<Factor> },
    /// Log in without a second factor: the provider's own page has asked for everything.
    SignedIn { person: String },
    /// Log in without a second factor, after a wait.
    Slow { seconds: u32 },
    /// Fail with this code.
    Refuse { code: String },
    /// Log in without a second factor, but fail with this code when the source is read again.
    RefuseSync { code: String },
}

impl Plan {
    pub(super) fn of(login: Login<'_>) -> Self {
        let value =
            |field: &LoginField| login.credentials.get(&field.name).map_or("", |value| value.expose());
        // The company code names an employer, not a person; the sandbox accepts any.
        let Some(name_field) = login
            .option
            .fields
            .iter()
            .find(|field| !matches!(field.kind, FieldKind::Password | FieldKind::CompanyCode))
        else {
            return refuse(ErrorCode::SystemError);
        };
        let name = value(name_field).trim();
        if let Some(plan) = magic(name) {
            return plan;
        }
        let password =
            login.option.fields.iter().find(|field| field.kind == FieldKind::Password).map_or("", value);
        match PEOPLE.iter().find(|person| goes_by(person, name_field.kind, name)) {
            Some(person) if person.password == password => {
                Self::LogIn { person: person.user_name.to_owned() }
            }
            _ => refuse(ErrorCode::InvalidCredentials),
        }
    }
}

impl Plan {
    /// Interprets a login at the sandbox's own sign-in page, which accepts any of a person's names.
    pub(super) fn at_provider(name: &str, password: &str) -> Self {
        let name = name.trim();
        if let Some(plan) = magic(name) {
            return plan;
        }
        let kinds = [FieldKind::UserName, FieldKind::Email, FieldKind::MobileNumber];
        let is_meant = |person: &&Person| kinds.into_iter().any(|kind| goes_by(person, kind, name));
        match PEOPLE.into_iter().find(is_meant) {
            Some(person) if person.password == password => {
                Self::SignedIn { person: person.user_name.to_owned() }
            }
            _ => refuse(ErrorCode::InvalidCredentials),
        }
    }
}

/// Whether a person has this name in a field of this kind.
pub(super) fn goes_by(person: &Person, kind: FieldKind, name: &str) -> bool {
    let same_digits = |known: &str| digits(known) == digits(name) && !name.is_empty();
    match kind {
        FieldKind::Email => person.email.eq_ignore_ascii_case(name),
        FieldKind::MobileNumber => same_digits(person.mobile),
        FieldKind::SsNumber => person.ss_number.is_some_and(same_digits),
        FieldKind::UserName | FieldKind::EmployeeId | FieldKind::Unknown => {
            person.user_name.eq_ignore_ascii_case(name)
        }
        FieldKind::Password | FieldKind::CompanyCode => false,
    }
}

/// The plan of a user name that requests an outcome.
fn magic(name: &str) -> Option<Plan> {
    let (word, value) = name.split_once('_')?;
    let code = ErrorCode::ALL.into_iter().find(|code| code.name().eq_ignore_ascii_case(value));
    match word.to_ascii_lowercase().as_str() {
        "error" => Some(refuse(code.unwrap_or(ErrorCode::InvalidCredentials))),
        "sync" => Some(match code {
            Some(code) => Plan::RefuseSync { code: code.name().to_owned() },
            None => refuse(ErrorCode::InvalidCredentials),
        }),
        "slow" => Some(match value.parse::<u32>() {
            Ok(seconds) => Plan::Slow { seconds: seconds.min(SLOWEST_SECONDS) },
            Err(_) => refuse(ErrorCode::InvalidCredentials),
        }),
        "mfa" => {
            let Some(factors) = chain_named(&value.to_ascii_lowercase()) else {
                return Some(refuse(ErrorCode::UnsupportedMfaMethod));
            };
            Some(Plan::Challenge { person: GEORGE.user_name.to_owned(), factors: factors.to_vec() })
        }
        _ => None,
    }
}

fn refuse(code: ErrorCode) -> Plan {
    Plan::Refuse { code: code.name().to_owned() }
}

/// A number for comparison: without spaces, dashes and brackets.
fn digits(number: &str) -> String {
    number.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '\u{a0}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use std::collections::BTreeMap;
    use wink_wire::Secret;

    fn plan(provider: &str, option: &str, name: &str, password: &str) -> Plan {
        let catalogue = Catalogue::load(0).unwrap();
        let provider = catalogue.provider(provider).unwrap();
        let option = provider.login_options.iter().find(|candidate| candidate.id == option).unwrap();
        let credentials: BTreeMap<String, Secret> = option
            .fields
            .iter()
            .map(|field| {
                let value = match field.kind {
                    FieldKind::Password => password,
                    FieldKind::CompanyCode => "anything",
                    _ => name,
                };
                (field.name.clone(), Secret::from(value))
            })
            .collect();
        Plan::of(Login { option, credentials: &credentials })
    }

    fn george() -> Plan {
        Plan::LogIn { person: "George".into() }
    }

    #[test]
    fn a_person_logs_in_by_what_the_option_asks() {
        assert_eq!(plan("sss", "username", "george", "123456"), george());
        assert_eq!(plan("sss", "ss-number", "33-0000000-8", "123456"), george());
        assert_eq!(plan("upwork", "email", "GPalomero1234@smileapi.io", "123456"), george());
        assert_eq!(plan("grab", "mobile", "+63 955 999-1234", "123456"), george());
    }

    #[test]
    fn anything_else_is_refused() {
        let refused = refuse(ErrorCode::InvalidCredentials);
        for (option, name, password) in [
            ("username", "George", "654321"),
            ("username", "george@nowhere", "123456"),
            ("username", "3300000008", "123456"),
            ("ss-number", "George", "123456"),
            ("ss-number", "", ""),
            ("ss-number", "---", "654321"),
        ] {
            assert_eq!(plan("sss", option, name, password), refused, "{name}");
        }
    }

    #[test]
    fn magic_names_ask_for_what_shall_happen() {
        for code in ErrorCode::ALL {
            assert_eq!(plan("sss", "username", &format!("error_{}", code.name()), "x"), refuse(code));
        }
        assert_eq!(plan("sss", "username", "error_TEAPOT", "x"), refuse(ErrorCode::InvalidCredentials));
        assert_eq!(plan("sss", "username", "slow_7", "x"), Plan::Slow { seconds: 7 });
        assert_eq!(plan("sss", "username", "slow_9999", "x"), Plan::Slow { seconds: 300 });
        assert_eq!(plan("sss", "username", "slow_down", "x"), refuse(ErrorCode::InvalidCredentials));
        assert_eq!(
            plan("sss", "username", "mfa_email", "x"),
            Plan::Challenge { person: "George".into(), factors: vec![Factor::Email] }
        );
        let later = Plan::RefuseSync { code: "AUTH_REQUIRED".into() };
        assert_eq!(plan("sss", "username", "sync_AUTH_REQUIRED", "x"), later);
        assert_eq!(plan("sss", "username", "sync_TEAPOT", "x"), refuse(ErrorCode::InvalidCredentials));
        assert_eq!(plan("sss", "username", "mfa_iris", "x"), refuse(ErrorCode::UnsupportedMfaMethod));
    }
}
