//! A host's own check of a payslip, which takes precedence over what was read.

use super::{Archives, ArchivesError, Result, income, invalid};
use crate::documents::DocumentType;
use crate::store::{Archive, ArchiveStatus, ManualResult};
use serde_json::{Map, Value};
use wink_wire::ArchiveErrorCode;

/// A host's check of a payslip.
#[derive(Debug)]
pub(crate) struct Check {
    /// Whether the document is a payslip.
    pub(crate) is_payslip: bool,
    /// Corrected fields. All others keep the values that were read.
    pub(crate) fields: Map<String, Value>,
    /// Everything that the host sent, to be stored.
    pub(crate) report: Value,
}

impl Archives {
    /// Applies a host's check: its values replace those that were read. A document that is not a payslip ends in an
    /// error.
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
            ManualResult::Other { error_code: ArchiveErrorCode::WrongDocument }
        };
        let now_millis = self.0.clock.now_millis();
        let checked = self.0.store.check_archive(archive, &result, &check.report, now_millis).await?;
        if !checked {
            // Another request was faster.
            return Err(ArchivesError::Over);
        }
        tracing::info!(archive = archive.id, is_payslip = check.is_payslip, "archive checked by its host");
        self.0.changes.announce(&archive.id);
        Ok(())
    }
}
