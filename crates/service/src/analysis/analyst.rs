//! What an analyst is given, and what it finds.

use super::payslip::Payslip;
use crate::contents::Contents;
use crate::documents::{DocumentType, Unsupported};
use crate::store::ArchiveFile;
use std::io;
use wink_wire::ArchiveErrorCode;

/// A submitted document. Its content stays in storage until it is needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    pub(crate) kind: DocumentType,
    pub(crate) files: &'a [ArchiveFile],
    pub(crate) contents: &'a Contents,
}

/// What was found in a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// The document's type, whatever it was uploaded as. `None` if it could not be determined.
    pub(crate) kind: Option<DocumentType>,
    pub(crate) reading: Reading,
}

impl From<Reading> for Finding {
    /// For readings that say nothing about the type.
    fn from(reading: Reading) -> Self {
        Self { kind: None, reading }
    }
}

/// The result of reading a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    Payslip(Box<Payslip>),
    /// The document is kept, but was not read.
    Unsupported(Unsupported),
    Failed(ArchiveErrorCode),
}

/// One way to read documents. It may be asked again for the same document after a restart.
#[async_trait::async_trait]
pub(crate) trait Analyst: Send + Sync {
    /// Reads a document. This may take long.
    ///
    /// # Errors
    /// The files could not be read; the caller may try again.
    async fn read(&self, document: Document<'_>) -> io::Result<Finding>;
}
