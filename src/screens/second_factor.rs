//! The one-time code: one field, where the code was sent, how long it is good for, and how to get another.

use super::connecting::lost_notice;
use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    El, LogoSize, Node, Tone, bare, button, changes, effect, el, focus_in, has_fine_pointer, heading, live,
    minutes_and_seconds, name_of, nothing, notice, provider_logo, submit,
};
use crate::view::View;
use leptos::prelude::*;
use web_sys::HtmlInputElement;
use wink_flow::{CodePhase, Contact, Event, Link, SecondFactor, State};
use wink_wire::{CodeChannel, Mode, Secret};

const fn factor(state: &State) -> Option<&SecondFactor> {
    match state {
        State::SecondFactor(factor) => Some(factor),
        _ => None,
    }
}

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&SecondFactor) -> T) -> Option<T> {
    view.read(|flow| factor(flow.state()).map(part))
}

fn phase(view: View) -> Option<CodePhase> {
    read(view, |now| now.phase)
}

pub(super) fn screen(view: View) -> AnyView {
    let Some(first) = view.peek(|flow| factor(flow.state()).cloned()) else { return nothing() };
    let form = Node::new();
    let sent = move || read(view, sent_text).unwrap_or_default();
    let is_lost = move || read(view, |now| now.link.watch.contact != Contact::Good).unwrap_or(false);
    let body = el("div", "wink-body")
        .child(provider_logo(&first.link.provider, LogoSize::Large))
        .child(heading(|| t(Key::CodeTitle)))
        .child(el("p", "wink-lead").set("id", "wink-code-sent").live_text(sent))
        .child(code_field(view))
        .child(
            bare("div")
                .set("id", "wink-code-trouble")
                .switch(move || phase(view), |phase| phase.and_then(trouble).map(Into::into)),
        )
        .switch(is_lost, move |is_lost| is_lost.then(|| lost_notice(view).into()))
        .child(el("p", "wink-muted wink-clock").set("role", "timer").live_text(move || clock(view)))
        .switch(
            move || read(view, |now| now.resend_in_seconds.is_some()).unwrap_or(false),
            move |can_be_asked| can_be_asked.then(|| resend(view).into()),
        )
        .maybe(sandbox_code(view, &first.link).map(|hint| notice(Tone::Note, hint, None)));
    // After the heading has taken the focus.
    focus_field(view, form);
    let busy = move || matches!(phase(view), Some(CodePhase::Sending(_))).then(|| t(Key::Checking));
    let foot = el("div", "wink-foot").child(submit(t(Key::Continue), busy));
    el("form", "wink-screen")
        .set("novalidate", "")
        .node(form)
        .on("submit", move |event| {
            event.prevent_default();
            view.send(Event::CodeSubmitted);
        })
        .child(body)
        .child(foot)
        .into()
}

/// With a mouse at once, and wherever it has to be typed again.
fn focus_field(view: View, form: Node) {
    let (version, phase) = changes(move || phase(view));
    effect(move || {
        version.get();
        let is_wanted = match phase().flatten() {
            Some(CodePhase::Wrong(_) | CodePhase::NotSent) => true,
            Some(CodePhase::Typing) => has_fine_pointer(),
            _ => false,
        };
        if let Some(form) = form.get().filter(|_| is_wanted) {
            focus_in(&form, "#wink-code");
        }
    });
}

