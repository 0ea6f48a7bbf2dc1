//! The list of providers. However long it is, only the rows around the scroll position are in the document.

use super::window::Layout;
use super::{LIST, Parts, keys, row};
use crate::messages::{Key, t};
use crate::ui::{effect, live, memo};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

/// What can be seen of the list before it has been measured, in px.
const FIRST_EXTENT: i32 = 900;

pub(super) fn list(parts: Parts, scroll_top: RwSignal<i32>) -> AnyView {
    let has_search =
        parts.view.peek(|flow| flow.session().is_none_or(|session| session.preferences.enable_search_bar));
    let drawn = NodeRef::<html::Div>::new();
    let resized = RwSignal::new(());
    let resize = window_event_listener(ev::resize, move |_| resized.set(()));
    on_cleanup(move || resize.remove());
    let visible = memo(move || {
        resized.track();
        let top = scroll_top.get();
        let (offset, extent) = match (parts.body.get(), parts.list.get()) {
            (Some(body), Some(list)) => (list.offset_top(), body.client_height()),
            _ => (0, FIRST_EXTENT),
        };
        let from = usize::try_from(top - offset).unwrap_or(0);
        let extent = usize::try_from(extent.max(FIRST_EXTENT)).unwrap_or(0);
        parts.listing.with(|listing| Layout::new(listing).visible(from, extent))
    });
    let lines =
        memo(move || parts.listing.with(|listing| Layout::new(listing).lines(listing, visible.get())));
    // Through script, because a policy without inline styles forbids the attribute.
    effect(move || {
        let height = parts.listing.with(|listing| Layout::new(listing).height());
        set(parts.list.get(), "block-size", &[&height.to_string(), "px"]);
    });
    effect(move || {
        let top = lines.with(|(_, top)| *top);
        set(drawn.get(), "transform", &["translateY(", &top.to_string(), "px)"]);
    });
    view! {
        <div
            class="wink-list"
            id=LIST
            role="listbox"
            aria-label=t(Key::ProvidersTitle)
            tabindex=if has_search { "-1" } else { "0" }
            aria-activedescendant=live(move || (!has_search).then(|| keys::active_id(parts)))
            node_ref=parts.list
            on:keydown=move |event| keys::pressed(parts, &event)
        >
            <div class="wink-drawn" role="presentation" node_ref=drawn>
                <For
                    each=move || lines.with(|(lines, _)| lines.clone())
                    key=|line| *line
                    children=move |line| row::line(parts, line)
                />
            </div>
        </div>
    }
    .into_any()
}

fn set(element: Option<web_sys::HtmlDivElement>, property: &str, value: &[&str]) {
    if let Some(element) = element {
        let _ = HtmlElement::style(&element).set_property(property, &value.concat());
    }
}
