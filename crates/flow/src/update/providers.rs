//! Choosing a provider.

use super::answer::Answer;
use super::{consent, documents, login, opening, survey};
use crate::catalogue::Catalogue;
use crate::effect::{Effect, Request, UiEventName};
use crate::event::{CallFailure, Event, Reply};
use crate::provider::ProviderSummary;
use crate::shared::{CatalogueState, Shared};
use crate::state::{ListContent, ProviderList, State};
use std::sync::Arc;

pub(super) fn enter(shared: &Shared, effects: &mut Vec<Effect>) -> State {
    shared.report_screen(UiEventName::ProviderListPageOpened, None, None, effects);
    show(shared)
}

/// Fetches the catalogue; called once the session is open.
pub(super) fn load(shared: &mut Shared, effects: &mut Vec<Effect>) {
    let Some(session) = &shared.session else { return };
    let hash = session.catalogue_hash.clone();
    shared.catalogue = CatalogueState::Loading(shared.call(Request::LoadCatalogue { hash }, effects));
}

fn show(shared: &Shared) -> State {
    let content = shared.list_content();
    State::Providers(ProviderList { query: shared.query.clone(), kind: shared.kind, content })
}

pub(super) fn update(
    shared: &mut Shared,
    list: ProviderList,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::SearchEdited(query) => {
            shared.query = query;
            show(shared)
        }
        Event::TypeChosen(kind) => {
            shared.kind = kind;
            show(shared)
        }
        Event::ProviderChosen(provider_id) => login::choose_provider(shared, &provider_id, effects),
        // A document helps even if the employer is not listed. The survey can be reached from its screen.
        Event::EmployerMissingPressed | Event::UploadInsteadPressed if shared.offers_upload() => {
            documents::enter(shared, None, effects)
        }
        Event::EmployerMissingPressed => survey::enter(shared, effects),
        Event::RetryPressed if list.content == ListContent::Unavailable => {
            load(shared, effects);
            show(shared)
        }
        Event::BackPressed if shared.starts_with_consent() => consent::enter(shared, effects),
        _ => State::Providers(list),
    }
}

/// Handles the catalogue's answer, on any screen.
pub(super) fn handle_catalogue(
    shared: &mut Shared,
    state: State,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    shared.catalogue = match (answer, &shared.session) {
        (Ok(Reply::Catalogue(text)), Some(session)) => {
            CatalogueState::Ready(Arc::new(Catalogue::new(text, &session.preferences)))
        }
        (Err(CallFailure::Refused(problem)), _) if super::ending::ends_session(problem.code) => {
            shared.catalogue = CatalogueState::Unavailable;
            return super::ending::end_session(state, &problem, effects);
        }
        _ => CatalogueState::Unavailable,
    };
    if let (Some(id), State::Opening(_)) = (shared.resuming.take(), &state) {
        return opening::resume(shared, &id, effects);
    }
    match state {
        State::Providers(_) => show(shared),
        // The only source that the host named accepts documents only.
        State::Login(login) if !login.is_sending() && shared.takes_documents_only(&login.provider.id) => {
            documents::enter(shared, Some(shared.summary(&login.provider.id)), effects)
        }
        mut other => {
            if let Some(provider) = provider_of(&mut other)
                && provider.name.is_empty()
            {
                *provider = shared.summary(&provider.id);
            }
            other
        }
    }
}

/// The provider of a screen that may be shown before the catalogue is here.
fn provider_of(state: &mut State) -> Option<&mut ProviderSummary> {
    match state {
        State::Login(login) => Some(&mut login.provider),
        State::LoginOptions(options) => Some(&mut options.provider),
        State::SignIn(sign_in) => Some(&mut sign_in.link.provider),
        State::Connecting(connecting) => Some(&mut connecting.link.provider),
        State::SecondFactor(factor) => Some(&mut factor.link.provider),
        State::Connected(connected) => Some(&mut connected.provider),
        State::Account(page) => Some(&mut page.provider),
        State::Opening(_)
        | State::Consent(_)
        | State::Providers(_)
        | State::FileTypes(_)
        | State::Upload(_)
        | State::Uploaded(_)
        | State::Document(_)
        | State::Survey(_)
        | State::Failed(_)
        | State::Closed => None,
    }
}
