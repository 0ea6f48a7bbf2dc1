//! What a document says: read from its files once they have been submitted. One analyst knows one way; the sandbox
//! is one.

pub(crate) mod sandbox;

use crate::documents::DocumentType;
use crate::files::Files;
use crate::store::ArchiveFile;
use serde::Serialize;
use std::io;
use tokio::sync::{Semaphore, SemaphorePermit};
use wink_wire::ArchiveErrorCode;

/// A submitted document. Its content stays in the folder until it is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    pub(crate) kind: DocumentType,
    pub(crate) files: &'a [ArchiveFile],
    pub(crate) folder: &'a Files,
    pub(crate) turns: &'a Semaphore,
}

impl Document<'_> {
    /// To be held while content is in memory: only so many files are looked into at the same time.
    pub(crate) async fn turn(&self) -> io::Result<SemaphorePermit<'_>> {
        self.turns.acquire().await.map_err(io::Error::other)
    }

    pub(crate) async fn content(&self, file: &ArchiveFile) -> io::Result<Vec<u8>> {
        self.folder.read(&file.id, file.size_bytes).await
    }
}

/// What reading a document led to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    Payslip(Payslip),
    /// It is kept, but no machine can read this kind.
    Unsupported,
    Failed(ArchiveErrorCode),
}

/// What a payslip says, as the Open API shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payslip {
    pub(crate) start_date: &'static str,
    pub(crate) end_date: &'static str,
    pub(crate) pay_date: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) gross_amount: f64,
    pub(crate) net_amount: f64,
    pub(crate) employer_name: &'static str,
    pub(crate) employee_name: &'static str,
    pub(crate) ss_number: &'static str,
    pub(crate) phil_health_number: &'static str,
    pub(crate) tax_number: &'static str,
    pub(crate) pag_ibig_number: &'static str,
}

/// One way to read documents. It may be asked again for the same document, after a restart.
#[async_trait::async_trait]
pub(crate) trait Analyst: Send + Sync {
    /// Reads a document, which may take long.
    ///
    /// # Errors
    /// The files could not be read; it may be tried again.
    async fn read(&self, document: Document<'_>) -> io::Result<Reading>;
}
