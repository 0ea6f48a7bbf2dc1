//! Logos: the picture where it loads, otherwise a monogram of the same size.

use super::live::live;
use leptos::prelude::*;
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
pub(crate) fn provider_logo(provider: &ProviderSummary, size: LogoSize) -> AnyView {
    logo(&provider.id, &provider.name, &provider.logo_url, size)
}

/// A logo. The monogram's colour follows from `id`, so it is the same everywhere. Decoration: the name is beside it.
pub(crate) fn logo(id: &str, name: &str, url: &str, size: LogoSize) -> AnyView {
    let size = match size {
        LogoSize::Small => "wink-logo-small",
        LogoSize::Medium => "wink-logo-medium",
        LogoSize::Large => "wink-logo-large",
    };
    let class = ["wink-logo ", size, " wink-tone-", &tone(id).to_string()].concat();
    // The picture covers the monogram only once it is here, so a broken one is never seen.
    let is_loaded = RwSignal::new(false);
    let picture = (!url.is_empty()).then(|| {
        view! {
            <img
                class="wink-logo-picture"
                class:wink-logo-loaded=live(move || is_loaded.get())
                src=url.to_owned()
                alt=""
                loading="lazy"
                decoding="async"
                referrerpolicy="no-referrer"
                on:load=move |_| is_loaded.set(true)
                on:error=move |_| is_loaded.set(false)
            />
        }
    });
    view! { <span class=class aria-hidden="true">{monogram(name)} {picture}</span> }.into_any()
}

/// The first letters of the first two words.
fn monogram(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let letters = words.take(2).filter_map(|word| word.chars().next());
    letters.flat_map(char::to_uppercase).collect()
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
        assert_eq!(monogram("foodpanda"), "F");
        assert_eq!(monogram("Pag-IBIG Fund"), "PI");
        assert_eq!(monogram(""), "");
    }
}
