//! Logging in: a form built from the provider's login option.

mod agreement;
mod extras;
mod field;
mod mobile;

use crate::messages::{Key, t, t_with};
use crate::ui::{
    El, Icon, LogoSize, Node, Rank, Tone, action, bare, company_name, effect, el, empty_state, fact,
    focus_in, has_fine_pointer, heading, icon, name_of, nothing, notice, provider_logo, submit,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, Flow, Form, Login, LoginForm, LoginNotice, State};
use wink_wire::{ErrorCode, FieldKind, LoginMethod, Secret};

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&Login) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::Login(login) => Some(part(login)),
        _ => None,
    })
}

/// Reads the form, if it is loaded.
fn read_form<T>(view: View, part: impl FnOnce(&LoginForm) -> T) -> Option<T> {
    let read = read(view, |login| match &login.form {
        Form::Ready(form) => Some(part(form)),
        Form::Loading(_) | Form::Unavailable => None,
    });
    read.flatten()
}

fn is_sending(view: View) -> bool {
    read(view, Login::is_sending).unwrap_or(false)
}

/// Whether the form's fields are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Loading,
    Unavailable,
    Ready,
}

fn phase(view: View) -> Phase {
    let phase = read(view, |login| match &login.form {
        Form::Loading(_) => Phase::Loading,
        Form::Unavailable => Phase::Unavailable,
        Form::Ready(_) => Phase::Ready,
    });
    phase.unwrap_or(Phase::Loading)
}

pub(super) fn screen(view: View) -> AnyView {
    let form = Node::new();
    focus_the_field_that_the_service_refused(view, form);
    // Only if the person has not agreed on another screen.
    let agrees_here = view.peek(Flow::agrees_at_login);
    let provider = move || read(view, |login| login.provider.clone()).unwrap_or_default();
    let shares = || t_with(Key::LoginShares, &[("company", &company_name(view))]);
    let body = el("div", "wink-body")
        .switch(provider, |provider| Some(provider_logo(&provider, LogoSize::Large).into()))
        .child(heading(move || t_with(Key::LoginTitle, &[("provider", name_of(&provider()))])))
        .child(if agrees_here {
            agreement::agreement(view)
        } else {
            el("p", "wink-lead").text(shares()).into()
        })
        .switch(move || phase(view), move |phase| Some(content(view, phase, form)));
    let is_at_provider = move || read_form(view, LoginForm::method) == Some(LoginMethod::AtProvider);
    let busy = move || match (phase(view), is_at_provider()) {
        (Phase::Loading, _) => Some(t(Key::Loading)),
        (_, true) => is_sending(view).then(|| t(Key::OpeningWindow)),
        (_, false) => is_sending(view).then(|| t(Key::LoggingIn)),
    };
    let foot = el("div", "wink-foot").switch(
        move || (phase(view) == Phase::Unavailable, is_at_provider()),
        move |(is_unavailable, is_at_provider)| {
            let key = match (agrees_here, is_at_provider) {
                (true, true) => Key::AgreeAndSignIn,
                (false, true) => Key::SignInAt,
                (true, false) => Key::AgreeAndLogIn,
                (false, false) => Key::LogIn,
            };
            let label = t_with(key, &[("provider", name_of(&provider()))]);
            (!is_unavailable).then(|| submit(label, busy).into())
        },
    );
    el("form", "wink-screen")
        .set("novalidate", "")
        .node(form)
        .on("submit", move |event| {
            event.prevent_default();
            view.send(Event::LoginSubmitted);
            focus_fault(view, form);
        })
        .child(body)
        .child(foot)
        .into()
}

fn content(view: View, phase: Phase, form: Node) -> AnyView {
    match phase {
        Phase::Loading => skeleton().into(),
        Phase::Unavailable => {
            let again = action(view, Rank::Secondary, t(Key::TryAgain), Event::RetryPressed);
            let (title, text) = (t(Key::LoginUnavailableTitle), t(Key::ListUnavailableBody));
            empty_state(Icon::Cloud, title, text, Some(again)).into()
        }
        Phase::Ready => ready(view, form),
    }
}

