//! The heading of a screen, where the focus goes when the screen appears.

#![expect(unreachable_pub, reason = "the component macro makes the parts of a component public")]

use super::live::{Live, effect};
use leptos::html;
use leptos::prelude::*;

/// The heading of a screen. A screen that focuses a field instead does so after this.
#[component]
pub(crate) fn Heading(text: Live<String>) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
        <h2 class="wink-title" tabindex="-1" node_ref=heading>
            {text}
        </h2>
    }
}
