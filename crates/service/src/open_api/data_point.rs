//! What can be read from a source, as providers, tasks and kinds of document name it.

use crate::records::RecordKind;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum DataPoint {
    Identities,
    Transactions,
    Ratings,
    Employments,
    Documents,
    Incomes,
    Contributions,
    Eincomes,
    Liabilities,
    Link,
    Insights,
}

impl From<RecordKind> for DataPoint {
    fn from(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Identity => Self::Identities,
            RecordKind::Rating => Self::Ratings,
            RecordKind::Document => Self::Documents,
            RecordKind::Employment => Self::Employments,
            RecordKind::Income => Self::Incomes,
            RecordKind::Contribution => Self::Contributions,
            RecordKind::Liability => Self::Liabilities,
            RecordKind::Transaction => Self::Transactions,
            RecordKind::EstimatedIncome => Self::Eincomes,
            RecordKind::Insight => Self::Insights,
        }
    }
}
