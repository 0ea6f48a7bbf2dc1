//! The pages and plain addresses of the service itself, for people and for monitoring. The logic is in the modules
//! below; these only answer.

pub(crate) mod health;
pub(crate) mod invite;
pub(crate) mod metrics;
pub(crate) mod playground;
pub(crate) mod raw_files;
pub(crate) mod reference;
pub(crate) mod sign_in;

#[cfg(test)]
mod tests;
