//! Whether a file is one file: it begins with its format and ends with it. A file that is also another one (an archive
//! behind a picture, a PDF inside of it) shows a person one thing and a program another.
//!
//! Nothing is decoded here. The structure is walked once, in time that grows with the size of the file.

pub(super) mod tiff;

use super::Format;
use wink_wire::ArchiveErrorCode;

/// Readers of PDFs look for the header this far from the start, in bytes.
const PDF_HEADER_WITHIN: usize = 1024;

/// The record that ends a ZIP archive: its size without a comment, and the size of the longest comment.
const ZIP_END_BYTES: usize = 22;
const ZIP_COMMENT_BYTES: usize = 65_535;

/// Why a file is refused as not being one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It ends before its format does, or its structure is broken.
    CutOff,
    /// Something follows its end.
    SomethingBehind,
    /// It can be read as another format too.
    SeveralFormats,
}

impl Fault {
    pub(super) const fn code(self) -> ArchiveErrorCode {
        match self {
            Self::CutOff => ArchiveErrorCode::UnreadableFile,
            Self::SomethingBehind | Self::SeveralFormats => ArchiveErrorCode::UnsafeFile,
        }
    }
}

/// Checks that a file of this format ends where its format ends, and is no other file besides. Its start is checked by
/// [`format_of`](super::format_of).
pub(super) fn check(format: Format, content: &[u8]) -> Result<(), Fault> {
    if has_zip_end(content) || (format != Format::Pdf && has_pdf_header(content)) {
        return Err(Fault::SeveralFormats);
    }
    match format {
        Format::Pdf => check_pdf(content),
        Format::Png => only_padding(content, end_of_png(content).ok_or(Fault::CutOff)?),
        Format::Jpeg => check_jpeg(content),
        Format::Tiff => only_padding(content, tiff::end(content).ok_or(Fault::CutOff)?),
    }
}

/// Some programs fill a file up, or end it with a line break or with the mark of old systems.
const fn is_padding(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' | 0x1a)
}

fn only_padding(content: &[u8], end: usize) -> Result<(), Fault> {
    let rest = content.get(end..).ok_or(Fault::CutOff)?;
    if rest.iter().all(|byte| is_padding(*byte)) { Ok(()) } else { Err(Fault::SomethingBehind) }
}

/// A ZIP archive is found from its end, whatever is before it. A lenient program takes any end, if the archive's directory
/// is somewhere.
fn has_zip_end(content: &[u8]) -> bool {
    let has_directory = || content.windows(4).any(|window| window == b"PK\x01\x02");
    let from = content.len().saturating_sub(ZIP_END_BYTES + ZIP_COMMENT_BYTES);
    let tail = content.get(from..).unwrap_or_default();
    tail.windows(ZIP_END_BYTES).enumerate().any(|(at, record)| {
        // It names no other disk, and its comment fits into the file.
        record.starts_with(b"PK\x05\x06") && has_directory()
            || record.starts_with(b"PK\x05\x06\0\0\0\0")
                && record.last_chunk().is_some_and(|length| {
                    at + ZIP_END_BYTES + usize::from(u16::from_le_bytes(*length)) <= tail.len()
                })
    })
}

fn has_pdf_header(content: &[u8]) -> bool {
    let head = content.get(..PDF_HEADER_WITHIN).unwrap_or(content);
    head.windows(5).any(|window| window == b"%PDF-")
}

/// A PDF ends with `%%EOF`. What changes it later is appended, and ends with another.
fn check_pdf(content: &[u8]) -> Result<(), Fault> {
    const END: &[u8] = b"%%EOF";
    let mut is_ended = false;
    for (at, _) in content.iter().enumerate().filter(|(_, byte)| **byte == b'%') {
        let Some(after) = content.get(at..).and_then(|rest| rest.strip_prefix(END)) else { continue };
        let padding = after.iter().take_while(|byte| is_padding(**byte)).count();
        let next = after.get(padding..).unwrap_or_default();
        is_ended = next.is_empty();
        if !is_ended && !goes_on(next) {
            return Err(Fault::SomethingBehind);
        }
    }
    if is_ended { Ok(()) } else { Err(Fault::CutOff) }
}

