//! Files that are one file, and files that are two.

use super::*;
use image::{DynamicImage, ImageFormat};
use proptest::prelude::*;
use std::io::Cursor;

/// A ZIP archive with nothing in it.
const ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

const FORMATS: [(Format, ImageFormat); 3] =
    [(Format::Png, ImageFormat::Png), (Format::Jpeg, ImageFormat::Jpeg), (Format::Tiff, ImageFormat::Tiff)];

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(40, 30).write_to(&mut content, format).unwrap();
    content.into_inner()
}

fn pdf() -> Vec<u8> {
    let sample =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/samples/payslip-george.pdf");
    std::fs::read(sample).unwrap()
}

/// A JPEG whose first segment says that others follow.
fn first_of_several() -> Vec<u8> {
    let picture = picture(ImageFormat::Jpeg);
    [&picture[..2], b"\xff\xe2\0\x06MPF\0", &picture[2..]].concat()
}

#[test]
fn whole_files_and_usual_padding_are_accepted() {
    for padding in [&b""[..], b"\n", b"\r\n\r\n", b"\0\0\0\0", b" \t\x1a"] {
        for (format, kind) in FORMATS {
            assert_eq!(check(format, &[&picture(kind), padding].concat()), Ok(()), "{format:?} {padding:?}");
        }
        assert_eq!(check(Format::Pdf, &[&pdf(), padding].concat()), Ok(()), "{padding:?}");
    }
}

#[test]
fn what_follows_the_end_is_refused() {
    for behind in [&b"<script>alert(1)</script>"[..], b"Rar!\x1a\x07\x01\0", b"\n\nMZ", b"x"] {
        for (format, kind) in FORMATS {
            let two = [&picture(kind), behind].concat();
            assert_eq!(check(format, &two), Err(Fault::SomethingBehind), "{format:?} {behind:?}");
        }
        assert_eq!(check(Format::Pdf, &[&pdf(), behind].concat()), Err(Fault::SomethingBehind), "{behind:?}");
    }
    for behind in
        [&b"<script>"[..], b"1 MZ", b"12 0 MZ", b"xref<script>", b"%PDF-1.7\n1 0 obj", b"% a comment\nMZ"]
    {
        // A mark at the very end does not hide it.
        let hidden = [&pdf(), behind, b"\n%%EOF\n"].concat();
        assert_eq!(check(Format::Pdf, &hidden), Err(Fault::SomethingBehind), "{behind:?}");
    }
}

#[test]
fn a_file_that_is_an_archive_or_a_pdf_too_is_refused() {
    for (format, kind) in FORMATS {
        let picture = picture(kind);
        assert_eq!(check(format, &[&picture, ZIP].concat()), Err(Fault::SeveralFormats), "{format:?}");
    }
    // A lenient program reads it though its end is wrong: another disk, and a comment that is not there.
    let mut zip = [b"PK\x01\x02", ZIP].concat();
    (zip[8], zip[24]) = (1, 9);
    assert_eq!(check(Format::Pdf, &[&pdf(), &zip[..], b"\n%%EOF\n"].concat()), Err(Fault::SeveralFormats));
    // With a comment, so that the archive ends with the end of the PDF.
    let mut zip = ZIP.to_vec();
    zip[20] = 6;
    let pdf = pdf();
    assert_eq!(check(Format::Pdf, &[&pdf, &zip[..], b"%%EOF\n"].concat()), Err(Fault::SeveralFormats));
    let jpeg = picture(ImageFormat::Jpeg);
    let both = [&jpeg[..2], b"\xff\xfe\0\x0b%PDF-1.7\n", &jpeg[2..]].concat();
    assert_eq!(check(Format::Jpeg, &both), Err(Fault::SeveralFormats));
    // The letters alone are no archive.
    let named = [&jpeg[..2], b"\xff\xfe\0\x08PK\x05\x06\x01\0", &jpeg[2..]].concat();
    assert_eq!(check(Format::Jpeg, &named), Ok(()));
}

#[test]
fn cut_off_files_are_refused() {
    for (format, kind) in FORMATS {
        let picture = picture(kind);
        for kept in [picture.len() - 1, picture.len() / 2, 8] {
            assert_eq!(check(format, &picture[..kept]), Err(Fault::CutOff), "{format:?} {kept}");
        }
    }
    let pdf = pdf();
    assert_eq!(check(Format::Pdf, &pdf[..pdf.len() / 2]), Err(Fault::CutOff));
    assert_eq!(check(Format::Pdf, b"%PDF-1.7"), Err(Fault::CutOff));
}

#[test]
fn a_camera_may_append_pictures_that_it_announces() {
    let (first, other) = (first_of_several(), picture(ImageFormat::Jpeg));
    assert_eq!(check(Format::Jpeg, &[&first[..], b"\0\0", &other, &other].concat()), Ok(()));
    assert_eq!(check(Format::Jpeg, &[&first[..], &other, b"MZ"].concat()), Err(Fault::SomethingBehind));
    assert_eq!(check(Format::Jpeg, &[&other[..], &other].concat()), Err(Fault::SomethingBehind));
}

#[test]
fn a_pdf_may_be_changed_by_appending() {
    let mut changed = pdf();
    changed.extend_from_slice(b"9 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n");
    assert_eq!(check(Format::Pdf, &changed), Ok(()));
    changed.extend_from_slice(b"10 0 obj\n<< >>\nendobj\n");
    assert_eq!(check(Format::Pdf, &changed), Err(Fault::CutOff));
}

/// Directories that name each other, and one whose values are all of the file, many times.
#[test]
fn a_tiff_that_takes_long_is_refused() {
    let entry = |tag: u16, count: u32, at: u32| {
        [&tag.to_le_bytes()[..], &4_u16.to_le_bytes(), &count.to_le_bytes(), &at.to_le_bytes()].concat()
    };
    let mut circle = b"II*\0\x08\0\0\0\x01\0".to_vec();
    circle.extend(entry(330, 1, 8));
    circle.extend(8_u32.to_le_bytes());
    assert_eq!(check(Format::Tiff, &circle), Ok(()));
    let mut long = b"II*\0\x08\0\0\0\xff\xff".to_vec();
    (0..0xffff).for_each(|_| long.extend(entry(330, 190_000, 8)));
    long.extend(0_u32.to_le_bytes());
    assert_eq!(check(Format::Tiff, &long), Err(Fault::CutOff));
}

proptest! {
    #[test]
    fn any_bytes_are_survived(
        start in prop::sample::select(vec![&b"II*\0"[..], b"MM\0*", b"\xff\xd8\xff\xe2", b"\x89PNG\r\n\x1a\n", b"%PDF-"]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let content = [start, &rest].concat();
        for format in [Format::Pdf, Format::Png, Format::Jpeg, Format::Tiff] {
            let _ = check(format, &content);
        }
    }

    #[test]
    fn any_change_of_a_tiff_is_survived(at in 0_usize..300, byte: u8) {
        let mut content = picture(ImageFormat::Tiff);
        let at = content.len() - 1 - at;
        content[at] = byte;
        let _ = check(Format::Tiff, &content);
    }
}
