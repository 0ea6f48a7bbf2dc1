//! Inspects files. Everything here blocks and may take long, so run it in a pool. Everything is bounded, because
//! anybody may send anything: the decompressed size of a PDF, the size of a picture.

use super::Format;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use lopdf::{Document, LoadOptions, Stream};
use std::io::Cursor;
use wink_wire::ArchiveErrorCode;

/// The number of bytes at the start of a file that show its format.
pub(crate) const HEAD_BYTES: usize = 1024;

/// Maximum decompressed size of one stream of a PDF, in bytes.
const LARGEST_STREAM_BYTES: usize = 64 * 1024 * 1024;

/// Maximum side of a picture, in pixels.
const LONGEST_SIDE: u32 = 20_000;

/// Maximum memory for a picture, in bytes: a camera's 64 million pixels, with room for the decoder.
const LARGEST_PICTURE_BYTES: u64 = 384 * 1024 * 1024;

/// Maximum decompressed size of all streams of a PDF together, in bytes.
const LARGEST_PDF_BYTES: usize = 256 * 1024 * 1024;

/// Maximum number of pixels of a picture in a PDF.
const MAX_PIXELS: i64 = 100_000_000;

/// Maximum number of pages of a PDF whose text is read.
pub(crate) const MAX_PAGES: usize = 20;

/// Detects the format from the start of a file.
pub(crate) fn format_of(head: &[u8]) -> Option<Format> {
    let head = &head[..head.len().min(HEAD_BYTES)];
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if head.starts_with(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        Some(Format::Tiff)
    } else if head.windows(5).any(|window| window == b"%PDF-") {
        // Readers accept a few bytes before the header, and some programs write them.
        Some(Format::Pdf)
    } else {
        None
    }
}

/// Checks that a complete file has this format and can be opened.
///
/// # Errors
/// The code of the reason for rejecting it.
pub(crate) fn inspect(format: Format, content: &[u8]) -> Result<(), ArchiveErrorCode> {
    if content.is_empty() {
        return Err(ArchiveErrorCode::EmptyFile);
    }
    if format_of(content) != Some(format) {
        return Err(ArchiveErrorCode::UnsupportedFormat);
    }
    match format {
        Format::Pdf if open_pdf(content)?.get_pages().is_empty() => Err(ArchiveErrorCode::EmptyFile),
        Format::Pdf => Ok(()),
        Format::Png | Format::Jpeg | Format::Tiff => open_picture(format, content).map(drop),
    }
}

/// Decodes a picture and applies its orientation.
pub(crate) fn open_picture(format: Format, content: &[u8]) -> Result<DynamicImage, ArchiveErrorCode> {
    let kind = match format {
        Format::Pdf => return Err(ArchiveErrorCode::UnsupportedFormat),
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Tiff => ImageFormat::Tiff,
    };
    decode(kind, content).map_err(|_| ArchiveErrorCode::UnreadableFile)
}

/// Checks that a PDF decompresses to no more than the limits, so that a reader without limits of its own may open it.
pub(crate) fn check_pdf_bounds(content: &[u8]) -> Result<(), ArchiveErrorCode> {
    check_bounds(&open_pdf(content)?, LARGEST_PDF_BYTES)
}

fn check_bounds(document: &Document, largest_bytes: usize) -> Result<(), ArchiveErrorCode> {
    let mut left_bytes = largest_bytes;
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        let side = |name: &[u8]| stream.dict.get(name).and_then(lopdf::Object::as_i64).unwrap_or(0);
        let unfolded_bytes = unfolded(stream)?;
        left_bytes = left_bytes.checked_sub(unfolded_bytes).ok_or(ArchiveErrorCode::UnreadableFile)?;
        if side(b"Width").saturating_mul(side(b"Height")) > MAX_PIXELS {
            return Err(ArchiveErrorCode::UnreadableFile);
        }
    }
    Ok(())
}

/// The decompressed size of a stream, as far as lopdf can tell. Pictures in a format of their own are limited by their
/// sides.
fn unfolded(stream: &Stream) -> Result<usize, ArchiveErrorCode> {
    match stream.decompressed_content_with_limit(LARGEST_STREAM_BYTES) {
        Ok(content) => Ok(content.len()),
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            Err(ArchiveErrorCode::UnreadableFile)
        }
        Err(_) => Ok(stream.content.len()),
    }
}

fn open_pdf(content: &[u8]) -> Result<Document, ArchiveErrorCode> {
    let options = LoadOptions::with_max_decompressed_size(LARGEST_STREAM_BYTES);
    let document = Document::load_mem_with_options(content, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ArchiveErrorCode::EncryptedFile,
        _ => ArchiveErrorCode::UnreadableFile,
    })?;
    // Many PDFs are encrypted but open without a password. Those are already decrypted here.
    if document.trailer.has(b"Encrypt") && !document.was_encrypted() {
        return Err(ArchiveErrorCode::EncryptedFile);
    }
    Ok(document)
}

fn decode(format: ImageFormat, content: &[u8]) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(LARGEST_PICTURE_BYTES);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[cfg(test)]
mod tests;