fn focus_the_field_that_the_service_refused(view: View, form: Node) {
    let mut was_sending = false;
    effect(move || {
        let is_sending = is_sending(view);
        if was_sending && !is_sending {
            focus_fault(view, form);
        }
        was_sending = is_sending;
    });
}

fn focus_fault(view: View, form: Node) {
    let fault = untrack(|| read_form(view, LoginForm::first_fault)).flatten();
    if let (Some(position), Some(form)) = (fault, form.get_untracked()) {
        focus_in(&form, &["#", &field::input_id(position)].concat());
    }
}

fn ready(view: View, form_node: Node) -> AnyView {
    let Some(form) = untrack(|| read_form(view, Clone::clone)) else { return nothing() };
    let Some(option) = form.login_option() else { return nothing() };
    let fields = form.fields().iter().enumerate();
    let fields = fields.map(|(position, field)| field::field(view, position, field));
    let has_password = form.fields().iter().any(|field| field.kind == FieldKind::Password);
    // On a phone the keyboard would cover the text that should be read first.
    let first_empty = form.values.iter().position(Secret::is_empty).unwrap_or(0);
    effect(move || {
        if let Some(form) = form_node.get().filter(|_| has_fine_pointer()) {
            focus_in(&form, &["#", &field::input_id(first_empty)].concat());
        }
    });
    let provider = form.detail.name.clone();
    let method = form.method();
    el("div", "wink-group")
        .switch(
            move || read_form(view, |form| form.notice).flatten(),
            move |last| last.map(|last| last_try(last, method, &provider).into()),
        )
        .maybe((option.method == LoginMethod::AtProvider).then(|| at_provider(&form.detail.name)))
        .maybe(option.instructions.clone().map(|text| bare("p").child(bare("bdi").text(text))))
        .children(fields)
        .maybe(extras::recovery(option))
        .maybe(has_password.then(|| promise(&form.detail.name)))
        .maybe(form.has_other_ways().then(|| extras::other_ways(view)))
        .maybe(extras::sample_people(view, option))
        .into()
}

/// Explains what happens next if the form has no fields.
fn at_provider(provider: &str) -> El {
    let names = [("provider", provider)];
    el("ul", "wink-facts wink-facts-plain")
        .child(fact(Icon::External, t_with(Key::SignInHow, &names).into(), None))
        .child(fact(Icon::Lock, t_with(Key::SignInThen, &names).into(), None))
}

/// Explains how the password is used.
fn promise(provider: &str) -> El {
    let text = t_with(Key::PasswordUse, &[("provider", provider)]);
    el("p", "wink-muted wink-aside").child(icon(Icon::Lock)).child(bare("span").text(text))
}

/// What went wrong with the last attempt.
fn last_try(last: LoginNotice, method: LoginMethod, provider: &str) -> El {
    let key = match last {
        LoginNotice::Refused(ErrorCode::InvalidAuth) if method == LoginMethod::AtProvider => {
            Key::RefusedAtProvider
        }
        LoginNotice::Refused(ErrorCode::AuthRequired) => Key::NotFinishedAtProvider,
        LoginNotice::Offline => Key::LoginOffline,
        LoginNotice::Refused(ErrorCode::InvalidCredentials) => Key::RefusedCredentials,
        LoginNotice::Refused(ErrorCode::InvalidAuth) => Key::RefusedAuth,
        LoginNotice::Refused(_) => Key::RefusedOther,
        LoginNotice::Unreachable => Key::LoginUnreachable,
        LoginNotice::Busy => Key::LoginBusy,
    };
    notice(Tone::Problem, t_with(key, &[("provider", provider)]), None)
}

fn skeleton() -> El {
    let classes = ["wink-bone wink-bone-label", "wink-bone wink-bone-field"];
    let bones = classes.into_iter().chain(classes).map(|class| el("div", class));
    el("div", "wink-bones").set("aria-hidden", "true").children(bones)
}
