//! `cargo xtask test`: every test there is, by five runners, and one line with their total.

mod api;
mod browser;
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

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Kinds of tests; all when none is named
    kinds: Vec<Kind>,
    /// Handed to the runners after `--`: only tests whose name contains one of these
    #[arg(last = true)]
    filter: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Kind {
    /// Everything that is pure: wire, flow, service, the tools; the service once more on PostgreSQL
    Native,
    /// The widget in a headless browser
    Browser,
    /// The npm package, made and installed
    Package,
    /// The service against the document of its API
    Api,
    /// Whole journeys of the widget against the service
    Journeys,
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Native => "native tests",
            Self::Browser => "tests in the browser",
            Self::Package => "tests of the npm package",
            Self::Api => "tests of the API against its document",
            Self::Journeys => "journeys",
        }
    }

    fn run(self, project: &Project, filter: &[String]) -> Result<Totals> {
        match self {
            Self::Native => native::run(project, filter),
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
        // A kind that cannot run does not keep the others from running.
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
    // A runner that did not get through its tests counts as one failure, or the total would look clean.
    total.failed += broken;
    println!("\n{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
