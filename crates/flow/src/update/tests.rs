//! The journey, step by step and at random.

mod documents;
mod guards;
mod journeys;
mod login;
mod not_allowed;
mod properties;
mod resuming;
mod second_factor;
mod sign_in;
mod survey;
mod table;
mod unfinished;

use super::fixtures;
use crate::attempt::Attempt;
use crate::documents::{CheckedFile, FileId, NewPick, Place};
use crate::effect::{CloseReason, Effect, HostCallback, Request};
use crate::event::{CallFailure, Event, Reply};
use crate::flow::Flow;
use crate::login::Fit;
use crate::preferences::Settings;
use crate::second_factor::Entry;
use crate::state::{ScreenKind, State};
use wink_wire::{
    AccountView, AgreedText, ArchiveStatus, ConsentReceipt, EmployerReported, ErrorCode, FileFormat,
    FileType, Problem, ProblemCode, Secret, SessionOpened, SessionView,
};

/// A flow under test, with everything that it asked for.
pub(super) struct Walk {
    pub(super) flow: Flow,
    /// Effects of the last event.
    pub(super) effects: Vec<Effect>,
    /// Effects of all events so far.
    pub(super) all: Vec<Effect>,
    /// Names of all callbacks so far, `onUIEvent` by its event name.
    pub(super) callbacks: Vec<String>,
}

impl Walk {
    pub(super) fn open(settings: Settings) -> Self {
        let (flow, effects) = Flow::open(settings, None);
        Self { flow, all: effects.clone(), effects, callbacks: Vec::new() }
    }

    /// A flow whose session is open.
    pub(super) fn in_session(settings: Settings, change: impl FnOnce(&mut SessionView)) -> Self {
        let mut walk = Self::open(settings);
        let mut session = fixtures::session();
        change(&mut session);
        walk.answer(Reply::SessionOpened(Box::new(SessionOpened {
            session_token: Secret::from("session-token"),
            session,
            resume_id: None,
        })));
        walk
    }

    /// On the login form of Upwork.
    pub(super) fn at_login() -> Self {
        let mut walk = Self::in_session(Settings::new("link-token"), |_| {});
        let catalogue = walk.last_call("LoadCatalogue");
        walk.send(Event::ConsentGiven);
        walk.answer(Reply::ConsentRecorded(receipt()));
        walk.send(Event::Replied(catalogue, Ok(Reply::Catalogue(fixtures::CATALOGUE.into()))));
        walk.send(Event::ProviderChosen("upwork".into()));
        walk.answer(Reply::Provider(Box::new(fixtures::provider())));
        walk
    }

    /// Connecting to Upwork.
    pub(super) fn at_connecting() -> Self {
        let mut walk = Self::at_login();
        walk.type_credentials("George", "123456");
        walk.send(Event::LoginSubmitted);
        walk.answer(account(fixtures::account(1, wink_wire::AccountStatus::Pending)));
        walk
    }

    /// At the list of kinds of document.
    pub(super) fn at_file_types(change: impl FnOnce(&mut SessionView)) -> Self {
        let settings = Settings { enable_upload: Some(true), ..Settings::new("link-token") };
        let mut walk = Self::in_session(settings, change);
        let catalogue = walk.last_call("LoadCatalogue");
        walk.send(Event::ConsentGiven);
        walk.answer(Reply::ConsentRecorded(receipt()));
        walk.send(Event::Replied(catalogue, Ok(Reply::Catalogue(fixtures::CATALOGUE.into()))));
        walk.send(Event::UploadInsteadPressed);
        walk
    }

    /// With files 1 to `count` picked that can be sent, 300,000 bytes each.
    pub(super) fn at_upload(file_type: FileType, count: u32) -> Self {
        let mut walk = Self::at_file_types(|_| {});
        walk.send(Event::FileTypeChosen(file_type));
        walk.pick(1..=count);
        for id in 1..=count {
            walk.send(Event::FileChecked(FileId(id), Ok(PNG)));
        }
        walk
    }

    pub(super) fn pick(&mut self, ids: impl IntoIterator<Item = u32>) {
        let picks = ids.into_iter().map(|id| NewPick { id: FileId(id), name: format!("file {id}") });
        self.send(Event::FilesPicked(Place::Add(None), picks.collect()));
    }

    /// Sending one file, of which nothing has arrived yet.
    pub(super) fn at_sending() -> Self {
        let mut walk = Self::at_upload(FileType::Payslip, 1);
        walk.send(Event::UploadSubmitted);
        walk.answer(archive(1, ArchiveStatus::Uploading, &[0]));
        walk
    }

    /// A document that is being read.
    pub(super) fn at_uploaded() -> Self {
        let mut walk = Self::at_sending();
        walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
        walk.answer(archive(2, ArchiveStatus::Started, &[300_000]));
        walk
    }

    /// Behind the window in which the person signs in at Upwork.
    pub(super) fn at_sign_in() -> Self {
        let mut walk = Self::at_login();
        walk.send(Event::OtherWaysPressed);
        walk.send(Event::LoginOptionChosen(2));
        walk.send(Event::LoginSubmitted);
        walk.answer(account(fixtures::signing_in(1)));
        walk
    }

