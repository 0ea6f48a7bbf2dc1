//! A template's colours as hosts see them, with the colours computed from them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wink_wire::{Palette, Rgb};

/// Light, dark, or the system's setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = WinkTemplateColorScheme)]
pub(super) enum ColorScheme {
    Light,
    Dark,
    #[default]
    System,
}

/// The Link API's scheme as hosts see it.
pub(super) const fn color_scheme(scheme: wink_wire::ColorScheme) -> ColorScheme {
    match scheme {
        wink_wire::ColorScheme::Light => ColorScheme::Light,
        wink_wire::ColorScheme::Dark => ColorScheme::Dark,
        wink_wire::ColorScheme::System => ColorScheme::System,
    }
}

impl From<ColorScheme> for wink_wire::ColorScheme {
    fn from(scheme: ColorScheme) -> Self {
        match scheme {
            ColorScheme::Light => Self::Light,
            ColorScheme::Dark => Self::Dark,
            ColorScheme::System => Self::System,
        }
    }
}

/// Colours computed from the primary colour. Each has a contrast of at least 4.5 to 1 where it is used.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WinkTemplateComputedColors)]
pub(super) struct ComputedColors {
    /// The colour of text on the primary colour.
    #[schema(example = "#ffffff")]
    on_primary: String,
    /// The contrast ratio of that text, by the formula of WCAG 2.2.
    #[schema(minimum = 4.5, maximum = 21)]
    contrast: f64,
    /// The primary colour, adjusted for text on light surfaces.
    #[schema(example = "#0b6e4f")]
    accent_on_light: String,
    /// The primary colour, adjusted for text on dark surfaces.
    #[schema(example = "#4f9a83")]
    accent_on_dark: String,
}

impl ComputedColors {
    pub(super) fn of(primary: &str) -> Option<Self> {
        let palette = Palette::new(Rgb::parse(primary)?);
        Some(Self {
            on_primary: palette.on_primary.to_string(),
            // Rounded down, so that it never claims more contrast than there is.
            contrast: (palette.on_primary.contrast(palette.primary) * 100.0).floor() / 100.0,
            accent_on_light: palette.accent_on_light.to_string(),
            accent_on_dark: palette.accent_on_dark.to_string(),
        })
    }
}
