//! Puts the language and the template's colours on the dialog, the latter as custom properties set by script.

use crate::messages::{Key, direction, language, t};
use crate::ui::{Node, changes, effect};
use crate::view::View;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wink_flow::Palette;
use wink_wire::ColorScheme;

/// Keeps the dialog in the session's colours.
pub(super) fn follow(view: View, root: Node) {
    let (version, theme) = changes(move || {
        view.read(|flow| flow.session().map(|session| (session.palette, session.color_scheme)))
    });
    effect(move || {
        version.get();
        let Some(dialog) = root.get().and_then(|root| dialog_of(&root)) else { return };
        for (name, value) in
            [("aria-label", t(Key::DialogLabel)), ("lang", language().tag()), ("dir", direction())]
        {
            // Setting an attribute fails only for an invalid name.
            let _ = dialog.set_attribute(name, value);
        }
        if let Some((palette, scheme)) = theme().flatten() {
            apply(&dialog, palette, scheme);
        }
    });
}

fn dialog_of(root: &HtmlElement) -> Option<HtmlElement> {
    root.closest("dialog").ok().flatten()?.dyn_into().ok()
}

fn apply(dialog: &HtmlElement, palette: Option<Palette>, scheme: ColorScheme) {
    let _ = match scheme {
        ColorScheme::Light => dialog.set_attribute("data-scheme", "light"),
        ColorScheme::Dark => dialog.set_attribute("data-scheme", "dark"),
        ColorScheme::System => dialog.remove_attribute("data-scheme"),
    };
    let Some(palette) = palette else { return };
    let colors = [
        ("--wink-primary", palette.primary),
        ("--wink-on-primary", palette.on_primary),
        ("--wink-accent-light", palette.accent_on_light),
        ("--wink-accent-dark", palette.accent_on_dark),
    ];
    for (name, color) in colors {
        let _ = dialog.style().set_property(name, &color.to_string());
    }
}
