//! The state that outlives a screen: the session, the consent, the catalogue, and the ids of calls and timers.

use crate::attempt::Attempt;
use crate::catalogue::Catalogue;
use crate::documents::FileTypeList;
use crate::effect::{AccountRef, Effect, HostCallback, Request, Timer, TimerKind, UiEvent, UiEventName};
use crate::failure::{Failure, Remedy, Retry};
use crate::preferences::{Preferences, Settings};
use crate::provider::ProviderSummary;
use crate::sign_in::Network;
use crate::state::{Agreement, KnownAccount, ListContent};
use std::sync::Arc;
use wink_wire::catalogue::Connection;
use wink_wire::{
    AccountStatus, ArchiveStatus, ArchiveView, ColorScheme, ConsentDocument, FileType, Mode, Palette,
    ProviderType, Rgb, Secret, SessionView,
};

/// The state that outlives a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) session: Option<Session>,
    pub(crate) agreement: Agreement,
    pub(crate) catalogue: CatalogueState,
    /// What the person last looked for, for the way back to the list.
    pub(crate) query: String,
    pub(crate) kind: Option<ProviderType>,
    pub(crate) session_token: Option<Secret>,
    /// The account or archive that is resumed once the catalogue is here.
    pub(crate) resuming: Option<String>,
    pub(crate) network: Network,
    /// The call that is slow.
    pub(crate) slow_call: Option<Attempt>,
    last_attempt: u32,
}

/// Whether the catalogue is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CatalogueState {
    Absent,
    Loading(Attempt),
    Ready(Arc<Catalogue>),
    Unavailable,
}

/// What the service said when the session opened, combined with the host's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The user whose accounts are linked.
    pub user_id: String,
    /// Whether this is the sandbox.
    pub mode: Mode,
    /// Settings and template combined.
    pub preferences: Preferences,
    /// Address of the company's logo.
    pub logo_url: Option<String>,
    /// Colours, if the template has a valid primary colour.
    pub palette: Option<Palette>,
    /// Light, dark, or the system's setting.
    pub color_scheme: ColorScheme,
    /// The consent document.
    pub consent: ConsentDocument,
    /// Accounts that are connected or in progress.
    pub accounts: Vec<KnownAccount>,
    /// Documents that are uploaded, in the order in which they were.
    pub archives: Vec<ArchiveView>,
    /// Unfinished uploads of earlier openings, newest first: the same files resume where they stopped.
    unfinished: Vec<ArchiveView>,
    pub(crate) catalogue_hash: String,
}

impl Session {
    pub(crate) fn new(view: SessionView, settings: &Settings) -> Self {
        let is_unfinished = |archive: &&ArchiveView| archive.status == ArchiveStatus::Uploading;
        let unfinished = view.archives.iter().filter(is_unfinished).cloned().collect();
        Self {
            preferences: Preferences::combine(settings, &view.template),
            user_id: view.user_id,
            mode: view.mode,
            logo_url: view.template.logo_url,
            palette: view.template.theme.primary.as_deref().and_then(Rgb::parse).map(Palette::new),
            color_scheme: view.template.theme.color_scheme,
            consent: view.template.consent,
            catalogue_hash: view.catalogue_hash,
            accounts: view.accounts.iter().map(KnownAccount::from).collect(),
            archives: view.archives.into_iter().filter(is_uploaded).collect(),
            unfinished,
        }
    }

    /// The newest unfinished upload of a kind of document, which can be resumed.
    pub fn unfinished(&self, file_type: FileType) -> Option<&ArchiveView> {
        self.unfinished.iter().find(|archive| archive.file_type == file_type)
    }

    /// An upload that an earlier opening began.
    pub(crate) fn unfinished_archive(&self, archive_id: &str) -> Option<&ArchiveView> {
        self.unfinished.iter().find(|archive| archive.archive_id == archive_id)
    }

    /// Whether an account or an upload of this id is still in progress.
    pub(crate) fn can_resume(&self, id: &str) -> bool {
        let is_linking = |known: &KnownAccount| {
            known.account_id == id
                && matches!(known.status, AccountStatus::Pending | AccountStatus::AwaitingMfa)
        };
        let takes_documents = self.preferences.enable_upload;
        self.accounts.iter().any(is_linking) || (takes_documents && self.unfinished_archive(id).is_some())
    }

    /// An uploaded document.
    pub fn archive(&self, archive_id: &str) -> Option<&ArchiveView> {
        self.archives.iter().find(|archive| archive.archive_id == archive_id)
    }

    /// The account of a provider that is connected.
    pub fn connected_account(&self, provider_id: &str) -> Option<&KnownAccount> {
        let connected = |account: &&KnownAccount| {
            account.provider_id == provider_id && account.status == AccountStatus::Connected
        };
        self.accounts.iter().find(connected)
    }
}

/// Whether a document exists: its upload is complete, and it is not deleted.
fn is_uploaded(archive: &ArchiveView) -> bool {
    !matches!(archive.status, ArchiveStatus::Uploading | ArchiveStatus::Revoked)
}

impl Shared {
    /// Nothing is known yet, except a session token where an earlier opening had one.
    pub(crate) const fn new(settings: Settings, session_token: Option<Secret>) -> Self {
        Self {
            settings,
            session: None,
            agreement: Agreement::Open,
            catalogue: CatalogueState::Absent,
            query: String::new(),
            kind: None,
            session_token,
            resuming: None,
            network: Network::Good,
            slow_call: None,
            last_attempt: 0,
        }
    }

