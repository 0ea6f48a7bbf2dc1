//! Until when a process works on a row. If it dies, another takes over after that.

/// Longer than any lease or claim. One that ends later is from before the clock was set back, and is over.
pub(crate) const LONGEST_LEASE_MILLIS: i64 = 120_000;

/// The condition that no living process has leased a row, with the number of the parameter that is the time.
pub(super) fn unleased(now: &str) -> String {
    is_over("lease_until", now)
}

/// The condition that no living process asks a source about an account's challenge.
pub(super) fn unclaimed(now: &str) -> String {
    is_over("claimed_until", now)
}

fn is_over(until: &str, now: &str) -> String {
    format!("({until} IS NULL OR {until} <= {now} OR {until} > {now} + {LONGEST_LEASE_MILLIS})")
}

/// The same for a time that was read.
pub(super) const fn is_running(until: i64, now_millis: i64) -> bool {
    now_millis < until && until <= now_millis + LONGEST_LEASE_MILLIS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn a_lease_of_a_clock_that_was_set_back_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wink.db");
        let store = Store::open(&path.to_str().unwrap().parse().unwrap()).await.unwrap();
        let now = 1_000_000;
        for (until, expected) in
            [(now, false), (now + 1, true), (now + LONGEST_LEASE_MILLIS, true), (now + 3_600_000, false)]
        {
            assert_eq!(is_running(until, now), expected, "{until}");
            let sql = format!("SELECT {} FROM (SELECT $2 AS lease_until) AS rows", unleased("$1"));
            let unleased: i64 =
                sqlx::query_scalar(&sql).bind(now).bind(until).fetch_one(&store.pool).await.unwrap();
            assert_eq!(unleased == 0, expected, "{until}");
        }
        store.close().await;
    }
}
