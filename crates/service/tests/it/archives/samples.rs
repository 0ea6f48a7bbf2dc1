//! Files that tests upload.

use image::{DynamicImage, ImageFormat, RgbImage};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use std::io::Cursor;
use std::path::Path;

/// A picture of noise, which compression does not shrink, so its size is known.
pub(crate) fn noisy_png(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let picture = RgbImage::from_fn(width, height, |_, _| {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        image::Rgb([next(), next(), next()])
    });
    encoded(picture, ImageFormat::Png)
}

pub(crate) fn encoded(picture: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PDF with these lines on every page.
pub(crate) fn pdf_with_text(lines: &[&str]) -> Vec<u8> {
    saved(&mut document(1, lines))
}

/// A PDF with this number of pages.
pub(crate) fn document(pages: usize, lines: &[&str]) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let mut operations =
        vec![Operation::new("BT", vec![]), Operation::new("Tf", vec!["F1".into(), 12.into()])];
    for line in lines {
        operations.push(Operation::new("Td", vec![0.into(), 20.into()]));
        operations.push(Operation::new("Tj", vec![Object::string_literal(*line)]));
    }
    operations.push(Operation::new("ET", vec![]));
    let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(pages).unwrap();
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

/// A scanned PDF: its page is a JPEG picture.
pub(crate) fn pdf_of_picture(jpeg: &[u8], width: i64, height: i64) -> Vec<u8> {
    let mut document = document(1, &[]);
    let picture = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
        "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
    };
    let picture = document.add_object(Stream::new(picture, jpeg.to_vec()));
    let page = document.get_pages()[&1];
    document.add_xobject(page, "Scan", picture).unwrap();
    document.change_page_content(page, b"q 595 0 0 842 0 0 cm /Scan Do Q".to_vec()).unwrap();
    saved(&mut document)
}

pub(crate) fn saved(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A sample from the playground.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/samples");
    std::fs::read(folder.join(name)).unwrap()
}

/// A file that the widget's tests use too, so that both sides are tested with the same files.
pub(crate) fn shared(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files");
    std::fs::read(folder.join(name)).unwrap()
}