    /// Asked for a code by Upwork.
    pub(super) fn at_second_factor() -> Self {
        let mut walk = Self::at_connecting();
        walk.answer(account(fixtures::challenged(2, None)));
        walk
    }

    pub(super) fn send(&mut self, event: Event) {
        let flow = self.flow.clone();
        let (flow, effects) = flow.update(event);
        self.flow = flow;
        self.take_note(&effects);
        self.all.extend_from_slice(&effects);
        // What is still to be answered stays known.
        if !effects.is_empty() {
            self.effects = effects;
        }
    }

    /// Answers the newest call.
    pub(super) fn answer(&mut self, reply: Reply) {
        let attempt = self.newest_call();
        self.send(Event::Replied(attempt, Ok(reply)));
    }

    pub(super) fn refuse(&mut self, failure: CallFailure) {
        let attempt = self.newest_call();
        self.send(Event::Replied(attempt, Err(failure)));
    }

    pub(super) fn type_credentials(&mut self, user_name: &str, password: &str) {
        self.send(Event::FieldEdited(0, user_name.into(), Fit::Fits));
        self.send(Event::FieldEdited(1, password.into(), Fit::Fits));
    }

    pub(super) fn kind(&self) -> ScreenKind {
        self.flow.state().kind()
    }

    pub(super) fn newest_call(&self) -> Attempt {
        let mut calls = self.effects.iter().filter_map(|effect| match effect {
            Effect::Call(attempt, _) => Some(*attempt),
            _ => None,
        });
        calls.next_back().unwrap_or_else(|| panic!("no call among {:?}", self.effects))
    }

    pub(super) fn last_call(&self, name: &str) -> Attempt {
        let named = self.effects.iter().find_map(|effect| match effect {
            Effect::Call(attempt, request) if format!("{request:?}").starts_with(name) => Some(*attempt),
            _ => None,
        });
        named.unwrap_or_else(|| panic!("no {name} among {:?}", self.effects))
    }

    pub(super) fn asks_for(&self, wanted: impl Fn(&Request) -> bool) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Call(_, request) if wanted(request)))
    }

    fn take_note(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Notify(callback) = effect {
                self.callbacks.push(name_of(callback));
            }
        }
    }
}

pub(super) fn name_of(callback: &HostCallback) -> String {
    match callback {
        HostCallback::AccountCreated(_) => "onAccountCreated".into(),
        HostCallback::AccountConnected(_) => "onAccountConnected".into(),
        HostCallback::AccountRemoved(_) => "onAccountRemoved".into(),
        HostCallback::AccountError(_, code) => format!("onAccountError {}", code.name()),
        HostCallback::UploadsCreated(uploads, _) => format!("onUploadsCreated {}", uploads.len()),
        HostCallback::UploadsRemoved(uploads, _) => format!("onUploadsRemoved {}", uploads.len()),
        HostCallback::TokenExpired => "onTokenExpired".into(),
        HostCallback::Closed(reason) => format!("onClose {}", reason.name()),
        HostCallback::Ui(event) => event.name.name().into(),
    }
}

pub(super) const PNG: CheckedFile = CheckedFile {
    format: FileFormat::Png,
    size_bytes: 300_000,
    pages: None,
    sha256: Some(wink_wire::Sha256([7; 32])),
};

/// An answer about an archive; a piece took a second.
pub(super) fn archive(version: u64, status: ArchiveStatus, received: &[u64]) -> Reply {
    Reply::Archive(Box::new(fixtures::archive(version, status, received)), 1000)
}

/// A one-time code, typed as far as this.
pub(super) fn code(typed: &str) -> Event {
    Event::FactorEntered(Entry::Typed(0, typed.into()))
}

pub(super) fn account(view: AccountView) -> Reply {
    Reply::Account(Box::new(view))
}

pub(super) fn failed(version: u64, code: ErrorCode) -> Reply {
    let mut view = fixtures::account(version, wink_wire::AccountStatus::Error);
    view.error_code = Some(code);
    view.reference = Some("ref-1".into());
    account(view)
}

pub(super) fn refused(code: ProblemCode, field: Option<&str>) -> CallFailure {
    CallFailure::Refused(Problem {
        code,
        message: "for developers".into(),
        request_id: "req-1".into(),
        field: field.map(str::to_owned),
        archive_error_code: None,
    })
}

pub(super) fn receipt() -> ConsentReceipt {
    ConsentReceipt { text_sha256: "00".into(), agreed_at: "2026-01-01T00:00:00Z".into() }
}

pub(super) fn agreed_text() -> AgreedText {
    AgreedText { language: "en".into(), text: "# What you agreed to".into() }
}

pub(super) fn reported() -> EmployerReported {
    EmployerReported { reported_at: "2026-01-01T00:00:00Z".into() }
}

pub(super) fn provider() -> Reply {
    Reply::Provider(Box::new(fixtures::provider()))
}

pub(super) const CLOSED: fn(CloseReason) -> Effect = |reason| Effect::Notify(HostCallback::Closed(reason));

pub(super) const fn is_failed(state: &State) -> bool {
    matches!(state, State::Failed(_))
}
