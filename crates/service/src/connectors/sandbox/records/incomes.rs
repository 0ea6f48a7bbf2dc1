//! Pay for the twelve months before a day.

use crate::catalogue::Provider;
use crate::connectors::sandbox::people::Person;
use crate::records::{Amount, Employment, Income, PayPeriod};
use jiff::ToSpan as _;
use jiff::civil::Date;
use wink_wire::ProviderType;

/// The month in which everybody's pay is raised.
const RAISE_MONTH: i8 = 4;

/// A person's pay, oldest period first.
pub(super) fn incomes_of(person: &Person, provider: &Provider, job: &Employment, today: Date) -> Vec<Income> {
    let career = &person.career;
    let raised_since = last_raise(today);
    finished_periods(career.pay_period, today)
        .into_iter()
        .enumerate()
        .map(|(position, (start, end))| {
            let base = match provider.kind {
                ProviderType::Gig => gig_pay(career.monthly_base, position),
                _ if start < raised_since => percent(career.monthly_base, 94),
                _ => career.monthly_base,
            };
            let periods_a_month = if career.pay_period == PayPeriod::Semimonthly { 2 } else { 1 };
            let base = base / periods_a_month;
            // Gig platforms pay what was earned less their fee; employers add allowances and deduct insurance and tax.
            let (gross, net_percent) =
                if provider.kind == ProviderType::Gig { (base, 85) } else { (percent(base, 108), 82) };
            Income {
                work_item: job.name.clone().filter(|_| provider.kind == ProviderType::Gig),
                employer: job.employer.clone(),
                start_date: start,
                end_date: Some(end),
                currency: career.currency,
                frequency: career.pay_period,
                base_amount: Amount(base * 100),
                gross_amount: Amount(gross * 100),
                net_amount: Amount(percent(gross, net_percent) * 100),
            }
        })
        .collect()
}

/// The last twelve months' pay periods that ended before a day, oldest first.
fn finished_periods(period: PayPeriod, today: Date) -> Vec<(Date, Date)> {
    let mut newest_first = Vec::new();
    let mut month = today.first_of_month();
    // One month more than a year, because the present one is seldom finished.
    for _ in 0..=12 {
        let last = month.last_of_month();
        if period == PayPeriod::Semimonthly {
            let (middle, after) = (on_day(month, 15), on_day(month, 16));
            newest_first.extend([(after, last), (month, middle)]);
        } else {
            newest_first.push((month, last));
        }
        month = month.checked_sub(1.month()).unwrap_or(month);
    }
    newest_first.retain(|(_, end)| *end < today);
    newest_first.truncate(if period == PayPeriod::Semimonthly { 24 } else { 12 });
    newest_first.reverse();
    newest_first
}

fn last_raise(today: Date) -> Date {
    let this_year = Date::new(today.year(), RAISE_MONTH, 1).unwrap_or(today);
    if this_year <= today { this_year } else { this_year.checked_sub(1.year()).unwrap_or(this_year) }
}

/// Gig work brings about half of a month's salary, more in some periods than in others.
fn gig_pay(monthly_base: i32, position: usize) -> i32 {
    const SWING_PERCENT: [i32; 7] = [48, 55, 51, 44, 58, 50, 53];
    percent(monthly_base, SWING_PERCENT[position % SWING_PERCENT.len()])
}

/// Divides first: a month's pay in rupiah times a hundred does not fit.
fn percent(amount: i32, percent: i32) -> i32 {
    amount / 100 * percent + amount % 100 * percent / 100
}

fn on_day(month: Date, day: i8) -> Date {
    Date::new(month.year(), month.month(), day).unwrap_or(month)
}
