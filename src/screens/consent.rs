//! Who asks, what will be shared, for how long, and how to take it back.

use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    ActionButton, Detail, Heading, Icon, LogoSize, Rank, always, company_name, data_point_list, document,
    icon, live, live_view, logo, nothing, on_press,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Document, Event, State};

pub(super) fn screen(view: View) -> AnyView {
    let Some((consent, logo_url)) = view.peek(|flow| {
        let session = flow.session()?;
        Some((session.consent.clone(), session.logo_url.clone().unwrap_or_default()))
    }) else {
        return nothing();
    };
    let company = company_name(view);
    let names = [("company", company.as_str())];
    let is_unfolded = view.part(|state| match state {
        State::Consent(consent) => Some(consent.document == Document::Unfolded),
        _ => None,
    });
    let kept = t_count(Key::ConsentKeptOne, Key::ConsentKeptOther, consent.retention_days.into());
    let promises = view! {
        <ul class="wink-facts wink-promises">
            {promise(Icon::Clock, kept, t(Key::ConsentKeptDetail).to_owned())}
            {promise(Icon::Stop, t(Key::ConsentRevoke).to_owned(), t(Key::ConsentRevokeDetail).to_owned())}
            {promise(
                Icon::Lock,
                t(Key::ConsentPassword).to_owned(),
                t_with(Key::ConsentPasswordDetail, &names),
            )}
        </ul>
    };
    let toggle = view! {
        <button
            type="button"
            class="wink-link wink-disclosure"
            aria-expanded=live(move || if is_unfolded.get() { "true" } else { "false" })
            aria-controls="wink-agreement"
            on:click=on_press(move || view.send(Event::DocumentToggled))
        >
            {icon(Icon::Document)}
            <span>{live(move || t(if is_unfolded.get() { Key::HideAgreement } else { Key::ReadAgreement }))}</span>
            {icon(Icon::ChevronDown)}
        </button>
    };
    let points = data_point_list(&consent.data_points, Detail::Full);
    view! {
        <div class="wink-screen">
            <div class="wink-body">
                {logo(&company, &company, &logo_url, LogoSize::Large)}
                <Heading text=always(t_with(Key::ConsentTitle, &names)) />
                <p class="wink-lead">{t_with(Key::ConsentLead, &names)}</p>
                {points}
                {promises}
                {toggle}
                <div id="wink-agreement">
                    {live_view(move || is_unfolded.get().then(|| document(&consent)))}
                </div>
            </div>
            <div class="wink-foot">
                <ActionButton view rank=Rank::Primary label=t(Key::Agree) event=Event::ConsentGiven />
            </div>
        </div>
    }
    .into_any()
}

fn promise(mark: Icon, title: String, detail: String) -> AnyView {
    view! {
        <li class="wink-fact">
            <span class="wink-fact-icon">{icon(mark)}</span>
            <span class="wink-fact-text">
                <strong>{title}</strong>
                <span class="wink-muted">{detail}</span>
            </span>
        </li>
    }
    .into_any()
}
