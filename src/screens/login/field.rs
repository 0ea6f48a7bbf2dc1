//! One field of a login form, with its label, hint and fault.

use super::{is_sending, mobile, read_form};
use crate::messages::{Key, field_label, t, t_with};
use crate::ui::{El, Icon, bare, button, effect, el, icon, live};
use crate::view::View;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use wink_flow::{Event, FieldFault, Fit};
use wink_wire::{FieldKind, LoginField, Secret};

/// The id of the input at a position.
pub(super) fn input_id(position: usize) -> String {
    ["wink-field-", &position.to_string()].concat()
}

pub(super) fn field(view: View, position: usize, field: &LoginField) -> El {
    let id = input_id(position);
    let (hint_id, fault_id) = ([&id, "-hint"].concat(), [&id, "-fault"].concat());
    let described_by = match field.hint {
        Some(_) => [&hint_id, " ", &fault_id].concat(),
        None => fault_id.clone(),
    };
    let label = field_label(field).to_owned();
    let is_password = field.kind == FieldKind::Password;
    let is_shown = RwSignal::new(false);
    let has_caps_lock = RwSignal::new(false);
    let input = input(view, position, field, is_shown)
        .set("aria-describedby", described_by)
        .on("blur", move |_| has_caps_lock.set(false));
    let watch = move |event: web_sys::Event| has_caps_lock.set(has_caps_lock_on(&event));
    let input = if is_password { input.on("keydown", watch).on("keyup", watch) } else { input };
    let hint =
        field.hint.clone().map(|hint| el("p", "wink-hint").set("id", hint_id).child(bare("bdi").text(hint)));
    let fault = bare("div").set("id", fault_id).switch(
        move || fault(view, position),
        move |fault| fault.map(|fault| fault_text(fault, &label).into()),
    );
    // Present before its text, because a live region that is added together with its text is not announced.
    let caps_lock = || {
        let text = move || if has_caps_lock.get() { t(Key::CapsLock) } else { "" };
        el("p", "wink-hint").set("role", "status").live_text(text)
    };
    // A real password field, for password managers, and so that nobody can read the screen.
    effect(move || {
        if is_sending(view) {
            is_shown.set(false);
        }
    });
    el("div", "wink-field")
        .child(bare("label").set("for", id.clone()).text(field_label(field).to_owned()))
        .child(
            el("div", "wink-input-box")
                .maybe(mobile::country(view, position, field))
                .child(input)
                .maybe(is_password.then(|| reveal(is_shown, id))),
        )
        .maybe(hint)
        .child(bare("div").maybe(is_password.then(caps_lock)).child(fault))
}

fn fault(view: View, position: usize) -> Option<FieldFault> {
    read_form(view, |form| form.faults.get(position).copied().flatten()).flatten()
}

fn input(view: View, position: usize, field: &LoginField, is_shown: RwSignal<bool>) -> El {
    let kind = field.kind;
    let input_type = move || match kind {
        FieldKind::Password if !is_shown.get() => "password",
        FieldKind::MobileNumber => "tel",
        FieldKind::UserName
        | FieldKind::Email
        | FieldKind::SsNumber
        | FieldKind::EmployeeId
        | FieldKind::CompanyCode
        | FieldKind::Password
        | FieldKind::Unknown => "text",
    };
    let (input_mode, autocomplete) = keyboard(kind);
    // The country has a field of its own.
    let autocomplete = if field.countries.is_empty() { autocomplete } else { "tel-national" };
    let typed = move || {
        let value = read_form(view, |form| form.values.get(position).map(|value| value.expose().to_owned()));
        value.flatten().unwrap_or_default()
    };
    let input = el("input", "wink-input")
        .set("id", input_id(position))
        .set("name", field.name.clone())
        .follow("type", move || Some(input_type()))
        .set("inputmode", input_mode)
        .set("autocomplete", autocomplete)
        .set("dir", if kind == FieldKind::UserName { "auto" } else { "ltr" })
        .set("autocapitalize", "none")
        .set("autocorrect", "off")
        .set("spellcheck", "false")
        .set("required", "")
        .follow_flag("aria-invalid", move || fault(view, position).is_some())
        .follow_flag("readonly", move || is_sending(view))
        .value(live(typed))
        .on("input", move |event| {
            let input: HtmlInputElement = event_target(&event);
            let fit = if input.validity().pattern_mismatch() { Fit::DoesNotFit } else { Fit::Fits };
            view.send(Event::FieldEdited(position, Secret::from(input.value()), fit));
        });
    let input = match &field.pattern {
        Some(pattern) => input.set("pattern", pattern.clone()),
        None => input,
    };
    if field.max_length > 0 { input.set("maxlength", field.max_length.to_string()) } else { input }
}

fn fault_text(fault: FieldFault, label: &str) -> El {
    let key = match fault {
        FieldFault::Missing => Key::FieldMissing,
        FieldFault::DoesNotFit => Key::FieldDoesNotFit,
    };
    let text = t_with(key, &[("label", label)]);
    el("p", "wink-fault").set("role", "alert").child(icon(Icon::Alert)).child(bare("span").text(text))
}

fn has_caps_lock_on(event: &web_sys::Event) -> bool {
    // A password manager sends events that are not key presses.
    event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.get_modifier_state("CapsLock"))
}

fn reveal(is_shown: RwSignal<bool>, controls: String) -> El {
    let label = move || t(if is_shown.get() { Key::HidePassword } else { Key::ShowPassword });
    button("wink-icon-button")
        .set("aria-controls", controls)
        .follow("aria-label", move || Some(label()))
        .on("click", move |_| is_shown.update(|shown| *shown = !*shown))
        .switch(
            move || is_shown.get(),
            |is_shown| Some(icon(if is_shown { Icon::EyeOff } else { Icon::Eye })),
        )
}

/// The on-screen keyboard, and what a password manager may fill in.
const fn keyboard(kind: FieldKind) -> (&'static str, &'static str) {
    match kind {
        FieldKind::Email => ("email", "email"),
        FieldKind::MobileNumber => ("tel", "tel"),
        FieldKind::SsNumber => ("numeric", "username"),
        FieldKind::UserName | FieldKind::EmployeeId => ("text", "username"),
        FieldKind::CompanyCode | FieldKind::Unknown => ("text", "off"),
        FieldKind::Password => ("text", "current-password"),
    }
}
