//! Which files are accepted, and that files which would take too much are refused.

use super::*;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use lopdf::{Object, dictionary};

/// A picture of one colour.
fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut content, format).unwrap();
    content.into_inner()
}

/// A PDF with this many pages, and one more stream.
fn pdf(pages: usize, stream: Stream) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|_| document.add_object(dictionary! { "Type" => "Page", "Parent" => tree }).into())
        .collect();
    let count = i64::try_from(pages).unwrap();
    let tree_of_pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, Object::Dictionary(tree_of_pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document.add_object(stream);
    document
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut content = Vec::new();
    document.save_to(&mut content).unwrap();
    content
}

fn text(content: &[u8]) -> Stream {
    Stream::new(dictionary! {}, content.to_vec())
}

/// A stream that decompresses to this number of zeros.
fn folded(size_bytes: usize) -> Stream {
    let mut stream = text(&vec![0; size_bytes]);
    stream.compress().unwrap();
    assert!(stream.content.len() < size_bytes / 100);
    stream
}

#[test]
fn the_beginning_of_a_file_tells_its_format() {
    let late_pdf = [&[b' '; 100][..], b"%PDF-1.7"].concat();
    let too_late_pdf = [&[b' '; HEAD_BYTES][..], b"%PDF-1.7"].concat();
    for (head, expected) in [
        (&b"%PDF-1.7"[..], Some(Format::Pdf)),
        (&late_pdf, Some(Format::Pdf)),
        (&too_late_pdf, None),
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
fn whole_files_are_accepted() {
    assert_eq!(inspect(Format::Pdf, &bytes(pdf(1, text(b"a")))), Ok(()));
    for (format, kind) in [
        (Format::Png, ImageFormat::Png),
        (Format::Jpeg, ImageFormat::Jpeg),
        (Format::Tiff, ImageFormat::Tiff),
    ] {
        assert_eq!(inspect(format, &picture(kind, 8, 4)), Ok(()), "{format:?}");
    }
}

#[test]
fn empty_cut_off_and_disguised_files_are_refused_with_the_reason() {
    let png = picture(ImageFormat::Png, 300, 300);
    let (whole_pdf, no_page) = (bytes(pdf(1, text(b"a"))), bytes(pdf(0, text(b"a"))));
    for (format, content, expected) in [
        (Format::Png, &b""[..], ArchiveErrorCode::EmptyFile),
        (Format::Pdf, &no_page, ArchiveErrorCode::EmptyFile),
        (Format::Jpeg, &png, ArchiveErrorCode::UnsupportedFormat),
        (Format::Pdf, &png, ArchiveErrorCode::UnsupportedFormat),
        (Format::Png, &png[..png.len() / 2], ArchiveErrorCode::UnreadableFile),
        (Format::Pdf, &whole_pdf[..20], ArchiveErrorCode::UnreadableFile),
        (Format::Tiff, b"II*\0 and nothing more", ArchiveErrorCode::UnreadableFile),
    ] {
        assert_eq!(inspect(format, content), Err(expected), "{format:?}, {} bytes", content.len());
    }
}

#[test]
fn a_pdf_is_no_picture() {
    let refused = open_picture(Format::Pdf, &bytes(pdf(1, text(b"a")))).map(drop);
    assert_eq!(refused, Err(ArchiveErrorCode::UnsupportedFormat));
}

#[test]
fn a_picture_with_too_long_a_side_is_refused() {
    let at_the_limit = picture(ImageFormat::Png, LONGEST_SIDE, 1);
    assert_eq!(inspect(Format::Png, &at_the_limit), Ok(()));
    let longer = picture(ImageFormat::Png, LONGEST_SIDE + 1, 1);
    assert_eq!(inspect(Format::Png, &longer), Err(ArchiveErrorCode::UnreadableFile));
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
    assert_eq!(inspect(Format::Png, &content), Err(ArchiveErrorCode::UnreadableFile));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

#[test]
fn a_pdf_that_unfolds_too_far_is_refused() {
    assert_eq!(check_pdf_bounds(&bytes(pdf(1, folded(1024 * 1024)))), Ok(()));
    let bomb = bytes(pdf(1, folded(LARGEST_STREAM_BYTES + 1)));
    assert_eq!(check_pdf_bounds(&bomb), Err(ArchiveErrorCode::UnreadableFile));
}

#[test]
fn a_pdf_whose_streams_unfold_too_far_together_is_refused() {
    let part = folded(100_000);
    let mut document = pdf(1, part.clone());
    document.add_object(part.clone());
    document.add_object(part);
    assert_eq!(check_bounds(&document, 300_000), Ok(()));
    assert_eq!(check_bounds(&document, 299_999), Err(ArchiveErrorCode::UnreadableFile));
}

#[test]
fn a_pdf_with_a_picture_of_too_many_pixels_is_refused() {
    let with_sides = |width: i64, height: i64| {
        let sides = dictionary! { "Subtype" => "Image", "Width" => width, "Height" => height };
        check_pdf_bounds(&bytes(pdf(1, Stream::new(sides, vec![0; 8]))))
    };
    assert_eq!(with_sides(MAX_PIXELS, 1), Ok(()));
    assert_eq!(with_sides(MAX_PIXELS + 1, 1), Err(ArchiveErrorCode::UnreadableFile));
    assert_eq!(with_sides(i64::MAX, i64::MAX), Err(ArchiveErrorCode::UnreadableFile));
}
