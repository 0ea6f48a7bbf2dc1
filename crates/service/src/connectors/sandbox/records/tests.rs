//! Every person at every provider, on days that are awkward for a calendar.

use super::*;
use crate::catalogue::Catalogue;
use crate::catalogue::people::{GEORGE, PEOPLE, RYAN};
use crate::records::{Amount, RecordItem};
use jiff::ToSpan as _;
use jiff::civil::date;
use std::collections::BTreeSet;
use wink_wire::ProviderType;

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

fn at(provider: &str, person: &Person, today: Date) -> SourceRecords {
    records_of(person, Catalogue::load(0).unwrap().provider(provider).unwrap(), today)
}

#[test]
fn a_person_is_the_same_everywhere() {
    everywhere(|person, _, _, records| {
        let [identity] = records.identities.as_slice() else { panic!("one identity") };
        assert_eq!(identity.item.full_name, person.full_name);
        assert_eq!(identity.item.addresses[0].country.as_deref(), Some(person.home.country));
        assert_eq!(identity.item.phones[0].number, person.mobile);
    });
}

#[test]
fn a_provider_holds_what_it_says_and_nothing_else() {
    everywhere(|_, provider, _, records| {
        let kinds = provider.record_kinds();
        for (kind, count) in [
            (RecordKind::Rating, records.ratings.len()),
            (RecordKind::Document, records.documents.len()),
            (RecordKind::Employment, records.employments.len()),
            (RecordKind::Income, records.incomes.len()),
            (RecordKind::Contribution, records.contributions.len()),
            (RecordKind::Transaction, records.transactions.len()),
        ] {
            assert_eq!(count > 0, kinds.contains(&kind), "{} {kind:?}", provider.id);
        }
    });
}

#[test]
fn jobs_follow_each_other_and_the_last_one_lasts() {
    everywhere(|person, provider, today, records| {
        let jobs = &records.employments;
        assert!(jobs.len() <= 2, "{}", provider.id);
        for pair in jobs.windows(2) {
            assert!(pair[0].item.end_date.unwrap() < pair[1].item.start_date);
        }
        for job in jobs.iter().map(|job| &job.item) {
            assert!(job.start_date < job.end_date.unwrap_or(today), "{} {}", person.user_name, provider.id);
            assert!(job.start_date > person.birth_date.checked_add(18.years()).unwrap());
        }
        assert!(jobs.last().is_none_or(|job| job.item.end_date.is_none()));
    });
}

#[test]
fn pay_covers_whole_months_without_gaps_and_ends_in_the_past() {
    everywhere(|person, provider, today, records| {
        let pay: Vec<_> = records.incomes.iter().map(|pay| &pay.item).collect();
        let (Some(first), Some(last)) = (pay.first(), pay.last()) else { return };
        for period in &pay {
            assert!(period.start_date < period.end_date.unwrap());
            assert_eq!(period.currency, person.career.currency);
            assert!(period.net_amount < period.gross_amount, "net is less than gross");
            assert!(period.base_amount <= period.gross_amount);
        }
        for pair in pay.windows(2) {
            assert_eq!(pair[0].end_date.unwrap().tomorrow().unwrap(), pair[1].start_date);
        }
        assert_eq!(first.start_date, today.first_of_month().checked_sub(1.year()).unwrap());
        let end = last.end_date.unwrap();
        assert!(end < today && (today - end).get_days() <= 31, "{end} {today}");
        assert!(first.start_date >= records.employments.last().unwrap().item.start_date, "{}", provider.id);
    });
}

