//! The inside of the dialog: the head, the screen, and the two places from which a screen reader is told of changes.

#![expect(unreachable_pub, reason = "the component macro makes the parts of a component public")]

mod announcements;
mod head;
mod theme;

use crate::messages::{direction, language};
use crate::screens::{name, screen};
use crate::ui::{Node, effect, el};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Flow, ScreenKind};

/// The inside of the dialog.
#[component]
pub(crate) fn App(view: View) -> impl IntoView {
    let root = Node::new();
    theme::follow(view, root);
    slide_from_where_screens_lie(view, root);
    let kind = move || view.read(|flow| flow.state().kind());
    let root = el("div", "wink-root")
        .node(root)
        // The language of the texts, whatever that of the page is.
        .set("lang", language().tag())
        .set("dir", direction())
        .follow("data-screen", move || Some(name(kind())));
    let root = head::head(view, root)
        // The kind of screen apart from what it holds: a keystroke changes a field and builds nothing anew.
        .switch(kind, move |kind: ScreenKind| Some(screen(view, kind)))
        .child(
            el("div", "wink-hidden")
                .set("role", "status")
                .live_text(move || view.read(announcements::polite)),
        )
        .child(
            el("div", "wink-hidden")
                .set("role", "alert")
                .live_text(move || view.read(announcements::assertive)),
        );
    AnyView::from(root)
}

/// Says whether the journey went on or back, for the way in which the next screen comes in.
fn slide_from_where_screens_lie(view: View, root: Node) {
    let mut last = 0;
    effect(move || {
        let now = view.read(Flow::progress_percent);
        if let Some(root) = root.get().filter(|_| now != last) {
            // Setting an attribute fails only where its name is none.
            let _ = root.set_attribute("data-direction", if now < last { "back" } else { "forward" });
            last = now;
        }
    });
}
