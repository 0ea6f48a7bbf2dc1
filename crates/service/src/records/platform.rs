//! Data about people who work through platforms: ratings and single payments.

use super::codes::Currency;
use super::{Amount, Dates, RecordItem, RecordKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a person is rated at work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the specification's names")]
pub(crate) struct Rating {
    #[schema(required)]
    pub(crate) current_rating: Option<f64>,
    #[schema(required)]
    pub(crate) max_rating: Option<f64>,
    /// `current_rating / max_rating`, in percent.
    #[schema(required)]
    pub(crate) calculated_percentage: Option<f64>,
    #[schema(required)]
    pub(crate) reviews_received: Option<u32>,
    #[schema(required)]
    pub(crate) likes_received: Option<u32>,
    #[schema(required)]
    pub(crate) jobs_completed: Option<u32>,
}

impl RecordItem for Rating {
    const KIND: RecordKind = RecordKind::Rating;

    fn dates(&self) -> Dates {
        Dates::default()
    }
}

/// A single payment. Payments by the person are negative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transaction {
    pub(crate) date: Date,
    #[schema(required)]
    pub(crate) description: Option<String>,
    #[schema(value_type = Currency)]
    pub(crate) currency: String,
    #[schema(value_type = f64)]
    pub(crate) amount: Amount,
    #[schema(required)]
    pub(crate) reference_id: Option<String>,
}

impl RecordItem for Transaction {
    const KIND: RecordKind = RecordKind::Transaction;

    fn dates(&self) -> Dates {
        Dates::on(self.date)
    }
}
