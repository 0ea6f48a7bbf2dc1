//! The one-time code: one field, where the code was sent, how long it is good for, and how to get another.

use crate::messages::{Key, t, t_count, t_with};
use crate::ui::{
    Heading, Live, LogoSize, SubmitButton, Tone, always, effect, focus_in, has_fine_pointer, live, live_view,
    memo, minutes_and_seconds, name_of, nothing, notice, on_press, provider_logo,
};
use crate::view::View;
use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, SubmitEvent};
use wink_flow::{CodePhase, Contact, Event, Link, SecondFactor, State};
use wink_wire::{CodeChannel, Mode, Secret};

const fn factor(state: &State) -> Option<&SecondFactor> {
    match state {
        State::SecondFactor(factor) => Some(factor),
        _ => None,
    }
}

const INPUT: &str = "#wink-code";

pub(super) fn screen(view: View) -> AnyView {
    let Some(first) = view.peek(|flow| factor(flow.state()).cloned()) else { return nothing() };
    let form = NodeRef::<html::Form>::new();
    let sent = view.part(|state| factor(state).map(sent_text));
    let phase = view.part(|state| factor(state).map(|now| Some(now.phase)));
    let is_sending = memo(move || matches!(phase.get(), Some(CodePhase::Sending(_))));
    focus_field(form, phase);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        view.send(Event::CodeSubmitted);
    };
    view! {
        <form class="wink-screen" novalidate node_ref=form on:submit=submit>
            <div class="wink-body">
                {provider_logo(&first.link.provider, LogoSize::Large)}
                <Heading text=always(t(Key::CodeTitle).to_owned()) />
                <p class="wink-lead" id="wink-code-sent">{live(move || sent.get())}</p>
                {code_field(view, phase)}
                {live_view(move || phase.get().and_then(trouble))}
                {lost_notice(view)}
                {clock(view)}
                {resend(view, phase)}
                {sandbox_code(view, &first.link).map(|hint| notice(Tone::Note, hint, None))}
            </div>
            <div class="wink-foot">
                <SubmitButton label=t(Key::Continue) busy_label=live(|| t(Key::Checking)) is_busy=is_sending />
            </div>
        </form>
    }
    .into_any()
}

/// With a mouse at once, and wherever it has to be typed again.
fn focus_field(form: NodeRef<html::Form>, phase: Memo<Option<CodePhase>>) {
    effect(move || {
        let is_wanted = match phase.get() {
            Some(CodePhase::Wrong(_) | CodePhase::NotSent) => true,
            Some(CodePhase::Typing) => has_fine_pointer(),
            _ => false,
        };
        if let Some(form) = form.get().filter(|_| is_wanted) {
            focus_in(&form, INPUT);
        }
    });
}

fn code_field(view: View, phase: Memo<Option<CodePhase>>) -> AnyView {
    let code = view.part(|state| factor(state).map(|now| now.code.clone()));
    let length = view.part(|state| factor(state).map(|now| now.code_length));
    let is_wrong = move || matches!(phase.get(), Some(CodePhase::Wrong(_)));
    let edit = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let typed = input.value();
        let code = only_code(&typed, length.get_untracked());
        if code != typed {
            input.set_value(&code);
        }
        view.send(Event::CodeEdited(Secret::from(code)));
    };
    view! {
        <div class="wink-field">
            <label for="wink-code">{t(Key::CodeLabel)}</label>
            <input
                class="wink-input wink-code"
                id="wink-code"
                type="text"
                inputmode="numeric"
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                aria-describedby="wink-code-sent wink-code-trouble"
                aria-invalid=live(move || is_wrong().then_some("true"))
                readonly=live(move || phase.get().is_some_and(CodePhase::is_busy))
                prop:value=live(move || code.get().expose().to_owned())
                on:input=edit
            />
        </div>
    }
    .into_any()
}

/// A pasted code may bring spaces and dashes along.
fn only_code(typed: &str, length: usize) -> String {
    let most = if length == 0 { usize::MAX } else { length };
    typed.chars().filter(|c| c.is_alphanumeric()).take(most).collect()
}

fn trouble(phase: CodePhase) -> Option<AnyView> {
    let (tone, text) = match phase {
        CodePhase::Wrong(0) => (Tone::Problem, t(Key::CodeWrongLast).to_owned()),
        CodePhase::Wrong(left) => {
            (Tone::Problem, t_count(Key::CodeWrongOne, Key::CodeWrongOther, left.into()))
        }
        CodePhase::NotSent => (Tone::Problem, t(Key::CodeNotSent).to_owned()),
        CodePhase::Resent => (Tone::Note, t(Key::CodeResent).to_owned()),
        CodePhase::Typing | CodePhase::Sending(_) | CodePhase::Resending(_) => return None,
    };
    Some(view! { <div id="wink-code-trouble">{notice(tone, text, None)}</div> }.into_any())
}

fn lost_notice(view: View) -> Live<AnyView> {
    let is_lost = view.part(|state| factor(state).map(|now| now.link.watch.contact != Contact::Good));
    live_view(move || {
        is_lost.get().then(|| {
            let again = view! {
                <button type="button" class="wink-link" on:click=on_press(move || view.send(Event::ReconnectPressed))>
                    {t(Key::TryNow)}
                </button>
            };
            notice(Tone::Caution, t(Key::ConnectionLost).to_owned(), Some(again.into_any()))
        })
    })
}

fn clock(view: View) -> AnyView {
    let left = view.part(|state| factor(state).map(|now| now.seconds_left));
    let text = live(move || match left.get() {
        0 => t(Key::CodeExpired).to_owned(),
        seconds => t_with(Key::CodeExpiresIn, &[("time", &minutes_and_seconds(seconds))]),
    });
    view! { <p class="wink-muted wink-clock" role="timer">{text}</p> }.into_any()
}

fn resend(view: View, phase: Memo<Option<CodePhase>>) -> Live<AnyView> {
    let wait = view.part(|state| factor(state).map(|now| now.resend_in_seconds));
    let can_be_asked = memo(move || wait.get().is_some());
    let is_ready = move || wait.get() == Some(0) && !phase.get().is_some_and(CodePhase::is_busy);
    let label = move || match (phase.get(), wait.get().unwrap_or(0)) {
        (Some(CodePhase::Resending(_)), _) => t(Key::Resending).to_owned(),
        (_, 0) => t(Key::Resend).to_owned(),
        (_, seconds) => t_with(Key::ResendIn, &[("time", &minutes_and_seconds(seconds))]),
    };
    live_view(move || {
        can_be_asked.get().then(|| {
            view! {
                <button
                    type="button"
                    class="wink-link"
                    aria-disabled=live(move || (!is_ready()).then_some("true"))
                    on:click=on_press(move || view.send(Event::ResendPressed))
                >
                    {live(label)}
                </button>
            }
            .into_any()
        })
    })
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
