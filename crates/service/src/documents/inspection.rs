//! Checks files by their first bytes, and decodes pictures. Decoding is bounded, and still runs in a confined process
//! alone, because anybody may send anything.

use super::Format;
use super::container::{self, Fault};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use wink_wire::ArchiveErrorCode;

/// The number of bytes at the start of a file that show its format.
pub(crate) const HEAD_BYTES: usize = 8;

/// Maximum side of a picture, in pixels.
const LONGEST_SIDE: u32 = 20_000;

/// Maximum memory for a picture, in bytes: a camera's 64 million pixels, with room for the decoder.
const LARGEST_PICTURE_BYTES: u64 = 384 * 1024 * 1024;

/// Detects the format from the start of a file.
pub(crate) fn format_of(head: &[u8]) -> Option<Format> {
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if head.starts_with(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        Some(Format::Tiff)
    } else if head.starts_with(b"%PDF-") {
        Some(Format::Pdf)
    } else {
        None
    }
}

/// Checks that a complete file begins as one of this format does, and is no other file besides. Whether it is whole and can be
/// opened shows when it is read.
///
/// # Errors
/// The code of the reason for rejecting it.
pub(crate) fn check_format(format: Format, content: &[u8]) -> Result<(), ArchiveErrorCode> {
    if content.is_empty() {
        return Err(ArchiveErrorCode::EmptyFile);
    }
    if format_of(content) != Some(format) {
        return Err(ArchiveErrorCode::UnsupportedFormat);
    }
    match container::check(format, content) {
        Ok(()) | Err(Fault::CutOff) => Ok(()),
        Err(fault @ (Fault::SomethingBehind | Fault::SeveralFormats)) => Err(fault.code()),
    }
}

/// Checks that a file ends where its format ends.
///
/// # Errors
/// The code of the reason for rejecting it.
pub(crate) fn check_container(format: Format, content: &[u8]) -> Result<(), ArchiveErrorCode> {
    container::check(format, content).map_err(Fault::code)
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
