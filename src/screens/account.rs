//! A connected account, and how to stop sharing it.

mod agreed;

use crate::messages::{Key, t, t_with};
use crate::ui::{
    Detail, El, Icon, LogoSize, Node, Rank, Tone, action, bare, button, changes, company_name,
    data_point_list, effect, el, focus_in, heading, icon, local_date, name_of, nothing, notice,
    provider_logo, spinner,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{AccountPage, Event, Revocation, State};
use wink_wire::DataPoint;

/// The progress of revoking, reduced to what the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    Confirming,
    Running,
    Failed,
}

fn stage(view: View) -> Stage {
    view.read(|flow| match flow.state() {
        State::Account(page) => match page.revocation {
            Revocation::Idle => Stage::Idle,
            Revocation::Confirming => Stage::Confirming,
            Revocation::Running(_) => Stage::Running,
            Revocation::Failed => Stage::Failed,
        },
        _ => Stage::Idle,
    })
}

pub(super) fn screen(view: View) -> AnyView {
    let page = view.peek(|flow| match flow.state() {
        State::Account(page) => Some(page.clone()),
        _ => None,
    });
    let Some(page) = page else { return nothing() };
    let names = Names { company: company_name(view), provider: name_of(&page.provider).to_owned() };
    let stored = page.account.stored.clone();
    let title = t_with(Key::AccountTitle, &names.pairs());
    let root = Node::new();
    follow_with_focus(view, root);
    let body = el("div", "wink-body")
        .child(provider_logo(&page.provider, LogoSize::Large))
        .child(heading(move || title.clone()))
        .child(facts(&page, &names.company))
        .maybe(page.account.consent.is_some().then(|| agreed::document(view)))
        .child(
            el("div", "wink-group")
                .switch(move || stage(view), move |stage| Some(lower(stage, &names, &stored).into())),
        );
    let foot =
        el("div", "wink-foot").switch(move || stage(view), move |stage| Some(foot(view, stage).into()));
    el("div", "wink-screen").node(root).child(body).child(foot).into()
}

struct Names {
    company: String,
    provider: String,
}

impl Names {
    fn pairs(&self) -> [(&str, &str); 2] {
        [("company", &self.company), ("provider", &self.provider)]
    }
}

fn facts(page: &AccountPage, company: &str) -> El {
    let term = |key| bare("dt").text(t(key));
    let connected = el("span", "wink-badge").child(icon(Icon::Check)).text(t(Key::Connected));
    let since = page.account.connected_at.as_deref().and_then(local_date);
    let facts =
        el("dl", "wink-panel wink-details").child(term(Key::StatusLabel)).child(bare("dd").child(connected));
    let facts = match since {
        Some(since) => facts.child(term(Key::SinceLabel)).child(bare("dd").text(since)),
        None => facts,
    };
    let facts =
        facts.child(term(Key::SharedWithLabel)).child(bare("dd").child(bare("bdi").text(company.to_owned())));
    match &page.account.consent {
        Some(consent) => {
            facts.child(term(Key::AgreedLabel)).child(bare("dd").text(agreed::when_and_what(consent)))
        }
        None => facts,
    }
}

fn lower(stage: Stage, names: &Names, stored: &[DataPoint]) -> El {
    let list = |detail| {
        if stored.is_empty() {
            el("p", "wink-muted").text(t_with(Key::StillReading, &names.pairs()))
        } else {
            data_point_list(stored, detail)
        }
    };
    match stage {
        Stage::Idle | Stage::Failed => el("div", "wink-group")
            .maybe((stage == Stage::Failed).then(|| notice(Tone::Problem, t(Key::StopFailed), None)))
            .child(el("h3", "wink-subtitle").text(t(Key::SharedLabel)))
            .child(list(Detail::Full)),
        Stage::Confirming | Stage::Running => el("section", "wink-panel wink-panel-danger")
            .set("aria-labelledby", "wink-stop")
            .child(
                el("h3", "wink-subtitle")
                    .set("id", "wink-stop")
                    .set("tabindex", "-1")
                    .text(t_with(Key::StopTitle, &names.pairs())),
            )
            .child(bare("p").text(t_with(Key::StopBody, &names.pairs())))
            .maybe((!stored.is_empty()).then(|| list(Detail::NameOnly))),
    }
}

/// Each step removes the focused button, so the focus moves to where the person continues to read.
fn follow_with_focus(view: View, root: Node) {
    let (version, stage) = changes(move || stage(view));
    effect(move || {
        let is_first = version.get() <= 1;
        if let Some(root) = root.get().filter(|_| !is_first) {
            let is_asking = matches!(stage(), Some(Stage::Confirming | Stage::Running));
            focus_in(&root, if is_asking { "#wink-stop" } else { ".wink-foot button" });
        }
    });
}

fn foot(view: View, stage: Stage) -> El {
    let group = el("div", "wink-group wink-group-foot");
    match stage {
        Stage::Idle | Stage::Failed => group
            .child(action(view, Rank::Secondary, t(Key::StopSharing), Event::RevokePressed))
            .child(action(view, Rank::Quiet, t(Key::ConnectAnother), Event::ChooseAnotherPressed)),
        Stage::Confirming => group
            .child(action(view, Rank::Danger, t(Key::StopYes), Event::RevokeConfirmed))
            .child(action(view, Rank::Secondary, t(Key::StopNo), Event::RevokeCancelled)),
        Stage::Running => group.child(
            button(Rank::Danger.class()).set("aria-disabled", "true").child(spinner()).text(t(Key::Stopping)),
        ),
    }
}
