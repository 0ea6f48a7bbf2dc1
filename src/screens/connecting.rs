//! The account is being linked: named steps with the state that the service reports.

use crate::messages::{Key, t, t_with};
use crate::ui::{
    Heading, Icon, LogoSize, Tone, company_name, icon, live, live_view, memo, name_of, notice, on_press,
    provider_logo,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Connecting, Contact, Event, ProviderSummary, State};
use wink_wire::LinkStep;

const fn connecting(state: &State) -> Option<&Connecting> {
    match state {
        State::Connecting(connecting) => Some(connecting),
        _ => None,
    }
}

pub(super) fn screen(view: View) -> AnyView {
    let provider = view.part(|state| connecting(state).map(|now| now.link.provider.clone()));
    let place = view.part(|state| connecting(state).map(|now| place(now.step)));
    let is_patient = view.part(|state| connecting(state).map(|now| now.patience.is_some()));
    let is_lost = view.part(|state| connecting(state).map(|now| now.link.watch.contact != Contact::Good));
    // A code is checked only where one was asked for; once it was, the step stays on the list.
    let has_code = Memo::new(move |seen: Option<&bool>| {
        seen.copied().unwrap_or(false) || place.get() == Place::CheckingCode
    });
    let company = company_name(view);
    let row = move |step: LinkStep, own: Place| step_row(provider, place, step, own);
    let below = live(move || {
        if is_lost.get() {
            let again = view! {
                <button type="button" class="wink-link" on:click=on_press(move || view.send(Event::ReconnectPressed))>
                    {t(Key::TryNow)}
                </button>
            };
            notice(Tone::Caution, t(Key::ConnectionLost).to_owned(), Some(again.into_any()))
        } else if is_patient.get() {
            view! { <p class="wink-muted wink-centred">{t(Key::ConnectingLead)}</p> }.into_any()
        } else {
            notice(Tone::Note, t_with(Key::TakesLonger, &[("company", &company)]), None)
        }
    });
    view! {
        <div class="wink-screen">
            <div class="wink-body wink-body-middle">
                <span class="wink-orbit" class:wink-orbit-still=live(move || is_lost.get())>
                    {live(move || provider_logo(&provider.get(), LogoSize::Large))}
                </span>
                <Heading text=live(move || {
                    t_with(Key::ConnectingTitle, &[("provider", name_of(&provider.get()))])
                }) />
                <ol class="wink-steps">
                    {row(LinkStep::SigningIn, Place::SigningIn)}
                    {live_view(move || has_code.get().then(|| row(LinkStep::CheckingCode, Place::CheckingCode)))}
                    {row(LinkStep::ReadingRecords, Place::Reading)}
                </ol>
                <div class="wink-below">{below}</div>
            </div>
        </div>
    }
    .into_any()
}

/// What is being done, in words.
pub(crate) fn step_text(step: LinkStep, provider: &ProviderSummary) -> String {
    match step {
        LinkStep::SigningIn => t_with(Key::StepSigningIn, &[("provider", name_of(provider))]),
        LinkStep::CheckingCode => t(Key::StepCheckingCode).to_owned(),
        LinkStep::ReadingRecords | LinkStep::Unknown => t(Key::StepReading).to_owned(),
    }
}

/// How far linking has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd)]
enum Place {
    #[default]
    SigningIn,
    CheckingCode,
    Reading,
}

/// A step newer than this build comes after those that are known.
const fn place(step: LinkStep) -> Place {
    match step {
        LinkStep::SigningIn => Place::SigningIn,
        LinkStep::CheckingCode => Place::CheckingCode,
        LinkStep::ReadingRecords | LinkStep::Unknown => Place::Reading,
    }
}

fn step_row(provider: Memo<ProviderSummary>, place: Memo<Place>, step: LinkStep, own: Place) -> AnyView {
    let state = memo(move || {
        let now = place.get();
        if own < now {
            "done"
        } else if own == now {
            "current"
        } else {
            "to-come"
        }
    });
    let spoken = move || {
        t(match state.get() {
            "done" => Key::StepDone,
            "current" => Key::StepUnderWay,
            _ => Key::StepToCome,
        })
    };
    view! {
        <li
            class="wink-step"
            data-state=live(move || state.get())
            aria-current=live(move || (state.get() == "current").then_some("step"))
        >
            <span class="wink-step-mark">{icon(Icon::Check)}</span>
            <span>
                {live(move || step_text(step, &provider.get()))}
                {live(move || if state.get() == "current" { "…" } else { "" })}
                <span class="wink-hidden">{live(move || [", ", spoken()].concat())}</span>
            </span>
        </li>
    }
    .into_any()
}
