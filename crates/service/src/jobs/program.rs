//! Programs that work for the service: bytes in, bytes out, within a time.
//!
//! They get nothing of this process's environment, where keys may be. A turn lasts until the program has ended.

use super::Turn;
use crate::confined::UNCONFINED;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;

/// Longest complaint of a program that is kept, in bytes.
const COMPLAINT_BYTES: u64 = 4096;

/// A program, and what it may use.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    /// All of its environment.
    pub(crate) environment: Vec<(&'static str, OsString)>,
    /// It is killed after this time.
    pub(crate) longest: Duration,
    /// It is killed if it writes more than this.
    pub(crate) max_output_bytes: u64,
}

/// A program did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgramError {
    #[error("the program could not be run")]
    Io(#[from] io::Error),
    #[error("the program ended with {status}: {complaint}")]
    Died {
        status: ExitStatus,
        /// The last line that it wrote as an error.
        complaint: String,
    },
    #[error("the program took longer than {} s", .0.as_secs())]
    TimedOut(Duration),
    #[error("the program wrote more than it may")]
    WroteTooMuch,
}

impl ProgramError {
    /// Whether a program of ours could not confine itself. It did nothing then, so its input is not to blame.
    pub(crate) fn is_unconfined(&self) -> bool {
        matches!(self, Self::Died { status, .. } if status.code() == Some(UNCONFINED.into()))
    }
}

impl Turn {
    /// Runs a program with an input, and returns its output. If the caller no longer waits, the program is killed.
    ///
    /// # Errors
    /// The program could not be started, or did not do its work.
    pub(crate) async fn run_program(
        &self,
        program: Program,
        input: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Vec<u8>, ProgramError> {
        let turn = self.clone();
        let (waiting, hung_up) = oneshot::channel::<()>();
        // A task of its own, so that the program has ended before its turn does.
        let running = tokio::spawn(async move {
            let _turn = turn;
            let mut child = program.spawn()?;
            let outcome = tokio::select! {
                outcome = talk(&mut child, input, program.max_output_bytes) => outcome,
                () = tokio::time::sleep(program.longest) => Err(ProgramError::TimedOut(program.longest)),
                _ = hung_up => Err(io::Error::from(io::ErrorKind::Interrupted).into()),
            };
            if outcome.is_err() {
                // It may have ended by itself.
                let _ = child.kill().await;
            }
            outcome
        });
        let outcome = running.await.map_err(io::Error::other)?;
        drop(waiting);
        outcome
    }
}

impl Program {
    fn spawn(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).env_clear().kill_on_drop(true);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn()
    }
}

async fn talk(
    child: &mut Child,
    input: impl AsRef<[u8]>,
    max_output_bytes: u64,
) -> Result<Vec<u8>, ProgramError> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let feed = async move {
        if let Some(mut stdin) = stdin {
            // If the program ends early, its exit code explains why.
            let _ = stdin.write_all(input.as_ref()).await;
        }
        Ok(())
    };
    let hear = async move {
        let mut output = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(max_output_bytes + 1).read_to_end(&mut output).await?;
        }
        if output.len() as u64 > max_output_bytes {
            return Err(ProgramError::WroteTooMuch);
        }
        Ok(output)
    };
    let complain = async move {
        let mut complaint = Vec::new();
        if let Some(mut stderr) = stderr {
            (&mut stderr).take(COMPLAINT_BYTES).read_to_end(&mut complaint).await?;
            // The rest is read too, or a talkative program waits for ever.
            tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await?;
        }
        Ok(complaint)
    };
    let ((), output, complaint) = tokio::try_join!(feed, hear, complain)?;
    let status = child.wait().await?;
    if !status.success() {
        let complaint = String::from_utf8_lossy(&complaint);
        let complaint = complaint.lines().last().unwrap_or("it said nothing").to_owned();
        return Err(ProgramError::Died { status, complaint });
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::Pool;
    use std::time::Instant;
    use tokio::time::timeout;

    fn shell(script: &str) -> Program {
        Program {
            path: "/bin/sh".into(),
            arguments: vec!["-c".into(), script.into()],
            environment: vec![("GREETING", "hello".into())],
            longest: Duration::from_secs(30),
            max_output_bytes: 1000,
        }
    }

    async fn run(program: Program, input: &[u8]) -> Result<String, ProgramError> {
        let turn = Pool::new(1).turn().await.unwrap();
        let output = turn.run_program(program, input.to_vec()).await?;
        Ok(String::from_utf8(output).unwrap())
    }

    #[tokio::test]
    async fn input_goes_in_and_output_comes_out() {
        let large = "a line of text\n".repeat(50_000);
        assert_eq!(run(shell("wc -l"), large.as_bytes()).await.unwrap().trim(), "50000");
        assert_eq!(run(shell("true"), large.as_bytes()).await.unwrap(), "", "it need not read its input");
    }

    #[tokio::test]
    async fn nothing_of_this_environment_reaches_it() {
        assert!(std::env::var_os("PATH").is_some());
        let environment = run(shell("/usr/bin/env"), b"").await.unwrap();
        let names: Vec<_> = environment.lines().filter_map(|line| line.split('=').next()).collect();
        // A shell makes these itself.
        let given: Vec<_> =
            names.into_iter().filter(|name| !["PWD", "_", "SHLVL", "OLDPWD"].contains(name)).collect();
        assert_eq!(given, ["GREETING"]);
    }

    #[tokio::test]
    async fn a_failure_says_why() {
        let error = run(shell("echo first >&2; echo last >&2; exit 3"), b"").await.unwrap_err();
        assert!(
            matches!(&error, ProgramError::Died { status, complaint }
            if status.code() == Some(3) && complaint == "last"),
            "{error}"
        );
        let error = run(shell("kill -9 $$"), b"").await.unwrap_err();
        assert!(matches!(&error, ProgramError::Died { status, .. } if !status.success()), "{error}");
        let program = Program { path: "/nowhere/program".into(), ..shell("") };
        assert!(matches!(run(program, b"").await, Err(ProgramError::Io(_))));
    }

    #[tokio::test]
    async fn one_that_takes_too_long_or_writes_too_much_is_killed() {
        let before = Instant::now();
        let program = Program { longest: Duration::from_millis(50), ..shell("exec sleep 600") };
        assert!(matches!(run(program, b"").await, Err(ProgramError::TimedOut(_))));
        let error = run(shell("exec cat /dev/zero"), b"").await.unwrap_err();
        assert!(matches!(error, ProgramError::WroteTooMuch), "{error}");
        assert!(before.elapsed() < Duration::from_secs(60));
    }

    #[tokio::test]
    async fn a_caller_that_hangs_up_ends_the_program_and_its_turn() {
        let folder = tempfile::tempdir().unwrap();
        let started = folder.path().join("started");
        let pool = Pool::new(1);
        let turn = pool.turn().await.unwrap();
        let script = format!("echo $$ > {}; exec sleep 600", started.display());
        let caller = tokio::spawn(async move { turn.run_program(shell(&script), Vec::new()).await });
        let id = timeout(Duration::from_secs(20), async {
            loop {
                match std::fs::read_to_string(&started) {
                    Ok(id) if id.ends_with('\n') => break id.trim().to_owned(),
                    _ => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        });
        let id = id.await.unwrap();
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        timeout(Duration::from_secs(20), pool.turn()).await.unwrap().unwrap();
        let is_running =
            std::process::Command::new("kill").args(["-0", &id]).output().unwrap().status.success();
        assert!(!is_running, "the program has ended when its place is free");
    }
}
