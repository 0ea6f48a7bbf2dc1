//! What a source holds about a person, in the shapes of the Open API. Connectors make these, the store keeps them.
//! What the service computes from them is in [`crate::insights`].

mod amount;
mod benefits;
pub(crate) mod codes;
mod document;
mod identity;
mod platform;
mod work;

pub(crate) use amount::Amount;
pub(crate) use benefits::{Contribution, Liability};
pub(crate) use document::{Document, DocumentKind};
pub(crate) use identity::{
    Address, AddressRank, AddressTag, Citizenship, Email, EmailKind, Gender, Identity, MaritalStatus, Phone,
    PhoneKind,
};
pub(crate) use platform::{Rating, Transaction};
pub(crate) use work::{Employment, Income, PayPeriod};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Everything read from a source at once. Within a kind the oldest item comes first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SourceRecords {
    pub(crate) identities: Vec<Keyed<Identity>>,
    pub(crate) ratings: Vec<Keyed<Rating>>,
    pub(crate) documents: Vec<Keyed<Document>>,
    pub(crate) employments: Vec<Keyed<Employment>>,
    pub(crate) incomes: Vec<Keyed<Income>>,
    pub(crate) contributions: Vec<Keyed<Contribution>>,
    pub(crate) liabilities: Vec<Keyed<Liability>>,
    pub(crate) transactions: Vec<Keyed<Transaction>>,
}

impl SourceRecords {
    /// The identities, with the person's latest employer.
    pub(crate) fn identities(&self) -> Vec<Keyed<Identity>> {
        let employer = self.latest_employer();
        let named = |Keyed { key, item }: &Keyed<Identity>| {
            Keyed::new(key, Identity { latest_employer_name: employer.map(str::to_owned), ..item.clone() })
        };
        self.identities.iter().map(named).collect()
    }

    /// The employer of the most recent job. A current job comes before past ones.
    fn latest_employer(&self) -> Option<&str> {
        let jobs = self.employments.iter().map(|job| &job.item).filter(|job| job.employer.is_some());
        jobs.max_by_key(|job| (job.end_date.is_none(), job.start_date))?.employer.as_deref()
    }
}

/// An item with the id that its source gives it. An item that is read again keeps this id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Keyed<T> {
    /// Unique within a source, a person and a kind.
    pub(crate) key: String,
    pub(crate) item: T,
}

impl<T> Keyed<T> {
    pub(crate) fn new(key: impl Into<String>, item: T) -> Self {
        Self { key: key.into(), item }
    }
}

/// A new item of any kind.
pub(crate) trait RecordItem: Serialize {
    const KIND: RecordKind;

    /// The fields by which lists are filtered.
    fn dates(&self) -> Dates;
}

/// The dates that an item covers, both inclusive. An item without an end is ongoing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
}

impl Dates {
    /// A single day.
    pub(crate) const fn on(day: Date) -> Self {
        Self { start: Some(day), end: Some(day) }
    }
}

/// The kinds of stored items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RecordKind {
    Identity,
    Rating,
    Document,
    Employment,
    Income,
    Contribution,
    Liability,
    Transaction,
    EstimatedIncome,
    Insight,
}

impl RecordKind {
    /// The prefix of ids of this kind.
    pub(crate) const fn id_prefix(self) -> &'static str {
        match self {
            Self::Identity => "i",
            Self::Rating => "r",
            Self::Document => "d",
            Self::Employment => "e",
            Self::Income => "inc",
            Self::Contribution => "con",
            Self::Liability => "lia",
            Self::Transaction => "t",
            Self::EstimatedIncome => "einc",
            Self::Insight => "insight",
        }
    }

    /// The Open API's name for the data point.
    pub(crate) const fn data_point(self) -> &'static str {
        match self {
            Self::Identity => "IDENTITIES",
            Self::Rating => "RATINGS",
            Self::Document => "DOCUMENTS",
            Self::Employment => "EMPLOYMENTS",
            Self::Income => "INCOMES",
            Self::Contribution => "CONTRIBUTIONS",
            Self::Liability => "LIABILITIES",
            Self::Transaction => "TRANSACTIONS",
            Self::EstimatedIncome => "EINCOMES",
            Self::Insight => "INSIGHTS",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_employer_is_that_of_the_job_that_lasts() {
        let job = |employer: Option<&str>, start: &str, end: Option<&str>| {
            let job = serde_json::json!({ "employer": employer, "startDate": start, "endDate": end });
            Keyed::new(start, serde_json::from_value::<Employment>(job).unwrap())
        };
        let latest = |employments| {
            let records = SourceRecords { employments, ..SourceRecords::default() };
            records.latest_employer().map(str::to_owned)
        };
        let (first, lasting) =
            (job(Some("Acme"), "2020-01-01", None), job(Some("Bayani"), "2022-01-01", None));
        let (over, nameless) =
            (job(Some("Cocina"), "2024-01-01", Some("2024-06-30")), job(None, "2025-01-01", None));
        assert_eq!(latest(vec![]), None);
        assert_eq!(latest(vec![nameless.clone()]), None);
        assert_eq!(latest(vec![lasting.clone(), first, over.clone()]).as_deref(), Some("Bayani"));
        assert_eq!(latest(vec![over, nameless]).as_deref(), Some("Cocina"));
    }
}
