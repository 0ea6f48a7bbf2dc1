//! How many files and sockets this process may have open.

/// Raises the limit as far as the system lets a process do so itself.
pub fn raise_open_files() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        if limit.current == limit.maximum {
            return;
        }
        let raised = Rlimit { current: limit.maximum, ..limit };
        match setrlimit(Resource::Nofile, raised) {
            Ok(()) => {
                tracing::info!(from = limit.current, to = limit.maximum, "raised the limit of open files");
            }
            Err(error) => tracing::warn!(%error, "the limit of open files could not be raised"),
        }
    }
}

/// How many this process may have open.
pub(crate) fn open_files() -> u64 {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, getrlimit};
        getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
    }
    #[cfg(not(target_os = "linux"))]
    1024
}

/// Whether a system call failed because this process, or the whole system, has too many files open.
pub(crate) fn are_exhausted(error: &std::io::Error) -> bool {
    /// The numbers of `ENFILE` and `EMFILE`, everywhere.
    const TOO_MANY: [i32; 2] = [23, 24];
    error.raw_os_error().is_some_and(|code| TOO_MANY.contains(&code))
}
