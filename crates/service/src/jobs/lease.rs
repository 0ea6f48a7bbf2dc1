//! Work under a lease that renews itself. The lease is a row of the caller that says which process works until when. If
//! a process dies, its lease expires and another process takes over.

use std::fmt::Debug;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a lease lasts, in milliseconds.
pub(crate) const LEASE_MILLIS: i64 = 15_000;

/// How often a lease is renewed: often enough that one failed attempt does not lose it.
const RENEW_EVERY: Duration = Duration::from_secs(5);

/// How work under a lease ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The work is done.
    Done,
    /// Another process has the lease now. The work was dropped.
    Lost,
    /// The process is stopping. The work was dropped.
    Stopped,
}

/// Does work and renews its lease in the meantime. `renew` returns whether the lease is still this process's; after a
/// failure it is called again. The work must be safe to drop at any point.
pub(crate) async fn under_lease<R, F, E>(
    stopping: &CancellationToken,
    id: &str,
    renew: R,
    work: impl Future<Output = ()>,
) -> Ended
where
    R: FnMut() -> F,
    F: Future<Output = Result<bool, E>>,
    E: Debug,
{
    tokio::select! {
        () = stopping.cancelled() => Ended::Stopped,
        () = keep(RENEW_EVERY, id, renew) => Ended::Lost,
        () = work => Ended::Done,
    }
}

/// Renews a lease while it is this process's. Returns once it is not.
async fn keep<R, F, E>(every: Duration, id: &str, mut renew: R)
where
    R: FnMut() -> F,
    F: Future<Output = Result<bool, E>>,
    E: Debug,
{
    loop {
        tokio::time::sleep(every).await;
        match renew().await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(id, "another process took over");
                return;
            }
            Err(error) => tracing::warn!(id, ?error, "a lease could not be renewed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::future::{pending, ready};

    #[test]
    fn it_is_renewed_in_time_even_after_one_failure() {
        assert!(2 * RENEW_EVERY.as_millis() < LEASE_MILLIS.try_into().unwrap());
    }

    #[tokio::test]
    async fn it_is_renewed_until_another_process_has_it() {
        let asked = Cell::new(0);
        let renew = || {
            asked.set(asked.get() + 1);
            // The second time the database does not answer, the fourth time another process has the lease.
            ready(match asked.get() {
                1 | 3 => Ok(true),
                2 => Err("on purpose"),
                _ => Ok(false),
            })
        };
        keep(Duration::from_millis(1), "a", renew).await;
        assert_eq!(asked.get(), 4);
    }

    #[tokio::test]
    async fn it_ends_with_the_work_or_with_the_process() {
        let (stopping, keeps) = (CancellationToken::new(), || ready(Ok::<_, ()>(true)));
        assert_eq!(under_lease(&stopping, "a", keeps, ready(())).await, Ended::Done);
        stopping.cancel();
        assert_eq!(under_lease(&stopping, "a", keeps, pending()).await, Ended::Stopped);
    }
}
