//! Room that is kept on the disk for deleting. SQLite writes to its log even to delete, so on a full disk nothing could be
//! deleted, which is what would help. A file beside the database takes up this room. A deletion gives it up when the
//! disk is full. Until it can be taken again, everything else that is to be stored is refused: it would use up the room.
//!
//! PostgreSQL's disk is its operator's matter.

use super::{Database, Result, Store, StoreError};
use crate::private;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::RwLock;

/// The file beside the database.
pub(crate) const RESERVE_FILE: &str = "reserve";

/// Enough for the largest deletion.
const RESERVE_BYTES: u64 = 8 * 1024 * 1024;

/// Of a small disk, the reserve is at most this part.
const PART_OF_DISK: u64 = 10;

/// How often a deletion is tried, if other processes use up the room.
const TRIES: u32 = 3;

#[derive(Debug, Default)]
pub(super) struct Reserve {
    /// None with PostgreSQL.
    path: Option<PathBuf>,
    is_given_up: AtomicBool,
    /// Held by deletions for reading: meanwhile the room stays free.
    deleting: RwLock<()>,
}

impl Reserve {
    pub(super) fn beside(database: &Database) -> Self {
        let path = database.file().map(|file| file.with_file_name(RESERVE_FILE));
        Self { path, ..Self::default() }
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    /// Makes room. False if there is none to give.
    fn give_up(&self) -> bool {
        let Some(path) = &self.path else { return false };
        self.is_given_up.store(true, Ordering::Relaxed);
        match fs::remove_file(path) {
            Ok(()) => {
                tracing::warn!(path = %path.display(), "the disk is full: the reserve is given up to delete");
                true
            }
            Err(_) => false,
        }
    }

    /// Takes the room, unless it is taken. Waits for nobody who deletes.
    fn keep(&self) -> io::Result<()> {
        let (Some(path), Ok(_turn)) = (&self.path, self.deleting.try_write()) else { return Ok(()) };
        if !path.exists() {
            take(path).inspect_err(|_| {
                // A part of it would only be in the way.
                drop(fs::remove_file(path));
                self.is_given_up.store(true, Ordering::Relaxed);
            })?;
        }
        if self.is_given_up.swap(false, Ordering::Relaxed) {
            tracing::info!("the disk has space again");
        }
        Ok(())
    }
}

impl Store {
    /// Takes the room for deletions, unless it has it. Call this regularly: it may have been given up.
    pub(crate) fn keep_reserve(&self) {
        let was_given_up = self.reserve.is_given_up();
        if let Err(error) = self.reserve.keep()
            && !was_given_up
        {
            tracing::error!(%error, "the disk is full: nothing can be stored until there is space");
        }
    }

    /// Does what deletes. If the disk is full, it is done again with the reserve's room.
    pub(super) async fn deleting<T, F>(&self, work: impl Fn() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let _turn = self.reserve.deleting.read().await;
        for _ in 1..TRIES {
            match work().await {
                Err(error) if error.is_disk_full() && self.reserve.give_up() => {}
                done => return done,
            }
        }
        work().await
    }

    /// Refuses to store anything while the room for deletions is in use.
    pub(super) fn check_space(&self) -> Result<()> {
        if self.reserve.is_given_up() { Err(StoreError::DiskFull) } else { Ok(()) }
    }
}

/// Makes a file that takes up room for real.
fn take(path: &Path) -> io::Result<()> {
    let mut file = private::create_file(path)?;
    let size_bytes = size_for(path).unwrap_or(RESERVE_BYTES);
    if private::allocate(&file, size_bytes).is_err() {
        // Not every file system can allocate; where the disk is full, writing fails as well.
        let part = vec![0; 64 * 1024];
        for _ in 0..size_bytes / part.len() as u64 {
            file.write_all(&part)?;
        }
        file.sync_all()?;
    }
    Ok(())
}

/// A part of a small disk.
fn size_for(path: &Path) -> Option<u64> {
    Some(RESERVE_BYTES.min(private::disk_bytes(path.parent()?)? / PART_OF_DISK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    async fn store_in(folder: &Path) -> Store {
        Store::open(&folder.join("wink.db").display().to_string().parse().unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_deletion_on_a_full_disk_gets_the_reserve_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        store.keep_reserve();
        assert!(reserve.metadata().unwrap().len() >= 64 * 1024, "it takes up room");
        let tries = AtomicU32::new(0);
        // Full for as long as the reserve is there.
        let delete = || async {
            tries.fetch_add(1, Ordering::Relaxed);
            if reserve.exists() { Err(StoreError::DiskFull) } else { Ok(7) }
        };
        assert_eq!(store.deleting(delete).await.unwrap(), 7);
        assert_eq!(tries.load(Ordering::Relaxed), 2);
        assert!(matches!(store.write().await.err(), Some(StoreError::DiskFull)), "its room is for deletions");
        store.write_to_delete().await.unwrap().commit().await.unwrap();
        store.keep_reserve();
        assert!(reserve.exists());
        store.write().await.unwrap().commit().await.unwrap();
    }

    #[tokio::test]
    async fn the_room_stays_free_for_a_deletion_and_other_failures_give_nothing_up() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        store.keep_reserve();
        let failed: Result<()> = store.deleting(|| async { Err(sqlx::Error::RowNotFound.into()) }).await;
        assert!(failed.is_err() && reserve.exists());
        let always_full: Result<()> = store.deleting(|| async { Err(StoreError::DiskFull) }).await;
        assert!(always_full.unwrap_err().is_disk_full() && !reserve.exists());
        let done = store.deleting(|| async {
            store.keep_reserve();
            assert!(!reserve.exists(), "it is in use");
            Ok(())
        });
        done.await.unwrap();
        store.keep_reserve();
        assert!(reserve.exists() && !store.reserve.is_given_up());
    }
}
