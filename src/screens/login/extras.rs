//! The elements around the fields: help, other ways to log in, and the sandbox people.

use crate::messages::{Key, t, t_with};
use crate::ui::{El, Icon, bare, button, el, icon};
use crate::view::View;
use wink_flow::Event;
use wink_wire::{LoginOption, Mode, RecoveryKind, RecoveryLink, SamplePerson};

/// Links to the provider's own pages, for people who cannot log in.
pub(super) fn recovery(option: &LoginOption) -> Option<El> {
    // An address from outside is used only if it is valid.
    let mut safe = option.recovery_links.iter().filter(|link| link.url.starts_with("https://")).peekable();
    safe.peek()?;
    Some(el("div", "wink-links").children(safe.map(recovery_link)))
}

fn recovery_link(link: &RecoveryLink) -> El {
    let text = t(match link.kind {
        RecoveryKind::Password => Key::ForgotPassword,
        RecoveryKind::UserName => Key::ForgotUserName,
        RecoveryKind::Unknown => Key::LoginHelp,
    });
    el("a", "wink-link")
        .set("href", link.url.clone())
        .set("target", "_blank")
        .set("rel", "noopener noreferrer")
        .text(text)
        .child(el("span", "wink-hidden").text([", ", t(Key::OpensNewTab)].concat()))
        .child(icon(Icon::External))
}

/// The link to the other login options.
pub(super) fn other_ways(view: View) -> El {
    button("wink-link")
        .on_click(view, Event::OtherWaysPressed)
        .child(icon(Icon::Key))
        .child(bare("span").text(t(Key::OtherWays)))
}

/// The sandbox people. Each button fills in the form.
pub(super) fn sample_people(view: View, option: &LoginOption) -> Option<El> {
    let is_wanted = view.peek(|flow| {
        let session = flow.session();
        session
            .is_some_and(|session| session.mode == Mode::Sandbox && session.preferences.enable_sample_model)
    });
    if !is_wanted || option.sample_people.is_empty() {
        return None;
    }
    let people = option.sample_people.iter().enumerate();
    let people = people.map(|(position, person)| sample_person(view, position, person));
    Some(
        el("section", "wink-samples")
            .set("aria-labelledby", "wink-samples")
            .child(el("h3", "wink-subtitle").set("id", "wink-samples").text(t(Key::SandboxPeople)))
            .child(el("p", "wink-muted").text(t(Key::SandboxPeopleHint)))
            .child(el("ul", "wink-choices").children(people)),
    )
}

fn sample_person(view: View, position: usize, person: &SamplePerson) -> El {
    let values = bare("bdi").set("dir", "ltr").text(person.values.join(" · "));
    let text = el("span", "wink-fact-text")
        .child(bare("strong").child(bare("bdi").text(person.name.clone())))
        .child(el("span", "wink-muted").child(values));
    let choice = button("wink-choice")
        .on_click(view, Event::SampleChosen(position))
        .child(text)
        .child(el("span", "wink-tag").text(t_with(Key::SandboxCode, &[("code", &person.code)])));
    bare("li").child(choice)
}
