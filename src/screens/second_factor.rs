//! The second factor: the frame that all kinds share. The content of each kind is in its own module.

mod approve;
mod cards;
mod choose_account;
mod choose_destination;
mod choose_image;
mod one_time_code;
mod read_image;
mod security_questions;
mod texts;

pub(crate) use texts::factor_texts;

use super::connecting::lost_notice;
use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    El, LogoSize, Node, Tone, button, changes, effect, el, focus_in, has_fine_pointer, heading,
    minutes_and_seconds, name_of, next_frame, notice, provider_logo, reveal_in, submit,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Contact, Event, Factor, FactorPhase, SecondFactor, State};

/// The ids of the prompt and of the error message; fields are described by both.
const LEAD_ID: &str = "wink-factor-lead";
const TROUBLE_ID: &str = "wink-factor-trouble";
const TROUBLE: &str = "#wink-factor-trouble";
const DESCRIBED_BY: &str = "wink-factor-lead wink-factor-trouble";

/// The content of a kind.
struct Part {
    title: String,
    /// The prompt. It follows the flow, because another challenge can be requested.
    lead: fn(&SecondFactor) -> String,
    fields: El,
    focus: Focus,
    /// The button's text. `None` if the answer is given elsewhere.
    button: Option<Key>,
}

/// Where the focus goes when something has to be entered again, and whether it goes there at once where that brings up no
/// on-screen keyboard.
#[derive(Clone, Copy)]
struct Focus {
    on: fn(&Factor) -> String,
    at_once: bool,
}

impl Focus {
    /// On the one field, at once.
    const FIELD: Self = Self { on: |_| ".wink-input".into(), at_once: true };
    /// On the chosen one of several, else on the first.
    const CHOICE: Self = Self { on: |_| ".wink-card input".into(), at_once: false };
}

fn part(view: View, factor: &SecondFactor) -> Part {
    match &factor.factor {
        Factor::OneTimeCode(_) => one_time_code::part(view, factor),
        Factor::ChooseDestination(asked) => choose_destination::part(view, asked),
        Factor::SecurityQuestions(asked) => security_questions::part(view, asked),
        Factor::ChooseAccount(asked) => choose_account::part(view, asked),
        Factor::ChooseImage(asked) => choose_image::part(view, asked),
        Factor::ReadImage(_) => read_image::part(view),
        Factor::Approve(_) => approve::part(view),
    }
}

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&SecondFactor) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::SecondFactor(factor) => Some(part(factor)),
        _ => None,
    })
}

fn phase(view: View) -> Option<FactorPhase> {
    read(view, |now| now.phase)
}

fn is_busy(view: View) -> bool {
    phase(view).is_some_and(FactorPhase::is_busy)
}

pub(super) fn screen(view: View) -> AnyView {
    // The factors of a chain may follow each other without another screen in between.
    let page = move || read(view, |now| now.page);
    let shown = move |page: Option<_>| {
        page?;
        let factor = view.peek(|flow| match flow.state() {
            State::SecondFactor(factor) => Some(factor.clone()),
            _ => None,
        });
        factor.map(|factor| frame(view, &factor).into())
    };
    el("div", "wink-pages").switch(page, shown).into()
}

fn frame(view: View, first: &SecondFactor) -> El {
    let form = Node::new();
    let Part { title, lead, fields, focus, button } = part(view, first);
    let is_lost = move || read(view, |now| now.link.watch.contact != Contact::Good).unwrap_or(false);
    let lead = move || read(view, lead).unwrap_or_default();
    let trouble = move |phase: Option<FactorPhase>| Some(trouble(phase?, view.peek(current_texts)?)?.into());
    let body = el("div", "wink-body")
        .child(provider_logo(&first.link.provider, LogoSize::Large))
        .child(heading(move || title.clone()))
        .child(el("p", "wink-lead").set("id", LEAD_ID).live_text(lead))
        .child(fields)
        .child(el("div", "wink-said").set("id", TROUBLE_ID).switch(move || phase(view), trouble))
        .switch(is_lost, move |is_lost| is_lost.then(|| lost_notice(view).into()))
        .child(el("p", "wink-muted wink-clock").set("role", "timer").live_text(move || clock(view)))
        .switch(
            move || read(view, |now| now.resend_in_seconds.is_some()).unwrap_or(false),
            move |can_be_asked| can_be_asked.then(|| resend(view).into()),
        )
        .child(other_login(view))
        .maybe(one_time_code::sandbox_hint(view, first).map(|hint| notice(Tone::Note, hint, None)));
    // After the heading has taken the focus.
    follow_focus(view, form, focus);
    let busy = move || matches!(phase(view), Some(FactorPhase::Sending(_))).then(|| t(Key::Checking));
    let foot = el("div", "wink-foot").maybe(button.map(|key| submit(t(key), busy)));
    el("form", "wink-screen")
        .set("novalidate", "")
        .node(form)
        .on("submit", move |event| {
            event.prevent_default();
            view.send(Event::FactorSubmitted);
        })
        .child(body)
        .child(foot)
}

