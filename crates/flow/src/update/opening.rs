//! Exchanging the link token for a session, and where the journey starts from there.

use super::answer::{Answer, cause_of};
use super::ending::{is_over, link_over};
use super::{consent, login, providers};
use crate::attempt::Attempt;
use crate::effect::{Effect, Request};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Failure, Retry};
use crate::preferences::Preferences;
use crate::shared::{Session, Shared};
use crate::state::State;
use wink_wire::SessionView;

pub(crate) fn start(shared: &mut Shared, effects: &mut Vec<Effect>) -> State {
    let request = match &shared.session_token {
        Some(session_token) => Request::ResumeSession { session_token: session_token.clone() },
        None => Request::OpenSession {
            link_token: shared.settings.link_token.clone(),
            template_id: shared.settings.template_id.clone(),
            language: shared.settings.language,
            browser_languages: shared.settings.browser_languages.clone(),
        },
    };
    State::Opening(shared.call(request, effects))
}

pub(super) fn update(
    shared: &mut Shared,
    attempt: Attempt,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::Replied(answered, answer) if answered == attempt => replied(shared, attempt, answer, effects),
        _ => State::Opening(attempt),
    }
}

fn replied(shared: &mut Shared, attempt: Attempt, answer: Answer, effects: &mut Vec<Effect>) -> State {
    match answer {
        Ok(Reply::SessionOpened(opened)) => {
            shared.session_token = Some(opened.session_token);
            enter(shared, opened.session, effects)
        }
        Ok(Reply::Session(view)) => enter(shared, *view, effects),
        Err(CallFailure::Refused(problem)) if is_over(problem.code) => {
            link_over(State::Opening(attempt), &problem, effects)
        }
        other => {
            let failure = other.err().unwrap_or(CallFailure::Nonsense);
            let (cause, reference) = cause_of(shared, &failure);
            State::Failed(Failure { cause, reference, retry: Retry::Reopen })
        }
    }
}

fn enter(shared: &mut Shared, view: SessionView, effects: &mut Vec<Effect>) -> State {
    shared.session = Some(Session::new(view, &shared.settings));
    let preferences = shared.session.as_ref().map(|session| &session.preferences);
    let starts_with_consent = preferences.is_none_or(Preferences::starts_with_consent);
    // The list is fetched while the person reads.
    providers::load(shared, effects);
    if starts_with_consent { consent::enter(shared, effects) } else { after_consent(shared, effects) }
}

/// Where the journey goes once the person has agreed, or need not yet.
pub(super) fn after_consent(shared: &mut Shared, effects: &mut Vec<Effect>) -> State {
    let preferences = shared.session.as_ref().map(|session| &session.preferences);
    match preferences.and_then(Preferences::single_provider).map(str::to_owned) {
        Some(provider_id) => login::choose_provider(shared, &provider_id, effects),
        None => providers::enter(shared, effects),
    }
}
