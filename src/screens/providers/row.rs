//! One line of the list.

use super::window::Line;
use super::{Parts, keys};
use crate::messages::{Key, kind_name, place_name, t};
use crate::ui::{El, Icon, LogoSize, bare, el, icon, logo, nothing};
use leptos::prelude::*;
use wink_flow::Catalogue;
use wink_wire::catalogue::{Connection, Row};

pub(super) fn line(parts: Parts, line: Line) -> AnyView {
    match line {
        Line::Heading(heading) => {
            el("div", "wink-section").set("role", "presentation").text(t(heading.key())).into()
        }
        Line::Row { place, position } => {
            let catalogue = parts.catalogue();
            let provider = catalogue.as_ref().and_then(|catalogue| catalogue.row(position));
            provider.map_or_else(nothing, |provider| row(parts, place, &provider).into())
        }
    }
}

fn row(parts: Parts, place: usize, provider: &Row<'_>) -> El {
    let name = provider.name.to_owned();
    let is_connected = parts
        .view
        .peek(|flow| flow.session().is_some_and(|session| session.connected_account(provider.id).is_some()));
    let end = if is_connected {
        el("span", "wink-badge").child(icon(Icon::Check)).text(t(Key::ConnectedBadge)).into()
    } else {
        icon(Icon::ChevronRight)
    };
    let name = el("span", "wink-row-name")
        .switch(move || parts.query(), move |query| Some(highlighted(&query, &name).into()));
    let text =
        el("span", "wink-row-text").child(name).child(el("span", "wink-row-note").text(note(provider)));
    el("div", "wink-row")
        .set("role", "option")
        .set("id", keys::option_id(place))
        .follow_bool("aria-selected", move || parts.active.get() == Some(place))
        .set("aria-posinset", (place + 1).to_string())
        .follow("aria-setsize", move || Some(parts.count().to_string()))
        .on("click", move |_| parts.choose(place))
        .child(logo(provider.id, provider.name, provider.logo_url, LogoSize::Medium))
        .child(text)
        .child(end)
}

/// "Gig platform · Philippines"
fn note(provider: &Row<'_>) -> String {
    let (mut kind, place) = (kind_name(provider.kind), place_name(provider.country));
    if provider.connection == Connection::DocumentsOnly {
        kind = t(Key::DocumentsOnly);
    }
    let dot = if kind.is_empty() || place.is_empty() { "" } else { " · " };
    [kind, dot, place].concat()
}

/// The name with what the query matches marked.
fn highlighted(query: &str, name: &str) -> El {
    let piece = |from, to| name.get(from..to).unwrap_or_default().to_owned();
    let mut shown = bare("bdi");
    let mut done = 0;
    for (start, end) in Catalogue::highlights(query, name) {
        shown = shown.text(piece(done, start)).child(bare("mark").text(piece(start, end)));
        done = end;
    }
    shown.text(piece(done, name.len()))
}
