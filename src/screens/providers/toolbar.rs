//! The search field and the type filter.

use super::{LIST, Parts, SEARCH, keys};
use crate::messages::{Key, kinds_name, t};
use crate::ui::{El, Icon, button, el, icon, live};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wink_flow::Event;
use wink_wire::ProviderType;

pub(super) fn toolbar(parts: Parts) -> El {
    let (has_search, has_types) = parts.view.peek(|flow| {
        let preferences = flow.session().map(|session| &session.preferences);
        preferences.map_or((true, true), |wanted| (wanted.enable_search_bar, wanted.enable_type_bar))
    });
    el("div", "wink-toolbar")
        .node(parts.toolbar)
        .maybe(has_search.then(|| search_field(parts)))
        .maybe(has_types.then(|| type_filter(parts)))
}

fn search_field(parts: Parts) -> El {
    let input = el("input", "wink-input")
        .set("id", SEARCH)
        .set("type", "search")
        .set("role", "combobox")
        .set("aria-label", t(Key::SearchLabel))
        .set("aria-autocomplete", "list")
        .set("aria-haspopup", "listbox")
        .follow_bool("aria-expanded", move || parts.count() > 0)
        .follow("aria-controls", move || (parts.count() > 0).then_some(LIST))
        .follow("aria-activedescendant", move || keys::active_id(parts))
        .set("placeholder", t(Key::SearchHint))
        .set("autocomplete", "off")
        .set("autocapitalize", "none")
        .set("spellcheck", "false")
        .set("enterkeyhint", "search")
        .value(live(move || parts.query()))
        .on("input", move |event| parts.search(event_target_value(&event)))
        .on("keydown", move |event| keys::pressed(parts, event.unchecked_ref()));
    let clear = move || {
        button("wink-icon-button")
            .set("aria-label", t(Key::ClearSearch))
            .on("click", move |_| parts.clear())
            .child(icon(Icon::Close))
    };
    el("div", "wink-search")
        .child(icon(Icon::Search))
        .child(input)
        .switch(move || !parts.query().is_empty(), move |has_text| has_text.then(|| clear().into()))
}

fn type_filter(parts: Parts) -> El {
    let chip = move |kind: Option<ProviderType>| {
        button("wink-chip")
            .follow_bool("aria-pressed", move || parts.read(|list| list.kind == kind).unwrap_or(false))
            .on("click", move |_| {
                parts.view.send(Event::TypeChosen(kind));
                parts.to_top();
            })
            .text(kinds_name(kind))
    };
    // The types that occur are known once the catalogue is here.
    let kinds = move || parts.view.read(|flow| flow.catalogue().map(|catalogue| catalogue.kinds().to_vec()));
    el("div", "wink-chips").set("role", "group").set("aria-label", t(Key::FilterLabel)).switch(
        kinds,
        move |kinds| {
            let kinds = kinds.filter(|kinds| kinds.len() > 1)?;
            let kinds = std::iter::once(None).chain(kinds.into_iter().map(Some));
            Some(el("div", "wink-chips-row").children(kinds.map(chip)).into())
        },
    )
}
