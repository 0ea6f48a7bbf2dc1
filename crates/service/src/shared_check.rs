//! A check that anybody may ask for at any rate, such as whether the disk takes writes. One caller makes it; the others wait, and
//! share what came of it for a second.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A check is made at most this often, however often callers ask.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// What came of the last check, and when it ended.
pub(crate) struct SharedCheck<E>(Mutex<Option<(Instant, Outcome<E>)>>);

type Outcome<E> = Result<(), Arc<E>>;

impl<E> SharedCheck<E> {
    /// Makes the check, unless somebody has within the last second.
    ///
    /// # Errors
    /// Those of the check, also of one that another caller has made.
    pub(crate) async fn outcome(&self, check: impl Future<Output = Result<(), E>>) -> Outcome<E> {
        self.outcome_within(AT_MOST_EVERY, check).await
    }

    async fn outcome_within(
        &self,
        pause: Duration,
        check: impl Future<Output = Result<(), E>>,
    ) -> Outcome<E> {
        // Held during the check. A caller that hangs up leaves it to the next.
        let mut last = self.0.lock().await;
        if let Some((at, outcome)) = &*last
            && at.elapsed() < pause
        {
            return outcome.clone();
        }
        let outcome = check.await.map_err(Arc::new);
        *last = Some((Instant::now(), outcome.clone()));
        outcome
    }
}

impl<E> Default for SharedCheck<E> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<E> fmt::Debug for SharedCheck<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SharedCheck").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    const HOUR: Duration = Duration::from_secs(60 * 60);

    #[tokio::test]
    async fn one_check_answers_all_callers_whatever_comes_of_it() {
        let (shared, made) = (SharedCheck::default(), AtomicU32::new(0));
        let ask = |pause| {
            shared.outcome_within(pause, async {
                let number = made.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                if number == 0 { Err("broken") } else { Ok(()) }
            })
        };
        let (one, two, three) = tokio::join!(ask(HOUR), ask(HOUR), ask(HOUR));
        for outcome in [one, two, three, ask(HOUR).await] {
            assert_eq!(outcome, Err(Arc::new("broken")));
        }
        assert_eq!(made.load(Ordering::Relaxed), 1);
        assert_eq!((ask(Duration::ZERO).await, ask(HOUR).await), (Ok(()), Ok(())));
        assert_eq!(made.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_caller_that_hangs_up_leaves_the_check_to_the_next() {
        let shared = SharedCheck::<()>::default();
        let never = shared.outcome(std::future::pending());
        tokio::time::timeout(Duration::from_millis(10), never).await.unwrap_err();
        assert_eq!(shared.outcome(async { Ok(()) }).await, Ok(()));
    }
}
