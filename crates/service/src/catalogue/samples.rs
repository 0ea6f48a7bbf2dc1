//! Sample people of a login option: the sandbox's people who can log in this way, with what they type.

use crate::catalogue::people::{PEOPLE, Person};
use wink_wire::{FieldKind, LoginField, SamplePerson};

pub(super) fn sample_people(fields: &[LoginField]) -> Vec<SamplePerson> {
    PEOPLE.into_iter().filter_map(|person| sample(person, fields)).collect()
}

/// `None` if a field asks for something that this person does not have.
fn sample(person: &Person, fields: &[LoginField]) -> Option<SamplePerson> {
    let values = fields
        .iter()
        .map(|field| match field.kind {
            FieldKind::Email => Some(person.email),
            FieldKind::MobileNumber => Some(person.mobile),
            FieldKind::SsNumber => person.ss_number,
            FieldKind::Password => Some(person.password),
            FieldKind::CompanyCode => Some("SANDBOX"),
            FieldKind::UserName | FieldKind::EmployeeId | FieldKind::Unknown => Some(person.user_name),
        })
        .map(|value| value.map(str::to_owned))
        .collect::<Option<Vec<_>>>()?;
    Some(SamplePerson { name: person.full_name.to_owned(), values, code: person.code.to_owned() })
}
