//! The screen behind the window in which the person signs in at the provider.

use super::connecting::lost_notice;
use crate::messages::{Key, t, t_with};
use crate::ui::{
    El, LogoSize, Node, Rank, action, bare, changes, effect, el, focus_in, heading, name_of, nothing,
    provider_logo,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Contact, Event, SignIn, State, Window};

/// The state of the window, reduced to what the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sight {
    #[default]
    Open,
    Gone,
    Blocked,
}

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&SignIn) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::SignIn(sign_in) => Some(part(sign_in)),
        _ => None,
    })
}

fn sight(view: View) -> Sight {
    let sight = read(view, |now| match now.window {
        Window::Open(_) | Window::Vanishing(_) => Sight::Open,
        Window::Gone => Sight::Gone,
        Window::Blocked => Sight::Blocked,
    });
    sight.unwrap_or_default()
}

pub(super) fn screen(view: View) -> AnyView {
    let provider = view.peek(|flow| match flow.state() {
        State::SignIn(sign_in) => Some(sign_in.link.provider.clone()),
        _ => None,
    });
    let Some(provider) = provider else { return nothing() };
    let name = name_of(&provider).to_owned();
    let title = move || {
        t(match sight(view) {
            Sight::Open => Key::WindowTitle,
            Sight::Gone => Key::WindowGoneTitle,
            Sight::Blocked => Key::WindowBlockedTitle,
        })
    };
    let lead = move || {
        let key = match sight(view) {
            Sight::Open => Key::WindowLead,
            Sight::Gone => Key::WindowGoneLead,
            Sight::Blocked => Key::WindowBlockedLead,
        };
        t_with(key, &[("provider", &name)])
    };
    let is_lost = move || read(view, |now| now.link.watch.contact != Contact::Good).unwrap_or(false);
    let root = Node::new();
    follow_with_focus(view, root);
    let logo = el("span", "wink-orbit")
        .follow_flag("data-still", move || sight(view) != Sight::Open)
        .child(provider_logo(&provider, LogoSize::Large));
    let body = el("div", "wink-body wink-body-middle")
        .child(logo)
        .child(heading(title))
        .child(el("p", "wink-lead").live_text(lead))
        .switch(is_lost, move |is_lost| is_lost.then(|| lost_notice(view).into()));
    let foot =
        el("div", "wink-foot").switch(move || sight(view), move |sight| Some(foot(view, sight).into()));
    el("div", "wink-screen").node(root).child(body).child(foot).into()
}

/// Focuses the heading after a change, because the pressed button is replaced.
fn follow_with_focus(view: View, root: Node) {
    let (version, _) = changes(move || sight(view));
    effect(move || {
        let is_first = version.get() <= 1;
        if let Some(root) = root.get().filter(|_| !is_first) {
            focus_in(&root, ".wink-title");
        }
    });
}

fn foot(view: View, sight: Sight) -> El {
    let label = t(match sight {
        Sight::Open => Key::ShowWindow,
        Sight::Gone => Key::OpenWindowAgain,
        Sight::Blocked => Key::OpenWindow,
    });
    let rank = if sight == Sight::Open { Rank::Secondary } else { Rank::Primary };
    el("div", "wink-group wink-group-foot")
        .child(action(view, rank, label, Event::WindowPressed))
        .maybe((sight == Sight::Blocked).then(|| link(view)))
        .child(action(view, Rank::Quiet, t(Key::Cancel), Event::CancelPressed))
}

/// The provider's page as a plain link, which no browser blocks.
fn link(view: View) -> El {
    let url = view.peek(|flow| match flow.state() {
        State::SignIn(sign_in) => sign_in.page.url.clone(),
        _ => String::new(),
    });
    el("a", Rank::Secondary.class())
        .set("href", url)
        .set("target", "_blank")
        .set("rel", "noopener")
        .child(bare("span").text(t(Key::OpenInTab)))
}
