//! How much memory the program takes over time.

use super::service::Service;
use crate::support::memory_kb;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const EVERY: Duration = Duration::from_millis(200);

/// A process that is younger says little.
const YOUNG: Duration = Duration::from_secs(1);

/// Most that a process may ever have taken.
const MOST_KB: u64 = 1_000_000;

/// What the last third of a run may take beyond the first: caches that fill, and chance.
const MORE_KB: u64 = 60_000;

/// When, and how much.
#[derive(Default)]
pub(super) struct Memory(Mutex<Vec<(Instant, u64)>>);

impl Memory {
    /// Looks at the process until it is over.
    pub(super) async fn watch(self: Arc<Self>, service: Arc<Service>, is_over: Arc<AtomicBool>) {
        while !is_over.load(Ordering::Relaxed) {
            let now = service.now();
            if now.since.elapsed() > YOUNG
                && let Some(kilobytes) = memory_kb(now.process.as_raw_nonzero().get().unsigned_abs(), "VmRSS")
            {
                self.0.lock().unwrap().push((Instant::now(), kilobytes));
            }
            sleep(EVERY).await;
        }
    }

    /// Checks that no process took too much, and that the last third of the run took no more than the first.
    pub(super) fn check(&self, length: Duration) -> String {
        let seen = self.0.lock().unwrap();
        let begun = seen.first().unwrap().0;
        let between = |from: u32, until: u32| {
            let third = |count: u32| begun + length * count / 3;
            let mut all: Vec<u64> = seen
                .iter()
                .filter(|(at, _)| *at >= third(from) && *at < third(until))
                .map(|(_, kilobytes)| *kilobytes)
                .collect();
            all.sort_unstable();
            all
        };
        let (early, late) = (between(0, 1), between(2, 4));
        let most = seen.iter().map(|(_, kilobytes)| *kilobytes).max().unwrap();
        assert!(most <= MOST_KB, "a process took {most} KB");
        assert!(early.len().min(late.len()) >= 5, "looked at too seldom: {} and {}", early.len(), late.len());
        let (early, late) = (early[early.len() / 2], late[late.len() / 2]);
        assert!(late <= early + early / 4 + MORE_KB, "memory grew from {early} to {late} KB");
        format!("memory {} MB at first, {} MB at last, {} MB at most", early / 1024, late / 1024, most / 1024)
    }
}
