//! Colours from a template's one primary colour, with contrast computed rather than trusted.

use std::fmt;

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "red, green and blue, 0 to 255")]
pub struct Rgb {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

/// The colours that follow from a primary colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The primary colour as given: the fill of the main button.
    pub primary: Rgb,
    /// Text on the primary colour, at least 4.5:1.
    pub on_primary: Rgb,
    /// The primary colour as text on the light surface, at least 4.5:1.
    pub accent_on_light: Rgb,
    /// The primary colour as text on the dark surface, at least 4.5:1.
    pub accent_on_dark: Rgb,
}

/// WCAG 2.2, success criterion 1.4.3.
const LEAST_CONTRAST: f64 = 4.5;
const WHITE: Rgb = Rgb { red: 255, green: 255, blue: 255 };
const INK: Rgb = Rgb { red: 16, green: 20, blue: 28 };
const BLACK: Rgb = Rgb { red: 0, green: 0, blue: 0 };
// `--wink-subtle` of `static/tokens.css`, the surfaces with the least contrast: text that is readable on these is
// readable on the others.
const LIGHT_SURFACE: Rgb = Rgb { red: 241, green: 243, blue: 247 };
const DARK_SURFACE: Rgb = Rgb { red: 38, green: 43, blue: 54 };

impl Palette {
    /// Computes the palette of a primary colour.
    pub fn new(primary: Rgb) -> Self {
        let on_primary = [WHITE, INK, BLACK]
            .into_iter()
            .find(|text| text.contrast(primary) >= LEAST_CONTRAST)
            .unwrap_or(BLACK);
        Self {
            primary,
            on_primary,
            accent_on_light: primary.until_readable(LIGHT_SURFACE, BLACK),
            accent_on_dark: primary.until_readable(DARK_SURFACE, WHITE),
        }
    }
}

impl Rgb {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// Contrast with another colour, 1 to 21, by the formula of WCAG 2.2.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let share = f64::from(part) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { to_the_2_4((share + 0.055) / 1.055) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Moves towards `end` in twentieths until it can be read on `surface`.
    fn until_readable(self, surface: Self, end: Self) -> Self {
        (0..=20u16)
            .map(|twentieths| self.mix(end, twentieths))
            .find(|color| color.contrast(surface) >= LEAST_CONTRAST)
            .unwrap_or(end)
    }

    fn mix(self, end: Self, twentieths: u16) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (20 - twentieths) + u16::from(to) * twentieths) / 20;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, end.red),
            green: mix(self.green, end.green),
            blue: mix(self.blue, end.blue),
        }
    }
}

/// A number between 0.05 and 1 to the power of 2.4, without the library's two kilobytes for any power of any number.
fn to_the_2_4(base: f64) -> f64 {
    let square = base * base;
    // What is left is the square's fifth root, by Newton's method from above.
    let closer = |root: f64, _| root - (root - square / (root * root * root * root)) / 5.0;
    square * (0..12).fold(1.0, closer)
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_a_full_hex_color_is_read() {
        assert_eq!(Rgb::parse("#0b6e4f").map(|c| c.to_string()).as_deref(), Some("#0b6e4f"));
        for wrong in ["", "#fff", "0b6e4f", "#0b6e4", "#zzzzzz", "#éééé", "red"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_surfaces_are_those_of_the_token_sheet() {
        let tokens = include_str!("../../../static/tokens.css");
        let subtle =
            format!("--wink-subtle: var(--wink-light, {LIGHT_SURFACE}) var(--wink-dark, {DARK_SURFACE});");
        assert!(tokens.contains(&subtle), "static/tokens.css lacks `{subtle}`");
    }

    #[test]
    fn integer_powers_match_the_standard_library() {
        for part in 11..=255_u8 {
            let base = (f64::from(part) / 255.0 + 0.055) / 1.055;
            assert!((to_the_2_4(base) - base.powf(2.4)).abs() < 1e-12, "{part}");
        }
    }

    proptest! {
        #[test]
        fn every_primary_gives_readable_text(red: u8, green: u8, blue: u8) {
            let palette = Palette::new(Rgb { red, green, blue });
            prop_assert!(palette.on_primary.contrast(palette.primary) >= LEAST_CONTRAST);
            prop_assert!(palette.accent_on_light.contrast(LIGHT_SURFACE) >= LEAST_CONTRAST);
            prop_assert!(palette.accent_on_dark.contrast(DARK_SURFACE) >= LEAST_CONTRAST);
        }
    }
}
