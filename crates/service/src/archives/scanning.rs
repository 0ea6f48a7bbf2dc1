//! Between submitted and available: an antivirus program sees each file first, where the operator has set one. A file that
//! it has not seen is neither read nor handed out.

use super::{Archives, Result};
use crate::contents::ContentsError;
use crate::documents::Format;
use crate::metrics;
use crate::scanner::{NotScanned, Scanner, Verdict};
use crate::store::{Archive, ArchiveFile, SubmittedFile};
use std::io;
use wink_wire::ArchiveErrorCode;

/// How long an archive waits for a scanner that is away, in milliseconds.
const PAUSE_MILLIS: i64 = 30_000;

/// Why a file is not handed out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoContent {
    #[error("the scanner found something harmful")]
    Harmful,
    /// It may be there later.
    #[error("the file was not scanned")]
    NotScanned(#[from] NotScanned),
    #[error("the picture cannot be written again: {}", .0.name())]
    Unreadable(ArchiveErrorCode),
    #[error(transparent)]
    Contents(#[from] ContentsError),
    #[error("the program that writes pictures again failed")]
    Io(#[from] io::Error),
}

/// The result of scanning an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    /// It may be read.
    Free,
    /// Something harmful was found in it.
    Refused,
    /// It was given back, to be scanned later.
    Later,
}

impl Archives {
    /// Has the files of an archive scanned.
    pub(super) async fn scan(&self, archive: &Archive) -> Result<Passage> {
        let inner = &self.0;
        let Some(scanner) = inner.contents.scanner().filter(|_| archive.scanned_at.is_none()) else {
            return Ok(Passage::Free);
        };
        for file in &archive.files {
            match self.scan_file(scanner, file).await? {
                Ok(Verdict::Clean) => {}
                Ok(Verdict::Infected(what)) => {
                    tracing::warn!(archive = archive.id, file = file.id, what, "a file is harmful");
                    return Ok(Passage::Refused);
                }
                Err(error) => {
                    tracing::error!(
                        archive = archive.id,
                        ?error,
                        "a file was not scanned; it is tried again"
                    );
                    let due_at = inner.clock.now_millis() + PAUSE_MILLIS;
                    inner.store.postpone_archive(archive, inner.process.as_str(), due_at).await?;
                    return Ok(Passage::Later);
                }
            }
        }
        inner.store.mark_scanned(archive, inner.clock.now_millis()).await?;
        Ok(Passage::Free)
    }

    async fn scan_file(
        &self,
        scanner: &Scanner,
        file: &ArchiveFile,
    ) -> Result<std::result::Result<Verdict, NotScanned>> {
        let _turn = match scanner.turn().await {
            Ok(turn) => turn,
            Err(error) => return Ok(Err(error)),
        };
        let content = self.0.contents.read(file).await?;
        Ok(ask(scanner, &content).await)
    }

    /// The content of a file, for its host. A picture is written again from its pixels, without what was put beside them.
    ///
    /// # Errors
    /// It is harmful or damaged, or the scanner is away.
    pub(crate) async fn content(&self, file: &SubmittedFile) -> std::result::Result<Vec<u8>, NoContent> {
        let content = self.scanned_content(file).await?;
        match file.format {
            Format::Pdf => Ok(content),
            Format::Png | Format::Jpeg | Format::Tiff => {
                let turn = self.0.contents.turn_to_inspect().await?;
                self.0.analysts.clean(&turn, content).await?.map_err(NoContent::Unreadable)
            }
        }
    }

    async fn scanned_content(&self, file: &SubmittedFile) -> std::result::Result<Vec<u8>, NoContent> {
        // Also what was submitted before there was a scanner.
        let Some(scanner) = self.0.contents.scanner().filter(|_| file.scanned_at.is_none()) else {
            return Ok(self.0.contents.read(file).await?);
        };
        let _turn = scanner.turn().await?;
        let content = self.0.contents.read(file).await?;
        match ask(scanner, &content).await? {
            Verdict::Clean => Ok(content),
            Verdict::Infected(what) => {
                tracing::warn!(file = file.id, what, "a file is harmful; it is not handed out");
                Err(NoContent::Harmful)
            }
        }
    }
}

/// Asks and counts.
async fn ask(scanner: &Scanner, content: &[u8]) -> std::result::Result<Verdict, NotScanned> {
    let answer = scanner.scan(content).await;
    metrics::scanned(match &answer {
        Ok(Verdict::Clean) => "clean",
        Ok(Verdict::Infected(_)) => "infected",
        Err(_) => "failed",
    });
    answer
}
