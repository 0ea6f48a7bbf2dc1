//! How long people's data is kept.

/// Days after which an account's or a document's data is deleted, as the consent text promises.
pub(crate) const RETENTION_DAYS: u16 = 60;

/// Days after which an event and the log of its deliveries are deleted.
pub(crate) const EVENT_RETENTION_DAYS: u16 = 30;

/// A day in milliseconds.
pub(crate) const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
