//! The inside of the dialog: the head, the screen, and the two live regions that announce changes to a screen reader.

#![expect(unreachable_pub, reason = "the component macro makes the parts of a component public")]

mod announcements;
mod focus;
mod head;
mod theme;

use crate::messages::{TextState, direction, language};
use crate::screens::{name, screen};
use crate::ui::{El, Node, effect, el, focus_in, next_frame};
use crate::view::View;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::ShadowRoot;
use wink_flow::{Flow, ScreenKind};

/// The inside of the dialog.
#[component]
pub(crate) fn App(view: View, texts: RwSignal<TextState>) -> impl IntoView {
    let outside = Node::new();
    // TextState are not reactive: another language rebuilds everything. What was typed is in the flow and stays.
    let rebuild = move |_| {
        keep_focus(outside);
        Some(inside(view, texts).into())
    };
    let outside = el("div", "wink-texts").node(outside).switch(move || texts.get().language, rebuild);
    AnyView::from(outside)
}

fn inside(view: View, texts: RwSignal<TextState>) -> El {
    let node = Node::new();
    theme::follow(view, node);
    slide_by_direction(view, node);
    // While texts are loading, the placeholder of the opening screen.
    let kind = move || {
        let is_waiting = texts.get().is_waiting;
        if is_waiting { ScreenKind::Opening } else { view.read(|flow| flow.state().kind()) }
    };
    let root = el("div", "wink-root")
        .node(node)
        // The language of the texts, whatever that of the page is.
        .set("lang", language().tag())
        .set("dir", direction())
        .follow("data-screen", move || Some(name(kind())));
    let root = focus::keep(view, node, root);
    head::head(view, root)
        // Only the kind of screen, so that a keystroke that changes a field rebuilds nothing.
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
        )
}

/// Keeps the focus in a field when texts arrive late.
fn keep_focus(outside: Node) {
    let root =
        outside.get_untracked().and_then(|outside| outside.get_root_node().dyn_into::<ShadowRoot>().ok());
    let id = root.as_ref().and_then(ShadowRoot::active_element).map(|element| element.id());
    if let Some(id) = id.filter(|id| !id.is_empty()) {
        next_frame(outside, move |outside| focus_in(&outside, &["#", &id].concat()));
    }
}

/// Sets whether the journey went forward or back, for the direction in which the next screen slides in.
fn slide_by_direction(view: View, root: Node) {
    let mut last = 0;
    effect(move || {
        let now = view.read(Flow::progress_percent);
        if let Some(root) = root.get().filter(|_| now != last) {
            // Setting an attribute fails only for an invalid name.
            let _ = root.set_attribute("data-direction", if now < last { "back" } else { "forward" });
            last = now;
        }
    });
}
