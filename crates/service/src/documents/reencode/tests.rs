//! What is left of pictures that say more than they show.

use super::*;
use crate::documents::container;
use crate::documents::crc32::crc32;
use image::{Rgb, RgbImage};
use tiff::tags::Tag;

const SECRET: &[u8] = b"marker-of-the-place";

/// Left half red, right half blue, and wider than high.
fn two_halves() -> RgbImage {
    RgbImage::from_fn(32, 16, |x, _| if x < 16 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    two_halves().write_to(&mut content, format).unwrap();
    content.into_inner()
}

/// Camera data: turned by 90 degrees clockwise to be upright, and a description.
fn exif() -> Vec<u8> {
    let length = u32::try_from(SECRET.len()).unwrap();
    let mut exif = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x0e\0\x02");
    exif.extend(length.to_be_bytes());
    exif.extend(38_u32.to_be_bytes());
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
    assert_eq!(exif.len(), 38);
    exif.extend(SECRET);
    exif
}

fn jpeg_with_metadata() -> Vec<u8> {
    let jpeg = encoded(ImageFormat::Jpeg);
    let segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, body].concat()
    };
    let camera = segment(0xe1, &[b"Exif\0\0", &exif()[..]].concat());
    [&jpeg[..2], &camera, &segment(0xfe, SECRET), &jpeg[2..]].concat()
}

fn png_with_metadata() -> Vec<u8> {
    let png = encoded(ImageFormat::Png);
    let chunk = |kind: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let checked = [kind, body].concat();
        [&length[..], &checked, &crc32(&checked).to_be_bytes()].concat()
    };
    let text = chunk(b"tEXt", &[b"Comment\0", SECRET].concat());
    // After the signature and the header.
    [&png[..33], &chunk(b"eXIf", &exif()), &text, &png[33..]].concat()
}

/// Three pages: a turned one with a description, a grey one, and a smaller copy.
fn tiff_with_metadata() -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut content).unwrap();
    let mut page = encoder.new_image::<RGB8>(32, 16).unwrap();
    page.encoder().write_tag(Tag::ImageDescription, std::str::from_utf8(SECRET).unwrap()).unwrap();
    page.encoder().write_tag(Tag::Orientation, 6_u16).unwrap();
    page.write_data(two_halves().as_raw()).unwrap();
    encoder.write_image::<Gray8>(8, 8, &[90; 64]).unwrap();
    let mut copy = encoder.new_image::<Gray8>(2, 2).unwrap();
    copy.encoder().write_tag(Tag::NewSubfileType, 1_u32).unwrap();
    copy.write_data(&[90; 4]).unwrap();
    content.into_inner()
}

fn has(content: &[u8], wanted: &[u8]) -> bool {
    content.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn nothing_but_the_picture_stays_and_it_stands_upright() {
    for (format, content) in [
        (Format::Jpeg, jpeg_with_metadata()),
        (Format::Png, png_with_metadata()),
        (Format::Tiff, tiff_with_metadata()),
    ] {
        assert!(has(&content, SECRET), "{format:?}");
        let written = without_metadata(format, &content).unwrap();
        for gone in [SECRET, b"Exif", b"eXIf", b"tEXt", b"MM\0*"] {
            assert!(!has(&written, gone), "{format:?} {gone:?}");
        }
        assert_eq!(container::check(format, &written), Ok(()), "{format:?}");
        let picture = open_picture(format, &written).unwrap().to_rgb8();
        assert_eq!((picture.width(), picture.height()), (16, 32), "{format:?}");
        // What was on the left is now at the top.
        let is_near = |pixel: Rgb<u8>, wanted: [u8; 3]| {
            pixel.0.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 24)
        };
        assert!(is_near(*picture.get_pixel(8, 4), [200, 0, 0]), "{format:?}");
        assert!(is_near(*picture.get_pixel(8, 28), [0, 0, 200]), "{format:?}");
        // Done twice, the same comes out where no pixel is lost.
        if format != Format::Jpeg {
            assert_eq!(without_metadata(format, &written).unwrap(), written, "{format:?}");
        }
    }
}

#[test]
fn every_page_of_a_tiff_stays_and_copies_go() {
    let written = without_metadata(Format::Tiff, &tiff_with_metadata()).unwrap();
    let mut decoder = tiff::decoder::Decoder::new(Cursor::new(&written)).unwrap();
    assert_eq!(decoder.dimensions().unwrap(), (16, 32));
    assert!(decoder.more_images());
    decoder.next_image().unwrap();
    assert_eq!(decoder.dimensions().unwrap(), (8, 8));
    assert!(!decoder.more_images());
}

#[test]
fn what_cannot_be_read_is_refused() {
    assert_eq!(without_metadata(Format::Pdf, b"%PDF-1.7"), Err(ArchiveErrorCode::UnsupportedFormat));
    for (format, content) in [
        (Format::Jpeg, jpeg_with_metadata()),
        (Format::Png, png_with_metadata()),
        (Format::Tiff, tiff_with_metadata()),
    ] {
        let half = without_metadata(format, &content[..content.len() / 2]);
        assert_eq!(half, Err(ArchiveErrorCode::UnreadableFile), "{format:?}");
    }
}
