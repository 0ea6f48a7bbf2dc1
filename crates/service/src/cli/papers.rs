//! Shell completions and manual pages for packages, generated from the definitions of `--help`.

use super::Cli;
use super::failure::{CommandFailure, Result};
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::io::Write;
use std::path::PathBuf;

/// The name of the program.
const PROGRAM: &str = "wink-service";

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "For example:\n  wink-service completions bash > /etc/bash_completion.d/wink-service")]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
#[command(
    after_help = "For example:\n  wink-service man | man -l -\n  wink-service man /usr/local/share/man/man1"
)]
pub struct Man {
    /// Folder for the manual pages of all commands. Without it, the main page is printed.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Completions {
    /// Prints the completion script.
    ///
    /// # Errors
    /// Writing the output failed.
    pub fn run(&self, output: &mut impl Write) -> Result<()> {
        // Into memory first, because the crate panics if writing fails.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), PROGRAM, &mut script);
        Ok(output.write_all(&script)?)
    }
}

impl Man {
    /// Prints or writes manual pages.
    ///
    /// # Errors
    /// Writing the output failed.
    pub fn run(&self, output: &mut impl Write) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(clap_mangen::Man::new(Cli::command()).render(output)?);
        };
        let failed = |source| CommandFailure::File { path: folder.clone(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
        clap_mangen::generate_to(Cli::command(), folder).map_err(failed)?;
        Ok(writeln!(output, "The pages are in {}.", folder.display())?)
    }
}
