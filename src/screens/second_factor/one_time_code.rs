//! The one-time code: one field, and where the code was sent.

use super::{DESCRIBED_BY, Focus, Part, is_busy, phase, read};
use crate::messages::{Key, t, t_with};
use crate::ui::{El, bare, el, live, name_of};
use crate::view::View;
use leptos::prelude::*;
use web_sys::HtmlInputElement;
use wink_flow::{Entry, Event, Factor, FactorPhase, OneTimeCode, SecondFactor};
use wink_wire::{Channel, Mode, Secret};

const fn code(factor: &SecondFactor) -> Option<&OneTimeCode> {
    match &factor.factor {
        Factor::OneTimeCode(code) => Some(code),
        _ => None,
    }
}

pub(super) fn part(view: View, first: &SecondFactor) -> Part {
    let length = code(first).map(|code| usize::from(code.asked.length));
    Part {
        title: t(Key::CodeTitle).to_owned(),
        lead: sent_text,
        fields: field(view, length.unwrap_or_default()),
        focus: Focus::FIELD,
        button: Some(Key::Continue),
    }
}

fn field(view: View, length: usize) -> El {
    let edit = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let typed = input.value();
        let code = OneTimeCode::read(&typed, length);
        if code != typed {
            input.set_value(&code);
        }
        view.send(Event::FactorEntered(Entry::Typed(0, Secret::from(code))));
    };
    let typed = move || read(view, |now| code(now).map(|code| code.code.expose().to_owned()));
    let input = el("input", "wink-input wink-code")
        .set("id", "wink-code")
        .set("type", "text")
        .set("inputmode", "numeric")
        .set("dir", "ltr")
        .set("autocomplete", "one-time-code")
        .set("autocapitalize", "none")
        .set("spellcheck", "false")
        .set("enterkeyhint", "go")
        .set("aria-describedby", DESCRIBED_BY)
        .follow_flag("aria-invalid", move || {
            matches!(phase(view), Some(FactorPhase::Wrong(_) | FactorPhase::Missing))
        })
        .follow_flag("readonly", move || is_busy(view))
        .value(live(move || typed().flatten().unwrap_or_default()))
        .on("input", edit);
    el("div", "wink-field").child(bare("label").set("for", "wink-code").text(t(Key::CodeLabel))).child(input)
}

fn sent_text(factor: &SecondFactor) -> String {
    let Some(code) = code(factor) else { return String::new() };
    let key = match (code.asked.channel, &code.asked.destination) {
        (Channel::Sms, Some(_)) => Key::CodeSmsTo,
        (Channel::Sms, None) => Key::CodeSms,
        (Channel::Email, Some(_)) => Key::CodeEmailTo,
        (Channel::Email, None) => Key::CodeEmail,
        (Channel::Authenticator, _) => Key::CodeApp,
        (Channel::Unknown, _) => Key::CodeSent,
    };
    // A number stays on one line.
    let destination = code.asked.destination.as_deref().unwrap_or_default().replace(' ', "\u{a0}");
    t_with(key, &[("provider", name_of(&factor.link.provider)), ("destination", &destination)])
}

/// The code of the current sandbox person, if the host shows sandbox people.
pub(super) fn sandbox_hint(view: View, first: &SecondFactor) -> Option<String> {
    code(first)?;
    let is_wanted = view.peek(|flow| {
        let session = flow.session();
        session
            .is_some_and(|session| session.mode == Mode::Sandbox && session.preferences.enable_sample_model)
    });
    let form = first.link.form.as_ref().filter(|_| is_wanted)?;
    let typed = form.values.first()?.expose();
    let people = &form.login_option()?.sample_people;
    let person = people.iter().find(|person| person.values.first().is_some_and(|value| value == typed))?;
    Some(t_with(Key::SandboxCodeHint, &[("code", &person.code)]))
}
