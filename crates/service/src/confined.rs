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
    paths::apply(confinement).map_err(|error| Unconfined(format!("landlock: {error}")))?;
    calls::apply(confinement).map_err(|error| Unconfined(format!("seccomp: {error}")))
}

/// Other systems have no such means.
#[cfg(not(target_os = "linux"))]
pub(crate) fn confine(_: &Confinement) -> Result<(), Unconfined> {
    Ok(())
}