/// Whether a PDF goes on like this: with an appended change, or with the end of the stream that the mark stands in.
/// Comments may come first, but no second header.
fn goes_on(mut next: &[u8]) -> bool {
    /// What begins an appended change, or ends a stream.
    const WORDS: [&[u8]; 4] = [b"xref", b"trailer", b"startxref", b"endstream"];
    while next.starts_with(b"%") && !next.starts_with(b"%PDF-") {
        let comment = next.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
        next = next.get(comment..).unwrap_or_default().trim_ascii_start();
    }
    let ends_word = |rest: &[u8]| {
        rest.starts_with(b"<<") || rest.first().is_none_or(|byte| is_padding(*byte) || byte.is_ascii_digit())
    };
    next.is_empty()
        || starts_object(next)
        || WORDS.iter().any(|word| next.strip_prefix(*word).is_some_and(ends_word))
}

/// Whether an object starts here, as in `12 0 obj`.
fn starts_object(bytes: &[u8]) -> bool {
    after_number(bytes).and_then(after_number).is_some_and(|rest| rest.starts_with(b"obj"))
}

/// What follows a number and the blanks behind it.
fn after_number(bytes: &[u8]) -> Option<&[u8]> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = bytes.get(digits..)?;
    let blanks = rest.iter().take_while(|byte| is_padding(**byte)).count();
    if digits > 0 && blanks > 0 { rest.get(blanks..) } else { None }
}

/// Where the last chunk of a PNG ends.
fn end_of_png(content: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let header = content.get(at..)?.first_chunk::<8>()?;
        let [a, b, c, d, kind @ ..] = *header;
        // The header, the data and its checksum.
        at = at.checked_add(usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?)?.checked_add(12)?;
        if kind == *b"IEND" {
            return (at <= content.len()).then_some(at);
        }
    }
}

/// Cameras append further pictures (a preview, a depth map) and announce them at the start.
fn check_jpeg(content: &[u8]) -> Result<(), Fault> {
    let (mut end, has_more) = end_of_jpeg(content, 0).ok_or(Fault::CutOff)?;
    if !has_more {
        return only_padding(content, end);
    }
    loop {
        let rest = content.get(end..).unwrap_or_default();
        let padding = rest.iter().take_while(|byte| is_padding(**byte)).count();
        if !rest.get(padding..).unwrap_or_default().starts_with(b"\xff\xd8\xff") {
            return only_padding(content, end);
        }
        (end, _) = end_of_jpeg(content, end + padding).ok_or(Fault::CutOff)?;
    }
}

/// Where the JPEG that starts here ends, and whether it announces others (the Multi-Picture Format of CIPA DC-007).
fn end_of_jpeg(content: &[u8], start: usize) -> Option<(usize, bool)> {
    let mut at = start + 2;
    let mut has_more = false;
    loop {
        let [0xff, marker] = *content.get(at..)?.first_chunk()? else { return None };
        match marker {
            // A byte that fills up.
            0xff => at += 1,
            // The end.
            0xd9 => return Some((at + 2, has_more)),
            // Markers without a length.
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes(*content.get(at + 2..)?.first_chunk()?));
                let segment = content.get(at + 4..at + 2 + length)?;
                has_more |= marker == 0xe2 && segment.starts_with(b"MPF\0");
                at += 2 + length;
                if marker == 0xda {
                    at += scan_bytes(content.get(at..)?)?;
                }
            }
        }
    }
}

/// The size of the data after a scan's header, which ends with a marker that is no part of it.
fn scan_bytes(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| matches!(*pair, [0xff, marker] if !matches!(marker, 0 | 0xff | 0xd0..=0xd7)))
}

#[cfg(test)]
mod tests;
