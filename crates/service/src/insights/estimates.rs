//! Estimated incomes: what a person earned in each past month, computed from the best data of the source.

use crate::records::codes::Currency;
use crate::records::{Amount, Contribution, Dates, Income, Keyed, RecordItem, RecordKind, Transaction};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a person earned in a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EstimatedIncome {
    /// The month as `YYYY-MM`.
    #[schema(example = "2026-10")]
    pub(crate) month: String,
    #[schema(value_type = Currency)]
    pub(crate) currency: String,
    /// The same value as `amount`, under its former name.
    #[schema(deprecated, value_type = f64)]
    pub(crate) base_amount: Amount,
    #[schema(value_type = f64)]
    pub(crate) amount: Amount,
}

impl EstimatedIncome {
    /// The first day of the month.
    pub(crate) fn first_day(&self) -> Option<Date> {
        format!("{}-01", self.month).parse().ok()
    }
}

impl RecordItem for EstimatedIncome {
    const KIND: RecordKind = RecordKind::EstimatedIncome;

    fn dates(&self) -> Dates {
        let first = self.first_day();
        Dates { start: first, end: first.map(Date::last_of_month) }
    }
}

/// A source's data about earnings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Earnings {
    pub(crate) incomes: Vec<Income>,
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) contributions: Vec<Contribution>,
    /// Contributions as hundredths of a percent of pay. Without it, contributions yield no estimate.
    pub(crate) contribution_basis_points: Option<i64>,
}

/// Hundredths of the currency, by month and currency.
type ByMonth = BTreeMap<(Date, String), i64>;

/// One estimate for each currency and each month before that of `cutoff`, oldest first.
pub(crate) fn estimates(earnings: &Earnings, cutoff: Date) -> Vec<Keyed<EstimatedIncome>> {
    let mut months = ByMonth::new();
    if !earnings.incomes.is_empty() {
        earnings.incomes.iter().for_each(|income| spread(&mut months, income));
    } else if !earnings.transactions.is_empty() {
        for transaction in earnings.transactions.iter().filter(|transaction| transaction.amount > Amount(0)) {
            add(&mut months, transaction.date, &transaction.currency, transaction.amount.0);
        }
    } else if let Some(basis_points) = earnings.contribution_basis_points.filter(|points| *points > 0) {
        for contribution in &earnings.contributions {
            let pay = contribution.amount.0 * 10_000 / basis_points;
            add(&mut months, contribution.date, &contribution.currency, pay);
        }
    }
    let this_month = cutoff.first_of_month();
    let over = months.into_iter().filter(|((month, _), _)| *month < this_month);
    over.map(|((month, currency), hundredths)| {
        let (month, amount) = (month.strftime("%Y-%m").to_string(), Amount(hundredths));
        Keyed::new(
            format!("{month}/{currency}"),
            EstimatedIncome { month, currency, base_amount: amount, amount },
        )
    })
    .collect()
}

/// Splits a period's pay between months by days. Rounding loses nothing.
fn spread(months: &mut ByMonth, income: &Income) {
    let Some(amount) = income.gross_amount.or(income.base_amount).or(income.net_amount) else { return };
    let start = income.start_date;
    let end = income.end_date.unwrap_or(start).max(start);
    let days = i64::from((end - start).get_days()) + 1;
    let (mut given, mut day) = (0, start);
    loop {
        let last = day.last_of_month().min(end);
        let so_far = i64::from((last - start).get_days()) + 1;
        let until_here = amount.0 * so_far / days;
        add(months, day, &income.currency, until_here - given);
        given = until_here;
        match last.tomorrow() {
            Ok(next) if last < end => day = next,
            _ => return,
        }
    }
}

