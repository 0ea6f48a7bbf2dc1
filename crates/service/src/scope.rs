//! Which mode a key, a session and all that hangs on them belong to.

/// The mode of keys and sessions about invented people.
pub(crate) const SANDBOX: &str = "SANDBOX";
