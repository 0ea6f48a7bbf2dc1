//! Webhooks: registering, which events are sent, how they are delivered, the log.

#![expect(clippy::similar_names, reason = "a receiver, and what it received")]

mod crash;
mod delivering;
mod listening;
mod log;
mod modes;
mod registering;
mod sending;
