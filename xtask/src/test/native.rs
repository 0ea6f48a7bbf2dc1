//! Tests that need nothing but this machine, and Tesseract on it.

use anyhow::Result;

use super::tally::{self, Totals};
use crate::{machine, project::Project};

const PACKAGES: [&str; 6] = ["wink-wire", "wink-search", "wink-flow", "wink-service", "wink-bundle", "xtask"];
/// Those with documentation that compiles.
const LIBRARIES: [&str; 2] = ["wink-wire", "wink-flow"];

pub(crate) fn run(project: &Project, filter: &[String]) -> Result<Totals> {
    machine::tesseract(project)?;
    let mut command = project.cargo();
    if machine::find("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]);
    } else {
        command.args(["test", "--no-fail-fast", "--bins", "--lib", "--tests"]);
    }
    let mut totals = tally::run(with(&mut command, &PACKAGES, filter))?;

    let mut command = project.cargo();
    command.args(["test", "--doc", "--no-fail-fast"]);
    totals += tally::run(with(&mut command, &LIBRARIES, filter))?;
    Ok(totals)
}

fn with<'c>(
    command: &'c mut std::process::Command,
    packages: &[&str],
    filter: &[String],
) -> &'c mut std::process::Command {
    for package in packages {
        command.args(["--package", package]);
    }
    command.arg("--").args(filter)
}
