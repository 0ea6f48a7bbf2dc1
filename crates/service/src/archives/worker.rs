//! Reads a submitted archive in the background, under a lease. If a process dies, its lease expires and another process
//! reads the archive again.

use super::scanning::Passage;
use super::{Archives, Result, income};
use crate::analysis::{Document, Finding, Reading};
use crate::ids::new_reference;
use crate::jobs::{LEASE_MILLIS, under_lease};
use crate::store::{Archive, ArchiveEnd};
use crate::{metrics, traces};
use tracing::Instrument as _;
use wink_wire::ArchiveErrorCode;

/// An archive that was attempted this often, each time by a process that died, is not read again.
const MAX_ATTEMPTS: i64 = 5;

impl Archives {
    /// Reads an archive in the background. Its lease must be this process's.
    pub(super) fn work_on(&self, archive: Archive) {
        let archives = self.clone();
        self.0.tasks.spawn(async move {
            let reading = async {
                let trace = traces::work("reading a document", &archive.id);
                if let Err(error) = archives.read(&archive).instrument(trace).await {
                    // Nothing is changed: the process that claims the archive after the lease expires tries again.
                    tracing::error!(archive = archive.id, ?error, "an archive could not be read");
                }
            };
            // Dropping the work is safe at any point, because only its last line changes anything.
            let renew = || archives.renew_lease(&archive.id);
            under_lease(&archives.0.stopping, &archive.id, renew, reading).await;
        });
    }

    async fn read(&self, archive: &Archive) -> Result<()> {
        let inner = &self.0;
        // Before the scan, which fails again if the content is missing. A scanner that is away counts no attempts.
        let Finding { kind, reading } = if archive.attempts > MAX_ATTEMPTS {
            Reading::Failed(ArchiveErrorCode::SystemError).into()
        } else {
            match self.scan(archive).await? {
                Passage::Later => return Ok(()),
                Passage::Refused => Reading::Failed(ArchiveErrorCode::UnsafeFile).into(),
                Passage::Free => {
                    let document = Document {
                        kind: archive.file_type,
                        files: &archive.files,
                        contents: &inner.contents,
                    };
                    inner.analysts.of(archive.scope.mode()).read(document).await?
                }
            }
        };
        let end = match reading {
            Reading::Payslip(payslip) => {
                let analysis = serde_json::to_value(payslip).map_err(crate::store::StoreError::from)?;
                let income = income::of_payslip(&analysis).map(Box::new);
                ArchiveEnd::Analyzed { analysis, income }
            }
            Reading::Unsupported(why) => {
                tracing::info!(archive = archive.id, ?why, "the document is kept unread");
                ArchiveEnd::Unsupported { why }
            }
            Reading::Failed(code) => {
                let reference = new_reference();
                tracing::info!(archive = archive.id, code = code.name(), reference, "no document was read");
                ArchiveEnd::Failed { error_code: code, reference }
            }
        };
        if inner.store.end_archive(archive, &end, kind, inner.clock.now_millis()).await?.is_some() {
            tracing::info!(archive = archive.id, "archive done");
            metrics::document_read(match &end {
                ArchiveEnd::Analyzed { .. } => "ANALYZED",
                ArchiveEnd::Unsupported { .. } => "UNSUPPORTED",
                ArchiveEnd::Failed { error_code, .. } => error_code.name(),
            });
            inner.changes.announce(&archive.id);
        }
        Ok(())
    }

    /// Renews an archive's lease. False if it is no longer this process's.
    async fn renew_lease(&self, id: &str) -> Result<bool> {
        let lease_until = self.0.clock.now_millis() + LEASE_MILLIS;
        Ok(self.0.store.renew_archive_lease(id, self.0.process.as_str(), lease_until).await?)
    }
}
