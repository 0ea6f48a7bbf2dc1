//! Reads submitted documents. One [`Analyst`] serves each mode: [`real`] reads the documents of real people,
//! [`sandbox`] those of invented ones. [`reader`] turns files into words, [`payslip`] finds values among the words.

mod analyst;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod ocr;
mod opening;
mod page;
mod payslip;
mod pdf;
mod reader;
mod real;
mod sandbox;

pub(crate) use analyst::{Analyst, Document, Finding, Reading};
pub(crate) use opening::{Purpose, open, write_answer};
pub(crate) use payslip::Payslip;
pub(crate) use reader::Reader;

use crate::jobs::Turn;
use crate::scope::Mode;
use real::RealAnalyst;
use sandbox::SandboxAnalyst;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use wink_wire::ArchiveErrorCode;

/// Every way to read documents.
pub(crate) struct Analysts {
    sandbox: SandboxAnalyst,
    real: RealAnalyst,
    reader: Arc<Reader>,
}

impl Analysts {
    /// `sandbox_pace` is the minimum time that reading takes in the sandbox.
    pub(crate) fn new(reader: Reader, sandbox_pace: Duration) -> Self {
        let reader = Arc::new(reader);
        Self {
            sandbox: SandboxAnalyst::new(sandbox_pace, Arc::clone(&reader)),
            real: RealAnalyst::new(Arc::clone(&reader)),
            reader,
        }
    }

    /// Checks that a file can be opened and is safe to hand out.
    ///
    /// # Errors
    /// The process that does it could not be run. The inner error says why the file is not safe.
    pub(crate) async fn check(
        &self,
        turn: &Turn,
        content: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> io::Result<Result<(), ArchiveErrorCode>> {
        self.reader.check_file(turn, content).await
    }

    /// A picture, written again without what a camera or a program put beside it.
    ///
    /// # Errors
    /// The process that does it could not be run. The inner error says why the picture cannot be written.
    pub(crate) async fn clean(
        &self,
        turn: &Turn,
        picture: Vec<u8>,
    ) -> io::Result<Result<Vec<u8>, ArchiveErrorCode>> {
        self.reader.clean(turn, picture).await
    }

    /// The analyst of a mode.
    pub(crate) fn of(&self, mode: Mode) -> &dyn Analyst {
        match mode {
            Mode::Sandbox => &self.sandbox,
            Mode::Production => &self.real,
        }
    }
}