    /// Stores a document's view for the lists.
    pub(crate) fn remember_archive(&mut self, view: &ArchiveView) {
        let Some(session) = &mut self.session else { return };
        let known = session.archives.iter_mut().find(|known| known.archive_id == view.archive_id);
        match known {
            Some(known) => *known = view.clone(),
            None => session.archives.push(view.clone()),
        }
        session.archives.retain(is_uploaded);
        self.forget_unfinished(&view.archive_id);
    }

    /// An unfinished upload was completed or deleted.
    pub(crate) fn forget_unfinished(&mut self, archive_id: &str) {
        if let Some(session) = &mut self.session {
            session.unfinished.retain(|unfinished| unfinished.archive_id != archive_id);
        }
    }

    pub(crate) fn offers_upload(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.preferences.enable_upload)
    }

    /// Whether a source accepts documents only, and uploads are enabled.
    pub(crate) fn takes_documents_only(&self, provider_id: &str) -> bool {
        let CatalogueState::Ready(catalogue) = &self.catalogue else { return false };
        let row = catalogue.find(provider_id);
        self.offers_upload() && row.is_some_and(|row| row.connection == Connection::DocumentsOnly)
    }

    /// Not for a person who came from a source, nor for one who has uploaded something before.
    pub(crate) fn asks_for_employer(&self, list: &FileTypeList) -> bool {
        let has_documents = self.session.as_ref().is_some_and(|session| !session.archives.is_empty());
        self.has_list() && list.provider.is_none() && !has_documents
    }

    pub(crate) fn has_list(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.preferences.single_provider().is_none())
    }

    pub(crate) fn starts_with_consent(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.preferences.starts_with_consent())
    }

    /// The remedy for a failure: from the table, but without ways that lead nowhere.
    pub(crate) fn remedy(&self, failure: &Failure) -> Remedy {
        let has_other_ways = match &failure.retry {
            Retry::LogIn(link) => link.form.as_ref().is_some_and(|form| form.has_other_ways()),
            Retry::Reopen => false,
        };
        let remedy = failure.cause.remedy();
        let remedy = if has_other_ways { remedy } else { remedy.without_other_ways() };
        if self.has_list() { remedy } else { remedy.without_list() }
    }

    /// A new id for a call or timer.
    pub(crate) const fn new_attempt(&mut self) -> Attempt {
        self.last_attempt += 1;
        Attempt(self.last_attempt)
    }

    pub(crate) fn call(&mut self, request: Request, effects: &mut Vec<Effect>) -> Attempt {
        let attempt = self.new_attempt();
        effects.push(Effect::Call(attempt, request));
        attempt
    }

    pub(crate) fn wait(&mut self, kind: TimerKind, millis: u32, effects: &mut Vec<Effect>) -> Attempt {
        let attempt = self.new_attempt();
        effects.push(Effect::Wait(Timer { kind, attempt }, millis));
        attempt
    }

    /// Notifies the host that a screen is shown.
    pub(crate) fn report_screen(
        &self,
        name: UiEventName,
        provider_id: Option<&str>,
        account_id: Option<&str>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(session) = &self.session else { return };
        effects.push(Effect::Notify(HostCallback::Ui(UiEvent {
            name,
            mode: session.mode,
            user_id: session.user_id.clone(),
            provider_id: provider_id.map(str::to_owned),
            account_id: account_id.map(str::to_owned),
            file_type: None,
        })));
    }

    /// Notifies the host that a screen about a kind of document is shown.
    pub(crate) fn report_archive_screen(
        &self,
        name: UiEventName,
        file_type: FileType,
        effects: &mut Vec<Effect>,
    ) {
        self.report_screen(name, None, None, effects);
        if let Some(Effect::Notify(HostCallback::Ui(event))) = effects.last_mut() {
            event.file_type = Some(file_type);
        }
    }

    pub(crate) fn account_ref(&self, account_id: &str, provider_id: &str) -> AccountRef {
        AccountRef {
            account_id: account_id.to_owned(),
            provider_id: provider_id.to_owned(),
            user_id: self.session.as_ref().map(|session| session.user_id.clone()).unwrap_or_default(),
        }
    }

    /// The summary of a provider, before its login options are loaded.
    pub(crate) fn summary(&self, provider_id: &str) -> ProviderSummary {
        let row = match &self.catalogue {
            CatalogueState::Ready(catalogue) => catalogue.find(provider_id),
            CatalogueState::Absent | CatalogueState::Loading(_) | CatalogueState::Unavailable => None,
        };
        ProviderSummary {
            id: provider_id.to_owned(),
            name: row.map(|row| row.name.to_owned()).unwrap_or_default(),
            logo_url: row.map(|row| row.logo_url.to_owned()).unwrap_or_default(),
        }
    }

    /// What the list shows for the current query and filter.
    pub(crate) fn list_content(&self) -> ListContent {
        match &self.catalogue {
            CatalogueState::Absent | CatalogueState::Loading(_) => ListContent::Loading,
            CatalogueState::Ready(catalogue) => ListContent::Ready(catalogue.search(&self.query, self.kind)),
            CatalogueState::Unavailable => ListContent::Unavailable,
        }
    }
}
