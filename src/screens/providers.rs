//! Choosing a provider: search field, type filter and list.

mod keys;
mod list;
mod row;
mod toolbar;
mod window;

use crate::messages::{Key, t, t_with};
use crate::ui::{
    ActionButton, Heading, Icon, Rank, always, effect, empty_state, focus_in, has_fine_pointer, live,
    on_press,
};
use crate::view::View;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wink_flow::{Catalogue, Event, ListContent, Listing, ProviderList, State};
use wink_wire::ProviderType;

pub(super) const SEARCH: &str = "wink-search";
pub(super) const LIST: &str = "wink-providers";

const fn providers(state: &State) -> Option<&ProviderList> {
    match state {
        State::Providers(list) => Some(list),
        _ => None,
    }
}

/// What there is to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Loading,
    Unavailable,
    Empty,
    Rows,
}

/// What the parts of this screen share.
#[derive(Clone, Copy)]
struct Parts {
    view: View,
    query: Memo<String>,
    kind: Memo<Option<ProviderType>>,
    listing: Memo<Listing>,
    /// The option that the arrow keys have come to, by its place in the listing.
    active: RwSignal<Option<usize>>,
    body: NodeRef<html::Div>,
    toolbar: NodeRef<html::Div>,
    list: NodeRef<html::Div>,
}

impl Parts {
    fn catalogue(self) -> Option<Arc<Catalogue>> {
        self.view.peek(|flow| flow.catalogue().cloned())
    }

    /// Chooses the provider at a place in the listing.
    fn choose(self, place: usize) {
        let position = self.listing.with_untracked(|listing| listing.rows.get(place).copied());
        let id = self.catalogue().and_then(|catalogue| Some(catalogue.row(position?)?.id.clone()));
        if let Some(id) = id {
            self.view.send(Event::ProviderChosen(id));
        }
    }

    fn search(self, query: String) {
        // With a query, Enter takes the best match; without one nothing is chosen unasked.
        self.active.set(if query.trim().is_empty() { None } else { Some(0) });
        self.view.send(Event::SearchEdited(query));
        self.to_top();
    }

    /// Back to the first row, with the toolbar where it is.
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
    let listing = view.part(|state| match &providers(state)?.content {
        ListContent::Ready(listing) => Some(listing.clone()),
        ListContent::Loading | ListContent::Unavailable => Some(Listing::default()),
    });
    let phase = view.part(|state| {
        Some(match &providers(state)?.content {
            ListContent::Loading => Phase::Loading,
            ListContent::Unavailable => Phase::Unavailable,
            ListContent::Ready(listing) if listing.rows.is_empty() => Phase::Empty,
            ListContent::Ready(_) => Phase::Rows,
        })
    });
    let parts = Parts {
        view,
        query: view.part(|state| providers(state).map(|list| list.query.clone())),
        kind: view.part(|state| providers(state).map(|list| list.kind)),
        listing,
        active: RwSignal::new(None),
        body: NodeRef::new(),
        toolbar: NodeRef::new(),
        list: NodeRef::new(),
    };
    let scroll_top = RwSignal::new(0);
    let content = live(move || match phase.get() {
        Phase::Loading => skeleton(),
        Phase::Unavailable => {
            let again = view! {
                <ActionButton view rank=Rank::Secondary label=t(Key::TryAgain) event=Event::RetryPressed />
            };
            let title = t(Key::ListUnavailableTitle).to_owned();
            empty_state(Icon::Cloud, title, t(Key::ListUnavailableBody), Some(again.into_any()))
        }
        Phase::Empty => live(move || nothing_found(parts)).into_any(),
        Phase::Rows => list::list(parts, scroll_top),
    });
    let tools = toolbar::toolbar(parts);
    // After the heading has taken the focus.
    effect(move || {
        if let Some(body) = parts.body.get().filter(|_| has_fine_pointer()) {
            focus_in(&body, "#wink-search");
        }
    });
    view! {
        <div class="wink-screen">
            <div
                class="wink-body wink-body-list"
                node_ref=parts.body
                on:scroll=move |_| {
                    if let Some(body) = parts.body.get_untracked() {
                        scroll_top.set(body.scroll_top());
                    }
                }
            >
                <Heading text=always(t(Key::ProvidersTitle).to_owned()) />
                <div class="wink-toolbar" node_ref=parts.toolbar>{tools}</div>
                {content}
            </div>
        </div>
    }
    .into_any()
}

fn nothing_found(parts: Parts) -> AnyView {
    let query = parts.query.get();
    if query.trim().is_empty() {
        let all = view! {
            <ActionButton
                view=parts.view
                rank=Rank::Secondary
                label=t(Key::ShowAll)
                event=Event::TypeChosen(None)
            />
        };
        let all = parts.kind.get().is_some().then(|| all.into_any());
        return empty_state(Icon::Search, t(Key::NoneOfKind).to_owned(), t(Key::NoneOfKindBody), all);
    }
    let clear = view! {
        <button
            type="button"
            class="wink-button wink-button-secondary"
            on:click=on_press(move || toolbar::clear(parts))
        >
            {t(Key::ClearSearch)}
        </button>
    };
    let title = t_with(Key::NoMatchTitle, &[("query", query.trim())]);
    empty_state(Icon::Search, title, t(Key::NoMatchBody), Some(clear.into_any()))
}

fn skeleton() -> AnyView {
    let bone = |class: &'static str| view! { <span class=class></span> };
    let row = |()| {
        view! { <div class="wink-row">{["wink-bone wink-bone-logo", "wink-bone wink-bone-line"].map(bone).to_vec()}</div> }
    };
    view! { <div aria-hidden="true">{[(); 7].map(row).to_vec()}</div> }.into_any()
}
