//! The checks before a source is asked, and what a host may read.

use super::*;
use wink_wire::{FieldKind, LoginField};

fn option() -> LoginOption {
    let field = |name: &str, kind, max_length| LoginField {
        name: name.to_owned(),
        kind,
        label: None,
        pattern: None,
        hint: None,
        max_length,
        countries: Vec::new(),
    };
    LoginOption {
        id: "form".to_owned(),
        method: LoginMethod::Form,
        fields: vec![field("username", FieldKind::UserName, 6), field("password", FieldKind::Password, 8)],
        instructions: None,
        recovery_links: Vec::new(),
        sample_people: Vec::new(),
    }
}

fn refused(credentials: &[(&str, &str)]) -> Option<String> {
    let request = AccountRequest {
        idempotency_key: "key-00000001".to_owned(),
        provider_id: "upwork".to_owned(),
        login_option_id: "form".to_owned(),
        credentials: credentials.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect(),
    };
    match check_credentials(&option(), &request) {
        Ok(()) => None,
        Err(LinkingError::Invalid { field, .. }) => Some(field),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_field_must_be_there_within_its_length_and_no_other() {
    assert_eq!(refused(&[("username", "George"), ("password", "12345678")]), None);
    // Lengths are characters, not bytes.
    assert_eq!(refused(&[("username", "ééééöü"), ("password", "12345678")]), None);
    for (credentials, field) in [
        (&[("username", "George")][..], "credentials.password"),
        (&[("username", ""), ("password", "1")], "credentials.username"),
        (&[("username", "Georges"), ("password", "1")], "credentials.username"),
        (&[("username", "George"), ("password", "123456789")], "credentials.password"),
        (&[("username", "George"), ("password", "1"), ("pin", "1")], "credentials"),
        (&[], "credentials.username"),
    ] {
        assert_eq!(refused(credentials).as_deref(), Some(field), "{credentials:?}");
    }
}

#[test]
fn a_refusal_never_repeats_what_was_typed() {
    let request = AccountRequest {
        idempotency_key: "key-00000001".to_owned(),
        provider_id: "upwork".to_owned(),
        login_option_id: "form".to_owned(),
        credentials: BTreeMap::from([("username".to_owned(), Secret::from("hunter2-and-longer"))]),
    };
    let error = check_credentials(&option(), &request).unwrap_err();
    assert!(!format!("{error} {error:?} {request:?}").contains("hunter2"));
}
