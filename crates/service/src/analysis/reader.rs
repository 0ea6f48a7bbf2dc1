//! Turns a document's files into words. A file is opened in a confined process of its own, which returns the text of
//! a PDF, or pictures; Tesseract reads those, confined too. This process never opens a file itself.

use super::ocr::{Ocr, OcrError};
use super::opening::{Opened, Purpose, read_answer};
use super::page::Page;
use super::{Document, Finding, Reading};
use crate::documents::Unsupported;
use crate::jobs::{Program, ProgramError, Turn};
use crate::metrics;
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use wink_wire::ArchiveErrorCode;

/// A process that opens a file is killed after this time. Its 20 seconds of processor time end before, unless the
/// machine is busy, for which a good document must not pay.
const LONGEST: Duration = Duration::from_secs(60);

/// Maximum size of an answer, in bytes: three pictures of 3,600 pixels square.
const MAX_ANSWER_BYTES: u64 = 64 * 1024 * 1024;

/// Maximum number of cells in a document, and of bytes in them: 20 full pages have fewer.
const MAX_CELLS: usize = 20_000;
const MAX_TEXT_BYTES: usize = 1_000_000;

/// The result of reading a document's files.
enum Words {
    Pages(Vec<Page>),
    Unsupported(Unsupported),
    Failed(ArchiveErrorCode),
}

/// Reads documents with the help of other processes.
#[derive(Debug)]
pub(crate) struct Reader {
    /// This program, which is started again for each file.
    program: PathBuf,
    ocr: Ocr,
}

impl Reader {
    pub(crate) fn new(program: PathBuf, tesseract: PathBuf) -> Self {
        Self { ocr: Ocr::new(program.clone(), tesseract), program }
    }

    /// Checks that every file of a document can be opened.
    pub(super) async fn check(&self, document: Document<'_>) -> io::Result<Result<(), ArchiveErrorCode>> {
        for file in document.files {
            let turn = document.contents.turn_to_read().await?;
            let content = document.contents.read(file).await?;
            if let Err(code) = self.check_file(&turn, content).await? {
                return Ok(Err(code));
            }
        }
        Ok(Ok(()))
    }

    /// Checks that a file can be opened and is safe to hand out.
    pub(super) async fn check_file(
        &self,
        turn: &Turn,
        content: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> io::Result<Result<(), ArchiveErrorCode>> {
        Ok(self.open(turn, Purpose::Check, content).await?.map(drop))
    }

    /// A picture, written again without what a camera or a program put beside it.
    pub(super) async fn clean(
        &self,
        turn: &Turn,
        picture: Vec<u8>,
    ) -> io::Result<Result<Vec<u8>, ArchiveErrorCode>> {
        Ok(match self.open(turn, Purpose::Clean, picture).await? {
            Ok(Opened::Clean(picture)) => Ok(picture),
            Ok(Opened::Text(_) | Opened::Pictures(_)) => Err(ArchiveErrorCode::UnreadableFile),
            Err(code) => Err(code),
        })
    }

    /// Reads every file of a document, in order, and applies `judge` to their pages.
    pub(super) async fn judge(
        &self,
        document: Document<'_>,
        judge: impl FnOnce(&[Page]) -> Finding + Send + 'static,
    ) -> io::Result<Finding> {
        let pages = match self.words(document).await? {
            Words::Pages(pages) => pages,
            Words::Unsupported(why) => return Ok(Reading::Unsupported(why).into()),
            Words::Failed(code) => return Ok(Reading::Failed(code).into()),
        };
        // A stranger wrote the text, so it may take long.
        let turn = document.contents.turn_to_read().await?;
        turn.run(move || judge(&pages)).await.map_err(io::Error::other)
    }

    async fn words(&self, document: Document<'_>) -> io::Result<Words> {
        let mut pages = Vec::new();
        for file in document.files {
            if !fits(&pages) {
                return Ok(Words::Failed(ArchiveErrorCode::UnreadableFile));
            }
            let turn = document.contents.turn_to_read().await?;
            let content = document.contents.read(file).await?;
            let pictures = match self.open(&turn, Purpose::Read, content).await? {
                Ok(Opened::Text(text)) => {
                    pages.extend(text);
                    continue;
                }
                Ok(Opened::Pictures(pictures)) => pictures,
                // Not what it was asked for.
                Ok(Opened::Clean(_)) => return Ok(Words::Failed(ArchiveErrorCode::UnreadableFile)),
                Err(code) => return Ok(Words::Failed(code)),
            };
            for picture in pictures {
                match self.ocr.read(&turn, picture).await {
                    Ok(page) => pages.push(page),
                    Err(OcrError::NotInstalled) => return Ok(Words::Unsupported(Unsupported::Pictures)),
                    Err(OcrError::Failed(complaint)) => {
                        tracing::warn!(complaint, "a picture could not be read");
                        return Ok(Words::Failed(ArchiveErrorCode::UnreadableFile));
                    }
                    Err(OcrError::Io(error)) => return Err(error),
                }
            }
        }
        Ok(if fits(&pages) { Words::Pages(pages) } else { Words::Failed(ArchiveErrorCode::UnreadableFile) })
    }

    /// Opens a file in a process of its own. If that process dies, the file cannot be read: trying again would end in
    /// the same way.
    async fn open(
        &self,
        turn: &Turn,
        purpose: Purpose,
        content: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> io::Result<Result<Opened, ArchiveErrorCode>> {
        let arguments = ["read-document"].into_iter().chain(purpose.option()).map(Into::into).collect();
        let program = Program {
            path: self.program.clone(),
            arguments,
            environment: Vec::new(),
            longest: LONGEST,
            max_output_bytes: MAX_ANSWER_BYTES,
        };
        let size_bytes = content.as_ref().len();
        let why = match turn.run_program(program, content).await {
            // An answer may be large.
            Ok(answer) => match turn.run(move || read_answer(&answer)).await.map_err(io::Error::other)? {
                Ok(opened) => return Ok(opened),
                Err(error) => error.to_string(),
            },
            Err(ProgramError::Io(error)) => return Err(error),
            Err(error) if error.is_unconfined() => return Err(io::Error::other(error)),
            // Its complaint may quote the document.
            Err(ProgramError::Died { status, .. }) => status.to_string(),
            Err(error @ (ProgramError::TimedOut(_) | ProgramError::WroteTooMuch)) => error.to_string(),
        };
        metrics::reader_died();
        tracing::warn!(why, size_bytes, "the process that read a document did not answer");
        Ok(Err(ArchiveErrorCode::UnreadableFile))
    }
}

/// Whether pages have no more text than is kept and judged.
fn fits(pages: &[Page]) -> bool {
    let cells = || pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.cells);
    cells().count() <= MAX_CELLS && cells().map(|cell| cell.text.len()).sum::<usize>() <= MAX_TEXT_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::page::tests::typed;

    #[test]
    fn a_document_has_no_more_text_than_is_kept() {
        let row = vec!["x"; 100].join("     ");
        let full = typed(&vec![row.as_str(); MAX_CELLS / 100].join("\n"));
        assert!(fits(std::slice::from_ref(&full)));
        assert!(!fits(&[full, typed("one more")]));
        assert!(!fits(&[typed(&"x".repeat(MAX_TEXT_BYTES + 1))]));
    }
}
