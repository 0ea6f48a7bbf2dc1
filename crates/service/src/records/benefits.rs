//! A person's payments into social insurance, and loans.

use super::codes::Currency;
use super::{Amount, Dates, PayPeriod, RecordItem, RecordKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One payment into social insurance: the person's and the employer's shares together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contribution {
    /// The last day of the month that the payment is for.
    pub(crate) date: Date,
    #[schema(value_type = Currency)]
    pub(crate) currency: String,
    #[schema(value_type = f64)]
    pub(crate) amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) reference_id: Option<String>,
}

impl RecordItem for Contribution {
    const KIND: RecordKind = RecordKind::Contribution;

    fn dates(&self) -> Dates {
        Dates::on(self.date)
    }
}

/// A loan. Fields without a value are left out, because the specification does not allow null in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Liability {
    /// The source's name for the loan, for example `Salary Loan`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) reference_id: Option<String>,
    pub(crate) start_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) end_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) first_amortization_date: Option<Date>,
    #[schema(required)]
    pub(crate) amortization_frequency: Option<PayPeriod>,
    #[schema(value_type = Currency)]
    pub(crate) currency: String,
    #[schema(value_type = f64)]
    pub(crate) loan_amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    pub(crate) amortization_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    pub(crate) outstanding_balance: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    pub(crate) next_payment_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    pub(crate) overdue_payment_amount: Option<Amount>,
}

impl RecordItem for Liability {
    const KIND: RecordKind = RecordKind::Liability;

    fn dates(&self) -> Dates {
        Dates { start: Some(self.start_date), end: self.end_date }
    }
}
