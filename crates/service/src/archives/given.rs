//! Documents that a host uploads in one request, in place of a person's upload in pieces.

use super::{Archives, ArchivesError, Result, refused};
use crate::contents::ContentsError;
use crate::documents::{DocumentType, Format, Side, check_format};
use crate::ids::new_id;
use crate::jobs::LEASE_MILLIS;
use crate::scope::Scope;
use crate::store::{Announced, Archive, ArchiveFile, GivenBy, NewArchive};
use wink_wire::{ArchiveErrorCode, LARGEST_FILE_BYTES};

/// Content is stored in pieces of this size, so that little of it is in memory twice.
const PIECE_BYTES: usize = 1024 * 1024;

/// A document from a host.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) scope: Scope,
    pub(crate) user_id: String,
    pub(crate) kind: DocumentType,
    pub(crate) files: Vec<GivenFile>,
}

/// A file of such a document.
#[derive(Debug)]
pub(crate) struct GivenFile {
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) side: Option<Side>,
    pub(crate) sub_type: Option<&'static str>,
    pub(crate) content: Vec<u8>,
}

impl Archives {
    /// Accepts a document and starts reading it. If the process dies in between, it leaves an archive that nobody can
    /// see and that is deleted after a day.
    pub(crate) async fn give(&self, given: Given) -> Result<Archive> {
        let inner = &self.0;
        let mut files = Vec::with_capacity(given.files.len());
        let mut contents = Vec::with_capacity(given.files.len());
        for file in self.checked(given.files).await? {
            let size_bytes = file.content.len() as u64;
            contents.push(file.content);
            files.push(ArchiveFile {
                id: new_id("f"),
                name: file.name,
                format: file.format,
                side: file.side,
                sub_type: file.sub_type.map(str::to_owned),
                size_bytes,
                received_bytes: 0,
                sha256: None,
            });
        }
        inner.contents.check_space()?;
        let new = NewArchive {
            id: &new_id("u"),
            scope: &given.scope,
            user_id: &given.user_id,
            given_by: GivenBy::Tenant,
            provider_id: None,
            file_type: given.kind,
            start: None,
            files: &files,
            created_at: inner.clock.now_millis(),
        };
        let announced = inner.store.announce_archive(&new).await?;
        let Ok(Announced::New(archive) | Announced::Known(archive)) = announced else {
            return Err(ArchivesError::SessionOver);
        };
        for (file, content) in files.iter().zip(contents) {
            for (number, piece) in (0_u64..).zip(content.chunks(PIECE_BYTES)) {
                if !inner.contents.take(&archive, file, number * PIECE_BYTES as u64, piece).await? {
                    return Err(ArchivesError::Over);
                }
            }
        }
        let now_millis = inner.clock.now_millis();
        let lease_until = now_millis + LEASE_MILLIS;
        let submitted =
            inner.store.submit_archive(&archive, inner.process.as_str(), lease_until, now_millis).await?;
        let archive = submitted.ok_or(ArchivesError::Over)?;
        tracing::info!(archive = archive.id, kind = ?archive.file_type, "archive given");
        self.work_on(archive.clone());
        Ok(archive)
    }

    /// Files that may be stored. A check reads the whole file, so it takes a turn.
    async fn checked(&self, files: Vec<GivenFile>) -> Result<Vec<GivenFile>> {
        let turn = self.0.contents.turn_to_inspect().await?;
        let check_all = move || {
            let files = files.into_iter().enumerate();
            files.map(|(index, file)| check(index, &file).map(|()| file)).collect()
        };
        turn.run(check_all).await.map_err(ContentsError::from)?
    }
}

fn check(index: usize, file: &GivenFile) -> Result<()> {
    if file.content.len() as u64 > LARGEST_FILE_BYTES {
        return Err(refused(index, ArchiveErrorCode::FileTooLarge));
    }
    check_format(file.format, &file.content).map_err(|code| refused(index, code))
}
