//! The service under attack and faults: the tests in `tests/it/holds/`, each in a process with a limit of memory, and the
//! fault run, on SQLite and on PostgreSQL. The native tests leave them out.
//!
//! | variable | meaning |
//! |---|---|
//! | `WINK_FAULT_SECONDS` | how long the fault run goes on, on each database |
//! | `WINK_FAULT_SEED` | optional: repeats the faults of an earlier run |

use std::{env::consts::OS, process::Command};

use anyhow::{Result, ensure};
use clap::Parser;

use super::{
    native,
    postgres::{Durability, Postgres},
    tally::{self, Totals},
};
use crate::{machine, project::Project, step::step};

/// Most address space of a test, and of each program that it starts: 4 GB.
const MOST_MEMORY_BYTES: u64 = 4 << 30;

/// What can stand after `--`.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct Run {
    /// Minutes of faults, half of them on each database.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=600))]
    minutes: u64,
    /// The seed that an earlier run printed.
    #[arg(long)]
    seed: Option<u64>,
    /// Words of names.
    filter: Vec<String>,
}

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<Totals> {
    let run = Run::try_parse_from(arguments)?;
    machine::tesseract(project)?;
    // Limits and measures of memory are those of a process.
    machine::nextest(project)?;
    let mut totals = tally::run(&mut run.command(project)?)?;
    let postgres = step("starting a PostgreSQL server", || Postgres::start(project, Durability::None))?;
    totals += tally::run(run.command(project)?.env("WINK_TEST_POSTGRES", postgres.url()))?;
    Ok(totals)
}

impl Run {
    fn command(&self, project: &Project) -> Result<Command> {
        let mut command = native::nextest(project);
        command.args(["--test", "it"]);
        command.env("WINK_FAULT_SECONDS", (self.minutes * 30).to_string());
        if let Some(seed) = self.seed {
            command.env("WINK_FAULT_SEED", seed.to_string());
        }
        limit_memory(project, &mut command)?;
        let all = [native::HOLDS.to_owned()];
        let filter = if self.filter.is_empty() { &all } else { self.filter.as_slice() };
        native::with(&mut command, &native::PACKAGES, filter);
        Ok(command)
    }
}

/// Has every test run in a process that may take so much memory and no more.
fn limit_memory(project: &Project, command: &mut Command) -> Result<()> {
    if OS != "linux" {
        println!("  only Linux has the program that limits memory; the tests run without a limit");
        return Ok(());
    }
    ensure!(machine::find("prlimit").is_some(), "prlimit is missing; install Debian's package util-linux");
    let runner = format!("CARGO_TARGET_{}_RUNNER", machine::host(project)?.replace('-', "_").to_uppercase());
    command.env(runner, format!("prlimit --as={MOST_MEMORY_BYTES} --"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_the_dashes_is_read() {
        let read = |arguments: &[&str]| Run::try_parse_from(arguments);
        let run = read(&["--minutes", "10", "--seed", "7", "faults"]).unwrap();
        assert_eq!((run.minutes, run.seed, run.filter), (10, Some(7), vec!["faults".to_owned()]));
        let usual = read(&[]).unwrap();
        assert_eq!((usual.minutes, usual.seed, usual.filter.len()), (1, None, 0));
        for wrong in [["--minutes", "0"], ["--seed", "x"], ["--hours", "1"]] {
            assert!(read(&wrong).is_err(), "{wrong:?}");
        }
    }
}
