//! Pay for the twelve months before the current one, and for the finished periods of the current one.

use crate::catalogue::Provider;
use crate::catalogue::people::Person;
use crate::records::{Amount, Employment, Income, Keyed, PayPeriod};
use jiff::ToSpan as _;
use jiff::civil::Date;
use wink_wire::ProviderType;

/// The month of the yearly raise.
const RAISE_MONTH: i8 = 4;

/// The year for which the catalogue states people's pay.
const KNOWN_YEAR: i16 = 2026;

/// A person's pay, oldest period first.
pub(super) fn incomes_of(
    person: &Person,
    provider: &Provider,
    job: &Employment,
    today: Date,
) -> Vec<Keyed<Income>> {
    let is_gig = provider.kind == ProviderType::Gig;
    finished_periods(person.career.pay_period, today)
        .into_iter()
        .map(|(start, end)| {
            let base = monthly_base(person, start);
            let base = if is_gig { gig_pay(base, start) } else { base };
            let base = if person.career.pay_period == PayPeriod::Semimonthly { base / 2 } else { base };
            // Gig platforms pay what was earned less their fee; employers add allowances and deduct insurance and tax.
            let (gross, net_percent) = if is_gig { (base, 85) } else { (base * 108 / 100, 82) };
            let income = Income {
                work_item: job.name.clone().filter(|_| is_gig),
                employer: job.employer.clone(),
                start_date: start,
                end_date: Some(end),
                currency: person.career.currency.to_owned(),
                frequency: Some(person.career.pay_period),
                base_amount: Some(Amount::units(base)),
                gross_amount: Some(Amount::units(gross)),
                net_amount: Some(Amount::units(gross * net_percent / 100)),
            };
            Keyed::new(start.to_string(), income)
        })
        .collect()
}

/// Basic monthly pay in the month of a day: six percent less for every April in between, or more after it.
pub(super) fn monthly_base(person: &Person, day: Date) -> i64 {
    let year = if day.month() < RAISE_MONTH { day.year() - 1 } else { day.year() };
    let base = person.career.monthly_base;
    match year - KNOWN_YEAR {
        raises @ 1.. => (0..raises.min(10)).fold(base, |base, _| base * 106 / 100),
        raises => (0..raises.abs().min(10)).fold(base, |base, _| base * 94 / 100),
    }
}

/// The first day of a source's data: a year before the current month.
pub(super) fn oldest_day(today: Date) -> Date {
    let month = today.first_of_month();
    month.checked_sub(1.year()).unwrap_or(month)
}

/// Months that ended before a day, as first and last day, oldest first.
pub(super) fn finished_months(today: Date) -> Vec<(Date, Date)> {
    finished_periods(PayPeriod::Monthly, today)
}

/// Pay periods that ended before a day, oldest first.
fn finished_periods(period: PayPeriod, today: Date) -> Vec<(Date, Date)> {
    let mut periods = Vec::new();
    let mut month = oldest_day(today);
    while month <= today {
        let last = month.last_of_month();
        if period == PayPeriod::Semimonthly {
            periods.extend([(month, on_day(month, 15)), (on_day(month, 16), last)]);
        } else {
            periods.push((month, last));
        }
        let Ok(next) = last.tomorrow() else { break };
        month = next;
    }
    periods.retain(|(_, end)| *end < today);
    periods
}

/// Gig work brings about half of a month's salary, more in some periods than in others.
fn gig_pay(monthly_base: i64, start: Date) -> i64 {
    const SWING_PERCENT: [i64; 7] = [48, 55, 51, 44, 58, 50, 53];
    let halves = i64::from(start.year()) * 24 + i64::from(start.month()) * 2 + i64::from(start.day() > 15);
    let swing = usize::try_from(halves % 7).ok().and_then(|index| SWING_PERCENT.get(index));
    monthly_base * swing.copied().unwrap_or(50) / 100
}

fn on_day(month: Date, day: i8) -> Date {
    Date::new(month.year(), month.month(), day).unwrap_or(month)
}
