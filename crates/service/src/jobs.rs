//! What all background work has in common. What the work is, and what the database keeps of it, is left to the caller.

mod backoff;
mod lease;
mod periodic;
mod pool;
mod process;
mod program;

pub(crate) use backoff::Backoff;
pub(crate) use lease::{LEASE_MILLIS, under_lease};
pub(crate) use periodic::Periodic;
pub(crate) use pool::{Pool, PoolError, Turn};
pub(crate) use process::ProcessId;
pub(crate) use program::{Program, ProgramError};
