//! Work in the background: what every part of the service that does some has in common. What the work is, and what a
//! database keeps of it, is left to the caller.

mod pool;

pub(crate) use pool::{Pool, PoolError, Turn};
