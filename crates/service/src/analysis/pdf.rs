//! Reads PDFs: their text with positions or, without text, pictures of their pages. A PDF can ask for any amount of
//! memory and time, so this runs in a confined process alone.

use super::page::{Page, Word, is_arabic_letter};
use crate::documents::active_content_of;
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::object::{Array, Name, Object, Stream};
use hayro::hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, RgbaImage};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
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

/// Maximum number of pages whose text is read.
const MAX_PAGES: usize = 20;

/// Maximum number of letters in a document. A page that is full of small print has about 8,000.
const MAX_LETTERS: usize = 200_000;

/// Maximum number of other things that are drawn in a document.
const MAX_DRAWINGS: usize = 1_000_000;

/// Maximum number of pixels of a picture in a PDF.
const MAX_PIXELS: u64 = 100_000_000;

/// What a PDF offers to read: words, or pictures of its pages.
pub(super) enum PdfContent {
    Text(Vec<Page>),
    Scans(Vec<DynamicImage>),
}

/// Opens a PDF and checks that each of its streams can be read.
///
/// # Errors
/// The PDF is broken, encrypted, without pages, uses something that this reader does not know, or does more than show
/// pages.
pub(super) fn open(content: Vec<u8>) -> Result<Pdf, ArchiveErrorCode> {
    let pdf = Pdf::new(content).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ArchiveErrorCode::EncryptedFile,
        LoadPdfError::Invalid => ArchiveErrorCode::UnreadableFile,
    })?;
    // First, because a file that is only damaged is kept.
    if !active_content_of(&pdf).is_empty() {
        return Err(ArchiveErrorCode::UnsafeFile);
    }
    if pdf.pages().is_empty() {
        return Err(ArchiveErrorCode::EmptyFile);
    }
    let has_bad_stream = pdf.objects().into_iter().any(|object| match object {
        Object::Stream(stream) => !is_readable(&stream),
        _ => false,
    });
    if has_bad_stream { Err(ArchiveErrorCode::UnreadableFile) } else { Ok(pdf) }
}

/// Whether a stream's filters are known, and its picture, if it is one, is not too large.
fn is_readable(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let side = |long: &str, short: &str| {
        u64::from(dict.get::<u32>(long).or_else(|| dict.get::<u32>(short)).unwrap_or_default())
    };
    let named = ["Filter", "F"].into_iter().map(|key| {
        let is_one = dict.get::<Name<'_>>(key).is_some();
        let several = dict.get::<Array<'_>>(key).map(|filters| filters.raw_iter().count());
        several.unwrap_or(usize::from(is_one))
    });
    named.max().unwrap_or_default() == stream.filters().len()
        && side("Width", "W").saturating_mul(side("Height", "H")) <= MAX_PIXELS
}

/// Reads a PDF.
///
/// # Errors
/// The PDF cannot be opened, or has too much on its pages.
pub(super) fn read(content: Vec<u8>) -> Result<PdfContent, ArchiveErrorCode> {
    let pdf = open(content)?;
    let pages = text(&pdf).map_err(|TooMuch| ArchiveErrorCode::UnreadableFile)?;
    Ok(match pages {
        Some(pages) => PdfContent::Text(pages),
        None => PdfContent::Scans(scans(&pdf)),
    })
}

/// The text of a PDF. `None` if it has hardly any.
fn text(pdf: &Pdf) -> Result<Option<Vec<Page>>, TooMuch> {
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let mut room = Room { letters: MAX_LETTERS, drawings: MAX_DRAWINGS };
    let mut count = 0;
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(MAX_PAGES) {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut interpreter = Context::new(transform, area, &cache, page.xref(), settings.clone());
        let mut letters = Letters { found: Vec::new(), room };
        room = stoppable(|| {
            interpret_page(page, &mut interpreter, &mut letters);
            letters.room
        })?;
        let words = letters.into_words();
        count += words.len();
        pages.push(Page::of(words));
    }
    Ok((count >= FEWEST_WORDS).then_some(pages))
}

/// Pictures of the first pages.
fn scans(pdf: &Pdf) -> Vec<DynamicImage> {
    let cache = RenderCache::new();
    let settings = InterpreterSettings::default();
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
    scans.collect()
}

/// A page has more on it than is read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TooMuch;

/// How much may still be drawn.
#[derive(Clone, Copy)]
struct Room {
    letters: usize,
    drawings: usize,
}

impl Room {
    fn letters(&mut self, count: usize) {
        self.letters = self.letters.checked_sub(count).unwrap_or_else(|| stop());
    }

    fn drawing(&mut self) {
        self.drawings = self.drawings.checked_sub(1).unwrap_or_else(|| stop());
    }
}

/// Ends the interpretation of a page. Its interpreter has no other way to be stopped.
fn stop() -> ! {
    resume_unwind(Box::new(TooMuch))
}

/// Does work that may [`stop`].
fn stoppable<T>(work: impl FnOnce() -> T) -> Result<T, TooMuch> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| match payload.downcast::<TooMuch>() {
        Ok(too_much) => *too_much,
        Err(panic) => resume_unwind(panic),
    })
}

/// Collects letters, and draws nothing.
struct Letters {
    found: Vec<Letter>,
    room: Room,
}

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
        for glyph in run.glyphs() {
            let advance = match &**glyph {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let text = glyph.as_unicode();
            // A glyph may stand for a text of any length.
            self.room.letters(match &text {
                Some(BfString::String(letters)) => letters.chars().count().max(1),
                Some(BfString::Char(_)) | None => 1,
            });
            let found = text.and_then(|text| letter(text, advance, props.transform * glyph.transform()));
            self.found.extend(found);
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.room.drawing();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.room.drawing();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.room.drawing();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.room.drawing();
    }

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
        for letter in self.found {
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
