//! Tasks that repeat until the process stops.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// A task that runs at once, and again after each pause. A failure is logged, and the task runs again.
#[derive(Debug)]
pub(crate) struct Periodic {
    /// The task's name in the log.
    name: &'static str,
    pause: Duration,
    /// Ends a pause early.
    wake: Option<Arc<Notify>>,
}

impl Periodic {
    pub(crate) const fn new(name: &'static str, pause: Duration) -> Self {
        Self { name, pause, wake: None }
    }

    /// Also runs when this notifies, before the pause ends.
    pub(crate) fn woken_by(self, wake: Arc<Notify>) -> Self {
        Self { wake: Some(wake), ..self }
    }

    /// Runs until `stopping` is cancelled. A run in progress is finished first. `work` gets the number of earlier runs,
    /// so that it can do a part of it less often.
    pub(crate) async fn run<W, F, E>(self, stopping: CancellationToken, mut work: W)
    where
        W: FnMut(u64) -> F,
        F: Future<Output = Result<(), E>>,
        E: Debug,
    {
        for round in 0_u64.. {
            if let Err(error) = work(round).await {
                tracing::error!(task = self.name, ?error, "a task in the background failed; it runs again");
            }
            tokio::select! {
                () = stopping.cancelled() => return,
                () = self.woken() => {}
                () = tokio::time::sleep(self.pause) => {}
            }
        }
    }

    async fn woken(&self) {
        match &self.wake {
            Some(wake) => wake.notified().await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use tokio::task::JoinHandle;
    use tokio::time::{sleep, timeout};

    const SHORT: Duration = Duration::from_millis(5);
    /// Longer than any test.
    const LONG: Duration = Duration::from_secs(600);

    /// The rounds that ran.
    type Rounds = Arc<Mutex<Vec<u64>>>;

    fn start(task: Periodic, stopping: &CancellationToken) -> (JoinHandle<()>, Rounds) {
        let rounds = Rounds::default();
        let seen = Arc::clone(&rounds);
        let running = task.run(stopping.clone(), move |round| {
            seen.lock().unwrap().push(round);
            async move { if round == 1 { Err("on purpose") } else { Ok(()) } }
        });
        (tokio::spawn(running), rounds)
    }

    async fn until(rounds: &Rounds, wanted: usize) {
        let reached = async {
            while rounds.lock().unwrap().len() < wanted {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(Duration::from_secs(20), reached).await.unwrap();
    }

    #[tokio::test]
    async fn it_runs_at_once_and_again_after_a_failure_until_it_is_stopped() {
        let stopping = CancellationToken::new();
        let (task, rounds) = start(Periodic::new("a test", SHORT), &stopping);
        until(&rounds, 4).await;
        stopping.cancel();
        task.await.unwrap();
        let ran = rounds.lock().unwrap().clone();
        assert_eq!(ran[..4], [0, 1, 2, 3]);
        sleep(4 * SHORT).await;
        assert_eq!(*rounds.lock().unwrap(), ran, "it has stopped");
    }

    #[tokio::test]
    async fn it_is_woken_early_and_stops_in_a_pause() {
        let (stopping, wake) = (CancellationToken::new(), Arc::new(Notify::new()));
        let (task, rounds) = start(Periodic::new("a test", LONG).woken_by(Arc::clone(&wake)), &stopping);
        until(&rounds, 1).await;
        sleep(SHORT).await;
        assert_eq!(rounds.lock().unwrap().len(), 1, "it pauses");
        wake.notify_one();
        until(&rounds, 2).await;
        stopping.cancel();
        timeout(Duration::from_secs(20), task).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_run_that_has_begun_is_finished_before_it_stops() {
        let (stopping, ended) = (CancellationToken::new(), Arc::new(Mutex::new(0)));
        let counted = Arc::clone(&ended);
        let task = tokio::spawn(Periodic::new("a test", LONG).run(stopping.clone(), move |_| {
            let counted = Arc::clone(&counted);
            async move {
                sleep(Duration::from_millis(40)).await;
                *counted.lock().unwrap() += 1;
                Ok::<_, ()>(())
            }
        }));
        sleep(SHORT).await;
        stopping.cancel();
        task.await.unwrap();
        assert_eq!(*ended.lock().unwrap(), 1);
    }
}
