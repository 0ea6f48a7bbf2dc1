//! `DejaVu` Sans covers most alphabets and is built into the program. For Chinese, an installed font is used if there
//! is one. A letter in neither font is drawn as an empty box, but text copied from the document still contains it.

use super::PdfError;
use krilla::text::Font;
use std::cell::OnceCell;
use std::fs;
use std::sync::LazyLock;

/// Paths where Debian's packages install Chinese fonts, and the index of the font in the file: fonts-droid-fallback,
/// fonts-wqy-microhei and fonts-noto-cjk.
const CHINESE: [Place; 3] = [
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
];

/// Read when the first letter needs it, and cached.
static INSTALLED: LazyLock<Option<File>> = LazyLock::new(|| find(&CHINESE));

type Place = (&'static str, u32);

/// A font file, and the index of the font in it.
type File = (&'static [u8], u32);

/// A font for measuring and drawing, and a fallback for letters that it lacks.
pub(super) struct Face {
    own: Cut,
    other: OnceCell<Option<Cut>>,
}

/// A part of a text in one font.
pub(super) struct Part<'a> {
    pub(super) font: Font,
    pub(super) text: &'a str,
    pub(super) width: f32,
}

struct Cut {
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
        Ok(Self { own: Cut::of((file, 0)).ok_or(PdfError::Font)?, other: OnceCell::new() })
    }

    /// The width of a text at a size, as the sum of its letters.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.cut(letter).width(letter)).sum::<f32>() * size
    }

    /// Splits a text into consecutive parts, each in one font.
    pub(super) fn parts<'a>(&self, text: &'a str, size: f32) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let cut = self.cut(first);
            let end = rest.find(|letter| !std::ptr::eq(self.cut(letter), cut)).unwrap_or(rest.len());
            let (text, left) = rest.split_at(end);
            let width = text.chars().map(|letter| cut.width(letter)).sum::<f32>() * size;
            parts.push(Part { font: cut.drawn.clone(), text, width });
            rest = left;
        }
        parts
    }

    /// The font for a letter.
    fn cut(&self, letter: char) -> &Cut {
        if self.own.has(letter) {
            return &self.own;
        }
        let other = self.other.get_or_init(|| INSTALLED.and_then(Cut::of));
        other.as_ref().filter(|cut| cut.has(letter)).unwrap_or(&self.own)
    }
}

impl Cut {
    fn of((file, index): File) -> Option<Self> {
        let (drawn, measured) = (Font::new(file.into(), index)?, rustybuzz::Face::from_slice(file, index)?);
        Some(Self { drawn, measured })
    }

    fn has(&self, letter: char) -> bool {
        self.measured.glyph_index(letter).is_some()
    }

    /// As a fraction of the font size.
    fn width(&self, letter: char) -> f32 {
        let em = f32::from(u16::try_from(self.measured.units_per_em()).unwrap_or(u16::MAX));
        // A missing letter is drawn as a box, the font's first glyph.
        let glyph = self.measured.glyph_index(letter).unwrap_or_default();
        f32::from(self.measured.glyph_hor_advance(glyph).unwrap_or(0)) / em
    }
}

/// The first of these fonts that exists and can be read. It stays in memory for the life of the process.
fn find(places: &[Place]) -> Option<File> {
    places.iter().find_map(|(path, index)| {
        let content: &'static [u8] = fs::read(path).ok()?.leak();
        Cut::of((content, *index))?;
        Some((content, *index))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A face without Arabic letters, with a fallback that has them.
    fn two() -> Face {
        let face = Face::of(dejavu::serif::regular()).unwrap();
        assert!(face.other.set(Cut::of((dejavu::sans::regular(), 0))).is_ok());
        face
    }

    #[test]
    fn letters_that_the_font_lacks_come_from_the_other() {
        let (face, text) = (two(), "Pay سلام 100");
        let parts = face.parts(text, 8.0);
        assert_eq!(parts.iter().map(|part| part.text).collect::<Vec<_>>(), ["Pay ", "سلام", " 100"]);
        let width: f32 = parts.iter().map(|part| part.width).sum();
        assert!((width - face.width(text, 8.0)).abs() < 0.01);
        assert!(parts[0].font == parts[2].font && parts[0].font != parts[1].font);
        let nobody_has_it = face.parts("\u{10ffff}", 8.0);
        assert!(nobody_has_it.len() == 1 && nobody_has_it[0].font == parts[0].font);
        assert!(face.parts("", 8.0).is_empty());
    }

    #[test]
    fn the_first_font_that_can_be_read_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            (&*path.to_str().unwrap().to_owned().leak(), 0)
        };
        let (nonsense, font) =
            (place("nonsense.ttf", b"no font"), place("font.ttf", dejavu::sans::regular()));
        let found = find(&[("/nowhere/font.ttf", 0), nonsense, font]).unwrap();
        assert_eq!(found.0, dejavu::sans::regular());
        assert!(find(&[nonsense]).is_none());
    }
}
