//! The content of uploaded files: the database says which pieces count, the storage holds them. Work with a whole file
//! takes a turn first, because content may be large. There is a pool for each kind of work, so that none keeps out another.

use crate::files::{Files, FilesError, Piece};
use crate::free_disk::{DiskFull, FreeDisk};
use crate::jobs::{Pool, PoolError, Turn};
use crate::scanner::Scanner;
use crate::shared_check::SharedCheck;
use crate::store::{Archive, ArchiveFile, Store, StoreError, StoredFile};
use std::sync::Arc;

/// Maximum number of files that are inspected at the same time, as many as are read and as many as are handed out: each
/// may take much memory. ARCHITECTURE.md adds up what their processes take.
const MAX_AT_ONCE: usize = 2;

/// A file's content could not be read, stored or deleted. The caller may try again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ContentsError {
    #[error("the database failed")]
    Store(#[from] StoreError),
    #[error("a file could not be read or written")]
    Files(#[from] FilesError),
    #[error("a file could not be looked into")]
    Pool(#[from] PoolError),
    #[error(transparent)]
    DiskFull(#[from] DiskFull),
}

type Result<T> = std::result::Result<T, ContentsError>;

/// The content of files, by the rows that say which pieces count.
#[derive(Debug)]
pub(crate) struct Contents {
    store: Store,
    files: Files,
    scanner: Option<Scanner>,
    disk: FreeDisk,
    inspecting: Pool,
    /// A pool of its own, because reading a picture takes long and no request waits for it.
    reading: Pool,
    /// Also a pool of its own: hosts that download much delay nobody who sends a document.
    handing_out: Pool,
    write_check: SharedCheck<FilesError>,
}

impl Contents {
    pub(crate) fn new(store: Store, files: Files, scanner: Option<Scanner>, disk: FreeDisk) -> Self {
        let pool = || Pool::new(MAX_AT_ONCE);
        let (inspecting, reading, handing_out) = (pool(), pool(), pool());
        let write_check = SharedCheck::default();
        Self { store, files, scanner, disk, inspecting, reading, handing_out, write_check }
    }

    /// What must have seen a file before its content is used, if there is such a program.
    pub(crate) const fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// A place in the pool that inspects uploaded files.
    pub(crate) async fn turn_to_inspect(&self) -> Result<Turn> {
        Ok(self.inspecting.turn().await?)
    }

    /// A place in the pool that reads documents.
    pub(crate) async fn turn_to_read(&self) -> Result<Turn> {
        Ok(self.reading.turn().await?)
    }

    /// A place in the pool that hands files out.
    pub(crate) async fn turn_to_hand_out(&self) -> Result<Turn> {
        Ok(self.handing_out.turn().await?)
    }

    /// The content of a file, which must be complete.
    pub(crate) async fn read<'a>(&self, file: impl Into<StoredFile<'a>>) -> Result<Vec<u8>> {
        let file = file.into();
        let pieces = self.store.pieces(file).await?;
        if pieces.iter().map(|piece| piece.size_bytes).sum::<u64>() != file.size_bytes() {
            return Err(FilesError::Gone.into());
        }
        Ok(self.files.read(file.id(), &pieces).await?)
    }

    /// Refuses if the disk has too little space for more files.
    pub(crate) fn check_space(&self) -> std::result::Result<(), DiskFull> {
        self.disk.check()
    }

    /// Stores a piece and counts it. Returns false, and stores nothing, if another request was faster or the file is
    /// gone.
    pub(crate) async fn take(
        &self,
        archive: &Archive,
        file: &ArchiveFile,
        offset_bytes: u64,
        content: &[u8],
    ) -> Result<bool> {
        self.disk.check()?;
        let piece: Piece = self.files.write(&file.id, offset_bytes, content).await?;
        let counted = self.store.receive_piece(&archive.scope, &archive.id, &file.id, &piece).await?;
        if !counted {
            self.files.discard(&file.id, &piece).await?;
        }
        Ok(counted)
    }

    /// Writes a little, so that a disk that is full is noticed. At most once a second, however often somebody asks.
    pub(crate) async fn check_writes(&self) -> std::result::Result<(), Arc<FilesError>> {
        self.write_check.outcome(self.files.check_writes()).await
    }

    /// Deletes the content of files whose rows are gone.
    pub(crate) async fn delete<'a>(&self, file_ids: impl IntoIterator<Item = &'a str>) -> Result<()> {
        for id in file_ids {
            self.files.delete(id).await?;
        }
        Ok(())
    }

    /// Deletes the content of every doomed file, and removes from the list those that were added before
    /// `before_millis`: by then no piece can still arrive.
    pub(crate) async fn delete_doomed(&self, before_millis: i64) -> Result<()> {
        for id in self.store.doomed_files().await? {
            self.files.delete(&id).await?;
            self.store.forget_doomed_file(&id, before_millis).await?;
        }
        Ok(())
    }
}

impl From<ContentsError> for std::io::Error {
    fn from(error: ContentsError) -> Self {
        Self::other(error)
    }
}
