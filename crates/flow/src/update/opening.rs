//! Exchanges the link token for a session, and shows the first screen.

use super::answer::{Answer, cause_of};
use super::ending::{end_session, ends_session};
use super::{connecting, consent, login, providers, upload};
use crate::attempt::Attempt;
use crate::effect::{Effect, Request};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Failure, Retry};
use crate::preferences::Preferences;
use crate::shared::{Session, Shared};
use crate::state::{Agreement, State};

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
        Event::Replied(answered, answer) if answered == attempt => {
            handle_reply(shared, attempt, answer, effects)
        }
        _ => State::Opening(attempt),
    }
}

fn handle_reply(shared: &mut Shared, attempt: Attempt, answer: Answer, effects: &mut Vec<Effect>) -> State {
    match answer {
        Ok(Reply::SessionOpened(opened)) => {
            shared.session_token = Some(opened.session_token);
            let session = Session::new(opened.session, &shared.settings);
            shared.resuming = opened.resume_id.filter(|id| session.can_resume(id));
            if shared.resuming.is_none() {
                return enter(shared, session, effects);
            }
            // The next screen shows the provider's name, which is in the catalogue.
            shared.session = Some(session);
            providers::load(shared, effects);
            State::Opening(attempt)
        }
        Ok(Reply::Session(view)) => {
            let session = Session::new(*view, &shared.settings);
            enter(shared, session, effects)
        }
        Err(CallFailure::Refused(problem)) if ends_session(problem.code) => {
            end_session(State::Opening(attempt), &problem, effects)
        }
        other => {
            let failure = other.err().unwrap_or(CallFailure::Nonsense);
            let (cause, reference) = cause_of(shared, &failure);
            State::Failed(Failure { cause, reference, retry: Retry::Reopen })
        }
    }
}

fn enter(shared: &mut Shared, session: Session, effects: &mut Vec<Effect>) -> State {
    shared.session = Some(session);
    let preferences = shared.session.as_ref().map(|session| &session.preferences);
    let starts_with_consent = preferences.is_none_or(Preferences::starts_with_consent);
    // Loads the list while the person reads the consent document.
    providers::load(shared, effects);
    if starts_with_consent { consent::enter(shared, effects) } else { enter_after_consent(shared, effects) }
}

/// After a reload of the page, or another opening with the same link token, resumes what the session started last. Called
/// when the catalogue is answered. Nothing starts before the receipt is recorded, so the person is not asked again.
pub(super) fn resume(shared: &mut Shared, id: &str, effects: &mut Vec<Effect>) -> State {
    shared.agreement = Agreement::Recorded;
    let session = shared.session.as_ref();
    let account = session.and_then(|session| session.accounts.iter().find(|known| known.account_id == id));
    if let Some(provider_id) = account.map(|account| account.provider_id.clone()) {
        let provider = shared.summary(&provider_id);
        return connecting::resume(shared, provider, id.to_owned(), effects);
    }
    match session.and_then(|session| session.unfinished_archive(id)).map(|archive| archive.file_type) {
        Some(file_type) => upload::enter(shared, file_type, None, effects),
        None => enter_after_consent(shared, effects),
    }
}

/// Continues after the consent screen, or without one.
pub(super) fn enter_after_consent(shared: &mut Shared, effects: &mut Vec<Effect>) -> State {
    let preferences = shared.session.as_ref().map(|session| &session.preferences);
    match preferences.and_then(Preferences::single_provider).map(str::to_owned) {
        Some(provider_id) => login::choose_provider(shared, &provider_id, effects),
        None => providers::enter(shared, effects),
    }
}
