//! Social insurance: monthly contributions, and loans.

use super::incomes::{finished_months, monthly_base};
use super::number_of;
use crate::catalogue::Provider;
use crate::catalogue::people::Person;
use crate::records::{Amount, Contribution, Keyed, Liability, PayPeriod};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The term of a loan.
const LOAN_MONTHS: i64 = 24;

/// What is paid back for every 100 lent.
const PAID_BACK_PERCENT: i64 = 110;

/// One contribution a month, oldest first.
pub(super) fn contributions_of(
    person: &Person,
    provider: &Provider,
    today: Date,
) -> Vec<Keyed<Contribution>> {
    let Some(rule) = provider.contribution else { return Vec::new() };
    // A ceiling is in the currency of the provider's country.
    let ceiling = rule.ceiling.filter(|_| provider.country == person.home.country).unwrap_or(i64::MAX);
    let month = |(first, last): (Date, Date)| {
        let reference = number_of(&[person.user_name, &provider.id, &first.to_string()], 7);
        let contribution = Contribution {
            date: last,
            currency: person.career.currency.to_owned(),
            // Units times basis points are hundredths times a hundred.
            amount: Amount(monthly_base(person, first).min(ceiling) * rule.basis_points / 100),
            reference_id: Some(format!("PA{reference}")),
        };
        Keyed::new(first.strftime("%Y-%m").to_string(), contribution)
    };
    finished_months(today).into_iter().map(month).collect()
}

/// A loan taken out at the start of every odd year. The last two are listed.
pub(super) fn liabilities_of(person: &Person, provider: &Provider, today: Date) -> Vec<Keyed<Liability>> {
    let newest = if today.year() % 2 == 0 { today.year() - 1 } else { today.year() };
    let starts = [newest - 2, newest].into_iter().filter_map(|year| Date::new(year, 1, 15).ok());
    let known = starts.filter(|start| *start <= today && *start > person.career.employed_since);
    known.map(|start| loan(person, provider, start, today)).collect()
}

fn loan(person: &Person, provider: &Provider, start: Date, today: Date) -> Keyed<Liability> {
    let instalment_on = |number: i64| {
        let first = start.first_of_month();
        first.checked_add((number + 1).months()).unwrap_or(first)
    };
    let borrowed = monthly_base(person, start) * 2;
    let instalment = borrowed * PAID_BACK_PERCENT / LOAN_MONTHS;
    let due = (1..=LOAN_MONTHS).filter(|number| instalment_on(*number) < today).count();
    let due = i64::try_from(due).unwrap_or(0);
    // Ryan is always one instalment behind while the loan runs.
    let behind = i64::from(person.user_name == "Ryan" && (1..LOAN_MONTHS).contains(&due));
    let left = LOAN_MONTHS - due + behind;
    let reference =
        format!("SL{}{}", start.strftime("%Y%m%d"), number_of(&[person.user_name, &provider.id], 7));
    let item = Liability {
        kind: "Salary Loan".to_owned(),
        reference_id: Some(reference.clone()),
        start_date: start,
        end_date: Some(instalment_on(LOAN_MONTHS)),
        first_amortization_date: Some(instalment_on(1)),
        amortization_frequency: Some(PayPeriod::Monthly),
        currency: person.career.currency.to_owned(),
        loan_amount: Amount::units(borrowed),
        amortization_amount: Some(Amount(instalment)),
        outstanding_balance: Some(Amount(instalment * left)),
        next_payment_amount: Some(Amount(if due < LOAN_MONTHS { instalment } else { 0 })),
        overdue_payment_amount: Some(Amount(instalment * behind)),
    };
    Keyed::new(reference, item)
}
