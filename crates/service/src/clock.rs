//! The time, injected: the service asks its clock and never the system, so that tests can move it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Says what time it is, and waits for a time to come.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Manual(Arc<watch::Sender<Timestamp>>),
}

impl Clock {
    /// A clock that stands still until [`Clock::advance`] moves it.
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(watch::Sender::new(start))))
    }

    /// Moves a manual clock forward; the system's clock is not ours to move.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(time) = &self.0 {
            time.send_modify(|now| *now = later(*now, by));
        }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            Source::Manual(time) => *time.borrow(),
        }
    }

    /// The time in milliseconds since 1970, as the database keeps it.
    pub(crate) fn now_millis(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Returns once the clock has reached `instant_millis`.
    pub(crate) async fn sleep_until(&self, instant_millis: i64) {
        match &self.0 {
            Source::System => {
                let wait_millis = instant_millis.saturating_sub(self.now_millis());
                tokio::time::sleep(Duration::from_millis(wait_millis.try_into().unwrap_or(0))).await;
            }
            Source::Manual(time) => {
                // The sender lives in `self`, so the wait cannot end early.
                let _ = time.subscribe().wait_for(|now| now.as_millisecond() >= instant_millis).await;
            }
        }
    }
}

/// ISO 8601 in UTC with whole seconds, as both APIs write times.
pub(crate) fn iso(millis: i64) -> String {
    Timestamp::from_second(millis.div_euclid(1000)).unwrap_or_default().to_string()
}

/// The day of a time in UTC, as `2021-04-14`.
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
    async fn a_manual_clock_wakes_who_waits_for_it() {
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
