//! Choosing a provider: search field, type filter and list.

mod drawn;
mod keys;
mod list;
mod row;
mod toolbar;
mod window;

use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    El, Icon, Node, Rank, action, bare, button, effect, el, empty_state, focus_in, has_fine_pointer, heading,
    icon,
};
use crate::view::View;
use leptos::prelude::*;
use std::sync::Arc;
use wink_flow::{Catalogue, Event, ListContent, Listing, ProviderList, State};

const SEARCH: &str = "wink-search";
const LIST: &str = "wink-providers";

/// The content of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Loading,
    Unavailable,
    Empty,
    Rows,
}

/// The state that the parts of this screen share.
#[derive(Clone, Copy)]
struct Parts {
    view: View,
    /// The option selected with the arrow keys, by its place in the listing.
    active: RwSignal<Option<usize>>,
    /// The last visible part of the list: its start and height, in px.
    seen: RwSignal<(i32, i32)>,
    /// Height of the rows drawn above and below the visible part.
    margin: RwSignal<usize>,
    body: Node,
    toolbar: Node,
    list: Node,
}

impl Parts {
    fn catalogue(self) -> Option<Arc<Catalogue>> {
        self.view.peek(|flow| flow.catalogue().cloned())
    }

    /// Reads the screen's state; `None` for the moment in which the screen outlives it.
    fn read<T>(self, part: impl FnOnce(&ProviderList) -> T) -> Option<T> {
        self.view.read(|flow| match flow.state() {
            State::Providers(list) => Some(part(list)),
            _ => None,
        })
    }

    /// Reads the search result.
    fn listing<T: Default>(self, part: impl FnOnce(&Listing) -> T) -> T {
        let found = self.read(|list| match &list.content {
            ListContent::Ready(listing) => Some(part(listing)),
            ListContent::Loading | ListContent::Unavailable => None,
        });
        found.flatten().unwrap_or_default()
    }

    fn query(self) -> String {
        self.read(|list| list.query.clone()).unwrap_or_default()
    }

    fn count(self) -> usize {
        self.listing(|listing| listing.rows.len())
    }

    fn phase(self) -> Phase {
        let phase = self.read(|list| match &list.content {
            ListContent::Loading => Phase::Loading,
            ListContent::Unavailable => Phase::Unavailable,
            ListContent::Ready(listing) if listing.rows.is_empty() => Phase::Empty,
            ListContent::Ready(_) => Phase::Rows,
        });
        phase.unwrap_or(Phase::Loading)
    }

    /// Chooses the provider at a place in the listing.
    fn choose(self, place: usize) {
        let position = untrack(|| self.listing(|listing| listing.rows.get(place).copied()));
        let id = self.catalogue().and_then(|catalogue| Some(catalogue.row(position?)?.id.to_owned()));
        if let Some(id) = id {
            self.view.send(Event::ProviderChosen(id));
        }
    }

    fn search(self, query: String) {
        // With a query, Enter chooses the best match. Without one it chooses nothing.
        self.active.set(if query.trim().is_empty() { None } else { Some(0) });
        self.only_what_is_seen();
        // While nothing has changed: measured in between, everything would be laid out twice.
        self.to_top();
        self.look();
        self.view.send(Event::SearchEdited(query));
    }

    /// Measures the visible part of the list.
    fn look(self) {
        if let (Some(body), Some(list)) = (self.body.get_untracked(), self.list.get_untracked()) {
            let seen = (body.scroll_top() - list.offset_top(), body.client_height());
            if self.seen.get_untracked() != seen {
                self.seen.set(seen);
            }
        }
    }

    /// Draws the visible rows in the frame of the keystroke, and the rows around them in the next.
    fn only_what_is_seen(self) {
        self.margin.set(0);
        request_animation_frame(move || {
            request_animation_frame(move || {
                // Does nothing once the list is gone.
                let _ = self.margin.try_set(window::MARGIN);
            });
        });
    }

    /// Clears the search field and focuses it.
    fn clear(self) {
        self.search(String::new());
        self.focus_search();
    }

    fn focus_search(self) {
        if let Some(body) = self.body.get_untracked() {
            focus_in(&body, "#wink-search");
        }
    }

