//! An invite's colours: the Wink template's primary colour, and what follows from it.

use crate::store::Look;
use wink_wire::{ColorScheme, Palette, Rgb};

/// The style sheet of a look, after the one that all pages share.
pub(super) fn style_sheet(look: &Look) -> String {
    let Some(palette) = look.theme.primary.as_deref().and_then(Rgb::parse).map(Palette::new) else {
        return rule(look.theme.color_scheme, "");
    };
    let colors = format!(
        "--wink-primary: {}; --wink-on-primary: {}; --wink-accent-light: {}; --wink-accent-dark: {};",
        palette.primary, palette.on_primary, palette.accent_on_light, palette.accent_on_dark
    );
    rule(look.theme.color_scheme, &colors)
}

/// The selector outweighs what `tokens.css` says for a dark system.
fn rule(scheme: ColorScheme, colors: &str) -> String {
    let scheme = match scheme {
        ColorScheme::Light => "color-scheme: light; --wink-light: initial; --wink-dark: ;",
        ColorScheme::Dark => "color-scheme: dark; --wink-light: ; --wink-dark: initial;",
        ColorScheme::System => "",
    };
    format!(":root:root {{ {scheme} {colors} }}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wink_wire::Theme;

    #[test]
    fn colours_follow_from_the_primary_one() {
        let of = |primary: Option<&str>, color_scheme| {
            let theme = Theme { primary: primary.map(str::to_owned), color_scheme };
            style_sheet(&Look { theme, ..Look::default() })
        };
        assert!(
            of(Some("#0b6e4f"), ColorScheme::System)
                .contains("--wink-primary: #0b6e4f; --wink-on-primary: #ffffff;")
        );
        assert!(of(Some("#ffee00"), ColorScheme::Light).contains("--wink-on-primary: #10141c;"));
        assert!(!of(Some("red; } body { display: none"), ColorScheme::Dark).contains("display"));
        assert!(of(None, ColorScheme::Dark).contains("color-scheme: dark"));
    }
}
