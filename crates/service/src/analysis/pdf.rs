//! Reads PDFs: their text with positions or, without text, pictures of their pages. Everything here blocks and may take
//! long, so run it in a pool.

use super::page::{Page, Word, is_arabic_letter};
use crate::documents::{MAX_PAGES, check_pdf_bounds};
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::Pdf;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, RgbaImage};
use wink_wire::ArchiveErrorCode;

/// A PDF with fewer words than this is treated as a scan with a stamp, not as text.
const FEWEST_WORDS: usize = 8;

/// Maximum number of scanned pages that are read, since each takes seconds.
const MAX_SCANS: usize = 3;

/// Longest side of a page's picture, in pixels: about 200 dots an inch on A4.
const LONGEST_SIDE: f32 = 2400.0;

/// Text that is slanted more than this is a watermark. The sine of 5°.
const MAX_ASLANT: f64 = 0.087;

/// A gap wider than this many letter heights ends a word.
const WORD_GAP_HEIGHTS: f64 = 0.22;

/// Height of capital letters above the baseline, in em.
const ASCENT: f64 = 0.7;

/// What a PDF offers to read: words, or pictures of its pages.
pub(super) enum PdfContent {
    Text(Vec<Page>),
    Scans(Vec<DynamicImage>),
}

/// Reads a PDF.
///
/// # Errors
/// The PDF cannot be opened, or would decompress to more than the allowed size.
pub(super) fn read(content: Vec<u8>) -> Result<PdfContent, ArchiveErrorCode> {
    check_pdf_bounds(&content)?;
    let pdf = Pdf::new(content).map_err(|_| ArchiveErrorCode::UnreadableFile)?;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let mut count = 0;
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(MAX_PAGES) {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut interpreter = Context::new(transform, area, &cache, page.xref(), settings.clone());
        let mut letters = Letters::default();
        interpret_page(page, &mut interpreter, &mut letters);
        let words = letters.into_words();
        count += words.len();
        pages.push(Page::of(words));
    }
    if count >= FEWEST_WORDS {
        return Ok(PdfContent::Text(pages));
    }
    let cache = RenderCache::new();
    let scans = pdf.pages().iter().take(MAX_SCANS).filter_map(|page| {
        let (width, height) = page.render_dimensions();
        let scale = LONGEST_SIDE / width.max(height).max(1.0);
        let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let pixels = render(page, &cache, &settings, &RenderSettings::default(), &size);
        let (width, height) = (u32::from(pixels.width()), u32::from(pixels.height()));
        // The background is white, so nothing is transparent.
        let picture = RgbaImage::from_raw(width, height, pixels.data_as_u8_slice().to_vec())?;
        Some(DynamicImage::ImageRgba8(picture))
    });
    Ok(PdfContent::Scans(scans.collect()))
}

/// Collects letters, and draws nothing.
#[derive(Default)]
struct Letters(Vec<Letter>);

/// A letter, or several that are drawn as one.
struct Letter {
    text: String,
    left: f64,
    right: f64,
    /// The baseline, measured from the top of the page.
    base: f64,
    em: f64,
}

impl<'a> Device<'a> for Letters {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.0.extend(run.glyphs().iter().filter_map(|glyph| {
            let advance = match &**glyph {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            letter(glyph.as_unicode()?, advance, props.transform * glyph.transform())
        }));
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A glyph's letter and position. `None` if it is not upright. Glyph units are thousandths of an em.
fn letter(text: BfString, advance: Option<f32>, transform: Affine) -> Option<Letter> {
    let [across, down, ..] = transform.as_coeffs();
    let em = across.hypot(down) * 1000.0;
    if across <= 0.0 || (down * 1000.0).abs() > em * MAX_ASLANT || !em.is_finite() {
        return None;
    }
    let start = transform * Point::ZERO;
    let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
    let text = match text {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(letters) => letters,
    };
    Some(Letter { text, left: start.x, right: end.x, base: start.y, em })
}

impl Letters {
    /// Joins adjacent letters into words.
    fn into_words(self) -> Vec<Word> {
        let mut words = Vec::new();
        let mut word: Vec<Letter> = Vec::new();
        for letter in self.0 {
            let is_blank = letter.text.chars().all(char::is_whitespace);
            if !word.last().is_some_and(|last| follows(last, &letter)) || is_blank {
                words.extend(word_of(std::mem::take(&mut word)));
            }
            if !is_blank {
                word.push(letter);
            }
        }
        words.extend(word_of(word));
        words
    }
}

/// Whether a letter directly follows another, or precedes it, since Arabic may be drawn in either order.
fn follows(last: &Letter, next: &Letter) -> bool {
    let gap = if next.left >= last.left { next.left - last.right } else { last.left - next.right };
    (next.base - last.base).abs() < 0.1 * last.em
        && (next.em - last.em).abs() < 0.3 * last.em
        && gap < WORD_GAP_HEIGHTS * last.em
        && gap > -0.5 * last.em
}

fn word_of(mut letters: Vec<Letter>) -> Option<Word> {
    let first = letters.first()?;
    let (base, em) = (first.base, first.em);
    letters.sort_by(|one, other| one.left.total_cmp(&other.left));
    let (left, right) = (letters.first()?.left, letters.last()?.right);
    if letters.iter().any(|letter| letter.text.contains(is_arabic_letter)) {
        letters.reverse();
    }
    let text = letters.into_iter().map(|letter| letter.text).collect();
    Some(Word { text, left, right, top: base - ASCENT * em, bottom: base })
}
