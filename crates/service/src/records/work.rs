//! Jobs and pay.

use super::codes::Currency;
use super::{Amount, Dates, RecordItem, RecordKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A job, past or present.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Employment {
    #[schema(required)]
    pub(crate) name: Option<String>,
    #[schema(required)]
    pub(crate) description: Option<String>,
    #[schema(required)]
    pub(crate) job_title: Option<String>,
    #[schema(required)]
    pub(crate) department: Option<String>,
    #[schema(required)]
    pub(crate) employee_number: Option<String>,
    #[schema(required)]
    pub(crate) employer_number: Option<String>,
    #[schema(required)]
    pub(crate) employer: Option<String>,
    #[schema(required)]
    pub(crate) status: Option<String>,
    pub(crate) start_date: Date,
    /// Null for a current job.
    #[schema(required)]
    pub(crate) end_date: Option<Date>,
    #[schema(required)]
    pub(crate) reported_date: Option<Date>,
}

impl RecordItem for Employment {
    const KIND: RecordKind = RecordKind::Employment;

    fn dates(&self) -> Dates {
        Dates { start: Some(self.start_date), end: self.end_date }
    }
}

/// Pay for one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Income {
    #[schema(required)]
    pub(crate) work_item: Option<String>,
    #[schema(required)]
    pub(crate) employer: Option<String>,
    pub(crate) start_date: Date,
    #[schema(required)]
    pub(crate) end_date: Option<Date>,
    #[schema(value_type = Currency)]
    pub(crate) currency: String,
    #[schema(required)]
    pub(crate) frequency: Option<PayPeriod>,
    #[schema(required, value_type = Option<f64>)]
    pub(crate) base_amount: Option<Amount>,
    #[schema(required, value_type = Option<f64>)]
    pub(crate) gross_amount: Option<Amount>,
    #[schema(required, value_type = Option<f64>)]
    pub(crate) net_amount: Option<Amount>,
}

impl RecordItem for Income {
    const KIND: RecordKind = RecordKind::Income;

    fn dates(&self) -> Dates {
        Dates { start: Some(self.start_date), end: self.end_date }
    }
}

/// How often payments are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum PayPeriod {
    Hourly,
    Daily,
    Weekly,
    Semimonthly,
    Monthly,
    Bimonthly,
    Quarterly,
    Annually,
    Variable,
    Unspecified,
}
