//! Logos: the picture where it loads, otherwise a monogram of the same size.

use super::el::{El, bare, el};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use wink_flow::ProviderSummary;

/// How large a logo is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogoSize {
    /// In the head, 24 px.
    Small,
    /// In a row, 40 px.
    Medium,
    /// Over a screen, 56 px.
    Large,
}

/// Number of colours for monograms in the style sheet, `wink-tone-0` and on.
const TONES: u32 = 8;

/// The logo of a provider.
pub(crate) fn provider_logo(provider: &ProviderSummary, size: LogoSize) -> El {
    logo(&provider.id, &provider.name, &provider.logo_url, size)
}

/// A logo. Decoration: the name is beside it.
pub(crate) fn logo(id: &str, name: &str, url: &str, size: LogoSize) -> El {
    let Logo { class, monogram } = Logo::new(id, name, size);
    let picture = (!url.is_empty()).then(|| Logo::picture(url));
    bare("span").set("class", class).set("aria-hidden", "true").text(monogram).maybe(picture)
}

/// The parts of a logo.
pub(crate) struct Logo {
    pub(crate) class: String,
    /// What is seen until there is a picture.
    pub(crate) monogram: String,
}

impl Logo {
    /// The monogram's colour follows from `id`, so it is the same everywhere.
    pub(crate) fn new(id: &str, name: &str, size: LogoSize) -> Self {
        let size = match size {
            LogoSize::Small => "wink-logo-small",
            LogoSize::Medium => "wink-logo-medium",
            LogoSize::Large => "wink-logo-large",
        };
        let class = ["wink-logo ", size, " wink-tone-", &tone(id).to_string()].concat();
        Self { class, monogram: monogram(name) }
    }

    /// The picture over the monogram.
    pub(crate) fn picture(url: &str) -> El {
        el("img", "wink-logo-picture")
            .set("alt", "")
            .set("loading", "lazy")
            .set("decoding", "async")
            .set("referrerpolicy", "no-referrer")
            .set("src", url.to_owned())
            // It covers the monogram only once it is here, so a broken one is never seen.
            .on("load", |event| mark_loaded(&event, true))
            .on("error", |event| mark_loaded(&event, false))
    }

    /// Has a picture that is there become another one, or none.
    pub(crate) fn change_picture(picture: &Element, url: &str) {
        if picture.get_attribute("src").unwrap_or_default() != url {
            set_loaded(picture, false);
            // Fails only for a name that no attribute can have.
            let _ = if url.is_empty() {
                picture.remove_attribute("src")
            } else {
                picture.set_attribute("src", url)
            };
        }
    }
}

fn mark_loaded(event: &Event, is_loaded: bool) {
    if let Some(picture) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        set_loaded(&picture, is_loaded);
    }
}

fn set_loaded(picture: &Element, is_loaded: bool) {
    // Fails only for a class name with a space in it.
    let _ = picture.class_list().toggle_with_force("wink-logo-loaded", is_loaded);
}

/// The first letters of the first two words. The style sheet makes them capitals.
fn monogram(name: &str) -> String {
    let words =
        name.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|word| !word.is_empty());
    let letters = words.take(2).filter_map(|word| word.chars().next());
    letters.collect()
}

fn tone(id: &str) -> u32 {
    id.bytes().fold(7, |hash: u32, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % TONES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monograms_are_two_letters_at_most() {
        assert_eq!(monogram("Social Security System"), "SS");
        assert_eq!(monogram("foodpanda"), "f");
        assert_eq!(monogram("Pag-IBIG Fund"), "PI");
        assert_eq!(monogram(""), "");
    }
}