fn code_field(view: View) -> El {
    let edit = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let typed = input.value();
        let length = view.peek(|flow| factor(flow.state()).map(|now| now.code_length));
        let code = only_code(&typed, length.unwrap_or_default());
        if code != typed {
            input.set_value(&code);
        }
        view.send(Event::CodeEdited(Secret::from(code)));
    };
    let input = el("input", "wink-input wink-code")
        .set("id", "wink-code")
        .set("type", "text")
        .set("inputmode", "numeric")
        .set("autocomplete", "one-time-code")
        .set("autocapitalize", "none")
        .set("spellcheck", "false")
        .set("enterkeyhint", "go")
        .set("aria-describedby", "wink-code-sent wink-code-trouble")
        .follow_flag("aria-invalid", move || matches!(phase(view), Some(CodePhase::Wrong(_))))
        .follow_flag("readonly", move || phase(view).is_some_and(CodePhase::is_busy))
        .value(live(move || read(view, |now| now.code.expose().to_owned()).unwrap_or_default()))
        .on("input", edit);
    el("div", "wink-field").child(bare("label").set("for", "wink-code").text(t(Key::CodeLabel))).child(input)
}

/// A pasted code may bring spaces and dashes along.
fn only_code(typed: &str, length: usize) -> String {
    let most = if length == 0 { usize::MAX } else { length };
    typed.chars().filter(char::is_ascii_alphanumeric).take(most).collect()
}

fn trouble(phase: CodePhase) -> Option<El> {
    let (tone, text) = match phase {
        CodePhase::Wrong(0) => (Tone::Problem, t(Key::CodeWrongLast).to_owned()),
        CodePhase::Wrong(left) => (Tone::Problem, t_count(Key::CodeWrong, left.into(), &[])),
        CodePhase::NotSent => (Tone::Problem, t(Key::CodeNotSent).to_owned()),
        CodePhase::Resent => (Tone::Note, t(Key::CodeResent).to_owned()),
        CodePhase::Typing | CodePhase::Sending(_) | CodePhase::Resending(_) => return None,
    };
    Some(notice(tone, text, None))
}

fn clock(view: View) -> String {
    match read(view, |now| now.seconds_left).unwrap_or_default() {
        0 => t(Key::CodeExpired).to_owned(),
        seconds => t_with(Key::CodeExpiresIn, &[("time", &minutes_and_seconds(seconds))]),
    }
}

fn resend(view: View) -> El {
    let wait = move || read(view, |now| now.resend_in_seconds).flatten().unwrap_or_default();
    let is_waiting = move || wait() > 0 || phase(view).is_some_and(CodePhase::is_busy);
    let label = move || match (phase(view), wait()) {
        (Some(CodePhase::Resending(_)), _) => t(Key::Resending).to_owned(),
        (_, 0) => t(Key::Resend).to_owned(),
        (_, seconds) => t_with(Key::ResendIn, &[("time", &minutes_and_seconds(seconds))]),
    };
    button("wink-link")
        .follow_flag("aria-disabled", is_waiting)
        .says(view, Event::ResendPressed)
        .live_text(label)
}

fn sent_text(factor: &SecondFactor) -> String {
    let key = match (factor.channel, &factor.destination) {
        (CodeChannel::Sms, Some(_)) => Key::CodeSmsTo,
        (CodeChannel::Sms, None) => Key::CodeSms,
        (CodeChannel::Email, Some(_)) => Key::CodeEmailTo,
        (CodeChannel::Email, None) => Key::CodeEmail,
        (CodeChannel::Authenticator, _) => Key::CodeApp,
        (CodeChannel::Unknown, _) => Key::CodeSent,
    };
    let destination = factor.destination.as_deref().unwrap_or_default();
    t_with(key, &[("provider", name_of(&factor.link.provider)), ("destination", destination)])
}

/// The code of the sandbox person who is logging in, where the host wants sandbox people to be shown.
fn sandbox_code(view: View, link: &Link) -> Option<String> {
    let is_wanted = view.peek(|flow| {
        let session = flow.session();
        session
            .is_some_and(|session| session.mode == Mode::Sandbox && session.preferences.enable_sample_model)
    });
    let form = link.form.as_ref().filter(|_| is_wanted)?;
    let typed = form.values.first()?.expose();
    let people = &form.login_option()?.sample_people;
    let person = people.iter().find(|person| person.values.first().is_some_and(|value| value == typed))?;
    Some(t_with(Key::SandboxCodeHint, &[("code", &person.code)]))
}