#[test]
fn a_month_later_everything_is_still_there_and_the_month_is_new() {
    let keys = |records: &SourceRecords| -> BTreeSet<String> {
        let incomes = records.incomes.iter().map(|item| format!("{item:?}"));
        let money = records.transactions.iter().map(|item| format!("{item:?}"));
        let paid = records.contributions.iter().map(|item| format!("{item:?}"));
        let jobs = records.employments.iter().map(|item| format!("{item:?}"));
        incomes.chain(money).chain(paid).chain(jobs).collect()
    };
    for provider in ["upwork", "sss", "jollibee", "shopee"] {
        for today in [date(2026, 3, 5), date(2026, 11, 22)] {
            let (before, after) = (
                keys(&at(provider, &GEORGE, today)),
                keys(&at(provider, &GEORGE, today.checked_add(1.month()).unwrap())),
            );
            assert!(after.difference(&before).next().is_some(), "{provider}");
            // What is gone is only what is too old.
            let oldest = today.first_of_month().checked_sub(1.year()).unwrap().strftime("%Y-%m").to_string();
            assert!(before.difference(&after).all(|item| item.contains(&oldest)), "{provider}");
        }
    }
}

#[test]
fn keys_are_unique() {
    fn check<T: RecordItem>(items: &[Keyed<T>], provider: &Provider) {
        let keys: BTreeSet<_> = items.iter().map(|item| &item.key).collect();
        assert_eq!(keys.len(), items.len(), "{} {:?}", provider.id, T::KIND);
    }
    everywhere(|_, provider, _, records| {
        check(&records.ratings, provider);
        check(&records.documents, provider);
        check(&records.employments, provider);
        check(&records.incomes, provider);
        check(&records.contributions, provider);
        check(&records.liabilities, provider);
        check(&records.transactions, provider);
    });
}

#[test]
fn pay_was_raised_within_the_year() {
    let pay = at("jollibee", &GEORGE, date(2026, 9, 10)).incomes;
    assert!(pay[0].item.base_amount < pay.last().unwrap().item.base_amount);
}

#[test]
fn an_employer_knows_its_own_job() {
    let catalogue = Catalogue::load(0).unwrap();
    let employer = catalogue.provider("jollibee").unwrap();
    let jobs = records_of(&GEORGE, employer, date(2026, 9, 10)).employments;
    assert_eq!(jobs.last().unwrap().item.employer.as_deref(), Some(employer.long_name.as_str()));
}

#[test]
fn the_social_security_system_knows_georges_number() {
    let identities = at("sss", &GEORGE, date(2026, 9, 10)).identities;
    assert_eq!(identities[0].item.reference_id.as_deref(), Some("3300000008"));
}

#[test]
fn transactions_add_up_to_what_was_paid() {
    everywhere(|_, provider, _, records| {
        if provider.kind == ProviderType::Gig && !records.incomes.is_empty() {
            let moved: i64 = records.transactions.iter().map(|item| item.item.amount.0).sum();
            let paid: i64 = records.incomes.iter().filter_map(|item| Some(item.item.net_amount?.0)).sum();
            assert_eq!(moved, paid, "{}", provider.id);
        }
    });
}

#[test]
fn contributions_end_at_the_ceiling() {
    // George earns 42,000 pesos; 35,000 of them count at 15 %.
    let records = at("sss", &GEORGE, date(2026, 9, 10));
    assert_eq!(records.contributions.last().unwrap().item.amount, Amount::units(5250));
    assert_eq!(records.contributions.len(), 12);
}

#[test]
fn loans_are_paid_back_and_ryan_is_one_behind() {
    let loans = |person| at("sss", person, date(2026, 9, 10)).liabilities;
    let (georges, ryans) = (loans(&GEORGE), loans(&RYAN));
    let [older, running] = georges.as_slice() else { panic!("two loans: {georges:?}") };
    assert_eq!(older.item.outstanding_balance, Some(Amount(0)));
    assert!(running.item.outstanding_balance > Some(Amount(0)));
    assert!(georges.iter().all(|loan| loan.item.overdue_payment_amount == Some(Amount(0))));
    let late = ryans.last().unwrap();
    assert_eq!(late.item.overdue_payment_amount, late.item.amortization_amount);
}