fn follow_focus(view: View, form_node: Node, focus: Focus) {
    let (version, phase) = changes(move || phase(view));
    effect(move || {
        version.get();
        let is_wanted = match phase().flatten() {
            Some(FactorPhase::Wrong(_) | FactorPhase::NotSent | FactorPhase::Missing) => true,
            Some(FactorPhase::Answering) => focus.at_once && has_fine_pointer(),
            _ => false,
        };
        let Some(form) = form_node.get().filter(|_| is_wanted) else { return };
        // Does not interrupt a person who is typing.
        let is_inside = form.query_selector("input:focus").ok().flatten().is_some();
        let is_typing = phase().flatten() == Some(FactorPhase::Answering) && is_inside;
        let on = view.peek(|flow| match flow.state() {
            State::SecondFactor(now) => Some((focus.on)(&now.factor)),
            _ => None,
        });
        if let Some(on) = on.filter(|_| !is_typing) {
            focus_in(&form, &on);
        }
        // The error is below the choice, which may be as high as the dialog.
        next_frame(form_node, |form| reveal_in(&form, TROUBLE));
    });
}

fn trouble(phase: FactorPhase, texts: texts::FactorTexts) -> Option<El> {
    let (tone, text) = match phase {
        FactorPhase::Wrong(0) => (Tone::Problem, t(texts.wrong_last).to_owned()),
        FactorPhase::Wrong(left) => (Tone::Problem, t_count(texts.wrong, left.into(), &[])),
        FactorPhase::NotSent => (Tone::Problem, t(Key::CodeNotSent).to_owned()),
        FactorPhase::Missing => (Tone::Problem, t(texts.missing?).to_owned()),
        FactorPhase::Resent => (Tone::Note, t(texts.resent).to_owned()),
        FactorPhase::Answering | FactorPhase::Sending(_) | FactorPhase::Resending(_) => return None,
    };
    Some(notice(tone, text, None))
}

fn clock(view: View) -> String {
    let now = read(view, |now| (now.seconds_left, factor_texts(&now.factor)));
    match now {
        Some((0, texts)) => t(texts.expired).to_owned(),
        Some((seconds, texts)) => t_with(texts.expires_in, &[("time", &minutes_and_seconds(seconds))]),
        None => String::new(),
    }
}

fn resend(view: View) -> El {
    let wait = move || read(view, |now| now.resend_in_seconds).flatten().unwrap_or_default();
    let is_waiting = move || wait() > 0 || is_busy(view);
    let label = move || {
        let Some(texts) = view.peek(current_texts) else { return String::new() };
        match (phase(view), wait()) {
            (Some(FactorPhase::Resending(_)), _) => t(texts.resending).to_owned(),
            (_, 0) => t(texts.resend).to_owned(),
            (_, seconds) => t_with(texts.resend_in, &[("time", &minutes_and_seconds(seconds))]),
        }
    };
    button("wink-link")
        .follow_flag("aria-disabled", is_waiting)
        .on_click(view, Event::ResendPressed)
        .live_text(label)
}

/// For people who logged in with the wrong account, or get no code here.
fn other_login(view: View) -> El {
    button("wink-link")
        .follow_flag("aria-disabled", move || is_busy(view))
        .on_click(view, Event::LogInDifferentlyPressed)
        .text(t(Key::LogInDifferently))
}

fn current_texts(flow: &wink_flow::Flow) -> Option<texts::FactorTexts> {
    match flow.state() {
        State::SecondFactor(now) => Some(factor_texts(&now.factor)),
        _ => None,
    }
}

/// A text with the provider's name in it.
fn about(key: Key, factor: &SecondFactor) -> String {
    t_with(key, &[("provider", name_of(&factor.link.provider))])
}
