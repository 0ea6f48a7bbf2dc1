//! `wink-service read-document` and `wink-service confine`: what runs apart from the service, because it opens what
//! strangers sent.

use crate::analysis::{Purpose, open, write_answer};
use crate::confined::{Confinement, UNCONFINED, confine};
use std::ffi::OsString;
use std::io::{Read as _, Write as _, stderr, stdin, stdout};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// The exit code of a program that could not be started, as shells use it.
const NOT_STARTED: u8 = 126;

/// Options of `read-document`.
#[derive(Debug, clap::Args)]
pub struct ReadDocument {
    /// Only check that the file can be opened.
    #[arg(long)]
    check: bool,

    /// Write a picture again without what a camera or a program put beside it.
    #[arg(long, conflicts_with = "check")]
    clean: bool,
}

impl ReadDocument {
    /// Reads a file from the standard input, and writes what there is to read in it.
    pub fn run(&self) -> ExitCode {
        if let Err(error) = confine(&Confinement::Reader) {
            return complain(UNCONFINED, &error.to_string());
        }
        let mut content = Vec::new();
        if let Err(error) = stdin().read_to_end(&mut content) {
            return complain(1, &format!("the file could not be read: {error}"));
        }
        let purpose = match (self.check, self.clean) {
            (true, _) => Purpose::Check,
            (false, true) => Purpose::Clean,
            (false, false) => Purpose::Read,
        };
        match write_answer(&open(purpose, content), stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(1, &format!("the answer could not be written: {error}")),
        }
    }
}

/// Options of `confine`.
#[derive(Debug, clap::Args)]
pub struct Confine {
    /// A folder that the program may read, besides the system's libraries.
    #[arg(long, value_name = "FOLDER")]
    readable: Vec<PathBuf>,

    /// The program and its arguments.
    #[arg(required = true, last = true, value_name = "PROGRAM")]
    program: Vec<OsString>,
}

impl Confine {
    /// Becomes the program. Returns only if that is impossible.
    pub fn run(self) -> ExitCode {
        let [program, arguments @ ..] = &self.program[..] else {
            return complain(NOT_STARTED, "name a program");
        };
        if let Err(error) = confine(&Confinement::Program { readable: self.readable }) {
            return complain(UNCONFINED, &error.to_string());
        }
        let mut command = Command::new(program);
        command.args(arguments);
        #[cfg(unix)]
        let error = std::os::unix::process::CommandExt::exec(&mut command);
        #[cfg(not(unix))]
        let error = match command.status() {
            Ok(status) => return if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
            Err(error) => error,
        };
        complain(NOT_STARTED, &format!("the program could not be started: {error}"))
    }
}

fn complain(code: u8, text: &str) -> ExitCode {
    let _ = writeln!(stderr(), "{text}");
    code.into()
}
