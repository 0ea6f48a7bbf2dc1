//! Room that is kept on the disk for deleting. SQLite writes to its log even to delete, so on a full disk nothing could be
//! deleted, which is what would help. A file beside the database takes up this room. A deletion gives it up when the
//! disk is full. Until it can be taken again, what adds rows is refused: it would use up the room.
//!
//! PostgreSQL's disk is its operator's matter.

use super::outage::is_full;
use super::{Database, Result, Store, StoreError};
use crate::jobs::Pool;
use crate::private;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::RwLock;
use tokio::time::timeout;

/// The file beside the database.
pub(crate) const RESERVE_FILE: &str = "reserve";

/// Enough for the largest deletion.
const RESERVE_BYTES: u64 = 8 * 1024 * 1024;

/// What is written at once where the file system cannot allocate. The reserve's size is a multiple of it.
const PART_BYTES: u64 = 64 * 1024;

/// Of a small disk, the reserve is at most this part.
const PART_OF_DISK: u64 = 10;

/// How often a deletion is tried, if other processes use up the room.
const TRIES: u32 = 3;

/// How long taking the room waits for deletions in progress. New ones wait behind it meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Reserve {
    /// None with PostgreSQL.
    path: Option<PathBuf>,
    is_given_up: AtomicBool,
    /// Whether the log says already that the room could not be taken.
    is_reported: AtomicBool,
    /// Held by deletions for reading: meanwhile the room stays free.
    deleting: RwLock<()>,
    making: Pool,
}

impl Reserve {
    pub(super) fn beside(database: &Database) -> Self {
        Self {
            path: database.file().map(|file| file.with_file_name(RESERVE_FILE)),
            is_given_up: AtomicBool::new(false),
            is_reported: AtomicBool::new(false),
            deleting: RwLock::default(),
            making: Pool::new(1),
        }
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    /// Makes room. False if there is none to give.
    pub(super) fn give_up(&self) -> bool {
        let Some(path) = &self.path else { return false };
        let removed = fs::remove_file(path);
        // Only now, or `keep` could find the file and believe that nothing was given up.
        self.is_given_up.store(true, Ordering::SeqCst);
        if removed.is_ok() {
            tracing::warn!(path = %path.display(), "the disk is full: the reserve is given up to delete");
        }
        removed.is_ok()
    }

    /// Takes the room, unless it is taken.
    async fn keep(&self) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if !is_whole(path) {
            // A lock that many deletions share lets no new one pass this, so that steady deletions end the wait too.
            let Ok(_turn) = timeout(LONGEST_WAIT, self.deleting.write()).await else { return Ok(()) };
            let wanted = path.clone();
            let taken = self.making.run(move || take(&wanted)).await.map_err(io::Error::other)?;
            if taken.as_ref().is_err_and(is_full) {
                self.is_given_up.store(true, Ordering::SeqCst);
            }
            taken?;
        }
        if self.is_given_up.swap(false, Ordering::SeqCst) {
            if is_whole(path) {
                tracing::info!("the disk has space again");
            } else {
                // A deletion has given it up since.
                self.is_given_up.store(true, Ordering::SeqCst);
            }
        }
        Ok(())
    }
}