fn add(months: &mut ByMonth, day: Date, currency: &str, hundredths: i64) {
    *months.entry((day.first_of_month(), currency.to_owned())).or_default() += hundredths;
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn income(start: Date, end: Option<Date>, gross: i64) -> Income {
        Income {
            work_item: None,
            employer: None,
            start_date: start,
            end_date: end,
            currency: "PHP".into(),
            frequency: None,
            base_amount: None,
            gross_amount: Some(Amount(gross)),
            net_amount: Some(Amount(1)),
        }
    }

    fn moved(day: Date, amount: i64, currency: &str) -> Transaction {
        Transaction {
            date: day,
            description: None,
            currency: currency.into(),
            amount: Amount(amount),
            reference_id: None,
        }
    }

    fn paid_in(day: Date, amount: i64) -> Contribution {
        Contribution { date: day, currency: "PHP".into(), amount: Amount(amount), reference_id: None }
    }

    fn check(earnings: &Earnings, expected: &[(&str, &str, i64)]) {
        let found = estimates(earnings, date(2026, 11, 22));
        let found: Vec<_> = found
            .iter()
            .map(|Keyed { item, .. }| (item.month.as_str(), item.currency.as_str(), item.amount.0))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pay_belongs_to_the_days_that_it_is_for() {
        let (first, last) = (date(2026, 9, 1), date(2026, 9, 30));
        for (incomes, expected) in [
            (vec![], vec![]),
            (vec![income(first, Some(last), 500)], vec![("2026-09", "PHP", 500)]),
            // Two halves of one month.
            (
                vec![income(first, Some(date(2026, 9, 15)), 100), income(date(2026, 9, 16), Some(last), 101)],
                vec![("2026-09", "PHP", 201)],
            ),
            // A week across the end of a month: three days and four.
            (
                vec![income(date(2026, 9, 28), Some(date(2026, 10, 4)), 700)],
                vec![("2026-09", "PHP", 300), ("2026-10", "PHP", 400)],
            ),
            // An amount that does not divide evenly stays complete.
            (
                vec![income(date(2026, 9, 30), Some(date(2026, 10, 2)), 100)],
                vec![("2026-09", "PHP", 33), ("2026-10", "PHP", 67)],
            ),
            // A single day; an end before the start counts as one.
            (vec![income(last, None, 900)], vec![("2026-09", "PHP", 900)]),
            (vec![income(last, Some(first), 900)], vec![("2026-09", "PHP", 900)]),
            // The current month is left out, also if a period reaches into it.
            (vec![income(date(2026, 11, 1), Some(date(2026, 11, 15)), 900)], vec![]),
            (vec![income(date(2026, 10, 31), Some(date(2026, 11, 1)), 900)], vec![("2026-10", "PHP", 450)]),
        ] {
            check(&Earnings { incomes, ..Earnings::default() }, &expected);
        }
    }

    #[test]
    fn gross_pay_counts_before_base_and_net() {
        let gross = income(date(2026, 9, 1), None, 500);
        let base = Income { gross_amount: None, base_amount: Some(Amount(400)), ..gross.clone() };
        let net = Income { gross_amount: None, ..gross.clone() };
        let nothing = Income { net_amount: None, ..net.clone() };
        for (income, expected) in [(gross, Some(500)), (base, Some(400)), (net, Some(1)), (nothing, None)] {
            let expected: Vec<_> = expected.map(|amount| ("2026-09", "PHP", amount)).into_iter().collect();
            check(&Earnings { incomes: vec![income], ..Earnings::default() }, &expected);
        }
    }

    #[test]
    fn a_year_of_pay_is_spread_over_its_months() {
        let incomes = vec![income(date(2025, 1, 1), Some(date(2025, 12, 31)), 36_500)];
        let found = estimates(&Earnings { incomes, ..Earnings::default() }, date(2026, 11, 22));
        let amounts: Vec<_> = found.iter().map(|found| found.item.amount.0).collect();
        assert_eq!(amounts, [3100, 2800, 3100, 3000, 3100, 3000, 3100, 3100, 3000, 3100, 3000, 3100]);
    }

    #[test]
    fn incoming_transactions_count_if_no_pay_is_reported() {
        let transactions = vec![
            moved(date(2026, 9, 3), 500, "PHP"),
            moved(date(2026, 9, 9), 200, "PHP"),
            moved(date(2026, 9, 30), -100, "PHP"),
            moved(date(2026, 9, 9), 7, "USD"),
            moved(date(2026, 11, 9), 900, "PHP"),
        ];
        let contributions = vec![paid_in(date(2026, 9, 30), 10)];
        let earnings = Earnings {
            transactions,
            contributions,
            contribution_basis_points: Some(1000),
            ..Earnings::default()
        };
        check(&earnings, &[("2026-09", "PHP", 700), ("2026-09", "USD", 7)]);
        let incomes = vec![income(date(2026, 8, 1), None, 500)];
        check(&Earnings { incomes, ..earnings }, &[("2026-08", "PHP", 500)]);
    }

    #[test]
    fn contributions_count_where_their_rate_is_known() {
        let contributions = vec![paid_in(date(2026, 8, 31), 525_000), paid_in(date(2026, 9, 30), 100)];
        for (basis_points, expected) in [
            (Some(1500), vec![("2026-08", "PHP", 3_500_000), ("2026-09", "PHP", 666)]),
            (Some(0), vec![]),
            (None, vec![]),
        ] {
            let contributions = contributions.clone();
            let earnings =
                Earnings { contributions, contribution_basis_points: basis_points, ..Earnings::default() };
            check(&earnings, &expected);
        }
    }
}
