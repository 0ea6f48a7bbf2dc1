//! Work in the background: what every part of the service that does some has in common. What the work is, and what a
//! database keeps of it, is left to the caller.

mod backoff;
mod lease;
mod periodic;
mod pool;

pub(crate) use backoff::Backoff;
pub(crate) use lease::{LEASE_MILLIS, under_lease};
pub(crate) use periodic::Periodic;
pub(crate) use pool::{Pool, PoolError, Turn};
