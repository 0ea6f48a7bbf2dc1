//! What a host says of a payslip after somebody looked at it: it stands above what was read.

use super::{Archives, ArchivesError, Result, income, invalid};
use crate::documents::DocumentType;
use crate::store::{Archive, ArchiveStatus, ManualResult};
use serde_json::{Map, Value};
use wink_wire::ArchiveErrorCode;

/// What a host found in a payslip.
#[derive(Debug)]
pub(crate) struct Check {
    /// Whether it is a payslip at all.
    pub(crate) is_payslip: bool,
    /// Fields as they should be; those that are not among them stay as they were read.
    pub(crate) fields: Map<String, Value>,
    /// All that the host sent, to be kept.
    pub(crate) report: Value,
}

impl Archives {
    /// Puts a host's findings above what was read: its values replace those that were read, and a document that is no
    /// payslip ends in an error.
    pub(crate) async fn check(&self, archive: &Archive, check: Check) -> Result<()> {
        match (archive.file_type, archive.status) {
            (_, ArchiveStatus::Revoked | ArchiveStatus::Uploading) => return Err(ArchivesError::Missing),
            (_, ArchiveStatus::Started) => {
                return Err(invalid("archiveId", "is still being read; wait until it is ANALYZED"));
            }
            (DocumentType::TaxDocument | DocumentType::CompanyId, _) => {
                return Err(invalid("archiveId", "is not a payslip"));
            }
            _ => {}
        }
        let mut analysis =
            archive.analysis.as_ref().and_then(|read| read.0.as_object().cloned()).unwrap_or_default();
        analysis.extend(check.fields);
        let result = if check.is_payslip && !analysis.is_empty() {
            let analysis = analysis.into();
            let income = income::of_payslip(&analysis).map(Box::new);
            ManualResult::Payslip { analysis, income }
        } else if check.is_payslip {
            ManualResult::PayslipUnread
        } else {
            ManualResult::Other { error_code: ArchiveErrorCode::WrongDocument.name() }
        };
        let now_millis = self.0.clock.now_millis();
        let checked = self.0.store.check_archive(archive, &result, &check.report, now_millis).await?;
        if !checked {
            // Somebody was faster.
            return Err(ArchivesError::Over);
        }
        tracing::info!(archive = archive.id, is_payslip = check.is_payslip, "archive checked by its host");
        self.0.changes.announce(&archive.id);
        Ok(())
    }
}
