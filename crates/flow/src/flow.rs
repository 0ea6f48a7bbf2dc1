//! The flow as a value: the current screen, the state that outlives it, and the queries of the widget.

use crate::catalogue::Catalogue;
use crate::documents::FileTypeList;
use crate::effect::Effect;
use crate::event::Event;
use crate::failure::{Failure, Remedy};
use crate::link::Revocation;
use crate::preferences::Settings;
use crate::shared::{CatalogueState, Session, Shared};
use crate::sign_in::Network;
use crate::state::{Agreement, State};
use crate::survey::SurveyStage;
use crate::update;
use std::sync::Arc;
use wink_wire::{Language, LinkStep, Secret};

/// The journey of one opening of the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub(crate) shared: Shared,
    pub(crate) state: State,
}

impl Flow {
    /// Starts a journey, with the session token of an earlier opening where there was one.
    pub fn open(settings: Settings, session_token: Option<Secret>) -> (Self, Vec<Effect>) {
        let mut shared = Shared::new(settings, session_token);
        let mut effects = Vec::new();
        let state = update::opening::start(&mut shared, &mut effects);
        (Self { shared, state }, effects)
    }

    /// Applies one event. Carry out the effects in order, after drawing the new flow.
    #[must_use]
    pub fn update(mut self, event: Event) -> (Self, Vec<Effect>) {
        let effects = self.step(event);
        (self, effects)
    }

    /// [`Self::update`] in place, for a caller that cannot give the flow away.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        let state = std::mem::replace(&mut self.state, State::Closed);
        self.state = update::update(&mut self.shared, state, event, &mut effects);
        effects
    }

    /// The screen.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The session, once it is open.
    pub const fn session(&self) -> Option<&Session> {
        self.shared.session.as_ref()
    }

    /// The token that the session's calls carry; kept by the widget for the next opening.
    pub const fn session_token(&self) -> Option<&Secret> {
        self.shared.session_token.as_ref()
    }

    /// The catalogue, once it is here.
    pub const fn catalogue(&self) -> Option<&Arc<Catalogue>> {
        match &self.shared.catalogue {
            CatalogueState::Ready(catalogue) => Some(catalogue),
            CatalogueState::Absent | CatalogueState::Loading(_) | CatalogueState::Unavailable => None,
        }
    }

    /// The language of the texts.
    pub fn language(&self) -> Language {
        let session = self.shared.session.as_ref();
        session.map_or_else(|| self.shared.settings.first_language(), |session| session.preferences.language)
    }

    /// Whether the journey is over.
    pub const fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// Whether the arrow at the head of the screen leads anywhere.
    pub fn has_way_back(&self) -> bool {
        let Some(session) = &self.shared.session else { return false };
        match &self.state {
            State::Providers(_) => session.preferences.starts_with_consent(),
            State::Login(login) => {
                !login.is_sending()
                    && (session.preferences.single_provider().is_none()
                        || session.preferences.starts_with_consent())
            }
            State::LoginOptions(_) | State::SignIn(_) => true,
            State::Account(page) => {
                !matches!(page.revocation, Revocation::Running(_))
                    && (self.has_list() || session.preferences.starts_with_consent())
            }
            State::Survey(survey) => matches!(survey.stage, SurveyStage::Typing | SurveyStage::NotSent),
            State::FileTypes(_) => self.has_list(),
            State::Upload(upload) => upload.is_choosing(),
            State::Document(page) => !matches!(page.revocation, Revocation::Running(_)),
            State::Opening(_)
            | State::Consent(_)
            | State::Connecting(_)
            | State::SecondFactor(_)
            | State::Connected(_)
            | State::Uploaded(_)
            | State::Failed(_)
            | State::Closed => false,
        }
    }

    /// Whether the person agrees on the login screen, because there was no consent screen.
    pub fn agrees_at_login(&self) -> bool {
        self.shared.agreement == Agreement::Open
    }

    /// The ways on from a failure, for the error screen.
    pub fn remedy(&self, failure: &Failure) -> Remedy {
        self.shared.remedy(failure)
    }

    /// Whether documents can be uploaded.
    pub fn offers_upload(&self) -> bool {
        self.shared.offers_upload()
    }

    /// Whether the screen with the kinds of document offers the survey for a missing employer.
    pub fn asks_for_employer(&self, list: &FileTypeList) -> bool {
        self.shared.asks_for_employer(list)
    }

    /// Whether another provider can be chosen: not where the host named exactly one.
    pub fn has_list(&self) -> bool {
        self.shared.has_list()
    }

    /// Whether the browser is connected, and answers come in time.
    pub const fn network(&self) -> Network {
        match (self.shared.network, self.shared.slow_call) {
            (Network::Good, Some(_)) => Network::Slow,
            (network, _) => network,
        }
    }

    /// How far the journey has come, in percent.
    pub const fn progress_percent(&self) -> u8 {
        match self.state {
            State::Opening(_) => 5,
            State::Consent(_) => 15,
            State::Providers(_) => 35,
            State::FileTypes(_) => 45,
            State::Survey(_) => 50,
            State::Login(_) | State::LoginOptions(_) | State::Failed(_) => 55,
            State::Upload(_) | State::SignIn(_) => 65,
            State::SecondFactor(_) => 75,
            State::Connecting(ref connecting) => match connecting.step {
                LinkStep::SigningIn | LinkStep::AtProvider => 65,
                // A second factor may follow another.
                LinkStep::CheckingCode => 75,
                LinkStep::ReadingRecords | LinkStep::Unknown => 85,
            },
            State::Connected(_)
            | State::Account(_)
            | State::Uploaded(_)
            | State::Document(_)
            | State::Closed => 100,
        }
    }
}
