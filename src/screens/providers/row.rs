//! One line of the list.

use super::window::Line;
use super::{Parts, keys};
use crate::messages::{Key, kind_name, place_name, t};
use crate::ui::{Icon, LogoSize, icon, live, logo, memo, on_press};
use leptos::prelude::*;
use wink_flow::Catalogue;
use wink_wire::catalogue::Row;

pub(super) fn line(parts: Parts, line: Line) -> AnyView {
    match line {
        Line::Heading(heading) => {
            view! { <div class="wink-section" role="presentation">{t(heading.key())}</div> }.into_any()
        }
        Line::Row { place, position } => {
            let catalogue = parts.catalogue();
            match catalogue.as_ref().and_then(|catalogue| catalogue.row(position)) {
                Some(provider) => row(parts, place, provider),
                None => ().into_any(),
            }
        }
    }
}

fn row(parts: Parts, place: usize, provider: &Row) -> AnyView {
    let is_active = memo(move || parts.active.get() == Some(place));
    let count = memo(move || parts.listing.with(|listing| listing.rows.len()));
    let name = provider.name.clone();
    let is_connected = parts
        .view
        .peek(|flow| flow.session().is_some_and(|session| session.connected_account(&provider.id).is_some()));
    let end = if is_connected {
        view! { <span class="wink-badge">{icon(Icon::Check)} {t(Key::ConnectedBadge)}</span> }.into_any()
    } else {
        icon(Icon::ChevronRight)
    };
    view! {
        <div
            class="wink-row"
            role="option"
            id=keys::option_id(place)
            aria-selected=live(move || if is_active.get() { "true" } else { "false" })
            aria-posinset=(place + 1).to_string()
            aria-setsize=live(move || count.get().to_string())
            on:click=on_press(move || parts.choose(place))
        >
            {logo(&provider.id, &provider.name, &provider.logo_url, LogoSize::Medium)}
            <span class="wink-row-text">
                <span class="wink-row-name">{live(move || highlighted(&parts.query.get(), &name))}</span>
                <span class="wink-row-note">{note(provider)}</span>
            </span>
            {end}
        </div>
    }
    .into_any()
}

/// "Gig platform · Philippines"
fn note(provider: &Row) -> String {
    let (kind, place) = (kind_name(provider.kind), place_name(&provider.country));
    let dot = if kind.is_empty() || place.is_empty() { "" } else { " · " };
    [kind, dot, place].concat()
}

/// The name with what the query matches marked.
fn highlighted(query: &str, name: &str) -> AnyView {
    let mut parts = Vec::new();
    let mut done = 0;
    let piece = |from, to| name.get(from..to).unwrap_or_default().to_owned();
    for (start, end) in Catalogue::highlights(query, name) {
        parts.push(piece(done, start).into_any());
        let marked = piece(start, end);
        parts.push(view! { <mark>{marked}</mark> }.into_any());
        done = end;
    }
    parts.push(piece(done, name.len()).into_any());
    parts.into_any()
}
