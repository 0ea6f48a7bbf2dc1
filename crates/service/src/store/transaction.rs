//! Transactions that write, and which may begin.

use super::dialect::Dialect;
use super::{Connection, Result, Store};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Lets this process's writers on SQLite write one at a time, in order. SQLite itself would let the others sleep and
/// retry, each holding a connection that readers need, and the first to wake would win, however long another has
/// waited. Here they take a connection only when it is their turn.
pub(super) type Turn = Arc<Mutex<()>>;

/// A transaction. Dropped without a commit, it changes nothing.
pub(super) struct Transaction {
    // Dropped in this order: the turn ends after the connection is returned.
    inner: sqlx::Transaction<'static, sqlx::Any>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Transaction {
    pub(super) async fn commit(self) -> sqlx::Result<()> {
        self.inner.commit().await
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.inner
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.inner
    }
}

impl Store {
    /// Begins a transaction that may write. SQLite allows one at a time. On PostgreSQL they run concurrently, so read
    /// what a write depends on with [`Dialect::for_update`], or name it in the write's own `WHERE`.
    ///
    /// # Errors
    /// Also while the space that is left on the disk is for deletions.
    pub(super) async fn write(&self) -> Result<Transaction> {
        self.check_space()?;
        self.write_to_delete().await
    }

    /// The same for what deletes, within [`Store::deleting`] if somebody waits for it.
    pub(super) async fn write_to_delete(&self) -> Result<Transaction> {
        let turn = match self.dialect {
            Dialect::Sqlite => Some(Arc::clone(&self.turn).lock_owned().await),
            Dialect::Postgres => None,
        };
        // Runs in its own task, which continues if the request is dropped. Otherwise the connection could be left in a
        // transaction that nobody ends.
        let (pool, statement) = (self.pool.clone(), self.dialect.begin_write());
        let begun = tokio::spawn(async move {
            let inner = pool.begin_with(statement).await?;
            Ok::<_, sqlx::Error>(Transaction { inner, _turn: turn })
        });
        Ok(begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::store::pool::MAX_CONNECTIONS;
    use crate::store::{Outage, outage};
    use std::path::Path;
    use std::process::Command;

    async fn store_in(folder: &Path) -> Store {
        let store =
            Store::open(&folder.join("wink.db").display().to_string().parse().unwrap()).await.unwrap();
        sqlx::query("CREATE TABLE things (content BLOB)").execute(&store.pool).await.unwrap();
        store
    }

    async fn write(store: &Store, bytes: i64, most_pages: Option<i64>) -> sqlx::Result<()> {
        let mut transaction = store.write().await.expect("a transaction begins");
        if let Some(most_pages) = most_pages {
            let limit = format!("PRAGMA max_page_count = {most_pages}");
            sqlx::query(&limit).execute(&mut *transaction).await?;
        }
        sqlx::query("INSERT INTO things VALUES (zeroblob($1))")
            .bind(bytes)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    async fn things(store: &Store) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM things").fetch_one(&store.pool).await.unwrap()
    }

    #[tokio::test]
    async fn a_write_that_finds_no_space_spoils_no_later_one() {
        let folder = tempfile::tempdir().unwrap();
        let store = store_in(folder.path()).await;
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.pool).await.unwrap();
        // More often than there are connections, so that each has failed at least once.
        for _ in 0..MAX_CONNECTIONS + 2 {
            let full = write(&store, 1_000_000, Some(pages + 2)).await.unwrap_err();
            assert!(full.to_string().contains("full"), "{full}");
            assert_eq!(outage(&full), Some(Outage::DiskFull));
        }
        assert!(folder.path().join("wink.db-wal").exists(), "making it again would take room");
        for _ in 0..20 {
            write(&store, 10, None).await.unwrap();
        }
        assert_eq!(things(&store).await, 20);
        store.close().await;
    }

    /// What a transaction does that fails, and whether it fails only when it is committed.
    const FAILURES: [(&str, bool); 5] = [
        // SQLite undoes the statement, and the transaction goes on.
        ("INSERT INTO numbers VALUES (1)", false),
        ("INSERT INTO nothing VALUES (1)", false),
        // SQLite ends the transaction by itself, as it does for a full disk, a lack of memory and a fault of the disk.
        ("INSERT OR ROLLBACK INTO numbers VALUES (1)", false),
        ("INSERT INTO refused VALUES (1)", false),
        // Only the commit fails, and the transaction goes on.
        ("INSERT INTO children VALUES (99)", true),
    ];

    #[tokio::test]
    async fn whatever_way_a_transaction_fails_no_later_one_is_spoilt() {
        let folder = tempfile::tempdir().unwrap();
        let store = store_in(folder.path()).await;
        for sql in [
            "CREATE TABLE numbers (number INTEGER PRIMARY KEY)",
            "INSERT INTO numbers VALUES (1)",
            "CREATE TABLE refused (number INTEGER)",
            "CREATE TRIGGER refuse BEFORE INSERT ON refused BEGIN SELECT RAISE(ROLLBACK, 'refused'); END",
            "CREATE TABLE children (number INTEGER REFERENCES numbers DEFERRABLE INITIALLY DEFERRED)",
        ] {
            sqlx::query(sql).execute(&store.pool).await.unwrap();
        }
        for (sql, fails_at_commit) in FAILURES {
            for _ in 0..MAX_CONNECTIONS + 2 {
                let mut transaction = store.write().await.unwrap();
                let done = sqlx::query(sql).execute(&mut *transaction).await;
                assert_eq!(done.is_ok(), fails_at_commit, "{sql}");
                if fails_at_commit {
                    transaction.commit().await.unwrap_err();
                }
            }
            let before = things(&store).await;
            for _ in 0..20 {
                write(&store, 10, None).await.unwrap();
            }
            assert_eq!(things(&store).await, before + 20, "{sql}");
        }
        store.close().await;
    }

    /// A separate disk. Only root can create one.
    /// A disk of 8 MB, which only root may mount.
    pub(in crate::store) struct SmallDisk(tempfile::TempDir);

    impl SmallDisk {
        pub(in crate::store) fn folder(&self) -> &std::path::Path {
            self.0.path()
        }

        pub(in crate::store) fn mount() -> Option<Self> {
            let folder = tempfile::tempdir().unwrap();
            let mut mount = Command::new("mount");
            mount.args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(folder.path());
            let is_mounted = mount.output().is_ok_and(|output| output.status.success());
            is_mounted.then(|| Self(folder))
        }
    }

    impl Drop for SmallDisk {
        fn drop(&mut self) {
            drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
        }
    }

    #[tokio::test]
    async fn writes_work_again_as_soon_as_a_full_disk_has_space() {
        let Some(disk) = SmallDisk::mount() else {
            eprintln!(
                "skipped: only root may mount a small disk; the test beside it limits the database instead"
            );
            return;
        };
        let store = store_in(disk.0.path()).await;
        let filler = disk.0.path().join("filler");
        for _ in 0..3 {
            let mut failures = 0;
            for _ in 0..40 {
                std::fs::write(&filler, vec![0; 9_000_000]).unwrap_err();
                failures += u32::from(write(&store, 500_000, None).await.is_err());
            }
            assert!(failures > 0, "the disk is not full");
            std::fs::remove_file(&filler).unwrap();
            sqlx::query("DELETE FROM things").execute(&store.pool).await.unwrap();
            for _ in 0..20 {
                write(&store, 10, None).await.unwrap();
            }
            assert_eq!(things(&store).await, 20);
        }
        store.close().await;
    }
}
