//! The input of the figures.

use super::SourceNature;
use super::estimates::EstimatedIncome;
use super::sample::Sample;
use crate::records::{Employment, Identity, Liability, PayPeriod};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The stored data of a source, and the day of the computation.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) cutoff: Date,
    pub(crate) nature: SourceNature,
    pub(crate) estimates: Vec<EstimatedIncome>,
    pub(crate) employments: Vec<Employment>,
    pub(crate) liabilities: Vec<Liability>,
    pub(crate) identity: Option<Identity>,
}

/// A month's income.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Month {
    /// Months since the year 0.
    pub(super) number: i32,
    pub(super) amount: f64,
}

/// Months since the year 0.
pub(super) fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

/// Whole months from a day to a later one.
pub(super) fn months_between(from: Date, to: Date) -> i32 {
    month_number(to) - month_number(from) - i32::from(to.day() < from.day())
}

/// Months between two instalments. `None` for intervals that are not whole months.
pub(super) const fn months_of(period: PayPeriod) -> Option<i32> {
    match period {
        PayPeriod::Monthly => Some(1),
        PayPeriod::Bimonthly => Some(2),
        PayPeriod::Quarterly => Some(3),
        PayPeriod::Annually => Some(12),
        PayPeriod::Hourly
        | PayPeriod::Daily
        | PayPeriod::Weekly
        | PayPeriod::Semimonthly
        | PayPeriod::Variable
        | PayPeriod::Unspecified => None,
    }
}

impl Facts {
    /// The months with an estimate, oldest first, in the currency with the most months. On a tie, in the first currency
    /// by name. Sums over several currencies would mean nothing.
    pub(super) fn months(&self) -> Vec<Month> {
        let mut by_currency: BTreeMap<&str, Vec<Month>> = BTreeMap::new();
        for estimate in &self.estimates {
            if let Some(day) = estimate.first_day() {
                let month = Month { number: month_number(day), amount: estimate.amount.to_units() };
                by_currency.entry(&estimate.currency).or_default().push(month);
            }
        }
        let most = by_currency.values().map(Vec::len).max().unwrap_or(0);
        let mut months = by_currency.into_values().find(|months| months.len() == most).unwrap_or_default();
        months.sort_by_key(|month| month.number);
        months
    }

    /// Jobs that have not ended at the cutoff.
    pub(super) fn present_jobs(&self) -> impl Iterator<Item = &Employment> {
        self.employments
            .iter()
            .filter(|job| job.start_date <= self.cutoff && job.end_date.is_none_or(|end| end >= self.cutoff))
    }

    /// The number of employers, ignoring case.
    pub(super) fn employers(&self) -> usize {
        let names = self.employments.iter().filter_map(|job| job.employer.as_deref());
        let names = names.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
        names.collect::<BTreeSet<_>>().len()
    }

    /// Payments on loans: one instalment for each due date, minus the overdue ones.
    pub(super) fn payments(&self) -> Sample {
        let of_loan = |loan: &Liability| {
            let instalment = loan.amortization_amount.filter(|amount| amount.0 > 0)?;
            let until = loan.end_date.map_or(self.cutoff, |end| end.min(self.cutoff));
            let first = loan.first_amortization_date?;
            let months = loan.amortization_frequency.and_then(months_of)?;
            let due = if first > until { 0 } else { months_between(first, until) / months + 1 };
            let overdue = loan.overdue_payment_amount.map_or(0, |amount| amount.0.max(0));
            let missed = i32::try_from((overdue + instalment.0 - 1) / instalment.0).unwrap_or(i32::MAX);
            Some((instalment.to_units(), usize::try_from(due.saturating_sub(missed)).unwrap_or(0)))
        };
        let paid = self.liabilities.iter().filter_map(of_loan);
        paid.flat_map(|(instalment, times)| std::iter::repeat_n(instalment, times)).collect()
    }
}
