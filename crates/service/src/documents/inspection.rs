//! Looks into files. Everything here may take long and is for a thread of its own; everything is bounded, because
//! anybody may send anything: how far a PDF may unfold, how large a picture may be.

use super::Format;
use crate::ids::sha256_hex;
use image::{ImageFormat, ImageReader, Limits};
use lopdf::{Document, LoadOptions};
use std::io::Cursor;
use wink_wire::ArchiveErrorCode;

/// So many bytes from the beginning tell a file's format.
pub(crate) const HEAD_BYTES: usize = 1024;

/// Most bytes that one stream of a PDF may unfold to.
const LARGEST_STREAM_BYTES: usize = 64 * 1024 * 1024;

/// Longest side of a picture, in pixels.
const LONGEST_SIDE: u32 = 20_000;

/// Most memory that a picture may take, in bytes: a camera's 64 million pixels, with room for the decoder.
const LARGEST_PICTURE_BYTES: u64 = 384 * 1024 * 1024;

/// Pages of a PDF whose text is read.
const MOST_PAGES: usize = 20;

/// The format that a file's beginning shows.
pub(crate) fn format_of(head: &[u8]) -> Option<Format> {
    let head = &head[..head.len().min(HEAD_BYTES)];
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if head.starts_with(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        Some(Format::Tiff)
    } else if head.windows(5).any(|window| window == b"%PDF-") {
        // Readers accept a little before it, and some programs write that.
        Some(Format::Pdf)
    } else {
        None
    }
}

/// Whether a whole file is of a format, and can be opened.
///
/// # Errors
/// Why it is not taken.
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
        Format::Png => decode(ImageFormat::Png, content).map(drop),
        Format::Jpeg => decode(ImageFormat::Jpeg, content).map(drop),
        Format::Tiff => decode(ImageFormat::Tiff, content).map(drop),
    }
}

/// The text of a PDF's first pages; empty where it has none, such as a scan.
pub(crate) fn pdf_text(content: &[u8]) -> Result<String, ArchiveErrorCode> {
    let document = open_pdf(content)?;
    let pages: Vec<u32> = document.get_pages().into_keys().take(MOST_PAGES).collect();
    // A page whose text cannot be made out leaves the others'.
    let chunks = document.extract_text_chunks_with_limit(&pages, LARGEST_STREAM_BYTES);
    Ok(chunks.into_iter().filter_map(Result::ok).collect::<Vec<_>>().join("\n"))
}

/// Hex SHA-256 of a picture's size and pixels, which stay the same when what is around them is stripped.
pub(crate) fn pixels_sha256(content: &[u8]) -> Result<String, ArchiveErrorCode> {
    let picture = decode(ImageFormat::Png, content)?.into_rgb8();
    let (width, height) = picture.dimensions();
    let mut bytes = [width.to_be_bytes(), height.to_be_bytes()].concat();
    bytes.extend_from_slice(&picture.into_raw());
    Ok(sha256_hex(bytes))
}

fn open_pdf(content: &[u8]) -> Result<Document, ArchiveErrorCode> {
    let options = LoadOptions::with_max_decompressed_size(LARGEST_STREAM_BYTES);
    let document = Document::load_mem_with_options(content, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ArchiveErrorCode::EncryptedFile,
        _ => ArchiveErrorCode::UnreadableFile,
    })?;
    // Many a PDF is encrypted and opens without a password; it is open then.
    if document.trailer.has(b"Encrypt") && !document.was_encrypted() {
        return Err(ArchiveErrorCode::EncryptedFile);
    }
    Ok(document)
}

fn decode(format: ImageFormat, content: &[u8]) -> Result<image::DynamicImage, ArchiveErrorCode> {
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(LARGEST_PICTURE_BYTES);
    reader.limits(limits);
    reader.decode().map_err(|_| ArchiveErrorCode::UnreadableFile)
}
