//! What stands around the fields: help, other ways in, and the people of the sandbox.

use crate::messages::{Key, t, t_with};
use crate::ui::{Icon, icon, on_press};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::Event;
use wink_wire::{LoginOption, Mode, RecoveryKind, RecoveryLink, SamplePerson};

/// The provider's own pages for somebody who cannot log in.
pub(super) fn recovery(option: &LoginOption) -> AnyView {
    // An address from outside opens only if it is what it should be.
    let safe = option.recovery_links.iter().filter(|link| link.url.starts_with("https://"));
    let link = |link: &RecoveryLink| {
        let text = t(match link.kind {
            RecoveryKind::Password => Key::ForgotPassword,
            RecoveryKind::UserName => Key::ForgotUserName,
            RecoveryKind::Unknown => Key::LoginHelp,
        });
        view! {
            <a class="wink-link" href=link.url.clone() target="_blank" rel="noopener noreferrer">
                {text}
                <span class="wink-hidden">{[", ", t(Key::OpensNewTab)].concat()}</span>
                {icon(Icon::External)}
            </a>
        }
    };
    let links = safe.map(link).collect::<Vec<_>>();
    (!links.is_empty()).then(|| view! { <div class="wink-links">{links}</div> }).into_any()
}

/// The way to the other login options.
pub(super) fn other_ways(view: View) -> AnyView {
    view! {
        <button type="button" class="wink-link" on:click=on_press(move || view.send(Event::OtherWaysPressed))>
            {icon(Icon::Key)}
            <span>{t(Key::OtherWays)}</span>
        </button>
    }
    .into_any()
}

/// People of the sandbox, each of whom fills in the form.
pub(super) fn sample_people(view: View, option: &LoginOption) -> Option<AnyView> {
    let is_wanted = view.peek(|flow| {
        let session = flow.session();
        session
            .is_some_and(|session| session.mode == Mode::Sandbox && session.preferences.enable_sample_model)
    });
    if !is_wanted || option.sample_people.is_empty() {
        return None;
    }
    let person = |(position, person): (usize, &SamplePerson)| {
        view! {
            <li>
                <button
                    type="button"
                    class="wink-choice"
                    on:click=on_press(move || view.send(Event::SampleChosen(position)))
                >
                    <span class="wink-fact-text">
                        <strong>{person.name.clone()}</strong>
                        <span class="wink-muted">{person.values.join(" · ")}</span>
                    </span>
                    <span class="wink-tag">{t_with(Key::SandboxCode, &[("code", &person.code)])}</span>
                </button>
            </li>
        }
    };
    let people = option.sample_people.iter().enumerate().map(person).collect_view();
    Some(
        view! {
            <section class="wink-samples" aria-labelledby="wink-samples">
                <h3 class="wink-subtitle" id="wink-samples">{t(Key::SandboxPeople)}</h3>
                <p class="wink-muted">{t(Key::SandboxPeopleHint)}</p>
                <ul class="wink-choices">{people}</ul>
            </section>
        }
        .into_any(),
    )
}
