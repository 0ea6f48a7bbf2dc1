//! Turns a document's files into words: takes the text of PDFs as it is, and reads pictures and scans with OCR.

use super::ocr::{Ocr, OcrError};
use super::page::Page;
use super::pdf::{self, PdfContent};
use super::{Document, Finding, Reading};
use crate::documents::{Format, Unsupported, open_picture};
use image::DynamicImage;
use std::io;
use wink_wire::ArchiveErrorCode;

/// The result of reading a document's files.
pub(super) enum Words {
    Pages(Vec<Page>),
    Unsupported(Unsupported),
    Failed(ArchiveErrorCode),
}

impl Words {
    /// Applies `judge` to the pages. If there are none, returns why.
    pub(super) fn judged(self, judge: impl FnOnce(&[Page]) -> Finding) -> Finding {
        match self {
            Self::Pages(pages) => judge(&pages),
            Self::Unsupported(why) => Reading::Unsupported(why).into(),
            Self::Failed(code) => Reading::Failed(code).into(),
        }
    }
}

/// A file's content, before any OCR.
enum Opened {
    Text(Vec<Page>),
    Pictures(Vec<DynamicImage>),
}

/// Reads every file of a document, in order.
pub(super) async fn words(ocr: &Ocr, document: Document<'_>) -> io::Result<Words> {
    let mut pages = Vec::new();
    for file in document.files {
        let turn = document.contents.turn_to_read().await?;
        let (content, format) = (document.contents.read(file).await?, file.format);
        let opened = turn.run(move || open(format, content)).await;
        let pictures = match opened {
            Ok(Ok(Opened::Text(text))) => {
                pages.extend(text);
                continue;
            }
            Ok(Ok(Opened::Pictures(pictures))) => pictures,
            Ok(Err(code)) => return Ok(Words::Failed(code)),
            Err(panicked) => {
                tracing::error!(%panicked, "a document could not be looked at");
                return Ok(Words::Failed(ArchiveErrorCode::UnreadableFile));
            }
        };
        for picture in pictures {
            match ocr.read(&turn, picture).await {
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
    Ok(Words::Pages(pages))
}

fn open(format: Format, content: Vec<u8>) -> Result<Opened, ArchiveErrorCode> {
    match format {
        Format::Pdf => Ok(match pdf::read(content)? {
            PdfContent::Text(pages) => Opened::Text(pages),
            PdfContent::Scans(pictures) => Opened::Pictures(pictures),
        }),
        Format::Png | Format::Jpeg | Format::Tiff => {
            Ok(Opened::Pictures(vec![open_picture(format, &content)?]))
        }
    }
}