    /// Scrolls to the first row without moving the toolbar.
    fn to_top(self) {
        if let (Some(body), Some(list), Some(toolbar)) =
            (self.body.get_untracked(), self.list.get_untracked(), self.toolbar.get_untracked())
        {
            let top = list.offset_top() - toolbar.offset_height();
            if body.scroll_top() > top {
                body.set_scroll_top(top);
            }
        }
    }
}

pub(super) fn screen(view: View) -> AnyView {
    let parts = Parts {
        view,
        active: RwSignal::new(None),
        seen: RwSignal::new((0, 0)),
        margin: RwSignal::new(window::MARGIN),
        body: Node::new(),
        toolbar: Node::new(),
        list: Node::new(),
    };
    let title = heading(|| t(Key::ProvidersTitle));
    // After the heading has taken the focus.
    effect(move || {
        if parts.body.get().is_some() && has_fine_pointer() {
            parts.focus_search();
        }
    });
    let body = el("div", "wink-body wink-body-list")
        .node(parts.body)
        .on("scroll", move |_| parts.look())
        .child(title)
        .child(toolbar::toolbar(parts))
        .switch(move || parts.phase(), move |phase| Some(content(parts, phase).into()));
    el("div", "wink-screen").child(body).maybe(upload_instead(view)).into()
}

/// The link to documents, if the host offers uploads: for people who do not find their account, or who come back.
fn upload_instead(view: View) -> Option<El> {
    let uploaded = view.peek(|flow| {
        let session = flow.session().filter(|session| session.preferences.enable_upload)?;
        Some(session.archives.len())
    })?;
    let label = if uploaded == 0 {
        t(Key::UploadInstead).to_owned()
    } else {
        t_count(Key::YourDocuments, uploaded, &[])
    };
    let button = button("wink-button wink-button-quiet wink-button-slim")
        .on_click(view, Event::UploadInsteadPressed)
        .child(icon(Icon::Document))
        .child(bare("span").text(label));
    Some(el("div", "wink-foot wink-foot-slim").child(button))
}

fn content(parts: Parts, phase: Phase) -> El {
    match phase {
        Phase::Loading => skeleton(),
        Phase::Unavailable => {
            let again = action(parts.view, Rank::Secondary, t(Key::TryAgain), Event::RetryPressed);
            empty_state(Icon::Cloud, t(Key::ListUnavailableTitle), t(Key::ListUnavailableBody), Some(again))
        }
        Phase::Empty => el("div", "wink-group").switch(
            move || parts.read(|list| (list.query.trim().to_owned(), list.kind.is_some())),
            move |asked| {
                let (query, is_filtered) = asked.unwrap_or_default();
                Some(nothing_found(parts, &query, is_filtered).into())
            },
        ),
        Phase::Rows => {
            bare("div").child(list::list(parts)).child(el("div", "wink-after-list").child(missing(parts)))
        }
    }
}

fn nothing_found(parts: Parts, query: &str, is_filtered: bool) -> El {
    if query.is_empty() {
        let all = || action(parts.view, Rank::Secondary, t(Key::ShowAll), Event::TypeChosen(None));
        return empty_state(Icon::Search, t(Key::NoneOfKind), t(Key::NoneOfKindBody), is_filtered.then(all));
    }
    let clear = button(Rank::Secondary.class()).on("click", move |_| parts.clear()).text(t(Key::ClearSearch));
    empty_state(
        Icon::Search,
        t_with(Key::NoMatchTitle, &[("query", query)]),
        t(Key::NoMatchBody),
        Some(clear),
    )
    .child(missing(parts))
}

/// The button for people whose employer is not in the list.
fn missing(parts: Parts) -> El {
    button("wink-link")
        .on_click(parts.view, Event::EmployerMissingPressed)
        .child(icon(Icon::Briefcase))
        .child(bare("span").text(t(Key::EmployerMissing)))
}

fn skeleton() -> El {
    let row = |()| {
        el("div", "wink-row")
            .child(el("span", "wink-bone wink-bone-logo"))
            .child(el("span", "wink-bone wink-bone-line"))
    };
    bare("div").set("aria-hidden", "true").children([(); 7].map(row))
}
