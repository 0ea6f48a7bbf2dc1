//! `cargo xtask`: everything that a developer or CI runs. This file holds the commands' names and help; each is
//! carried out in the module of its name.

mod build;
mod check;
mod demo;
mod fuzz;
mod load;
mod machine;
mod page_preview;
mod project;
mod search;
mod size;
mod step;
mod test;
mod widget;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::project::Project;

/// Builds, runs, tests and checks Wink. Each command makes ready what it misses on this machine.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build widget and service, and serve both with the playground at `WINK_LISTEN`, by default 127.0.0.1:8080
    Demo,
    /// Write the deliverable to dist/: the two scripts, the module, the playground
    Build,
    /// Run the tests: all of them, or only the kinds named
    ///
    /// The last line printed is `N passed, N failed`, over every runner. Browser and journey tests need Chromium and
    /// its driver, which are installed where that is possible; `WINK_CHROMIUM` and `CHROMEDRIVER` name others.
    /// Screenshots are left in the target folder, under journeys/.
    Test(test::Options),
    /// Run what CI runs before the tests: formatting, clippy, cargo-deny, tidy, floors; or only the house rules and the
    /// message catalogues, `check tidy`, or what imports what, `check floors`, which take a second
    Check {
        /// The one check to run
        only: Option<check::Only>,
    },
    /// Give arbitrary input to what reads strangers' input, until something breaks or the time is over
    Fuzz(fuzz::Options),
    /// Measure the deliverable
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// Print raw, gzip and brotli bytes of each file, and fail when a budget is exceeded
    Size,
    /// Print how many link sessions a second the service does, on SQLite and on PostgreSQL, and its calls for hosts beside
    /// Stoplight Prism, which mocks the same operations; fail when it is not well ahead
    Service,
    /// Print how long a keystroke in the search field takes, at 10,000 and at 100,000 providers, beside Fuse.js, and
    /// fail when the 99th percentile is more than a frame
    Search,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<ExitCode> {
    let project = Project::find()?;
    match &options.command {
        Command::Demo => demo::run(&project)?,
        Command::Build => {
            build::run(&project)?;
        }
        Command::Test(options) => return test::run(&project, options),
        Command::Check { only: None } => check::run(&project)?,
        Command::Check { only: Some(check::Only::Floors) } => check::floors(&project)?,
        Command::Check { only: Some(check::Only::Tidy) } => check::tidy(&project)?,
        Command::Fuzz(options) => fuzz::run(&project, options)?,
        Command::Bench(Bench::Size) => size::run(&project)?,
        Command::Bench(Bench::Search) => search::run(&project)?,
        Command::Bench(Bench::Service) => load::run(&project)?,
    }
    Ok(ExitCode::SUCCESS)
}
