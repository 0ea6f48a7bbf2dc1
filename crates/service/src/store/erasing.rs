//! Erases deleted data from SQLite's files too, and not only from its tables.
//!
//! `secure_delete` overwrites deleted data, with two exceptions. The write-ahead log keeps old pages until it is moved
//! into the database and truncated. And when SQLite moves rows within a page or between pages, copies remain in what it
//! then counts as free space. Nothing tracks these copies once the rows are deleted, so only rewriting the database
//! removes them.
//!
//! PostgreSQL does this by itself over time: autovacuum frees deleted rows, and checkpoints recycle the log.

use super::dialect::Dialect;
use super::{Result, Store};
use crate::private;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Rewriting the database blocks writers. Afterwards it is not rewritten again for this many times as long.
const REST: u32 = 200;

/// What still has to be erased. Initially everything, because an earlier process may have been killed between deleting
/// and erasing.
#[derive(Debug)]
pub(super) struct Erasing {
    /// Whether the write-ahead log may still contain deleted data.
    in_log: AtomicBool,
    /// Whether the database's free space may still contain copies of deleted data.
    in_free_space: AtomicBool,
    /// The database is not rewritten before this time.
    rests_until: Mutex<Instant>,
}

impl Default for Erasing {
    fn default() -> Self {
        Self {
            in_log: AtomicBool::new(true),
            in_free_space: AtomicBool::new(true),
            rests_until: Mutex::new(Instant::now()),
        }
    }
}

/// How much of the deleted data is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Erased {
    Everything,
    /// Somebody was reading the log.
    AllButLog,
    /// The disk has too little space.
    Nothing,
}

impl Erasing {
    fn rests(&self) -> bool {
        // An instant is written as a whole, so the value behind a poisoned lock is valid too.
        Instant::now() < *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rest_after(&self, work: Duration) {
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + work * REST;
    }
}

impl Store {
    /// Erases what was deleted since the last call. Data that is still being read is left for later, so call this
    /// regularly.
    pub(crate) async fn erase_deleted(&self) -> Result<()> {
        if self.dialect == Dialect::Postgres {
            return Ok(());
        }
        let rewritten = self.rewrite_after_a_rest().await;
        // Also if that failed: what it has written to the log takes up room.
        let folded = self.fold_if_needed().await;
        rewritten.and(folded)
    }

    /// Rewrites the database, if it may contain copies of deleted data.
    async fn rewrite_after_a_rest(&self) -> Result<()> {
        let erasing = &self.erasing;
        let is_due = !erasing.rests() && erasing.in_free_space.load(Ordering::Relaxed);
        if !is_due || !self.has_space_to_rewrite().await? {
            return Ok(());
        }
        // First, so that data deleted meanwhile is not missed.
        erasing.in_free_space.store(false, Ordering::Relaxed);
        erasing.in_log.store(true, Ordering::Relaxed);
        let began = Instant::now();
        let rewritten = sqlx::query("VACUUM").execute(&self.pool).await;
        erasing.rest_after(began.elapsed());
        if rewritten.is_err() {
            erasing.in_free_space.store(true, Ordering::Relaxed);
        }
        rewritten?;
        Ok(())
    }

    async fn fold_if_needed(&self) -> Result<()> {
        let erasing = &self.erasing;
        if erasing.in_log.swap(false, Ordering::Relaxed) {
            let folded = self.fold().await;
            if !matches!(folded, Ok(true)) {
                erasing.in_log.store(true, Ordering::Relaxed);
            }
            folded?;
        }
        Ok(())
    }

    /// Whether the disk has space for a copy of the database and for another in the log. Filling the disk to erase
    /// something would stop everything else.
    async fn has_space_to_rewrite(&self) -> Result<bool> {
        if self.check_space().is_err() {
            return Ok(false);
        }
        let (file, size_bytes): (String, i64) = sqlx::query_as(
            "SELECT file, (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
             FROM pragma_database_list WHERE name = 'main'",
        )
        .fetch_one(&self.pool)
        .await?;
        let free_bytes = Path::new(&file).parent().and_then(private::free_bytes);
        Ok(free_bytes.is_none_or(|free_bytes| fits_twice(size_bytes.unsigned_abs(), free_bytes)))
    }

