//! Logging in: a form made from the provider's login option.

mod agreement;
mod extras;
mod field;

use crate::messages::{Key, t, t_with};
use crate::ui::{
    ActionButton, Heading, Icon, Live, LogoSize, Rank, SubmitButton, Tone, company_name, effect, empty_state,
    focus_in, has_fine_pointer, icon, live, live_view, memo, name_of, nothing, notice, provider_logo,
};
use crate::view::View;
use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;
use wink_flow::{Event, Form, Login, LoginForm, LoginNotice, State};
use wink_wire::{ErrorCode, FieldKind};

const fn login(state: &State) -> Option<&Login> {
    match state {
        State::Login(login) => Some(login),
        _ => None,
    }
}

fn form(state: &State) -> Option<&LoginForm> {
    match &login(state)?.form {
        Form::Ready(form) => Some(form),
        Form::Loading(_) | Form::Unavailable => None,
    }
}

/// Whether it is known what the form asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Loading,
    Unavailable,
    Ready,
}

const fn phase(form: &Form) -> Phase {
    match form {
        Form::Loading(_) => Phase::Loading,
        Form::Unavailable => Phase::Unavailable,
        Form::Ready(_) => Phase::Ready,
    }
}

pub(super) fn screen(view: View) -> AnyView {
    let form_element = NodeRef::<html::Form>::new();
    let provider = view.part(|state| login(state).map(|login| login.provider.clone()));
    let phase = view.part(|state| login(state).map(|login| phase(&login.form)));
    let is_sending = view.part(|state| login(state).map(Login::is_sending));
    let company = company_name(view);
    // Only before the person has agreed anywhere else.
    let agrees_here = view.peek(wink_flow::Flow::agrees_at_login);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        view.send(Event::LoginSubmitted);
        focus_fault(view, form_element);
    };
    // A fault that the service found.
    Effect::new(move |was_sending: Option<bool>| {
        let is_sending = is_sending.get();
        if was_sending == Some(true) && !is_sending {
            focus_fault(view, form_element);
        }
        is_sending
    });
    let content = live(move || match phase.get() {
        Phase::Loading => skeleton(),
        Phase::Unavailable => {
            let again = view! {
                <ActionButton view rank=Rank::Secondary label=t(Key::TryAgain) event=Event::RetryPressed />
            };
            let title = t(Key::LoginUnavailableTitle).to_owned();
            empty_state(Icon::Cloud, title, t(Key::ListUnavailableBody), Some(again.into_any()))
        }
        Phase::Ready => ready(view, form_element),
    });
    let label = t(if agrees_here { Key::AgreeAndLogIn } else { Key::LogIn });
    let foot = live_view(move || {
        (phase.get() != Phase::Unavailable).then(|| {
            let is_busy = memo(move || is_sending.get() || phase.get() == Phase::Loading);
            let busy_label = move || t(if is_sending.get() { Key::LoggingIn } else { Key::Loading });
            view! { <SubmitButton label busy_label=live(busy_label) is_busy /> }.into_any()
        })
    });
    view! {
        <form class="wink-screen" novalidate node_ref=form_element on:submit=submit>
            <div class="wink-body">
                {live(move || provider_logo(&provider.get(), LogoSize::Large))}
                <Heading text=live(move || {
                    t_with(Key::LoginTitle, &[("provider", name_of(&provider.get()))])
                }) />
                {(!agrees_here).then(|| view! {
                    <p class="wink-lead">{t_with(Key::LoginShares, &[("company", &company)])}</p>
                })}
                {content}
                {agrees_here.then(|| agreement::agreement(view))}
            </div>
            <div class="wink-foot">{foot}</div>
        </form>
    }
    .into_any()
}

fn focus_fault(view: View, form_element: NodeRef<html::Form>) {
    let fault = view.peek(|flow| form(flow.state()).and_then(LoginForm::first_fault));
    if let (Some(position), Some(element)) = (fault, form_element.get_untracked()) {
        focus_in(&element, &["#", &field::input_id(position)].concat());
    }
}

fn ready(view: View, form_element: NodeRef<html::Form>) -> AnyView {
    let Some(form) = view.peek(|flow| form(flow.state()).cloned()) else { return nothing() };
    let option = form.login_option().cloned();
    let fields = form.fields().iter().cloned().enumerate();
    let fields = fields.map(|(position, field)| field::field(view, position, field)).collect_view();
    let has_password = form.fields().iter().any(|field| field.kind == FieldKind::Password);
    let promise = has_password.then(|| {
        let text = t_with(Key::PasswordUse, &[("provider", &form.detail.name)]);
        view! { <p class="wink-muted wink-aside">{icon(Icon::Lock)} <span>{text}</span></p> }
    });
    // On a phone this would bring up the keyboard over what there is to read first.
    let first_empty = form.values.iter().position(wink_wire::Secret::is_empty).unwrap_or(0);
    effect(move || {
        if let Some(element) = form_element.get().filter(|_| has_fine_pointer()) {
            focus_in(&element, &["#", &field::input_id(first_empty)].concat());
        }
    });
    let instructions = option.as_ref().and_then(|option| option.instructions.clone());
    view! {
        {last_try(view, form.detail.name.clone())}
        {instructions.map(|text| view! { <p class="wink-lead">{text}</p> })}
        {fields}
        {option.as_ref().map(extras::recovery)}
        {promise}
        {(form.detail.login_options.len() > 1).then(|| extras::other_ways(view))}
        {option.as_ref().and_then(|option| extras::sample_people(view, option))}
    }
    .into_any()
}

/// What the last try came to.
fn last_try(view: View, provider: String) -> Live<AnyView> {
    let last = view.part(|state| form(state).map(|form| form.notice));
    live_view(move || {
        let key = match last.get()? {
            LoginNotice::Refused(ErrorCode::InvalidCredentials) => Key::RefusedCredentials,
            LoginNotice::Refused(ErrorCode::InvalidAuth) => Key::RefusedAuth,
            LoginNotice::Refused(_) => Key::RefusedOther,
            LoginNotice::Unreachable => Key::LoginUnreachable,
            LoginNotice::Busy => Key::LoginBusy,
        };
        Some(notice(Tone::Problem, t_with(key, &[("provider", &provider)]), None))
    })
}

fn skeleton() -> AnyView {
    let bone = |class: &'static str| view! { <div class=class></div> };
    let classes = ["wink-bone wink-bone-label", "wink-bone wink-bone-field"];
    view! { <div class="wink-bones" aria-hidden="true">{[classes, classes].concat().into_iter().map(bone).collect_view()}</div> }
        .into_any()
}
