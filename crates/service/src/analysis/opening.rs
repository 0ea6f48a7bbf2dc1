//! Opens a file from a stranger, and finds what there is to read in it. This runs in a confined process alone
//! (`wink-service read-document`), whose answer is the only thing that leaves it.

use super::page::Page;
use super::pdf::{self, PdfContent};
use crate::documents::{Format, check_container, format_of, open_picture, without_metadata};
use image::imageops::{FilterType, thumbnail};
use image::{DynamicImage, GrayImage, ImageFormat};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{self, BufRead as _, Cursor, Write};
use wink_wire::ArchiveErrorCode;

/// Sides between which Tesseract reads well, in pixels: smaller pictures are enlarged, larger ones scaled down.
const LONG_SIDE: std::ops::RangeInclusive<u32> = 1600..=3600;

/// Pictures with a longer side are averaged down to this first.
const LARGE_SIDE: u32 = 7200;

/// What to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Only check that it can be opened.
    Check,
    /// Find its text.
    Read,
    /// Write it again from what it shows, without what a camera or a program put beside that.
    Clean,
}

impl Purpose {
    /// The option of `read-document`.
    pub(crate) const fn option(self) -> Option<&'static str> {
        match self {
            Self::Check => Some("--check"),
            Self::Read => None,
            Self::Clean => Some("--clean"),
        }
    }
}

/// What there is to read in a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Opened {
    /// Words, page by page. No pages if the file was only checked.
    Text(Vec<Page>),
    /// Grey PNG files of a size that Tesseract reads well.
    Pictures(Vec<Vec<u8>>),
    /// The file, written again.
    Clean(Vec<u8>),
}

/// The answer's first line. The pictures follow it, one after the other.
#[derive(Serialize, Deserialize)]
enum Head<'a> {
    Text(Cow<'a, [Page]>),
    PictureBytes(Vec<usize>),
    CleanBytes(usize),
    Refused(ArchiveErrorCode),
}

/// Opens a file.
///
/// # Errors
/// The code of the reason for refusing it.
pub(crate) fn open(purpose: Purpose, content: Vec<u8>) -> Result<Opened, ArchiveErrorCode> {
    let Some(format) = format_of(&content) else {
        return Err(if content.is_empty() {
            ArchiveErrorCode::EmptyFile
        } else {
            ArchiveErrorCode::UnsupportedFormat
        });
    };
    check_container(format, &content)?;
    match (purpose, format) {
        (Purpose::Check, Format::Pdf) => pdf::open(content).map(|_| Opened::Text(Vec::new())),
        (Purpose::Check, Format::Png | Format::Jpeg | Format::Tiff) => {
            open_picture(format, &content).map(|_| Opened::Text(Vec::new()))
        }
        (Purpose::Read, Format::Pdf) => match pdf::read(content)? {
            PdfContent::Text(pages) => Ok(Opened::Text(pages)),
            PdfContent::Scans(pictures) => prepared(&pictures),
        },
        (Purpose::Read, Format::Png | Format::Jpeg | Format::Tiff) => {
            prepared(&[open_picture(format, &content)?])
        }
        (Purpose::Clean, _) => without_metadata(format, &content).map(Opened::Clean),
    }
}

fn prepared(pictures: &[DynamicImage]) -> Result<Opened, ArchiveErrorCode> {
    let prepared: Result<_, _> = pictures.iter().map(prepare).collect();
    Ok(Opened::Pictures(prepared.map_err(|_| ArchiveErrorCode::UnreadableFile)?))
}

