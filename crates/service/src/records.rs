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

/// An item under the id that its source knows it by: an item that is read again is the same one.
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

/// An item of some kind, to be kept.
pub(crate) trait RecordItem: Serialize {
    const KIND: RecordKind;

    /// By which lists are filtered.
    fn dates(&self) -> Dates;
}

/// The days that an item is about, both inclusive. One without an end lasts.
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

/// Kinds of item that are kept.
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
    /// What ids of this kind begin with.
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

    /// What the Open API calls the data point.
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
