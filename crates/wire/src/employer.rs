//! An employer that is not in the catalogue.

use serde::{Deserialize, Serialize};

/// Names an employer that somebody looked for and did not find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportEmployer {
    /// As the person calls it, 1 to 200 characters.
    pub name: String,
    /// Where it is, ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where the person can be notified once it can be linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What the service recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmployerReported {
    /// When, ISO 8601 in UTC.
    pub reported_at: String,
}
