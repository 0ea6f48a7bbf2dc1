//! A throw-away PostgreSQL server: made in a temporary folder, reached through a socket in it, gone when dropped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{machine, project::Project};

/// How long a server may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
#[derive(Debug)]
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    server: Child,
}

/// What becomes of a server's data when the machine fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Nothing waits for the disk.
    None,
    /// As people run it.
    Full,
}

impl Postgres {
    /// Starts a server.
    pub(crate) fn start(project: &Project, durability: Durability) -> Result<Self> {
        let programs = machine::postgres(project)?;
        // Short, because a socket's path may have about a hundred characters.
        let folder = env::temp_dir().join(format!("wink-postgres-{}", process::id()));
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let owner = owner()?;
        #[cfg(unix)]
        if let Some(owner) = owner {
            std::os::unix::fs::chown(&folder, Some(owner), None).context("giving the folder to its owner")?;
        }
        let mut initdb = as_owner(owner, &programs.join("initdb"));
        initdb.args(["--username=wink", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]);
        let made = initdb.arg(folder.join("data")).current_dir(&folder).output().context("running initdb")?;
        ensure!(made.status.success(), "initdb failed:\n{}", String::from_utf8_lossy(&made.stderr));
        let log = fs::File::create(folder.join("log"))?;
        let mut server = as_owner(owner, &programs.join("postgres"));
        server.arg("-D").arg(folder.join("data")).arg("-k").arg(&folder).current_dir(&folder);
        let hasty: &[&str] = match durability {
            Durability::None => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Durability::Full => &[],
        };
        for setting in ["listen_addresses=", "max_connections=400"].iter().chain(hasty) {
            server.args(["-c", setting]);
        }
        let server = server.stdout(log.try_clone()?).stderr(log).spawn().context("starting PostgreSQL")?;
        let mut postgres = Self { programs, folder, server };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// Where it is reached, as `WINK_DATABASE` takes it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://wink@localhost/postgres?host={}", self.folder.display())
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut asked = Command::new(self.programs.join("pg_isready"));
            if asked.arg("-q").arg("-h").arg(&self.folder).status()?.success() {
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
        // Its children end with it. What it leaves in shared memory is small and found by the next start.
        let mut stop = Command::new("kill");
        if stop.args(["-INT", &self.server.id().to_string()]).status().is_ok_and(|status| status.success()) {
            let _ = self.server.wait();
        } else {
            let _ = self.server.kill();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whom the server runs as: PostgreSQL refuses the administrator. None where we are somebody else already.
fn owner() -> Result<Option<u32>> {
    if !machine::is_root() {
        return Ok(None);
    }
    let asked = Command::new("id").args(["-u", "nobody"]).output().context("asking who nobody is")?;
    Ok(Some(String::from_utf8_lossy(&asked.stdout).trim().parse().context("there is no user nobody")?))
}

/// A command that runs as the owner, and whose id is the program's own.
fn as_owner(owner: Option<u32>, program: &Path) -> Command {
    let Some(owner) = owner else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={owner}")).args(["--regid=nogroup", "--clear-groups", "--"]).arg(program);
    command
}
