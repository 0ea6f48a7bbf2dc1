//! Documents that a source issued. Documents that people upload are archives.

use super::{Dates, RecordItem, RecordKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A document that a source issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the specification's names")]
pub(crate) struct Document {
    pub(crate) name: String,
    #[schema(required)]
    pub(crate) doc_id: Option<String>,
    /// `VALID` if the issuer confirms it.
    #[schema(required)]
    pub(crate) status: Option<String>,
    pub(crate) document_type: DocumentKind,
    #[schema(required)]
    pub(crate) issue_date: Option<Date>,
    #[schema(required)]
    pub(crate) expiry_date: Option<Date>,
    #[schema(required)]
    pub(crate) file_url: Option<String>,
    #[schema(required)]
    pub(crate) remarks: Option<String>,
}

/// The kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum DocumentKind {
    Identification,
    Payslip,
    Clearance,
    Certificate,
}

impl RecordItem for Document {
    const KIND: RecordKind = RecordKind::Document;

    fn dates(&self) -> Dates {
        Dates { start: self.issue_date, end: self.expiry_date }
    }
}
