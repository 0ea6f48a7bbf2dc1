//! Limits on a process's memory, time, files and children.

use super::Confinement;
use rustix::io;
use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal};
use rustix::process::{set_dumpable_behavior, set_parent_process_death_signal, setrlimit};

const MIB: u64 = 1024 * 1024;

/// The standard output may be a file, if a person runs the command. No other file can be opened.
const FILE_BYTES: u64 = 64 * MIB;

/// Sets the limits of a kind of process. It ends with its parent, and its memory is never written to disk.
pub(super) fn apply(confinement: &Confinement) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let (memory_bytes, cpu_seconds, open_files) = match confinement {
        // The largest accepted picture takes 384 MiB, and as much again while it is turned and made grey.
        Confinement::Reader => (1024 * MIB, 20, 16),
        Confinement::Program { .. } => (2048 * MIB, 60, 64),
    };
    for (resource, most) in [
        (Resource::As, memory_bytes),
        (Resource::Cpu, cpu_seconds),
        (Resource::Nofile, open_files),
        (Resource::Nproc, 0),
        (Resource::Fsize, FILE_BYTES),
        (Resource::Core, 0),
    ] {
        lower(resource, most)?;
    }
    Ok(())
}

/// Lowers a limit, unless it is lower already.
fn lower(resource: Resource, most: u64) -> io::Result<()> {
    let most = rustix::process::getrlimit(resource).maximum.map_or(most, |hard| hard.min(most));
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
}
