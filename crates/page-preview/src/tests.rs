//! Against the sample payslip, open and encrypted, and files that are not PDFs.

use super::Document;
use std::path::Path;

fn file(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

fn sample() -> Vec<u8> {
    file("static/samples/payslip-george.pdf")
}

fn fault(content: Vec<u8>) -> Option<String> {
    Document::open(content).err()
}

/// Pixels of the first page, drawn so large.
fn drawn(content: Vec<u8>, longest_side: u16) -> (usize, Vec<[u8; 4]>) {
    let picture = Document::open(content).unwrap().draw(longest_side).unwrap();
    let width = usize::from(picture.width());
    let (pixels, rest) = picture.pixels.as_chunks();
    assert!(rest.is_empty());
    (width, pixels.to_vec())
}

fn is_dark(pixel: [u8; 4]) -> bool {
    pixel[..3].iter().all(|part| *part < 128)
}

#[test]
fn the_sample_is_drawn() {
    let (width, pixels) = drawn(sample(), 800);
    assert_eq!((width, pixels.len() / width), (566, 800), "A4, upright");
    assert!(pixels.iter().all(|[.., opacity]| *opacity == 255), "on white, whatever is behind it");
    assert_eq!(pixels[0], [255; 4], "a margin");
    // Text makes a page neither empty nor black.
    let dark = pixels.iter().filter(|pixel| is_dark(**pixel)).count();
    assert!((pixels.len() / 200..pixels.len() / 2).contains(&dark), "{dark} of {}", pixels.len());
}

#[test]
fn a_picture_is_as_large_as_asked_but_never_huge() {
    let (width, pixels) = drawn(sample(), 216);
    assert_eq!((width, pixels.len() / width), (153, 216));
    let (width, pixels) = drawn(sample(), u16::MAX);
    assert_eq!(pixels.len() / width, 1024);
    assert!(Document::open(sample()).unwrap().draw(0).is_none());
}

#[test]
fn encrypted_files_open_where_no_password_is_asked_for() {
    let opens = file("tests/files/payslip-opens.pdf");
    assert_eq!(Document::open(opens.clone()).unwrap().pages(), 1);
    assert!(drawn(opens, 216) == drawn(sample(), 216), "the same picture as of the open file");
    assert_eq!(fault(file("tests/files/payslip-locked.pdf")).as_deref(), Some("ENCRYPTED_FILE"));
}

#[test]
fn what_is_no_pdf_cannot_be_opened() {
    for content in [&b""[..], b"%PDF-1.7\n", b"%PDF-1.7\ntrailer\nstartxref\n9\n%%EOF", &[0; 5000]] {
        assert_eq!(fault(content.to_vec()).as_deref(), Some("UNREADABLE_FILE"));
    }
}

/// A PDF with one page of this size that holds this.
fn page(media_box: &str, content: &str) -> Vec<u8> {
    let length = content.len();
    format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [{media_box}] /Contents 4 0 R /Resources << /Font << /F1 << \
         /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\nendobj\n\
         4 0 obj\n<< /Length {length} >>\nstream\n{content}\nendstream\nendobj\n\
         trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )
    .into_bytes()
}

#[test]
fn text_in_fonts_that_every_viewer_has_is_drawn() {
    let (_, pixels) = drawn(page("0 0 200 100", "BT /F1 60 Tf 10 30 Td (Pay) Tj ET"), 200);
    assert!(pixels.iter().filter(|pixel| is_dark(**pixel)).count() > 300);
}

#[test]
fn pages_of_strange_sizes_are_drawn_or_left() {
    let (width, pixels) = drawn(page("0 0 10 100000", "0 0 10 100000 re f"), 216);
    assert_eq!((width, pixels.len()), (1, 216));
    for media_box in ["0 0 0 0", "0 0 1e38 1e38", "5 5 5 900", "0 0 -10 -10"] {
        let document = Document::open(page(media_box, "0 0 1 1 re f")).unwrap();
        if let Some(picture) = document.draw(216) {
            assert!(picture.pixels.len() <= 216 * 216 * 4, "{media_box}");
        }
    }
}
