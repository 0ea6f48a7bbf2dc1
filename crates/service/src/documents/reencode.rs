//! Encodes pictures again from their pixels. What a camera or a program wrote beside them (the place, the time, names,
//! further pictures, and whatever was hidden there) is gone; the side that is up stays up.
//!
//! Everything here blocks, and takes as much memory as the pixels do.

use super::container::tiff::pages;
use super::{Format, open_picture};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;
use tiff::encoder::colortype::{Gray8, RGB8, RGBA8};
use tiff::encoder::{Compression, DeflateLevel, Predictor, TiffEncoder};
use wink_wire::ArchiveErrorCode;

/// Small letters of a scan stay sharp.
const JPEG_QUALITY: u8 = 92;

/// Maximum number of pages of a TIFF.
const MAX_PAGES: usize = 100;

/// Maximum number of pixels of all pages of a TIFF.
const MAX_PIXELS: u64 = 400_000_000;

type Result<T> = std::result::Result<T, ArchiveErrorCode>;

/// The same picture in the same format, without metadata.
///
/// # Errors
/// The code of the reason why it cannot be read. A PDF is no picture.
pub(crate) fn without_metadata(format: Format, content: &[u8]) -> Result<Vec<u8>> {
    match format {
        Format::Pdf => Err(ArchiveErrorCode::UnsupportedFormat),
        Format::Png => png(&open_picture(format, content)?),
        Format::Jpeg => jpeg(&open_picture(format, content)?),
        Format::Tiff => tiff(content),
    }
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut written = Cursor::new(Vec::new());
    picture.write_to(&mut written, ImageFormat::Png).map_err(unwritten)?;
    Ok(written.into_inner())
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut written = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut written, JPEG_QUALITY);
    if is_grey(picture) {
        picture.to_luma8().write_with_encoder(encoder)
    } else {
        picture.to_rgb8().write_with_encoder(encoder)
    }
    .map_err(unwritten)?;
    Ok(written)
}

fn tiff(content: &[u8]) -> Result<Vec<u8>> {
    let pages = pages(content).filter(|pages| (1..=MAX_PAGES).contains(&pages.len()));
    let pages = pages.ok_or(ArchiveErrorCode::UnreadableFile)?;
    let mut written = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut written)
        .map_err(unwritten)?
        .with_compression(Compression::Deflate(DeflateLevel::Fast))
        .with_predictor(Predictor::Horizontal);
    let mut pixels_left = MAX_PIXELS;
    let mut source = content.to_vec();
    for page in pages {
        open_at(&mut source, page).ok_or(ArchiveErrorCode::UnreadableFile)?;
        let picture = open_picture(Format::Tiff, &source)?;
        let (width, height) = (picture.width(), picture.height());
        pixels_left = pixels_left
            .checked_sub(u64::from(width) * u64::from(height))
            .ok_or(ArchiveErrorCode::UnreadableFile)?;
        if picture.color().has_alpha() {
            encoder.write_image::<RGBA8>(width, height, &picture.to_rgba8())
        } else if is_grey(&picture) {
            encoder.write_image::<Gray8>(width, height, &picture.to_luma8())
        } else {
            encoder.write_image::<RGB8>(width, height, &picture.to_rgb8())
        }
        .map_err(unwritten)?;
    }
    Ok(written.into_inner())
}

fn is_grey(picture: &DynamicImage) -> bool {
    !picture.color().has_color()
}

/// Makes a page the first one of a TIFF, and so the one that is read.
fn open_at(content: &mut [u8], page: usize) -> Option<()> {
    let page = u32::try_from(page).ok()?;
    let bytes = if content.starts_with(b"II") { page.to_le_bytes() } else { page.to_be_bytes() };
    content.get_mut(4..8)?.copy_from_slice(&bytes);
    Some(())
}

/// This runs in a confined process, which has no log: the service logs the code.
fn unwritten(_: impl std::error::Error) -> ArchiveErrorCode {
    ArchiveErrorCode::SystemError
}

#[cfg(test)]
mod tests;
