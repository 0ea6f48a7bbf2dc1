//! What comes after a crash: the next process, with a clock of its own.
//!
//! The clock of the process that crashed stands still. What that one still does in its last moment, such as renewing a
//! lease, it does in the time before the crash, so that no lease of its reaches beyond what the test lets pass.

use super::{Place, TestApp};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use wink_service::{Clock, Settings};

/// Longer than a lease on an account, on an archive or on a queue of a webhook. That on an e-mail is longer.
pub(crate) const AFTER_A_LEASE: Duration = Duration::from_secs(25);

/// A process that is gone.
pub(crate) struct Crashed {
    pub(super) place: Arc<Place>,
    pub(super) stopped_at: Timestamp,
}

impl Crashed {
    /// Starts the next process, at the same time of day.
    pub(crate) async fn next(self) -> TestApp {
        self.next_with(|_| {}).await
    }

    /// The same, with other settings.
    pub(crate) async fn next_with(self, change: impl FnOnce(&mut Settings)) -> TestApp {
        TestApp::start(self.place, Clock::manual(self.stopped_at), change).await
    }

    /// Starts the next process when the leases of this one have run out.
    pub(crate) async fn next_after_a_lease(self) -> TestApp {
        let clock = Clock::manual(self.stopped_at);
        clock.advance(AFTER_A_LEASE);
        TestApp::start(self.place, clock, |_| {}).await
    }
}

/// Has time go on, twice as fast as it does, until what this returns is dropped. No lease runs out by that: the living
/// renew theirs more often.
pub(crate) fn time_goes_on(clock: &Clock) -> JoinSet<()> {
    const STEP: Duration = Duration::from_millis(200);
    let clock = clock.clone();
    let mut going = JoinSet::new();
    going.spawn(async move {
        loop {
            tokio::time::sleep(STEP).await;
            clock.advance(2 * STEP);
        }
    });
    going
}
