//! The inside of the dialog: the head, the screen, and the two places from which a screen reader is told of changes.

#![expect(unreachable_pub, reason = "the component macro makes the parts of a component public")]

mod announcements;
mod head;
mod theme;

use crate::screens::{name, screen};
use crate::ui::live;
use crate::view::View;
use head::Head;
use leptos::html;
use leptos::prelude::*;

/// The inside of the dialog.
#[component]
pub(crate) fn App(view: View) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    theme::follow(view, root);
    // The kind of screen apart from what it holds: a keystroke changes a field and builds nothing anew.
    let kind = view.memo(|flow| flow.state().kind());
    let progress = view.memo(wink_flow::Flow::progress_percent);
    // Screens slide in from where they lie on the way.
    let direction = Memo::new(move |last: Option<&(u8, &'static str)>| {
        let now = progress.get();
        let is_back = last.is_some_and(|(then, _)| now < *then);
        (now, if is_back { "back" } else { "forward" })
    });
    let polite = view.memo(announcements::polite);
    let assertive = view.memo(announcements::assertive);
    view! {
        <div
            class="wink-root"
            node_ref=root
            data-screen=live(move || name(kind.get()))
            data-direction=live(move || direction.get().1)
        >
            <Head view progress />
            {live(move || screen(view, kind.get()))}
            <div class="wink-hidden" role="status">{live(move || polite.get())}</div>
            <div class="wink-hidden" role="alert">{live(move || assertive.get())}</div>
        </div>
    }
}
