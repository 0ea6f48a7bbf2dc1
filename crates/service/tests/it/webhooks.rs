//! Webhooks: registering, what is told, how it is delivered, the log.

#![expect(clippy::similar_names, reason = "a receiver, and what it has received")]

mod crash;
mod delivering;
mod listening;
mod log;
mod modes;
mod registering;
mod telling;
