//! An invite's colours: the Wink template's primary colour, and what follows from it.

use crate::store::Look;
use std::fmt::Write as _;
use wink_wire::{ColorScheme, Palette, Rgb};

/// The style sheet of a look, after the one that all pages share.
pub(super) fn style_sheet(look: &Look) -> String {
    let Some(palette) = look.theme.primary.as_deref().and_then(Rgb::parse).map(Palette::new) else {
        return scheme(look.theme.color_scheme, "", "");
    };
    let both = format!("--accent: {}; --on-accent: {};", palette.primary, palette.on_primary);
    let on_light = format!("{both} --link: {};", palette.accent_on_light);
    let on_dark = format!("{both} --link: {};", palette.accent_on_dark);
    scheme(look.theme.color_scheme, &on_light, &on_dark)
}

const LIGHT: &str = "color-scheme: light; --ground: var(--light-ground); --surface: var(--light-surface); \
    --text: var(--light-text); --muted: var(--light-muted); --border: var(--light-border); --bad: var(--light-bad); \
    --good: var(--light-good); --link: var(--light-link);";
const DARK: &str = "color-scheme: dark; --ground: var(--dark-ground); --surface: var(--dark-surface); \
    --text: var(--dark-text); --muted: var(--dark-muted); --border: var(--dark-border); --bad: var(--dark-bad); \
    --good: var(--dark-good); --link: var(--dark-link);";

fn scheme(scheme: ColorScheme, on_light: &str, on_dark: &str) -> String {
    let mut css = String::new();
    // Writing to a text does not fail.
    let _ = match scheme {
        ColorScheme::Light => writeln!(css, ":root {{ {LIGHT} {on_light} }}"),
        ColorScheme::Dark => writeln!(css, ":root {{ {DARK} {on_dark} }}"),
        ColorScheme::System => writeln!(
            css,
            ":root {{ {on_light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {on_dark} }} }}"
        ),
    };
    css
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
            of(Some("#0b6e4f"), ColorScheme::System).contains("--accent: #0b6e4f; --on-accent: #ffffff;")
        );
        assert!(of(Some("#ffee00"), ColorScheme::Light).contains("--on-accent: #10141c;"));
        assert!(!of(Some("red; } body { display: none"), ColorScheme::Dark).contains("display"));
        assert!(of(None, ColorScheme::Dark).contains("color-scheme: dark"));
    }
}
