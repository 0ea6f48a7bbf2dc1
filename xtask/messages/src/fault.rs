//! Why nothing can be made of the catalogues.

use std::{error::Error, fmt};

/// What is wrong, as lines for a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// A fault of these findings, where there are any.
    pub(crate) fn of(findings: &[String]) -> Result<(), Self> {
        if findings.is_empty() { Ok(()) } else { Err(Self(findings.join("\n"))) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The lines themselves: a build script that ends with an error prints this.
impl fmt::Debug for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Error for Fault {}
