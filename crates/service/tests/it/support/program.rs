//! The real program, as a service or as a command.

use super::{LEVEL, Place};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use std::net::SocketAddr;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A service in its own process, which ends with the test.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) succeeded: bool,
    pub(crate) output: String,
    pub(crate) complaint: String,
}

impl Program {
    /// Starts `serve` with these options and variables, and waits until it prints its address.
    pub(crate) async fn start(place: &Place, options: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_with_log(place, options, variables, Stdio::inherit()).await
    }

    /// The same, with its log written to `log`.
    pub(crate) async fn start_with_log(
        place: &Place,
        options: &[&str],
        variables: &[(&str, &str)],
        log: Stdio,
    ) -> Self {
        let mut command = program();
        command.envs(variables.iter().copied());
        Self::serve(command, place, options, log).await
    }

    /// Starts the service with a line of shell, in which `$0` and `$@` are the program and its options.
    pub(crate) async fn start_with(place: &Place, line: &str, log: Stdio) -> Self {
        let mut shell = program_in(Command::new("sh"));
        shell.args(["-c", line]).arg(PROGRAM);
        Self::serve(shell, place, &[], log).await
    }

    async fn serve(mut command: Command, place: &Place, options: &[&str], log: Stdio) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "0", "--link-rate-limit", "0"])
            .args(["--database", &place.database, "--data"])
            .arg(place.data_folder())
            .args(options)
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = output.next_line().await.unwrap().unwrap();
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().parse().unwrap();
            }
        };
        // Read the rest of the output, or the process blocks.
        tokio::spawn(async move { while let Ok(Some(_)) = output.next_line().await {} });
        Self { child, address }
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Kills the process.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// The process, to signal it or to change its limits.
    pub(crate) fn process(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id().unwrap()).unwrap()).unwrap()
    }

    /// From now on, no file of the process can grow beyond this: as on a full disk, and without an administrator's rights.
    pub(crate) fn limit_files(process: Pid, bytes: Option<u64>) {
        // The hard limit stays, so that it can be lifted again.
        prlimit(Some(process), Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
    }

    /// Stops the service as an operator would, and waits for it.
    pub(crate) async fn terminate(mut self) {
        kill_process(self.process(), Signal::TERM).unwrap();
        assert!(self.child.wait().await.unwrap().success());
    }
}

/// Runs a command on a database, and waits for it.
pub(crate) async fn run(place: &Place, arguments: &[&str]) -> Ended {
    let ended = program()
        .args(arguments)
        .env("WINK_DATABASE", &place.database)
        .env("WINK_DATA", place.data_folder())
        .output()
        .await
        .unwrap();
    Ended {
        succeeded: ended.status.success(),
        output: String::from_utf8(ended.stdout).unwrap(),
        complaint: String::from_utf8(ended.stderr).unwrap(),
    }
}

impl Ended {
    /// The command's output. Panics if it failed.
    #[track_caller]
    pub(crate) fn printed(self) -> String {
        assert!(self.succeeded, "{self:?}");
        self.output
    }

    /// The command's error message. Panics if it succeeded.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert!(!self.succeeded, "{self:?}");
        self.complaint
    }
}

/// A figure of a process's memory as Linux reports it, in KB. `None` once the process is gone.
pub(crate) fn memory_kb(process: u32, figure: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let mut figures = status.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = figures.find(|(name, _)| *name == figure)?;
    value.split_whitespace().next()?.parse().ok()
}

/// Where the program is.
const PROGRAM: &str = env!("CARGO_BIN_EXE_wink-service");

/// The program, without variables from the environment of the test. It logs what a service in the test's own process
/// would.
pub(crate) fn program() -> Command {
    program_in(Command::new(PROGRAM))
}

fn program_in(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("WINK_") || name.starts_with("OTEL_")) {
            command.env_remove(name);
        }
    }
    command.env("WINK_LOG", LEVEL.as_str());
    command
}