    /// Erases deleted data at once, for a command that ends right after.
    pub(crate) async fn erase_now(&self) -> Result<Erased> {
        if self.dialect == Dialect::Postgres {
            return Ok(Erased::Everything);
        }
        if !self.has_space_to_rewrite().await? {
            return Ok(Erased::Nothing);
        }
        sqlx::query("VACUUM").execute(&self.pool).await?;
        for _ in 0..TRIES {
            if self.fold().await? {
                return Ok(Erased::Everything);
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
        Ok(Erased::AllButLog)
    }

    /// Call this after deleting something for good.
    pub(super) fn mark_deleted(&self) {
        self.erasing.in_log.store(true, Ordering::Relaxed);
        self.erasing.in_free_space.store(true, Ordering::Relaxed);
    }

    /// Truncates the write-ahead log at the next opportunity, because another process may have written to it.
    pub(crate) fn expect_foreign_writes(&self) {
        self.erasing.in_log.store(true, Ordering::Relaxed);
    }

    /// Moves SQLite's write-ahead log into the database and truncates it. False if there were readers.
    pub(super) async fn fold(&self) -> Result<bool> {
        if self.dialect == Dialect::Postgres {
            return Ok(true);
        }
        let (is_busy, _, _): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool).await?;
        Ok(is_busy == 0)
    }
}

/// Whether two copies of a database leave a tenth of the space for what is written meanwhile.
fn fits_twice(size_bytes: u64, free_bytes: u64) -> bool {
    size_bytes.saturating_mul(2) <= free_bytes / 10 * 9
}

/// How often a command tries to truncate the log, and the interval between attempts.
const TRIES: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: u32 = 3000;

    /// Names are not in the order of insertion, so rows have to move.
    fn name(person: u64) -> String {
        format!("person-{:06}", person * 7919 % 1_000_003)
    }

    /// The number of these people whose names are anywhere in the database's files.
    fn found(folder: &Path, people: &[u64]) -> usize {
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_default();
        let bytes = [read("wink.db"), read("wink.db-wal")].concat();
        let text = String::from_utf8_lossy(&bytes);
        people.iter().filter(|person| text.contains(&name(**person))).count()
    }

    /// Adds, changes and deletes people, in the same order every time. Returns those who were deleted.
    async fn churn(store: &Store) -> Vec<u64> {
        let mut seed = 1_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let (mut here, mut gone, mut people) = (Vec::new(), Vec::new(), 0);
        let mut transaction = store.write().await.unwrap();
        for sql in [
            "CREATE TABLE people (seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, notes TEXT)",
            "CREATE INDEX people_by_name ON people (name)",
        ] {
            sqlx::query(sql).execute(&mut *transaction).await.unwrap();
        }
        for _ in 0..STEPS {
            let (what, length) = (next(10), usize::try_from(next(1500)).unwrap());
            let which = usize::try_from(next(1 << 30)).unwrap() % here.len().max(1);
            if what < 4 || here.is_empty() {
                people += 1;
                here.push(people);
                let add = sqlx::query("INSERT INTO people (name) VALUES ($1)").bind(name(people));
                add.execute(&mut *transaction).await.unwrap();
            } else if what < 8 {
                let change = sqlx::query("UPDATE people SET notes = $2 WHERE name = $1");
                let change = change.bind(name(here[which])).bind("n".repeat(length));
                change.execute(&mut *transaction).await.unwrap();
            } else {
                let person = here.swap_remove(which);
                gone.push(person);
                let delete = sqlx::query("DELETE FROM people WHERE name = $1").bind(name(person));
                delete.execute(&mut *transaction).await.unwrap();
            }
        }
        transaction.commit().await.unwrap();
        gone
    }

    #[test]
    fn the_database_is_rewritten_where_two_copies_leave_space() {
        for (size_bytes, free_bytes, expected) in [
            (12_700_000, 9_400_000, false),
            (10, 22, false),
            (10, 23, false),
            (9, 20, true),
            (u64::MAX, u64::MAX, false),
        ] {
            assert_eq!(fits_twice(size_bytes, free_bytes), expected, "{size_bytes} {free_bytes}");
        }
    }

    #[tokio::test]
    async fn copies_that_sqlite_leaves_behind_are_erased_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wink.db");
        let store = Store::open(&path.to_str().unwrap().parse().unwrap()).await.unwrap();
        let gone = churn(&store).await;
        assert!(store.fold().await.unwrap());
        let left = found(folder.path(), &gone);
        assert!(left > 0, "nothing was left behind of {}, so this proves nothing", gone.len());
        store.erase_deleted().await.unwrap();
        assert_eq!(found(folder.path(), &gone), 0);
        store.close().await;
    }
}
