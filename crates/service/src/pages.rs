//! The pages and plain addresses of the service itself, for people and for machines that watch it. What they show and
//! do is decided below; here it is only answered.

pub(crate) mod health;
pub(crate) mod invite;
pub(crate) mod metrics;
pub(crate) mod playground;
pub(crate) mod raw_files;
pub(crate) mod reference;
pub(crate) mod sign_in;

#[cfg(test)]
mod tests;
