//! Bounded pools: they limit how much blocking work of a kind runs at once.
//!
//! A turn lasts until the work that was started in it has ended, even if no caller waits for it any more. A client that
//! hangs up cannot stop blocking work, so it must not make room for more of it.

use std::sync::Arc;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinError;

/// Work could not be done in a pool.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PoolError {
    /// The pool is closed, and starts no more work.
    #[error("the pool is closed")]
    Closed(#[from] AcquireError),
    /// The work panicked.
    #[error("the work broke off")]
    Panicked(#[from] JoinError),
}

/// Limits how much work runs at once. Clones share the limit.
#[derive(Clone, Debug)]
pub(crate) struct Pool(Arc<Semaphore>);

/// A place in a pool. It is released once this, every clone and all work that was started in it are gone.
#[derive(Clone, Debug)]
pub(crate) struct Turn(Arc<OwnedSemaphorePermit>);

impl Pool {
    pub(crate) fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once)))
    }

    /// Waits for a place. Callers get one in order of arrival.
    pub(crate) async fn turn(&self) -> Result<Turn, PoolError> {
        Ok(Turn(Arc::new(Arc::clone(&self.0).acquire_owned().await?)))
    }

    /// Waits for a place and does blocking work in it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PoolError> {
        self.turn().await?.run(work).await
    }
}

impl Turn {
    /// Does blocking work, which keeps the place until it has ended, even if the caller no longer waits for it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PoolError> {
        let turn = Arc::clone(&self.0);
        let kept = move || {
            // Bound to a name, so that a panic releases the place too.
            let _turn = turn;
            work()
        };
        Ok(tokio::task::spawn_blocking(kept).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, mpsc};
    use std::time::Duration;
    use tokio::task::JoinSet;
    use tokio::time::timeout;

    const AT_ONCE: usize = 2;

    /// Counts the work that runs at once.
    #[derive(Default)]
    struct Count {
        now: AtomicUsize,
        most: AtomicUsize,
        ended: AtomicUsize,
    }

    impl Count {
        fn enter(&self) {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
        }

        fn leave(&self) {
            self.now.fetch_sub(1, Ordering::SeqCst);
            self.ended.fetch_add(1, Ordering::SeqCst);
        }
    }

    async fn until(what: impl Fn() -> bool) {
        let reached = async {
            while !what() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(Duration::from_secs(20), reached).await.unwrap();
    }

    #[tokio::test]
    async fn callers_that_hang_up_make_no_room_for_more_work() {
        let pool = Pool::new(AT_ONCE);
        let count = Arc::new(Count::default());
        let (end, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        for call in 0..40 {
            let (pool, counted, gate) = (pool.clone(), Arc::clone(&count), Arc::clone(&gate));
            let caller = tokio::spawn(async move {
                let work = move || {
                    counted.enter();
                    // Blocks until the test releases it.
                    gate.lock().unwrap().recv().ok();
                    counted.leave();
                };
                pool.run(work).await.unwrap();
            });
            if call < AT_ONCE {
                until(|| count.now.load(Ordering::SeqCst) == call + 1).await;
            } else {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            caller.abort();
            assert!(caller.await.unwrap_err().is_cancelled());
        }
        assert_eq!(count.most.load(Ordering::SeqCst), AT_ONCE);
        assert!(timeout(Duration::from_millis(20), pool.turn()).await.is_err(), "both places are taken");
        drop(end);
        until(|| count.ended.load(Ordering::SeqCst) == AT_ONCE).await;
        pool.run(|| ()).await.unwrap();
        assert_eq!(
            count.ended.load(Ordering::SeqCst),
            AT_ONCE,
            "a caller that gave up waiting started nothing"
        );
    }

    #[tokio::test]
    async fn work_that_is_waited_for_is_all_done_a_few_at_a_time() {
        let (pool, count) = (Pool::new(AT_ONCE), Arc::new(Count::default()));
        let mut calls = JoinSet::new();
        for number in 0..30 {
            let (pool, counted) = (pool.clone(), Arc::clone(&count));
            calls.spawn(async move {
                let work = move || {
                    counted.enter();
                    std::thread::sleep(Duration::from_millis(2));
                    counted.leave();
                    number
                };
                pool.run(work).await.unwrap()
            });
        }
        let mut done = calls.join_all().await;
        done.sort_unstable();
        assert_eq!(done, (0..30).collect::<Vec<_>>());
        assert_eq!(count.most.load(Ordering::SeqCst), AT_ONCE);
    }

    #[tokio::test]
    async fn a_panic_gives_the_place_back() {
        let pool = Pool::new(1);
        let broken: Result<(), _> = pool.run(|| panic!("on purpose")).await;
        assert!(matches!(broken, Err(PoolError::Panicked(_))), "{broken:?}");
        assert_eq!(timeout(Duration::from_secs(5), pool.run(|| 7)).await.unwrap().unwrap(), 7);
    }

    #[tokio::test]
    async fn a_turn_holds_its_place_between_two_pieces_of_work() {
        let pool = Pool::new(1);
        let turn = pool.turn().await.unwrap();
        turn.run(|| ()).await.unwrap();
        assert!(timeout(Duration::from_millis(20), pool.turn()).await.is_err());
        turn.run(|| ()).await.unwrap();
        drop(turn);
        timeout(Duration::from_secs(5), pool.turn()).await.unwrap().unwrap();
    }
}
