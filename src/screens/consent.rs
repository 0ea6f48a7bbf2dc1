//! The consent screen: who asks, what is shared, for how long, and how to revoke it.

use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    Detail, El, Icon, LogoSize, Rank, action, bare, button, company_name, data_point_list, document, el,
    fact, heading, icon, logo, nothing,
};
use crate::view::View;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;
use wink_flow::{Document, Event, Flow, State};
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
    // Without a name there is nothing to make a monogram of.
    let mark = if company == t(Key::TheCompany) {
        nothing()
    } else {
        logo(&company, &company, &logo_url, LogoSize::Large).into()
    };
    let body = el("div", "wink-body")
        .child(mark)
        .child(heading(move || title.clone()))
        .child(el("p", "wink-lead").text(t_with(Key::ConsentLead, &names)))
        .child(data_point_list(&consent.data_points, Detail::Full))
        .child(promises(&consent, &names))
        .child(toggle(view))
        .child(bare("div").set("id", "wink-agreement").switch(
            move || view.read(is_unfolded),
            move |is_unfolded| is_unfolded.then(|| document(&consent).into()),
        ));
    let foot = el("div", "wink-foot").child(action(view, Rank::Primary, t(Key::Agree), Event::ConsentGiven));
    el("div", "wink-screen").child(body).child(foot).into()
}

fn is_unfolded(flow: &Flow) -> bool {
    matches!(flow.state(), State::Consent(consent) if consent.document == Document::Unfolded)
}

/// How long data is shared, how to revoke the consent, and what happens to passwords.
fn promises(consent: &ConsentDocument, names: &[(&str, &str)]) -> El {
    let kept = t_count(Key::ConsentKept, consent.retention_days.into(), &[]);
    let private = t_with(Key::ConsentPasswordDetail, names);
    el("ul", "wink-facts wink-promises")
        .child(fact(Icon::Clock, kept.into(), Some(t(Key::ConsentKeptDetail).into())))
        .child(fact(Icon::Stop, t(Key::ConsentRevoke).into(), Some(t(Key::ConsentRevokeDetail).into())))
        .child(fact(Icon::Lock, t(Key::ConsentPassword).into(), Some(private.into())))
}

/// Scrolls the document into view, because it opens below the visible part.
fn show_document(view: View, click: &web_sys::Event) {
    let Some(toggle) = click.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    request_animation_frame(move || {
        if view.try_peek(is_unfolded) == Some(true) {
            toggle.scroll_into_view();
        }
    });
}

/// The document opens in place.
fn toggle(view: View) -> El {
    let label = move || t(if view.read(is_unfolded) { Key::HideAgreement } else { Key::ReadAgreement });
    button("wink-link wink-disclosure")
        .follow_bool("aria-expanded", move || view.read(is_unfolded))
        .set("aria-controls", "wink-agreement")
        .on_click(view, Event::DocumentToggled)
        .on("click", move |event| show_document(view, &event))
        .child(icon(Icon::Document))
        .child(bare("span").live_text(label))
        .child(icon(Icon::ChevronDown))
}
