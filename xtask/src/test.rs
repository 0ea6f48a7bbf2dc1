//! `cargo xtask test`: runs all tests, with one runner for each kind, and prints their total.

mod api;
mod browser;
mod holds;
mod journeys;
mod native;
mod package;
pub(crate) mod postgres;
mod tally;

use std::{collections::BTreeSet, process::ExitCode, time::Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use self::tally::Totals;
use crate::project::Project;

/// Which tests to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Kinds of tests (default: all)
    kinds: Vec<Kind>,
    /// After `--`: run only tests whose name contains one of these words; `holds` also takes `--minutes N` and `--seed N`
    #[arg(last = true)]
    filter: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Kind {
    /// Rust tests of wire, flow, search, the service and the tools; the service on SQLite and on PostgreSQL
    Native,
    /// The service under attack and faults, with limits of memory: half a minute of random faults on each database
    Holds,
    /// The widget's tests in a headless browser
    Browser,
    /// The npm package, built and installed
    Package,
    /// The service against its published API document
    Api,
    /// Whole journeys of the widget against the service
    Journeys,
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Native => "native tests",
            Self::Holds => "tests under attack and faults",
            Self::Browser => "browser tests",
            Self::Package => "npm package tests",
            Self::Api => "API tests against the published document",
            Self::Journeys => "journeys",
        }
    }

    fn run(self, project: &Project, filter: &[String]) -> Result<Totals> {
        match self {
            Self::Native => native::run(project, filter),
            Self::Holds => holds::run(project, filter),
            Self::Browser => browser::run(project, filter),
            Self::Package => package::run(project, filter),
            Self::Api => api::run(project, filter),
            Self::Journeys => journeys::run(project, filter),
        }
    }
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    let kinds: BTreeSet<Kind> = if options.kinds.is_empty() {
        Kind::value_variants().iter().copied().collect()
    } else {
        options.kinds.iter().copied().collect()
    };

    let mut total = Totals::default();
    let mut broken = 0;
    for kind in kinds {
        // If one kind cannot run, the others still do.
        println!("▸ {}", kind.title());
        let started = Instant::now();
        match kind.run(project, &options.filter) {
            Ok(totals) => {
                let mark = if totals.failed == 0 && !totals.is_broken { "✓" } else { "✗" };
                println!("{mark} {} ({:.1?}): {totals}", kind.title(), started.elapsed());
                total += totals;
                broken += u64::from(totals.is_broken);
            }
            Err(error) => {
                eprintln!("\nerror: {}: {error:#}\n", kind.title());
                broken += 1;
            }
        }
    }

    if total.is_empty() {
        bail!("no test ran");
    }
    // A runner that broke off counts as one failure. Otherwise the total would look clean.
    total.failed += broken;
    println!("\n{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