/// Converts a picture to a greyscale PNG of a size that Tesseract reads well.
fn prepare(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let long_side = picture.width().max(picture.height()).max(1);
    let wanted = long_side.clamp(*LONG_SIDE.start(), *LONG_SIDE.end());
    let grey = DynamicImage::ImageLuma8(grey_of(picture));
    let grey = if wanted == long_side { grey } else { grey.resize(wanted, wanted, FilterType::CatmullRom) };
    let mut file = Cursor::new(Vec::new());
    grey.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

/// A picture in grey. A very large one is made smaller first, by averaging: scaling it well takes 16 bytes for each pixel.
fn grey_of(picture: &DynamicImage) -> GrayImage {
    let long_side = picture.width().max(picture.height());
    if long_side <= LARGE_SIDE {
        return picture.to_luma8();
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(LARGE_SIDE) / u64::from(long_side);
        u32::try_from(side).unwrap_or(LARGE_SIDE).max(1)
    };
    let (width, height) = (scaled(picture.width()), scaled(picture.height()));
    match picture.as_luma8() {
        Some(grey) => thumbnail(grey, width, height),
        None => thumbnail(&picture.to_luma8(), width, height),
    }
}

/// Writes what [`read_answer`] reads.
pub(crate) fn write_answer(
    opened: &Result<Opened, ArchiveErrorCode>,
    mut output: impl Write,
) -> io::Result<()> {
    let (head, pictures) = match opened {
        Ok(Opened::Text(pages)) => (Head::Text(pages.into()), &[][..]),
        Ok(Opened::Pictures(pictures)) => {
            (Head::PictureBytes(pictures.iter().map(Vec::len).collect()), &pictures[..])
        }
        Ok(Opened::Clean(file)) => (Head::CleanBytes(file.len()), std::slice::from_ref(file)),
        Err(code) => (Head::Refused(*code), &[][..]),
    };
    serde_json::to_writer(&mut output, &head)?;
    output.write_all(b"\n")?;
    pictures.iter().try_for_each(|picture| output.write_all(picture))?;
    output.flush()
}

/// Reads an answer. It is from a process that a stranger's file may have taken over, so it may be anything.
///
/// # Errors
/// It is not an answer.
pub(super) fn read_answer(answer: &[u8]) -> io::Result<Result<Opened, ArchiveErrorCode>> {
    let mut rest = answer;
    let mut line = Vec::new();
    rest.read_until(b'\n', &mut line)?;
    Ok(match serde_json::from_slice(&line)? {
        Head::Text(pages) => Ok(Opened::Text(pages.into_owned())),
        Head::Refused(code) => Err(code),
        Head::PictureBytes(lengths) => {
            let pictures: io::Result<_> = lengths.into_iter().map(|length| next(&mut rest, length)).collect();
            Ok(Opened::Pictures(pictures?))
        }
        Head::CleanBytes(length) => Ok(Opened::Clean(next(&mut rest, length)?)),
    })
}

/// The next file of an answer.
fn next(rest: &mut &[u8], length: usize) -> io::Result<Vec<u8>> {
    let (file, others) = rest.split_at_checked(length).ok_or(io::ErrorKind::UnexpectedEof)?;
    *rest = others;
    Ok(file.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::page::tests::typed;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    #[test]
    fn pictures_are_brought_to_a_size() {
        for (width, height, long_side) in
            [(100, 200, 1600), (1700, 20, 1700), (7000, 300, 3600), (20_000, 3, 3600)]
        {
            let Ok(Opened::Pictures(pictures)) = open(Purpose::Read, png(width, height)) else {
                panic!("{width} x {height}")
            };
            let [picture] = &pictures[..] else { panic!("{} pictures", pictures.len()) };
            let picture = image::load_from_memory(picture).unwrap();
            assert_eq!(picture.width().max(picture.height()), long_side);
        }
    }

    #[test]
    fn a_check_looks_at_the_whole_file_and_returns_nothing_of_it() {
        let whole = png(300, 300);
        assert_eq!(open(Purpose::Check, whole.clone()), Ok(Opened::Text(Vec::new())));
        let half = whole[..whole.len() / 2].to_vec();
        assert_eq!(open(Purpose::Check, half), Err(ArchiveErrorCode::UnreadableFile));
        assert_eq!(open(Purpose::Check, Vec::new()), Err(ArchiveErrorCode::EmptyFile));
        assert_eq!(open(Purpose::Check, b"GIF89a".to_vec()), Err(ArchiveErrorCode::UnsupportedFormat));
    }

    #[test]
    fn an_answer_is_read_as_it_was_written() {
        for opened in [
            Ok(Opened::Text(vec![typed("Gross pay   27,350.00"), Page::default()])),
            Ok(Opened::Pictures(vec![vec![1, 2, 10, 3], Vec::new(), vec![10]])),
            Ok(Opened::Clean(vec![7, 10, 7])),
            Err(ArchiveErrorCode::EncryptedFile),
        ] {
            let mut answer = Vec::new();
            write_answer(&opened, &mut answer).unwrap();
            assert_eq!(read_answer(&answer).unwrap(), opened);
        }
    }

    #[test]
    fn what_is_no_answer_is_an_error() {
        for answer in [
            &b""[..],
            b"{",
            b"[]\n",
            b"{\"Text\":[{\"lines\":7}]}\n",
            b"{\"PictureBytes\":[3]}\nab",
            b"{\"PictureBytes\":[18446744073709551615]}\nab",
        ] {
            assert!(read_answer(answer).is_err(), "{answer:?}");
        }
    }
}
