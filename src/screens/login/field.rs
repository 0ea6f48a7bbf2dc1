//! One field of a login form, with its label, hint and fault.

use super::form;
use crate::messages::{Key, field_label, t, t_with};
use crate::ui::{Icon, icon, live, live_view, on_press};
use crate::view::View;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, KeyboardEvent};
use wink_flow::{Event, FieldFault, Fit, Submission};
use wink_wire::{FieldKind, LoginField, Secret};

/// The id of the input at a position.
pub(super) fn input_id(position: usize) -> String {
    ["wink-field-", &position.to_string()].concat()
}

pub(super) fn field(view: View, position: usize, field: LoginField) -> AnyView {
    let id = input_id(position);
    let (hint_id, fault_id) = ([&id, "-hint"].concat(), [&id, "-fault"].concat());
    let label = field_label(&field).to_owned();
    let is_password = field.kind == FieldKind::Password;
    let value = view.part(move |state| form(state)?.values.get(position).cloned());
    let fault = view.part(move |state| form(state)?.faults.get(position).copied());
    let is_sending = view.part(|state| form(state).map(|form| form.submission != Submission::Typing));
    let is_shown = RwSignal::new(false);
    let has_caps_lock = RwSignal::new(false);
    let watch_caps_lock = move |event: KeyboardEvent| {
        if is_password {
            has_caps_lock.set(event.get_modifier_state("CapsLock"));
        }
    };
    let described_by = {
        let hint = field.hint.as_ref().map(|_| hint_id.clone());
        let fault_id = fault_id.clone();
        live(move || {
            let fault = fault.get().map(|_| fault_id.clone());
            let ids: Vec<String> = [hint.clone(), fault].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    };
    let fault_text = {
        let label = label.clone();
        live_view(move || {
            fault.get().map(|fault| {
                let key = match fault {
                    FieldFault::Missing => Key::FieldMissing,
                    FieldFault::DoesNotFit => Key::FieldDoesNotFit,
                };
                let text = t_with(key, &[("label", &label)]);
                view! { <p class="wink-fault">{icon(Icon::Alert)} <span>{text}</span></p> }.into_any()
            })
        })
    };
    let caps_lock = live_view(move || {
        has_caps_lock
            .get()
            .then(|| view! { <p class="wink-hint" role="status">{t(Key::CapsLock)}</p> }.into_any())
    });
    let input_type = live(move || match field.kind {
        FieldKind::Password if !is_shown.get() => "password",
        FieldKind::MobileNumber => "tel",
        _ => "text",
    });
    let (input_mode, autocomplete) = keyboard(field.kind);
    view! {
        <div class="wink-field">
            <label for=id.clone()>{label}</label>
            <div class="wink-input-box">
                <input
                    class="wink-input"
                    id=id.clone()
                    name=field.name
                    type=input_type
                    inputmode=input_mode
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    pattern=field.pattern
                    maxlength=(field.max_length > 0).then(|| field.max_length.to_string())
                    aria-describedby=described_by
                    aria-invalid=live(move || fault.get().is_some().then_some("true"))
                    readonly=live(move || is_sending.get())
                    prop:value=live(move || value.get().expose().to_owned())
                    on:input=move |event| {
                        let input: HtmlInputElement = event_target(&event);
                        let fit = if input.validity().pattern_mismatch() { Fit::DoesNotFit } else { Fit::Fits };
                        view.send(Event::FieldEdited(position, Secret::from(input.value()), fit));
                    }
                    on:keydown=watch_caps_lock
                    on:keyup=watch_caps_lock
                    on:blur=move |_| has_caps_lock.set(false)
                />
                {is_password.then(|| reveal_button(is_shown, id))}
            </div>
            {field.hint.map(|hint| view! { <p class="wink-hint" id=hint_id>{hint}</p> })}
            {caps_lock}
            <div id=fault_id>{fault_text}</div>
        </div>
    }
    .into_any()
}

fn reveal_button(is_shown: RwSignal<bool>, controls: String) -> impl IntoView {
    view! {
        <button
            type="button"
            class="wink-icon-button"
            aria-controls=controls
            aria-label=live(move || t(if is_shown.get() { Key::HidePassword } else { Key::ShowPassword }))
            on:click=on_press(move || is_shown.update(|shown| *shown = !*shown))
        >
            {live(move || icon(if is_shown.get() { Icon::EyeOff } else { Icon::Eye }))}
        </button>
    }
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
