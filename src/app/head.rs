//! The head: back button, company, progress, close button.

use crate::messages::{Key, t};
use crate::ui::{El, Icon, LogoSize, Node, bare, button, effect, el, icon, logo};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, Flow, Network};
use wink_wire::Mode;

/// Puts the head into the app. It is the same on every screen, so it never jumps.
pub(super) fn head(view: View, root: El) -> El {
    let back = move || {
        button("wink-icon-button")
            .set("aria-label", t(Key::Back))
            .on_click(view, Event::BackPressed)
            .child(icon(Icon::Back))
    };
    let close = button("wink-icon-button")
        .set("aria-label", t(Key::Close))
        .on_click(view, Event::CloseRequested)
        .child(icon(Icon::Close));
    let side = el("div", "wink-head-side").switch(
        move || view.read(Flow::has_way_back),
        move |has_way_back| has_way_back.then(|| back().into()),
    );
    let head = el("div", "wink-head")
        .child(side)
        .child(el("div", "wink-brand").switch(move || company(view), |company| company.map(brand)))
        .child(close);
    root.child(head)
        .child(progress_line(view))
        .switch(
            move || view.read(|flow| flow.session().is_some_and(|session| session.mode == Mode::Sandbox)),
            |is_sandbox| is_sandbox.then(ribbon),
        )
        .child(el("div", "wink-network").set("role", "status").switch(
            move || view.read(Flow::network),
            |network| {
                let key = match network {
                    Network::Good => return None,
                    Network::Slow => Key::SlowNetwork,
                    Network::Offline => Key::Offline,
                };
                Some(bare("p").child(icon(Icon::Cloud)).child(bare("span").text(t(key))).into())
            },
        ))
}

/// Name and logo of the company that asks.
fn company(view: View) -> Option<(String, String)> {
    view.read(|flow| {
        let session = flow.session().filter(|session| !session.preferences.company_name.is_empty())?;
        Some((session.preferences.company_name.clone(), session.logo_url.clone().unwrap_or_default()))
    })
}

fn brand((name, logo_url): (String, String)) -> AnyView {
    let logo = logo(&name, &name, &logo_url, LogoSize::Small);
    el("div", "wink-brand-parts").child(logo).child(el("bdi", "wink-brand-name").text(name)).into()
}

fn ribbon() -> AnyView {
    el("p", "wink-ribbon")
        .child(bare("strong").text(t(Key::Sandbox)))
        .child(bare("span").text(t(Key::SandboxNote)))
        .into()
}

fn progress_line(view: View) -> El {
    let bar = Node::new();
    let percent = move || view.read(Flow::progress_percent).to_string();
    effect(move || {
        if let Some(bar) = bar.get() {
            // Through script, because a policy without inline styles forbids the attribute.
            let _ = bar.style().set_property("inline-size", &(percent() + "%"));
        }
    });
    el("div", "wink-progress")
        .set("role", "progressbar")
        .set("aria-label", t(Key::Progress))
        .set("aria-valuemin", "0")
        .set("aria-valuemax", "100")
        .follow("aria-valuenow", move || Some(percent()))
        .child(el("div", "wink-progress-bar").node(bar))
}
