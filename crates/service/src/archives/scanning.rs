//! Between submitted and available: an antivirus program sees each file first, where the operator has set one. A file that
//! it has not seen is neither read nor handed out.

use super::{Archives, Result};
use crate::contents::ContentsError;
use crate::documents::Format;
use crate::metrics;
use crate::scanner::{NotScanned, Scanner, Verdict};
use crate::store::{Archive, ArchiveFile, SubmittedFile};
use axum::body::Bytes;
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
    /// It cannot be checked, or is unsafe.
    #[error("the file is not safe to hand out: {}", .0.name())]
    Refused(ArchiveErrorCode),
    #[error(transparent)]
    Contents(#[from] ContentsError),
    #[error("the program that opens files failed")]
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
    /// A PDF is checked: it may not have been read yet, or its document ended in an error before this file was opened.
    ///
    /// # Errors
    /// It is harmful or damaged, cannot be checked, or the scanner is away.
    pub(crate) async fn content(&self, file: &SubmittedFile) -> std::result::Result<Bytes, NoContent> {
        // Before the content is read, so that downloads which wait hold none.
        let turn = self.0.contents.turn_to_hand_out().await?;
        let content = self.scanned_content(file).await?;
        let analysts = &self.0.analysts;
        let handed_out = match file.format {
            Format::Pdf => {
                let content = Bytes::from(content);
                analysts.check(&turn, content.clone()).await?.map(|()| content)
            }
            Format::Png | Format::Jpeg | Format::Tiff => {
                analysts.clean(&turn, content).await?.map(Bytes::from)
            }
        };
        handed_out.map_err(NoContent::Refused)
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
