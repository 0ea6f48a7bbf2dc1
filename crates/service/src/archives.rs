//! An archive's way from announced to read: requests and their immediate answers. Reading is in [`worker`]; background
//! work (abandoned archives, old data, files to delete) is in [`sweeper`].

mod announcement;
mod checking;
mod given;
mod income;
mod scanning;
mod sweeper;
mod view;
mod worker;

pub(crate) use checking::Check;
pub(crate) use given::{Given, GivenFile};
pub(crate) use scanning::NoContent;
pub(crate) use view::view_of;

use crate::analysis::Analysts;
use crate::catalogue::Catalogue;
use crate::changes::Changes;
use crate::clock::Clock;
use crate::contents::{Contents, ContentsError};
use crate::documents::{HEAD_BYTES, check_format, format_of};
use crate::files::FilesError;
use crate::free_disk::DiskFull;
use crate::ids::sha256_hex;
use crate::jobs::{LEASE_MILLIS, ProcessId};
use crate::scope::Scope;
use crate::store::{Archive, ArchiveFile, ArchiveStatus, Reset, Session, Store, StoreError};
use axum::body::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wink_wire::ArchiveErrorCode;

/// How often a long poll reads the database, in case another process made the change.
const FALLBACK_POLL: Duration = Duration::from_secs(1);

