//! The search field and the type filter.

use super::{LIST, Parts, SEARCH, keys};
use crate::messages::{Key, kinds_name, t};
use crate::ui::{Icon, focus_in, icon, live, live_view, memo, on_press};
use leptos::prelude::*;
use wink_flow::Event;
use wink_wire::ProviderType;

pub(super) fn toolbar(parts: Parts) -> AnyView {
    let (has_search, has_types) = parts.view.peek(|flow| {
        let preferences = flow.session().map(|session| &session.preferences);
        preferences.map_or((true, true), |wanted| (wanted.enable_search_bar, wanted.enable_type_bar))
    });
    view! {
        {has_search.then(|| search_field(parts))}
        {has_types.then(|| type_filter(parts))}
    }
    .into_any()
}

/// Empties the search field and goes back to it.
pub(super) fn clear(parts: Parts) {
    parts.search(String::new());
    if let Some(body) = parts.body.get_untracked() {
        focus_in(&body, "#wink-search");
    }
}

fn search_field(parts: Parts) -> AnyView {
    let has_text = memo(move || !parts.query.with(String::is_empty));
    let has_rows = memo(move || parts.listing.with(|listing| !listing.rows.is_empty()));
    let clear_button = live_view(move || {
        has_text.get().then(|| {
            view! {
                <button
                    type="button"
                    class="wink-icon-button"
                    aria-label=t(Key::ClearSearch)
                    on:click=on_press(move || clear(parts))
                >
                    {icon(Icon::Close)}
                </button>
            }
            .into_any()
        })
    });
    view! {
        <div class="wink-search">
            {icon(Icon::Search)}
            <input
                class="wink-input"
                id=SEARCH
                type="search"
                role="combobox"
                aria-label=t(Key::SearchLabel)
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-expanded=live(move || if has_rows.get() { "true" } else { "false" })
                aria-controls=live(move || has_rows.get().then_some(LIST))
                aria-activedescendant=live(move || keys::active_id(parts))
                placeholder=t(Key::SearchHint)
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                prop:value=live(move || parts.query.get())
                on:input=move |event| parts.search(event_target_value(&event))
                on:keydown=move |event| keys::pressed(parts, &event)
            />
            {clear_button}
        </div>
    }
    .into_any()
}

fn type_filter(parts: Parts) -> AnyView {
    let chip = move |kind: Option<ProviderType>| {
        let is_chosen = memo(move || parts.kind.get() == kind);
        view! {
            <button
                type="button"
                class="wink-chip"
                aria-pressed=live(move || if is_chosen.get() { "true" } else { "false" })
                on:click=move |_| {
                    parts.view.send(Event::TypeChosen(kind));
                    parts.to_top();
                }
            >
                {kinds_name(kind)}
            </button>
        }
    };
    // The types that occur are known once the catalogue is here.
    let kinds = parts.view.memo(|flow| flow.catalogue().map(|catalogue| catalogue.kinds().to_vec()));
    let chips = live_view(move || {
        let kinds = kinds.get().filter(|kinds| kinds.len() > 1)?;
        Some(std::iter::once(None).chain(kinds.into_iter().map(Some)).map(chip).collect_view().into_any())
    });
    view! { <div class="wink-chips" role="group" aria-label=t(Key::FilterLabel)>{chips}</div> }.into_any()
}
