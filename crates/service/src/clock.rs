//! The service's clock, injected so that tests can move it. `wink-service clock` moves it in the sandbox: the offset is
//! in the database, and `clock_sync` applies it.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Returns the time, and waits for a time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    /// The system's time plus an offset in milliseconds.
    System(Arc<watch::Sender<i64>>),
    Manual(Arc<watch::Sender<Timestamp>>),
}

impl Default for Clock {
    fn default() -> Self {
        Self(Source::System(Arc::new(watch::Sender::new(0))))
    }
}

impl Clock {
    /// A clock that stands still until [`Clock::advance`] moves it.
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(watch::Sender::new(start))))
    }

    /// Moves a manual clock forward. Does nothing for the system's clock.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(time) = &self.0 {
            time.send_modify(|now| *now = later(*now, by));
        }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System(ahead) => {
                Timestamp::now().checked_add(SignedDuration::from_millis(*ahead.borrow())).unwrap_or_default()
            }
            Source::Manual(time) => *time.borrow(),
        }
    }

    /// The current time in milliseconds since 1970, the format of the database.
    pub(crate) fn now_millis(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Returns once the clock has reached `instant_millis`.
    pub(crate) async fn sleep_until(&self, instant_millis: i64) {
        match &self.0 {
            Source::System(ahead) => {
                let mut ahead = ahead.subscribe();
                loop {
                    let wait_millis =
                        instant_millis.saturating_sub(self.now_millis()).try_into().unwrap_or(0);
                    tokio::select! {
                        () = tokio::time::sleep(Duration::from_millis(wait_millis)) => return,
                        // The sender is in `self`, so this is a new offset, and the remaining wait has changed.
                        _ = ahead.changed() => {}
                    }
                }
            }
            Source::Manual(time) => {
                // The sender is in `self`, so the wait cannot end early.
                let _ = time.subscribe().wait_for(|now| now.as_millisecond() >= instant_millis).await;
            }
        }
    }
}

impl Clock {
    /// Sets the offset to the system's clock. Does nothing for a manual clock. Returns whether the offset changed.
    pub(crate) fn set_ahead(&self, ahead_millis: i64) -> bool {
        match &self.0 {
            Source::System(ahead) => {
                ahead.send_if_modified(|ahead| std::mem::replace(ahead, ahead_millis) != ahead_millis)
            }
            Source::Manual(_) => false,
        }
    }
}

/// ISO 8601 in UTC with whole seconds, the format of both APIs.
pub(crate) fn iso(millis: i64) -> String {
    Timestamp::from_second(millis.div_euclid(1000)).unwrap_or_default().to_string()
}

/// The date of a time in UTC, as `2021-04-14`.
pub(crate) fn day(millis: i64) -> String {
    let time = Timestamp::from_millisecond(millis).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).date().to_string()
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.checked_add(by).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_whole_seconds() {
        assert_eq!(iso(1_618_392_624_987), "2021-04-14T09:30:24Z");
    }

    #[tokio::test]
    async fn a_manual_clock_wakes_its_waiters() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(2000).await }
        });
        clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
    }
}
