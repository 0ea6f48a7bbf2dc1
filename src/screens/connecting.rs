//! The account is being linked: the steps, with the state that the service reports.

use crate::messages::{Key, t, t_with};
use crate::ui::{
    El, Icon, LogoSize, Tone, bare, button, company_name, el, heading, icon, name_of, notice, provider_logo,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Connecting, Contact, Event, ProviderSummary, State};
use wink_wire::LinkStep;

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&Connecting) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::Connecting(connecting) => Some(part(connecting)),
        _ => None,
    })
}

pub(super) fn screen(view: View) -> AnyView {
    let provider = move || read(view, |now| now.link.provider.clone()).unwrap_or_default();
    let is_lost = move || read(view, |now| now.link.watch.contact) != Some(Contact::Good);
    let logo = el("span", "wink-orbit")
        .follow_flag("data-still", is_lost)
        .switch(provider, |provider| Some(provider_logo(&provider, LogoSize::Large).into()));
    let title = move || t_with(Key::ConnectingTitle, &[("provider", name_of(&provider()))]);
    let company = company_name(view);
    let below = move |(is_lost, is_patient)| {
        Some(match (is_lost, is_patient) {
            (true, _) => lost_notice(view).into(),
            (false, true) => el("p", "wink-muted wink-centred").text(t(Key::ConnectingLead)).into(),
            (false, false) => {
                notice(Tone::Note, t_with(Key::TakesLonger, &[("company", &company)]), None).into()
            }
        })
    };
    let is_patient = move || read(view, |now| now.slow_timer.is_some()).unwrap_or(true);
    let body = el("div", "wink-body wink-body-middle")
        .child(logo)
        .child(heading(title))
        .child(steps(view))
        .child(el("div", "wink-below").switch(move || (is_lost(), is_patient()), below));
    el("div", "wink-screen").child(body).into()
}

/// The text of the current step.
pub(crate) fn step_text(step: LinkStep, provider: &ProviderSummary) -> String {
    match step {
        LinkStep::AtProvider | LinkStep::SigningIn => {
            t_with(Key::StepSigningIn, &[("provider", name_of(provider))])
        }
        LinkStep::CheckingCode => t(Key::StepCheckingCode).to_owned(),
        LinkStep::ReadingRecords | LinkStep::Unknown => t(Key::StepReading).to_owned(),
    }
}

/// "Connection lost", with a button to retry at once.
pub(super) fn lost_notice(view: View) -> El {
    let again = button("wink-link").on_click(view, Event::ReconnectPressed).text(t(Key::TryNow));
    notice(Tone::Caution, t(Key::ConnectionLost), Some(again))
}

/// The progress of linking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    #[default]
    SigningIn,
    CheckingCode,
    Reading,
}

/// A step newer than this build comes after the known ones.
const fn place(step: LinkStep) -> Place {
    match step {
        LinkStep::AtProvider | LinkStep::SigningIn => Place::SigningIn,
        LinkStep::CheckingCode => Place::CheckingCode,
        LinkStep::ReadingRecords | LinkStep::Unknown => Place::Reading,
    }
}

fn steps(view: View) -> El {
    // The step of checking a code is listed only once a code was requested. Then it stays.
    let has_code = StoredValue::new(false);
    let is_with_code = move || {
        if read(view, |now| now.step) == Some(LinkStep::CheckingCode) {
            has_code.set_value(true);
        }
        has_code.get_value()
    };
    let list = move |is_with_code: bool| {
        let code = is_with_code.then_some(LinkStep::CheckingCode);
        let steps = [Some(LinkStep::SigningIn), code, Some(LinkStep::ReadingRecords)];
        Some(
            el("ol", "wink-steps")
                .children(steps.into_iter().flatten().map(|step| step_row(view, step)))
                .into(),
        )
    };
    bare("div").switch(is_with_code, list)
}

fn step_row(view: View, step: LinkStep) -> El {
    let now = move || read(view, |now| place(now.step)).unwrap_or_default();
    let own = place(step);
    let state = move || match now() {
        now if own < now => "done",
        now if own == now => "current",
        _ => "to-come",
    };
    let spoken = move || {
        let state = match state() {
            "done" => Key::StepDone,
            "current" => Key::StepInProgress,
            _ => Key::StepToCome,
        };
        [", ", t(state)].concat()
    };
    let text = move || {
        let text = read(view, |now| step_text(step, &now.link.provider)).unwrap_or_default();
        if own == now() { text + "…" } else { text }
    };
    let text = bare("span").live_text(text).child(el("span", "wink-hidden").live_text(spoken));
    el("li", "wink-step")
        .follow("data-state", move || Some(state()))
        .follow("aria-current", move || (own == now()).then_some("step"))
        .child(el("span", "wink-step-mark").child(icon(Icon::Check)))
        .child(text)
}
