//! `cargo xtask`: every command that developers and CI run. This file has their names and help; each command is
//! implemented in the module of the same name.

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

/// Builds, runs, tests and checks Wink. Each command installs the tools that it needs and does not find.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the widget and the service, and serve both with the playground at `WINK_LISTEN` (default: 127.0.0.1:8080)
    Demo,
    /// Build what is released into dist/: both scripts, the WebAssembly module and the playground
    Build,
    /// Run all tests, or only the kinds that you name
    ///
    /// The last line is the total of all runners: `N passed, N failed`. Browser and journey tests need Chromium and
    /// `ChromeDriver`. They are installed with apt-get if they are missing; set `WINK_CHROMIUM` and `CHROMEDRIVER` to use
    /// others. Screenshots are saved in journeys/ in the target folder.
    Test(test::Options),
    /// Run the checks that CI runs before the tests
    ///
    /// These are formatting, clippy, cargo-deny, `tidy` (house rules, message catalogues, plain English) and `floors`
    /// (which module may import which). `check tidy` and `check floors` run one of the last two alone, in about a second.
    Check {
        /// Run only this check
        only: Option<check::Only>,
    },
    /// Fuzz the parsers of untrusted input, until one fails or the time is up
    Fuzz(fuzz::Options),
    /// Measure sizes and speed
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// Print the raw, gzip and brotli size of each file, and fail if one is over its budget
    Size,
    /// Measure the service: link sessions per second on SQLite and PostgreSQL, and Open API calls compared with a mock
    ///
    /// The mock is Stoplight Prism, serving the same operations. Fails if the service is not clearly faster.
    Service,
    /// Measure a keystroke in the search field with 10,000 and 100,000 providers, compared with Fuse.js
    ///
    /// Fails if the 99th percentile is longer than one frame.
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
