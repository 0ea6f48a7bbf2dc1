//! Who asks, what will be shared, for how long, and how to take it back.

use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    Detail, El, Icon, LogoSize, Rank, action, bare, button, company_name, data_point_list, document, el,
    fact, heading, icon, logo, nothing,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Document, Event, State};
use wink_wire::ConsentDocument;

pub(super) fn screen(view: View) -> AnyView {
    let session = view.peek(|flow| {
        let session = flow.session()?;
        Some((session.consent.clone(), session.logo_url.clone().unwrap_or_default()))
    });
    let Some((consent, logo_url)) = session else { return nothing() };
    let company = company_name(view);
    let names = [("company", company.as_str())];
    let title = t_with(Key::ConsentTitle, &names);
    let body = el("div", "wink-body")
        .child(logo(&company, &company, &logo_url, LogoSize::Large))
        .child(heading(move || title.clone()))
        .child(el("p", "wink-lead").text(t_with(Key::ConsentLead, &names)))
        .child(data_point_list(&consent.data_points, Detail::Full))
        .child(promises(&consent, &names))
        .child(toggle(view))
        .child(bare("div").set("id", "wink-agreement").switch(
            move || is_unfolded(view),
            move |is_unfolded| is_unfolded.then(|| document(&consent).into()),
        ));
    let foot = el("div", "wink-foot").child(action(view, Rank::Primary, t(Key::Agree), Event::ConsentGiven));
    el("div", "wink-screen").child(body).child(foot).into()
}

fn is_unfolded(view: View) -> bool {
    view.read(
        |flow| matches!(flow.state(), State::Consent(consent) if consent.document == Document::Unfolded),
    )
}

/// For how long, how to take it back, and what happens to passwords.
fn promises(consent: &ConsentDocument, names: &[(&str, &str)]) -> El {
    let kept = t_count(Key::ConsentKeptOne, Key::ConsentKeptOther, consent.retention_days.into());
    let private = t_with(Key::ConsentPasswordDetail, names);
    el("ul", "wink-facts wink-promises")
        .child(fact(Icon::Clock, kept.into(), Some(t(Key::ConsentKeptDetail).into())))
        .child(fact(Icon::Stop, t(Key::ConsentRevoke).into(), Some(t(Key::ConsentRevokeDetail).into())))
        .child(fact(Icon::Lock, t(Key::ConsentPassword).into(), Some(private.into())))
}

/// The document opens in place.
fn toggle(view: View) -> El {
    let label = move || t(if is_unfolded(view) { Key::HideAgreement } else { Key::ReadAgreement });
    button("wink-link wink-disclosure")
        .follow_bool("aria-expanded", move || is_unfolded(view))
        .set("aria-controls", "wink-agreement")
        .says(view, Event::DocumentToggled)
        .child(icon(Icon::Document))
        .child(bare("span").live_text(label))
        .child(icon(Icon::ChevronDown))
}