/// Why a call was refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchivesError {
    #[error("{message}")]
    Invalid { field: String, message: String },
    #[error("{field} was rejected: {}", code.name())]
    FileRefused { field: String, code: ArchiveErrorCode },
    #[error("the session is over")]
    SessionOver,
    #[error("there is no such archive or file")]
    Missing,
    #[error("{field} has received {received_bytes} bytes")]
    OffsetMismatch { field: String, received_bytes: u64 },
    #[error("the archive is closed for files")]
    Over,
    #[error("{field} is not the announced file")]
    OtherContent { field: String },
    #[error(transparent)]
    DiskFull(#[from] DiskFull),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Contents(ContentsError),
    #[error("a file, or a program that reads it, failed")]
    Io(#[from] std::io::Error),
}

impl From<ContentsError> for ArchivesError {
    fn from(error: ContentsError) -> Self {
        match error {
            ContentsError::Store(error) => Self::Store(error),
            ContentsError::DiskFull(full) => Self::DiskFull(full),
            error @ (ContentsError::Files(_) | ContentsError::Pool(_)) => Self::Contents(error),
        }
    }
}

type Result<T> = std::result::Result<T, ArchivesError>;

/// What archives work with. Clones share it.
#[derive(Clone)]
pub(crate) struct Archives(Arc<Inner>);

struct Inner {
    store: Store,
    contents: Contents,
    catalogue: Arc<Catalogue>,
    analysts: Analysts,
    clock: Clock,
    changes: Changes,
    process: ProcessId,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Archives {
    pub(crate) fn new(
        store: Store,
        contents: Contents,
        catalogue: Arc<Catalogue>,
        analysts: Analysts,
        clock: Clock,
        process: ProcessId,
        stopping: CancellationToken,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            contents,
            catalogue,
            analysts,
            clock,
            changes: Changes::default(),
            process,
            stopping,
            tasks: TaskTracker::new(),
        }))
    }

    /// A user's archive.
    pub(crate) async fn archive(&self, scope: &Scope, user_id: &str, id: &str) -> Result<Archive> {
        self.0.store.archive_of_user(scope, user_id, id).await?.ok_or(ArchivesError::Missing)
    }

    /// Waits until an archive has a version beyond `after_version`, at most `longest`. After that, or when the process
    /// stops, returns its current state.
    pub(crate) async fn wait(
        &self,
        scope: &Scope,
        user_id: &str,
        id: &str,
        after_version: i64,
        longest: Duration,
    ) -> Result<Archive> {
        let deadline = tokio::time::sleep(longest);
        tokio::pin!(deadline);
        loop {
            // Subscribe before reading, so that no change in between is missed.
            let changed = self.0.changes.next(id);
            let archive = self.archive(scope, user_id, id).await?;
            if archive.version > after_version {
                return Ok(archive);
            }
            tokio::select! {
                () = changed => {}
                () = tokio::time::sleep(FALLBACK_POLL) => {}
                () = &mut deadline => return Ok(archive),
                () = self.0.stopping.cancelled() => return Ok(archive),
            }
        }
    }

    /// Accepts a piece of a file. The last accepted piece may be sent again, because its response may have been lost;
    /// it gets the same response and is not written again.
    pub(crate) async fn receive(
        &self,
        session: &Session,
        id: &str,
        file_id: &str,
        offset_bytes: u64,
        piece: Bytes,
    ) -> Result<Archive> {
        let archive = self.archive(&session.scope, &session.user_id, id).await?;
        let (index, file) =
            archive.files.iter().enumerate().find(|(_, file)| file.id == file_id).ok_or_else(|| {
                if archive.status == ArchiveStatus::Uploading {
                    ArchivesError::Missing
                } else {
                    ArchivesError::Over
                }
            })?;
        if archive.status != ArchiveStatus::Uploading {
            return Err(ArchivesError::Over);
        }
        let end_bytes = offset_bytes.saturating_add(piece.len() as u64);
        if piece.is_empty() {
            return Err(invalid("body", "is empty; send at least one byte"));
        }
        if end_bytes > file.size_bytes {
            return Err(invalid("offset", "is beyond the announced size of the file"));
        }
        if end_bytes == file.received_bytes {
            return Ok(archive);
        }
        if offset_bytes != file.received_bytes {
            return Err(mismatch(index, file));
        }
        if offset_bytes == 0 && (piece.len() >= HEAD_BYTES || end_bytes == file.size_bytes) {
            check_head(index, file, &piece)?;
        }
        let counted = self.0.contents.take(&archive, file, offset_bytes, &piece).await?;
        let archive = self.archive(&session.scope, &session.user_id, id).await?;
        // Another request was faster, most likely the same piece sent twice at once.
        let is_there = |file: &ArchiveFile| file.id == file_id && file.received_bytes == end_bytes;
        if counted || (archive.status == ArchiveStatus::Uploading && archive.files.iter().any(is_there)) {
            Ok(archive)
        } else if archive.status == ArchiveStatus::Uploading {
            Err(archive.files.get(index).map_or(ArchivesError::Missing, |file| mismatch(index, file)))
        } else {
            Err(ArchivesError::Over)
        }
    }

    /// Submits an archive whose files are complete, and starts reading it. Submitting it again changes nothing.
    pub(crate) async fn submit(&self, session: &Session, id: &str) -> Result<Archive> {
        let inner = &self.0;
        let archive = self.archive(&session.scope, &session.user_id, id).await?;
        match archive.status {
            ArchiveStatus::Uploading => {}
            ArchiveStatus::Revoked => return Err(ArchivesError::Over),
            ArchiveStatus::Started
            | ArchiveStatus::Analyzed
            | ArchiveStatus::Unsupported
            | ArchiveStatus::Error => return Ok(archive),
        }
        let short = archive.files.iter().enumerate().find(|(_, file)| file.received_bytes < file.size_bytes);
        if let Some((index, file)) = short {
            return Err(mismatch(index, file));
        }
        for (index, file) in archive.files.iter().enumerate() {
            match self.inspect(index, file).await {
                Ok(()) => {}
                // Deleted in between.
                Err(ArchivesError::Contents(ContentsError::Files(FilesError::Gone))) => {
                    return Err(ArchivesError::Over);
                }
                Err(error @ ArchivesError::OtherContent { .. }) => {
                    // This upload cannot be resumed. Announcing the same files again must start a new one.
                    self.revoke(&archive.scope, id).await?;
                    return Err(error);
                }
                Err(error) => return Err(error),
            }
        }
        let now_millis = inner.clock.now_millis();
        let submitted = inner
            .store
            .submit_archive(&archive, inner.process.as_str(), now_millis + LEASE_MILLIS, now_millis)
            .await?;
        match submitted {
            Some(archive) => {
                tracing::info!(archive = archive.id, kind = ?archive.file_type, "archive submitted");
                inner.changes.announce(&archive.id);
                self.work_on(archive.clone());
                Ok(archive)
            }
            // Another request was faster: a second click, or a revocation.
            None => match self.archive(&session.scope, &session.user_id, id).await? {
                archive if archive.status == ArchiveStatus::Revoked => Err(ArchivesError::Over),
                archive => Ok(archive),
            },
        }
    }

    /// Revokes an archive, also while it is uploaded or read: its files and the data read from it are deleted.
    pub(crate) async fn revoke(&self, scope: &Scope, id: &str) -> Result<Archive> {
        let now_millis = self.0.clock.now_millis();
        let (archive, doomed) = self.0.store.revoke_archive(scope, id, now_millis).await?;
        tracing::info!(archive = id, "archive revoked");
        self.0.changes.announce(id);
        self.0.contents.delete(doomed.iter().map(String::as_str)).await?;
        archive.ok_or(ArchivesError::Missing)
    }

    /// Wakes long polls of archives that were revoked by resetting their user, and deletes their files.
    pub(crate) async fn handle_reset(&self, reset: &Reset) -> Result<()> {
        for id in &reset.archives {
            tracing::info!(archive = id, "archive revoked");
            self.0.changes.announce(id);
        }
        Ok(self.0.contents.delete(reset.doomed.iter().map(String::as_str)).await?)
    }

    /// Stops working, and leaves work in progress to the next process.
    pub(crate) async fn stop(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        if let Err(error) = self.0.store.release_archive_leases(self.0.process.as_str()).await {
            tracing::warn!(?error, "leases could not be given back; they run out by themselves");
        }
    }

    /// Writes a little to the storage of files, so that a disk that is full is noticed.
    pub(crate) async fn check_writes(&self) -> std::result::Result<(), Arc<FilesError>> {
        self.0.contents.check_writes().await
    }

    async fn inspect(&self, index: usize, file: &ArchiveFile) -> Result<()> {
        let turn = self.0.contents.turn_to_inspect().await?;
        let content = self.0.contents.read(file).await?;
        let (format, sha256) = (file.format, file.sha256.clone());
        let inspected = turn.run(move || {
            if sha256.is_some_and(|announced| announced != sha256_hex(&content)) {
                return Err(other_content(index));
            }
            check_format(format, &content).map_err(|code| refused(index, code))
        });
        inspected.await.unwrap_or_else(|panicked| {
            tracing::error!(%panicked, "a file could not be inspected");
            Err(refused(index, ArchiveErrorCode::UnreadableFile))
        })
    }
}

fn check_head(index: usize, file: &ArchiveFile, head: &[u8]) -> Result<()> {
    if format_of(head) == Some(file.format) {
        Ok(())
    } else {
        Err(refused(index, ArchiveErrorCode::UnsupportedFormat))
    }
}

fn refused(index: usize, code: ArchiveErrorCode) -> ArchivesError {
    ArchivesError::FileRefused { field: format!("files.{index}"), code }
}

fn other_content(index: usize) -> ArchivesError {
    ArchivesError::OtherContent { field: format!("files.{index}") }
}

fn mismatch(index: usize, file: &ArchiveFile) -> ArchivesError {
    ArchivesError::OffsetMismatch { field: format!("files.{index}"), received_bytes: file.received_bytes }
}

fn invalid(field: &str, message: &str) -> ArchivesError {
    ArchivesError::Invalid { field: field.to_owned(), message: format!("{field} {message}") }
}
