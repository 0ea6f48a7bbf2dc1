//! Webhooks: registering, what is told, how it is delivered, the log.

mod crash;
mod delivering;
mod listening;
mod log;
mod registering;
mod telling;
