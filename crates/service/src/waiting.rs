//! Calls that wait for a change or for their turn, by session. Each keeps a connection and reads the database every second.

use crate::quotas::{Quota, QuotaExceeded};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many calls of each session wait in this process. Clones share the counts.
#[derive(Clone, Debug)]
pub(crate) struct WaitingCalls {
    limit: Option<u32>,
    waiting: Arc<Mutex<HashMap<String, u32>>>,
}

/// A place among the waiting calls of a session, until it is dropped.
#[derive(Debug)]
pub(crate) struct Waiting {
    calls: WaitingCalls,
    session_id: String,
}

impl WaitingCalls {
    pub(crate) fn new(limit: Option<u32>) -> Self {
        Self { limit, waiting: Arc::default() }
    }

    /// A place for another waiting call of a session.
    pub(crate) fn enter(&self, session_id: &str) -> Result<Waiting, QuotaExceeded> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.get(session_id).copied().unwrap_or_default();
        if let Some(limit) = self.limit
            && count >= limit
        {
            return Err(QuotaExceeded::new(Quota::WaitingCalls, limit, 0));
        }
        waiting.insert(session_id.to_owned(), count + 1);
        Ok(Waiting { calls: self.clone(), session_id: session_id.to_owned() })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.calls.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.get_mut(&self.session_id) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => drop(waiting.remove(&self.session_id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_call_ends() {
        let calls = WaitingCalls::new(Some(2));
        let (one, other) = (calls.enter("s-1").unwrap(), calls.enter("s-1").unwrap());
        assert_eq!(calls.enter("s-1").unwrap_err().retry_after_seconds, Some(1));
        let elsewhere = calls.enter("s-2").unwrap();
        drop(one);
        let again = calls.enter("s-1").unwrap();
        assert!(calls.enter("s-1").is_err());
        drop((other, again, elsewhere));
        assert!(calls.waiting.lock().unwrap().is_empty(), "sessions are forgotten");
        let unlimited = WaitingCalls::new(None);
        let _all: Vec<_> = (0..1000).map(|_| unlimited.enter("s-1").unwrap()).collect();
    }
}
