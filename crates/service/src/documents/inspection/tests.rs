//! Which files are accepted, and that pictures which would take too much are refused.

use super::*;
use crate::documents::crc32::crc32;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

/// A picture of one colour.
fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut content, format).unwrap();
    content.into_inner()
}

#[test]
fn the_beginning_of_a_file_tells_its_format() {
    for (head, expected) in [
        (&b"%PDF-1.7"[..], Some(Format::Pdf)),
        (b" %PDF-1.7", None),
        (b"<html>%PDF-1.7", None),
        (b"\x89PNG\r\n\x1a\n", Some(Format::Png)),
        (b"\x89PNG\n", None),
        (b"\xff\xd8\xff\xe0", Some(Format::Jpeg)),
        (b"II*\0", Some(Format::Tiff)),
        (b"MM\0*", Some(Format::Tiff)),
        (b"GIF89a", None),
        (b"", None),
    ] {
        assert_eq!(format_of(head), expected, "{head:?}");
    }
}

#[test]
fn a_file_begins_as_its_format_says() {
    let png = picture(ImageFormat::Png, 3, 3);
    assert_eq!(check_format(Format::Png, &png), Ok(()));
    assert_eq!(check_format(Format::Png, &png[..20]), Ok(()), "the rest is looked at when it is read");
    for (format, content, expected) in [
        (Format::Png, &b""[..], ArchiveErrorCode::EmptyFile),
        (Format::Jpeg, &png, ArchiveErrorCode::UnsupportedFormat),
        (Format::Pdf, &png, ArchiveErrorCode::UnsupportedFormat),
    ] {
        assert_eq!(check_format(format, content), Err(expected), "{format:?}, {} bytes", content.len());
    }
}

#[test]
fn whole_pictures_are_decoded_and_others_refused() {
    for (format, kind) in [
        (Format::Png, ImageFormat::Png),
        (Format::Jpeg, ImageFormat::Jpeg),
        (Format::Tiff, ImageFormat::Tiff),
    ] {
        let decoded = open_picture(format, &picture(kind, 8, 4)).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (8, 4), "{format:?}");
    }
    let png = picture(ImageFormat::Png, 300, 300);
    for (format, content, expected) in [
        (Format::Png, &png[..png.len() / 2], ArchiveErrorCode::UnreadableFile),
        (Format::Tiff, b"II*\0 and nothing more", ArchiveErrorCode::UnreadableFile),
        (Format::Pdf, b"%PDF-1.7", ArchiveErrorCode::UnsupportedFormat),
    ] {
        assert_eq!(open_picture(format, content).map(drop), Err(expected), "{format:?}");
    }
}

#[test]
fn what_follows_the_end_of_a_file_is_refused() {
    for behind in [&b"PK\x03\x04"[..], b"<html>"] {
        let png = [&picture(ImageFormat::Png, 8, 4), behind].concat();
        assert_eq!(check_format(Format::Png, &png), Err(ArchiveErrorCode::UnsafeFile));
        assert_eq!(check_container(Format::Png, &png), Err(ArchiveErrorCode::UnsafeFile));
    }
    let png = picture(ImageFormat::Png, 8, 4);
    assert_eq!(check_container(Format::Png, &png), Ok(()));
    assert_eq!(check_container(Format::Png, &png[..20]), Err(ArchiveErrorCode::UnreadableFile));
}

#[test]
fn a_picture_with_too_long_a_side_is_refused() {
    let at_the_limit = picture(ImageFormat::Png, LONGEST_SIDE, 1);
    assert!(open_picture(Format::Png, &at_the_limit).is_ok());
    let longer = picture(ImageFormat::Png, LONGEST_SIDE + 1, 1);
    assert_eq!(open_picture(Format::Png, &longer).map(drop), Err(ArchiveErrorCode::UnreadableFile));
}

/// The sides alone are allowed, but the pixels would take more memory than a picture may.
#[test]
fn a_small_file_with_too_many_pixels_is_refused() {
    let mut content = Vec::new();
    let rows = vec![0; 48];
    PngEncoder::new(&mut content).write_image(&rows, 4, 4, ExtendedColorType::Rgb8).unwrap();
    // The header's width and height, with the checksum over both.
    content[16..20].copy_from_slice(&LONGEST_SIDE.to_be_bytes());
    content[20..24].copy_from_slice(&LONGEST_SIDE.to_be_bytes());
    let checksum = crc32(&content[12..29]);
    content[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(open_picture(Format::Png, &content).map(drop), Err(ArchiveErrorCode::UnreadableFile));
}
