//! What happens after a crash: the next process, with its own clock.
//!
//! The crashed process's clock stops. If the process still renews a lease in its last moment, it does so at the time of
//! the crash. So each of its leases expires when the test expects it to.

use super::{Place, TestApp};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use wink_service::{Clock, Settings};

/// Longer than a lease on an account, an archive or a webhook's queue. An e-mail's lease is longer.
pub(crate) const AFTER_A_LEASE: Duration = Duration::from_secs(25);

/// A crashed process.
pub(crate) struct Crashed {
    pub(super) place: Arc<Place>,
    pub(super) stopped_at: Timestamp,
}

impl Crashed {
    /// Starts the next process at the same time.
    pub(crate) async fn next(self) -> TestApp {
        self.next_with(|_| {}).await
    }

    /// The same, with other settings.
    pub(crate) async fn next_with(self, change: impl FnOnce(&mut Settings)) -> TestApp {
        TestApp::start(self.place, Clock::manual(self.stopped_at), change).await
    }

    /// Starts the next process after the leases of this one have expired.
    pub(crate) async fn next_after_a_lease(self) -> TestApp {
        let clock = Clock::manual(self.stopped_at);
        clock.advance(AFTER_A_LEASE);
        TestApp::start(self.place, clock, |_| {}).await
    }
}

/// Moves the clock at twice the real speed, until the returned value is dropped. No lease of a live process expires,
/// because it renews them more often.
pub(crate) fn keep_time_moving(clock: &Clock) -> JoinSet<()> {
    const STEP: Duration = Duration::from_millis(200);
    let clock = clock.clone();
    let mut ticking = JoinSet::new();
    ticking.spawn(async move {
        loop {
            tokio::time::sleep(STEP).await;
            clock.advance(2 * STEP);
        }
    });
    ticking
}
