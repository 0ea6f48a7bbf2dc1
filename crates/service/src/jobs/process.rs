//! Which process holds a lease.

use crate::ids::new_id;
use std::sync::Arc;

/// The id that one running service writes into every lease it takes. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct ProcessId(Arc<str>);

impl ProcessId {
    /// A new one: a restarted service must not take the leases of the one before it for its own.
    pub(crate) fn new() -> Self {
        Self(new_id("process").into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_has_its_own_id_and_clones_share_it() {
        let first = ProcessId::new();
        assert_eq!(first.clone().as_str(), first.as_str());
        assert_ne!(first.as_str(), ProcessId::new().as_str());
    }
}
