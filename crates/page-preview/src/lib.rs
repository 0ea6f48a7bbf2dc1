//! Draws the first page of a PDF, and finds out whether the file opens without a password. This is a WebAssembly module
//! of its own, which `static/documents.js` loads when a person picks the first PDF.
//!
//! The files are untrusted, so a file that cannot be drawn ends in an error or a trap; the caller then shows no picture.
//! The caller also limits time and memory: it ends the worker, and the module has a memory limit.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use wasm_bindgen::prelude::wasm_bindgen;

/// Longest side of a picture, in pixels.
const LONGEST_SIDE: u16 = 1024;

/// A PDF that opens without a password.
#[wasm_bindgen]
pub struct Document(Pdf);

/// Pixels, row by row: red, green, blue, opacity.
#[wasm_bindgen]
pub struct Picture {
    width: u16,
    pixels: Vec<u8>,
}

#[wasm_bindgen]
impl Document {
    /// Opens a file.
    ///
    /// # Errors
    /// `ENCRYPTED_FILE` where it asks for a password, `UNREADABLE_FILE` where it is no PDF that can be opened here.
    pub fn open(content: Vec<u8>) -> Result<Self, String> {
        match Pdf::new(content) {
            Ok(pdf) => Ok(Self(pdf)),
            // Also where the way of encryption is unknown: nobody without a key can read it.
            Err(LoadPdfError::Decryption(_)) => Err("ENCRYPTED_FILE".into()),
            Err(LoadPdfError::Invalid) => Err("UNREADABLE_FILE".into()),
        }
    }

    /// Its pages.
    #[wasm_bindgen(getter)]
    pub fn pages(&self) -> usize {
        self.0.pages().len()
    }

    /// Draws the first page, on white, so that its longer side has `longer_side` pixels. `None` where there is no page.
    pub fn draw(&self, longest_side: u16) -> Option<Picture> {
        let page = self.0.pages().first()?;
        let (width, height) = page.render_dimensions();
        let scale = f32::from(longest_side.min(LONGEST_SIDE)) / width.max(height);
        if !scale.is_normal() {
            return None;
        }
        let mut context = RenderContext::new(pixels(width * scale), pixels(height * scale));
        let settings = RenderSettings { hinting: false, ..RenderSettings::default() };
        let transform = Affine::scale(f64::from(scale)) * page.initial_transform(true).to_kurbo();
        let cache = RenderCache::new();
        render_into(page, &cache, &InterpreterSettings::default(), &settings, &mut context, transform);
        context.flush();
        let mut pixmap = Pixmap::new(context.width(), context.height());
        let onto_white =
            RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
        context.render_with(&mut pixmap, &mut Resources::default(), onto_white);
        Some(Picture { width: pixmap.width(), pixels: pixmap.take_rgba8(ImageAlphaType::Alpha) })
    }
}

#[wasm_bindgen]
impl Picture {
    /// Its width in pixels.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Takes the pixels out.
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }
}

/// Whole pixels, one at least.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of a side within LONGEST_SIDE")]
fn pixels(side: f32) -> u16 {
    side.round().clamp(1.0, f32::from(LONGEST_SIDE)) as u16
}

#[cfg(test)]
mod tests;
