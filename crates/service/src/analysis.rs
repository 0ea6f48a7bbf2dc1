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
pub(crate) use reader::{Reader, UNCONFINED};

use crate::scope::Mode;
use real::RealAnalyst;
use sandbox::SandboxAnalyst;
use std::sync::Arc;
use std::time::Duration;

/// Every way to read documents.
pub(crate) struct Analysts {
    sandbox: SandboxAnalyst,
    real: RealAnalyst,
}

impl Analysts {
    /// `sandbox_pace` is the minimum time that reading takes in the sandbox.
    pub(crate) fn new(reader: Reader, sandbox_pace: Duration) -> Self {
        let reader = Arc::new(reader);
        Self {
            sandbox: SandboxAnalyst::new(sandbox_pace, Arc::clone(&reader)),
            real: RealAnalyst::new(reader),
        }
    }

    /// The analyst of a mode.
    pub(crate) fn of(&self, mode: Mode) -> &dyn Analyst {
        match mode {
            Mode::Sandbox => &self.sandbox,
            Mode::Production => &self.real,
        }
    }
}
