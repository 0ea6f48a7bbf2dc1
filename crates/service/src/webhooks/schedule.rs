//! When a failed delivery is tried again.

use crate::jobs::Backoff;
use crate::store::Next;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// The pauses after the first failure, the second and so on. The specification promises the first two; the others let an
/// endpoint be down for a night.
const PAUSES_MILLIS: [i64; 7] =
    [20 * SECOND, 60 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 16 * HOUR];

const BACKOFF: Backoff = Backoff::new(&PAUSES_MILLIS);

/// What follows from a failure at `now_millis`, after `attempts` attempts in all.
pub(super) fn after_failure(attempts: i64, now_millis: i64) -> Next {
    BACKOFF.due_at(attempts, now_millis).map_or(Next::GivenUp, |due_at| Next::TryAgain { due_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_after_a_day() {
        assert!(PAUSES_MILLIS.is_sorted());
        assert_eq!(after_failure(1, 500), Next::TryAgain { due_at: 20_500 });
        assert_eq!(after_failure(2, 500), Next::TryAgain { due_at: 60_500 });
        assert_eq!(after_failure(7, 0), Next::TryAgain { due_at: 16 * HOUR });
        assert_eq!(after_failure(8, 0), Next::GivenUp);
        let whole: i64 = PAUSES_MILLIS.iter().sum();
        assert!((24 * HOUR..26 * HOUR).contains(&whole), "{whole}");
    }
}