impl Store {
    /// Takes the room for deletions, unless it has it. Call this regularly: it may have been given up.
    pub(crate) async fn keep_reserve(&self) {
        let was_given_up = self.reserve.is_given_up();
        let kept = self.reserve.keep().await;
        let was_reported = self.reserve.is_reported.swap(kept.is_err(), Ordering::Relaxed);
        match kept {
            Err(error) if was_reported || was_given_up => {
                tracing::debug!(%error, "the reserve is still missing");
            }
            Err(error) if is_full(&error) => {
                tracing::error!(%error, "the disk is full: nothing can be stored until there is space");
            }
            Err(error) => tracing::error!(%error, "the reserve, the room for deleting, could not be taken"),
            Ok(()) => {}
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

/// Whether the file takes up its room. One that a process has left unfinished, or is making, does not.
fn is_whole(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.len() >= size_for(path))
}

/// Makes a file that takes up room for real, or makes an unfinished one whole. Several processes may do so at once.
fn take(path: &Path) -> io::Result<()> {
    let (mut file, is_mine) = match private::create_file(path) {
        Ok(file) => (file, true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => (private::open_file(path)?, false),
        Err(error) => return Err(error),
    };
    let filled = fill(&mut file, size_for(path));
    if filled.is_err() && is_mine {
        // A part of it would only be in the way. What another process has made is that one's.
        drop(fs::remove_file(path));
    }
    filled
}

fn fill(file: &mut File, size_bytes: u64) -> io::Result<()> {
    if private::allocate(file, size_bytes).is_err() {
        // Not every file system can allocate; where the disk is full, writing fails as well.
        let part = vec![0; usize::try_from(PART_BYTES).unwrap_or(usize::MAX)];
        for _ in 0..size_bytes / PART_BYTES {
            file.write_all(&part)?;
        }
        file.sync_all()?;
    }
    Ok(())
}

/// A part of a small disk.
fn size_for(path: &Path) -> u64 {
    let disk = path.parent().and_then(private::disk_bytes).unwrap_or(u64::MAX);
    let size = RESERVE_BYTES.min(disk / PART_OF_DISK);
    size - size % PART_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::{Mode, Scope};
    use crate::store::{KeyKind, StoredKey};
    use std::sync::atomic::AtomicU32;

    async fn store_in(folder: &Path) -> Store {
        Store::open(&folder.join("wink.db").display().to_string().parse().unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_deletion_on_a_full_disk_gets_the_reserve_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        store.keep_reserve().await;
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
        // Single statements too.
        let key = StoredKey { number: 1, sealed: String::new(), made_at: 1 };
        let added = store.add_rotating_key(KeyKind::Tokens, &key).await;
        assert!(
            matches!(added, Err(StoreError::DiskFull))
                && store.last_rotating_key(KeyKind::Tokens).await.unwrap().is_none()
        );
        let suppressed = store.suppress(&Scope::of_new_key("acme", Mode::Sandbox), "hash", 1).await;
        assert!(matches!(suppressed, Err(StoreError::DiskFull)));
        store.write_to_delete().await.unwrap().commit().await.unwrap();
        store.keep_reserve().await;
        assert!(reserve.exists());
        store.write().await.unwrap().commit().await.unwrap();
    }

    #[tokio::test]
    async fn the_room_stays_free_for_a_deletion_and_other_failures_give_nothing_up() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        store.keep_reserve().await;
        let failed: Result<()> = store.deleting(|| async { Err(sqlx::Error::RowNotFound.into()) }).await;
        assert!(failed.is_err() && reserve.exists());
        let always_full: Result<()> = store.deleting(|| async { Err(StoreError::DiskFull) }).await;
        assert!(always_full.unwrap_err().is_disk_full() && !reserve.exists());
        let done = store.deleting(|| async {
            store.keep_reserve().await;
            assert!(!reserve.exists() && store.reserve.is_given_up(), "it is in use");
            Ok(())
        });
        done.await.unwrap();
        store.keep_reserve().await;
        assert!(reserve.exists() && !store.reserve.is_given_up());
    }

    #[tokio::test]
    async fn steady_deletions_do_not_keep_everything_else_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        let (begun, kept) = (tokio::sync::Notify::new(), AtomicBool::new(false));
        store.reserve.give_up();
        // One deletion begins before another ends, until the room is taken.
        let delete = async || {
            while !kept.load(Ordering::Relaxed) {
                let work = || async {
                    begun.notify_one();
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    Ok(())
                };
                store.deleting(work).await.unwrap();
            }
        };
        let keep = async {
            begun.notified().await;
            store.keep_reserve().await;
            assert!(reserve.exists() && !store.reserve.is_given_up());
            kept.store(true, Ordering::Relaxed);
        };
        let later = async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            delete().await;
        };
        let all = async { tokio::join!(delete(), later, keep) };
        timeout(Duration::from_secs(20), all).await.unwrap();
    }

    #[tokio::test]
    async fn a_part_that_a_kill_has_left_is_made_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        store.keep_reserve().await;
        let whole = reserve.metadata().unwrap().len();
        File::options().write(true).open(&reserve).unwrap().set_len(PART_BYTES).unwrap();
        store.keep_reserve().await;
        assert_eq!((reserve.metadata().unwrap().len(), whole % PART_BYTES), (whole, 0));
    }

    #[test]
    fn processes_that_take_it_at_once_leave_it_whole() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(RESERVE_FILE);
            std::thread::scope(|scope| {
                let processes = [(); 4].map(|()| scope.spawn(|| take(&path)));
                assert!(processes.into_iter().all(|process| process.join().unwrap().is_ok()));
            });
            assert!(is_whole(&path));
        }
    }

    #[tokio::test]
    async fn a_folder_that_takes_no_file_is_not_a_full_disk() {
        let folder = tempfile::tempdir().unwrap();
        let (store, reserve) = (store_in(folder.path()).await, folder.path().join(RESERVE_FILE));
        // Something else has its name.
        fs::create_dir(&reserve).unwrap();
        assert!(take(&reserve).is_err());
        store.keep_reserve().await;
        store.write().await.unwrap().commit().await.unwrap();
    }
}
