//! What a document says: read from its files once they have been submitted. One analyst knows one way: [`real`] is for
//! real people's documents, [`sandbox`] for those of invented ones. [`reader`] makes words of files, [`payslip`] makes
//! sense of words.

#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod ocr;
mod page;
mod payslip;
mod pdf;
mod reader;
mod real;
mod sandbox;

pub(crate) use ocr::Ocr;
pub(crate) use payslip::Payslip;

use crate::contents::Contents;
use crate::documents::DocumentType;
use crate::scope::Mode;
use crate::store::ArchiveFile;
use real::RealAnalyst;
use sandbox::SandboxAnalyst;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use wink_wire::ArchiveErrorCode;

/// A submitted document. Its content stays in the storage until it is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    pub(crate) kind: DocumentType,
    pub(crate) files: &'a [ArchiveFile],
    pub(crate) contents: &'a Contents,
}

/// What was found of a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// What kind of document it is, whatever it was uploaded as; none where that could not be made out.
    pub(crate) kind: Option<DocumentType>,
    pub(crate) reading: Reading,
}

impl From<Reading> for Finding {
    /// For readings that say nothing of the kind.
    fn from(reading: Reading) -> Self {
        Self { kind: None, reading }
    }
}

/// What reading a document led to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    Payslip(Box<Payslip>),
    /// It is kept, but was not read.
    Unsupported(Unsupported),
    Failed(ArchiveErrorCode),
}

/// Why a document is kept without being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsupported {
    /// No machine can read this kind.
    Kind,
    /// It is a picture, and the program that reads pictures is not installed.
    Pictures,
}

impl Unsupported {
    /// As it is stored.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kind => "KIND",
            Self::Pictures => "PICTURES",
        }
    }
}

/// One way to read documents. It may be asked again for the same document, after a restart.
#[async_trait::async_trait]
pub(crate) trait Analyst: Send + Sync {
    /// Reads a document, which may take long.
    ///
    /// # Errors
    /// The files could not be read; it may be tried again.
    async fn read(&self, document: Document<'_>) -> io::Result<Finding>;
}

/// Every way to read documents.
pub(crate) struct Analysts {
    sandbox: SandboxAnalyst,
    real: RealAnalyst,
}

impl Analysts {
    /// `sandbox_pace` is how long reading takes at least in the sandbox.
    pub(crate) fn new(ocr: Ocr, sandbox_pace: Duration) -> Self {
        let ocr = Arc::new(ocr);
        Self { sandbox: SandboxAnalyst::new(sandbox_pace, Arc::clone(&ocr)), real: RealAnalyst::new(ocr) }
    }

    /// Who reads documents of a mode.
    pub(crate) fn of(&self, mode: Mode) -> &dyn Analyst {
        match mode {
            Mode::Sandbox => &self.sandbox,
            Mode::Production => &self.real,
        }
    }
}
