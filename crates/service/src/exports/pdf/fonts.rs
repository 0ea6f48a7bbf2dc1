//! `DejaVu` Sans, which has the letters of most alphabets and is part of the program. What it lacks, such as Chinese, is
//! drawn as an empty box; the text that can be copied from the document has it all the same.

use super::PdfError;
use krilla::text::Font;

/// A font, to measure with and to draw with.
pub(super) struct Face {
    drawn: Font,
    measured: rustybuzz::Face<'static>,
}

impl Face {
    pub(super) fn regular() -> Result<Self, PdfError> {
        Self::of(dejavu::sans_condensed::regular())
    }

    pub(super) fn bold() -> Result<Self, PdfError> {
        Self::of(dejavu::sans_condensed::bold())
    }

    fn of(file: &'static [u8]) -> Result<Self, PdfError> {
        let drawn = Font::new(file.into(), 0).ok_or(PdfError::Font)?;
        let measured = rustybuzz::Face::from_slice(file, 0).ok_or(PdfError::Font)?;
        Ok(Self { drawn, measured })
    }

    pub(super) fn drawn(&self) -> Font {
        self.drawn.clone()
    }

    /// How wide a text is at a size, letter by letter.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let em = f32::from(u16::try_from(self.measured.units_per_em()).unwrap_or(u16::MAX));
        let advance = |letter| {
            // A letter that is not there is drawn as a box, the font's first glyph.
            let glyph = self.measured.glyph_index(letter).unwrap_or_default();
            f32::from(self.measured.glyph_hor_advance(glyph).unwrap_or(0))
        };
        text.chars().map(advance).sum::<f32>() * size / em
    }
}
