//! Rust tests that run without a browser, except those of `holds`. They need Tesseract and PostgreSQL.

use std::{env, process::Command};

use anyhow::Result;

use super::{
    postgres::{Durability, Postgres},
    tally::{self, Totals},
};
use crate::{machine, project::Project, step::step};

/// All of them in every run. Otherwise Cargo would compile their shared dependencies again.
pub(super) const PACKAGES: [&str; 7] =
    ["wink-wire", "wink-search", "wink-flow", "wink-page-preview", "wink-service", "wink-bundle", "xtask"];
/// Part of the names of the tests that `holds` runs, and of no others.
pub(super) const HOLDS: &str = "holds::";
/// Packages with documentation tests.
const LIBRARIES: [&str; 2] = ["wink-wire", "wink-flow"];

/// How many accounts the crash test links while it kills the service repeatedly. The caller can set the variable to
/// another number. On PostgreSQL, where it takes longer, the test's default applies.
const CRASH_ACCOUNTS: &str = "1000";
const CRASH_ACCOUNTS_VARIABLE: &str = "WINK_CRASH_ACCOUNTS";

pub(crate) fn run(project: &Project, filter: &[String]) -> Result<Totals> {
    machine::tesseract(project)?;
    let without_holds = [filter, &["--skip".to_owned(), HOLDS.to_owned()]].concat();
    let mut command = tests(project);
    command.args(["--bins", "--lib", "--tests"]);
    if env::var_os(CRASH_ACCOUNTS_VARIABLE).is_none() {
        command.env(CRASH_ACCOUNTS_VARIABLE, CRASH_ACCOUNTS);
    }
    let mut totals = tally::run(with(&mut command, &PACKAGES, &without_holds))?;

    let postgres = step("starting a PostgreSQL server", || Postgres::start(project, Durability::None))?;
    let mut command = tests(project);
    command.args(["--test", "it"]).env("WINK_TEST_POSTGRES", postgres.url());
    totals += tally::run(with(&mut command, &PACKAGES, &without_holds))?;
    drop(postgres);

    let mut command = project.cargo();
    command.args(["test", "--doc", "--no-fail-fast"]);
    totals += tally::run(with(&mut command, &LIBRARIES, filter))?;
    Ok(totals)
}

fn tests(project: &Project) -> Command {
    if machine::find("cargo-nextest").is_some() {
        return nextest(project);
    }
    let mut command = project.cargo();
    command.args(["test", "--no-fail-fast"]);
    command
}

/// Runs each test in a process of its own.
pub(super) fn nextest(project: &Project) -> Command {
    let mut command = project.cargo();
    command.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]);
    command
}

pub(super) fn with<'c>(command: &'c mut Command, packages: &[&str], filter: &[String]) -> &'c mut Command {
    for package in packages {
        command.args(["--package", package]);
    }
    command.arg("--").args(filter)
}
