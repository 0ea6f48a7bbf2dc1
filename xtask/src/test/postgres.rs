//! A temporary PostgreSQL server. Its data and its socket are in a temporary folder, which is deleted when it is dropped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{machine, project::Project};

/// Long enough for a server to start on a busy machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A running server.
#[derive(Debug)]
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    server: Child,
}

/// Whether a server's data survives a failure of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// No: writes do not wait for the disk, which is faster.
    None,
    /// Yes, as in production.
    Full,
}

impl Postgres {
    /// Starts a server and waits until it accepts connections.
    pub(crate) fn start(project: &Project, durability: Durability) -> Result<Self> {
        let programs = machine::postgres(project)?;
        // A short path, because a socket's path is limited to about 100 characters.
        let folder = env::temp_dir().join(format!("wink-postgres-{}", process::id()));
        fs::create_dir(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let owner = owner()?;
        #[cfg(unix)]
        if let Some(owner) = owner {
            std::os::unix::fs::chown(&folder, Some(owner), None).context("changing the folder's owner")?;
        }
        let mut initdb = as_owner(owner, &programs.join("initdb"));
        initdb.args(["--username=wink", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]);
        let made = initdb.arg(folder.join("data")).current_dir(&folder).output().context("running initdb")?;
        ensure!(made.status.success(), "initdb failed:\n{}", String::from_utf8_lossy(&made.stderr));
        let log = fs::File::create(folder.join("log"))?;
        let mut server = as_owner(owner, &programs.join("postgres"));
        server.arg("-D").arg(folder.join("data")).arg("-k").arg(&folder).current_dir(&folder);
        let faster: &[&str] = match durability {
            Durability::None => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Durability::Full => &[],
        };
        for setting in ["listen_addresses=", "max_connections=400"].iter().chain(faster) {
            server.args(["-c", setting]);
        }
        let server = server.stdout(log.try_clone()?).stderr(log).spawn().context("starting PostgreSQL")?;
        let mut postgres = Self { programs, folder, server };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// The server's address, in the form of `WINK_DATABASE`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://wink@localhost/postgres?host={}", self.folder.display())
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let mut probe = Command::new(self.programs.join("pg_isready"));
            if probe.arg("-q").arg("-h").arg(&self.folder).status()?.success() {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() || Instant::now() > deadline {
                bail!(
                    "PostgreSQL did not start:\n{}",
                    fs::read_to_string(self.folder.join("log")).unwrap_or_default()
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT also ends its child processes. The shared memory that it leaves is small, and the next start reuses it.
        let mut stop = Command::new("kill");
        if stop.args(["-INT", &self.server.id().to_string()]).status().is_ok_and(|status| status.success()) {
            let _ = self.server.wait();
        } else {
            let _ = self.server.kill();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The user to run the server as, because PostgreSQL refuses to run as root. `None` if this process is not root.
fn owner() -> Result<Option<u32>> {
    if !machine::is_root() {
        return Ok(None);
    }
    let id = Command::new("id").args(["-u", "nobody"]).output().context("looking up the user nobody")?;
    Ok(Some(String::from_utf8_lossy(&id.stdout).trim().parse().context("there is no user nobody")?))
}

/// A command that runs as the owner. Its process id is that of the program itself.
fn as_owner(owner: Option<u32>, program: &Path) -> Command {
    let Some(owner) = owner else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={owner}")).args(["--regid=nogroup", "--clear-groups", "--"]).arg(program);
    command
}
