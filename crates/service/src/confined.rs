//! Confines this process before it opens what a stranger sent: less memory, time and files, no network, no new
//! programs. If a file takes over the process that reads it, there is nothing to take from there.
//!
//! The limits hold on every Linux. Landlock and seccomp are used where the kernel has them. On other systems a process
//! is only separate, and killed when its time is up.

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod limits;
#[cfg(target_os = "linux")]
mod paths;

use std::path::PathBuf;

/// What a process needs for its work. Everything else is taken away.
#[derive(Debug)]
pub(crate) enum Confinement {
    /// It computes: bytes in, bytes out. No file can be opened and no program started.
    Reader,
    /// It becomes a program that reads its own files: libraries, and the folders named here.
    Program { readable: Vec<PathBuf> },
}

/// The exit code of a process that could not confine itself, and therefore did nothing.
pub(crate) const UNCONFINED: u8 = 70;

/// The process could not be confined, so it must not open anything.
#[derive(Debug, thiserror::Error)]
#[error("this process could not be confined: {0}")]
pub(crate) struct Unconfined(String);

/// Confines this process, for good. It must have a single thread.
///
/// # Errors
/// The kernel refused a limit that it has.
#[cfg(target_os = "linux")]
pub(crate) fn confine(confinement: &Confinement) -> Result<(), Unconfined> {
    limits::apply(confinement).map_err(|error| Unconfined(format!("limits: {error}")))?;
    paths::apply(confinement).map(drop).map_err(|error| Unconfined(format!("landlock: {error}")))?;
    calls::apply(confinement).map_err(|error| Unconfined(format!("seccomp: {error}")))
}

/// Other systems have no such means.
#[cfg(not(target_os = "linux"))]
pub(crate) fn confine(_: &Confinement) -> Result<(), Unconfined> {
    Ok(())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::fs::File;
    use std::net::{TcpListener, TcpStream};
    use std::process::Command;
    use std::thread;

    /// What a thread can do: open a file, reach a port of this machine, start a program.
    fn abilities(port: u16) -> [bool; 3] {
        [
            File::open("/etc/hostname").is_ok(),
            TcpStream::connect(("127.0.0.1", port)).is_ok(),
            Command::new("/bin/true").status().is_ok(),
        ]
    }

    /// The limits are for a whole process, which here has other tests in it; the rest is for a thread. Returns whether
    /// the kernel has Landlock.
    fn confined(confinement: &Confinement) -> bool {
        let status = paths::apply(confinement).unwrap();
        calls::apply(confinement).unwrap();
        status != landlock::RulesetStatus::NotEnforced
    }

    #[test]
    fn a_reader_opens_nothing_reaches_nothing_and_starts_nothing() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = thread::spawn(move || {
            let before = abilities(port);
            confined(&Confinement::Reader);
            let memory = vec![7_u8; 50_000_000];
            (before, abilities(port), memory.iter().all(|byte| *byte == 7))
        });
        assert_eq!(seen.join().unwrap(), ([true; 3], [false; 3], true));
    }

    #[test]
    fn a_program_reads_libraries_and_its_own_files_alone() {
        let own = tempfile::tempdir().unwrap();
        let others = tempfile::tempdir().unwrap();
        let (mine, other) = (own.path().join("file"), others.path().join("file"));
        std::fs::write(&mine, "mine").unwrap();
        std::fs::write(&other, "other").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let readable = vec![own.path().to_owned()];
        let seen = thread::spawn(move || {
            let has_landlock = confined(&Confinement::Program { readable });
            let [_, has_network, starts] = abilities(port);
            let is_closed = File::open(&other).is_err() && File::create(&mine).is_err();
            (File::open(&mine).is_ok(), has_network, starts, is_closed || !has_landlock)
        });
        assert_eq!(seen.join().unwrap(), (true, false, true, true));
    }
}
