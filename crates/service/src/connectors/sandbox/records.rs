//! The data of the sandbox's sources: pure functions of person, provider and day. An item is the same whenever it is
//! read. A source that is read again a month later has that month's items in addition, and no others.

mod benefits;
mod documents;
mod incomes;
mod jobs;
mod platform;

use crate::catalogue::Provider;
use crate::catalogue::people::Person;
use crate::records::{
    Address, AddressRank, AddressTag, Citizenship, Email, EmailKind, Identity, Keyed, Phone, PhoneKind,
    RecordKind, SourceRecords,
};
use jiff::civil::Date;

/// Everything that a provider holds about a person on a day.
pub(super) fn records_of(person: &Person, provider: &Provider, today: Date) -> SourceRecords {
    let kinds = provider.record_kinds();
    let jobs = jobs::jobs_of(person, provider);
    let pay = jobs.last().map(|job| incomes::incomes_of(person, provider, &job.item, today));
    let pay = pay.unwrap_or_default();
    let only = |kind| kinds.contains(&kind);
    SourceRecords {
        identities: vec![Keyed::new("profile", identity_of(person, provider))],
        ratings: given(only(RecordKind::Rating), || vec![platform::rating_of(person, provider, today)]),
        documents: given(only(RecordKind::Document), || documents::documents_of(person, provider, today)),
        transactions: given(only(RecordKind::Transaction), || platform::transactions_of(provider, &pay)),
        contributions: given(only(RecordKind::Contribution), || {
            benefits::contributions_of(person, provider, today)
        }),
        liabilities: given(only(RecordKind::Liability), || benefits::liabilities_of(person, provider, today)),
        employments: given(only(RecordKind::Employment), || jobs),
        incomes: given(only(RecordKind::Income), || pay),
    }
}

fn given<T>(is_held: bool, items: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if is_held { items() } else { Vec::new() }
}

/// A plausible number of at most nine `digits`, always the same for the same texts.
fn number_of(texts: &[&str], digits: u32) -> u64 {
    let seed = texts.iter().flat_map(|text| text.bytes().chain([0]));
    let least = 10_u64.pow(digits - 1);
    least + seed.fold(17_u64, |sum, byte| (sum * 131 + u64::from(byte)) % (9 * least))
}

fn identity_of(person: &Person, provider: &Provider) -> Identity {
    let home = &person.home;
    let full_address = [home.line1, home.line2, home.city, home.region, home.zip, home.country].join(", ");
    let text = |value: &str| Some(value.to_owned());
    Identity {
        full_name: person.full_name.to_owned(),
        first_name: text(person.first_name),
        middle_name: None,
        last_name: text(person.last_name),
        suffix: person.suffix.map(str::to_owned),
        gender: Some(person.gender),
        dob: Some(person.birth_date),
        marital_status: Some(person.marital_status),
        country_residence: text(home.country),
        citizenship: Some(Citizenship::Citizen),
        photo_url: None,
        reference_id: match provider.id.as_str() {
            "sss" => person.ss_number.map(str::to_owned),
            _ => None,
        },
        profile_url: None,
        latest_employer_name: None,
        emails: vec![Email { address: person.email.to_owned(), kind: EmailKind::Primary }],
        phones: vec![Phone { number: person.mobile.to_owned(), kind: PhoneKind::Mobile }],
        social_profiles: Vec::new(),
        addresses: vec![Address {
            full_address,
            line1: text(home.line1),
            line2: text(home.line2),
            city: text(home.city),
            region: text(home.region),
            zip: text(home.zip),
            country: text(home.country),
            latitude: text(home.latitude),
            longitude: text(home.longitude),
            rank: AddressRank::Primary,
            tags: vec![AddressTag::Primary, AddressTag::Home],
        }],
    }
}

#[cfg(test)]
mod tests;
