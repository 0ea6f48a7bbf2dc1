//! An export as a document to read and print, with a table for each kind of data. [`layout`] decides the positions;
//! this module draws.

mod fonts;
mod layout;

use super::sheet::Sheet;
use fonts::{Face, Part};
use krilla::Document;
use krilla::color::luma;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::TextDirection;
use layout::{HEIGHT, MARGIN, Mark, Page, WIDTH};

/// Shade of the rules between rows, of 255.
const RULE_SHADE: u8 = 190;

const RULE_WIDTH: f32 = 0.5;

/// The document could not be created.
#[derive(Debug, thiserror::Error)]
pub(super) enum PdfError {
    #[error("a font could not be read")]
    Font,
    #[error("the document could not be written: {0:?}")]
    Write(KrillaError),
}

/// Writes a sheet.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, PdfError> {
    let (regular, bold) = (Face::regular()?, Face::bold()?);
    let pages = layout::pages(sheet, &regular, &bold);
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(layout::TITLE.to_owned()).language("en".to_owned()));
    let count = pages.len();
    for (number, Page { marks }) in (1..).zip(pages) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PdfError::Font)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Text { x, y, size, is_bold, text } => {
                    surface.set_stroke(None);
                    surface.set_fill(Some(Fill::default()));
                    let face = if is_bold { &bold } else { &regular };
                    draw(&mut surface, face, (x, y), size, &text);
                }
                Mark::Rule { y } => {
                    let mut rule = PathBuilder::new();
                    rule.move_to(MARGIN, y);
                    rule.line_to(WIDTH - MARGIN, y);
                    surface.set_fill(None);
                    surface.set_stroke(Some(Stroke {
                        paint: luma::Color::new(RULE_SHADE).into(),
                        width: RULE_WIDTH,
                        opacity: NormalizedF32::ONE,
                        ..Stroke::default()
                    }));
                    if let Some(rule) = rule.finish() {
                        surface.draw_path(&rule);
                    }
                }
            }
        }
        surface.set_stroke(None);
        surface.set_fill(Some(Fill::default()));
        let footer = format!("Page {number} of {count}");
        draw(&mut surface, &regular, (MARGIN, HEIGHT - MARGIN / 2.0), layout::SMALL, &footer);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(PdfError::Write)
}

/// Draws a line of text that starts at `x`.
fn draw(surface: &mut Surface<'_>, face: &Face, (mut x, y): (f32, f32), size: f32, text: &str) {
    for Part { font, text, width } in face.parts(text, size) {
        surface.draw_text(Point::from_xy(x, y), font, size, text, false, TextDirection::Auto);
        x += width;
    }
}
