//! What the sandbox's sources hold: pure functions of person, provider and day, so that the same person is the
//! same everywhere and the last pay was always a few days ago.

mod incomes;
mod jobs;

use super::people::Person;
use crate::catalogue::Provider;
use crate::records::{
    Address, AddressTag, Citizenship, Email, Identity, Phone, PhoneKind, Rank, SourceRecords,
};
use jiff::civil::Date;
use wink_wire::ProviderType;

/// Everything that a provider holds about a person on a day.
pub(super) fn records_of(person: &Person, provider: &Provider, today: Date) -> SourceRecords {
    let employments = jobs::jobs_of(person, provider, today);
    let incomes = match (provider.kind, employments.last()) {
        (ProviderType::Credential, _) | (_, None) => Vec::new(),
        (_, Some(job)) => incomes::incomes_of(person, provider, job, today),
    };
    SourceRecords { identities: vec![identity_of(person, provider)], employments, incomes }
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
        emails: vec![Email { address: person.email.to_owned(), rank: Rank::Primary }],
        phones: vec![Phone { number: person.mobile.to_owned(), kind: PhoneKind::Mobile }],
        social_profiles: [],
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
            rank: Rank::Primary,
            tags: vec![AddressTag::Primary, AddressTag::Home],
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::connectors::sandbox::people::{GEORGE, PEOPLE};
    use jiff::ToSpan as _;
    use jiff::civil::date;

    /// Every person at every provider, on days that are awkward for a calendar.
    fn everywhere(check: impl Fn(&Person, &Provider, Date, &SourceRecords)) {
        let catalogue = Catalogue::load(0).unwrap();
        for today in [date(2024, 2, 29), date(2025, 3, 1), date(2026, 12, 31), date(2027, 1, 16)] {
            for person in PEOPLE {
                for provider in catalogue.providers() {
                    check(person, provider, today, &records_of(person, provider, today));
                }
            }
        }
    }

    #[test]
    fn a_person_is_the_same_everywhere() {
        everywhere(|person, _, _, records| {
            let [identity] = records.identities.as_slice() else { panic!("one identity") };
            assert_eq!(identity.full_name, person.full_name);
            assert_eq!(identity.addresses[0].country.as_deref(), Some(person.home.country));
            assert_eq!(identity.phones[0].number, person.mobile);
        });
    }

    #[test]
    fn jobs_follow_each_other_and_the_last_one_lasts() {
        everywhere(|person, provider, today, records| {
            let jobs = &records.employments;
            assert!((1..=2).contains(&jobs.len()), "{}", provider.id);
            for pair in jobs.windows(2) {
                assert!(pair[0].end_date.unwrap() < pair[1].start_date);
            }
            for job in jobs {
                assert!(
                    job.start_date < job.end_date.unwrap_or(today),
                    "{} {}",
                    person.user_name,
                    provider.id
                );
                assert!(job.start_date > person.birth_date.checked_add(18.years()).unwrap());
            }
            assert_eq!(jobs.last().unwrap().end_date, None);
        });
    }

    #[test]
    fn pay_covers_a_year_without_gaps_and_ends_in_the_past() {
        everywhere(|person, provider, today, records| {
            let pay = &records.incomes;
            if provider.kind == ProviderType::Credential {
                assert!(pay.is_empty());
                return;
            }
            assert_eq!(pay.len(), if person.home.country == "PH" { 24 } else { 12 });
            for period in pay {
                assert!(period.start_date < period.end_date.unwrap());
                assert_eq!(period.currency, person.career.currency);
                assert!(period.net_amount < period.gross_amount, "net is less than gross");
                assert!(period.base_amount <= period.gross_amount);
            }
            for pair in pay.windows(2) {
                assert_eq!(pair[0].end_date.unwrap().tomorrow().unwrap(), pair[1].start_date);
            }
            let last = pay.last().unwrap().end_date.unwrap();
            assert!(last < today && (today - last).get_days() <= 31, "{last} {today}");
            assert!(pay[0].start_date >= records.employments.last().unwrap().start_date);
        });
    }

    #[test]
    fn pay_was_raised_within_the_year() {
        let catalogue = Catalogue::load(0).unwrap();
        let sss = catalogue.provider("sss").unwrap();
        let pay = records_of(&GEORGE, sss, date(2026, 9, 10)).incomes;
        assert!(pay[0].base_amount < pay.last().unwrap().base_amount);
    }

    #[test]
    fn an_employer_knows_its_own_job() {
        let catalogue = Catalogue::load(0).unwrap();
        let employer = catalogue.provider("jollibee").unwrap();
        let jobs = records_of(&GEORGE, employer, date(2026, 9, 10)).employments;
        assert_eq!(jobs.last().unwrap().employer.as_deref(), Some(employer.long_name.as_str()));
    }

    #[test]
    fn the_social_security_system_knows_georges_number() {
        let catalogue = Catalogue::load(0).unwrap();
        let sss = catalogue.provider("sss").unwrap();
        let records = records_of(&GEORGE, sss, date(2026, 9, 10));
        assert_eq!(records.identities[0].reference_id.as_deref(), Some("3300000008"));
    }
}
