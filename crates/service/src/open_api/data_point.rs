//! What can be read from a source, as providers and kinds of document name it.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum DataPoint {
    Identities,
    Employments,
    Incomes,
}
