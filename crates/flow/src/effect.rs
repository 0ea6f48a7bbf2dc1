//! Everything that the flow asks the widget to do.

use crate::attempt::Attempt;
use crate::documents::FileId;
use crate::sign_in::WindowCommand;
use std::collections::BTreeMap;
use wink_wire::{Answer, ErrorCode, FileType, Language, Mode, NewFile, Secret};

/// One thing for the widget to do. It carries out effects in the order in which they are returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Call the service; the answer comes back as [`crate::Event::Replied`] with the same attempt.
    Call(Attempt, Request),
    /// Send [`crate::Event::TimerFired`] after this number of milliseconds.
    Wait(Timer, u32),
    /// Check whether a picked file can be sent, remove location data from it, and scale it down. The result comes back as
    /// [`crate::Event::FileChecked`], a preview as [`crate::Event::FilePreviewed`].
    CheckFile(FileId),
    /// Release a file's content.
    ForgetFile(FileId),
    /// Call back into the host page.
    Notify(HostCallback),
    /// Do something with the window in which the person signs in at the provider.
    Window(WindowCommand),
    /// Remove the dialog and restore the page.
    Teardown,
}

/// One call of the Link API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the wire's own")]
pub enum Request {
    /// `POST sessions`
    OpenSession {
        link_token: Secret,
        template_id: Option<String>,
        language: Option<Language>,
        browser_languages: Vec<String>,
    },
    /// `GET session`, with the session token of an earlier opening.
    ResumeSession { session_token: Secret },
    /// `POST session/consent`
    RecordConsent { version: String, language: String },
    /// `GET catalogue/{hash}`
    LoadCatalogue { hash: String },
    /// `GET providers/{id}`
    LoadProvider { provider_id: String },
    /// `POST accounts`; a retry has the same `key`.
    StartAccount {
        key: Attempt,
        provider_id: String,
        login_option_id: String,
        credentials: BTreeMap<String, Secret>,
    },
    /// `GET accounts/{id}`, answered when the account has changed.
    WatchAccount { account_id: String, after_version: u64 },
    /// `POST accounts/{id}/challenge`
    AnswerChallenge { account_id: String, challenge_id: String, answer: Answer },
    /// `POST accounts/{id}/challenge/resend`
    ResendChallenge { account_id: String },
    /// `DELETE accounts/{id}`
    RevokeAccount { account_id: String },
    /// `POST archives`; a retry has the same `key`.
    StartArchive { key: Attempt, file_type: FileType, provider_id: Option<String>, files: Vec<NewFile> },
    /// `PUT archives/{id}/files/{fileId}`, with `size_bytes` of a file's content.
    SendPiece { archive_id: String, file_id: String, content: FileId, offset_bytes: u64, size_bytes: u64 },
    /// `POST archives/{id}/submit`
    SubmitArchive { archive_id: String },
    /// `GET archives/{id}`; with a version it is answered when the archive has changed.
    ReadArchive { archive_id: String, after_version: Option<u64> },
    /// `DELETE archives/{id}`
    RevokeArchive { archive_id: String },
    /// `GET accounts/{id}/consent`
    LoadAgreedText { account_id: String },
    /// `POST employers`
    ReportEmployer { name: String, country: Option<String>, email: Option<String> },
}

/// A timer; one that fires for an older attempt is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Its purpose.
    pub kind: TimerKind,
    /// Its id.
    pub attempt: Attempt,
}

/// The purpose of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerKind {
    /// Time to retry a lost connection.
    Reconnect,
    /// Connecting takes long, and the screen should say that it can.
    Slow,
    /// One second has passed on the second-factor screen.
    Second,
    /// The window of a sign-in at the provider has not been visible for a while.
    WindowGone,
    /// The thanks for an answered survey have been on screen for long enough.
    Thanks,
}

/// A call back into the host page, in the SDK contract's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostCallback {
    /// `onAccountCreated`
    AccountCreated(AccountRef),
    /// `onAccountConnected`
    AccountConnected(AccountRef),
    /// `onAccountRemoved`
    AccountRemoved(AccountRef),
    /// `onAccountError`
    AccountError(AccountRef, ErrorCode),
    /// `onUploadsCreated`, with the user
    UploadsCreated(Vec<UploadRef>, String),
    /// `onUploadsRemoved`, with the user
    UploadsRemoved(Vec<UploadRef>, String),
    /// `onTokenExpired`
    TokenExpired,
    /// `onClose`
    Closed(CloseReason),
    /// `onUIEvent`
    Ui(UiEvent),
}

/// An account as callbacks name it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the SDK contract's own")]
pub struct AccountRef {
    pub account_id: String,
    pub user_id: String,
    pub provider_id: String,
}

/// An uploaded document as callbacks name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRef {
    /// The archive's id.
    pub id: String,
    /// What kind of document it is.
    pub file_type: FileType,
}

/// How an opening ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The corner icon, Escape, or the host's own `close()`.
    Close,
    /// Done on the success screen.
    Exit,
    /// Exit on the error screen.
    Error,
}

impl CloseReason {
    /// The contract's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Exit => "exit",
            Self::Error => "error",
        }
    }
}

/// A screen was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiEvent {
    /// Which screen.
    pub name: UiEventName,
    /// Sandbox or production.
    pub mode: Mode,
    /// The user of the session.
    pub user_id: String,
    /// The provider, where the screen is about one.
    pub provider_id: Option<String>,
    /// The account, once known.
    pub account_id: Option<String>,
    /// The kind of document, where the screen is about one.
    pub file_type: Option<FileType>,
}

/// Names of `onUIEvent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the SDK contract's own")]
pub enum UiEventName {
    ConsentPageOpened,
    ProviderListPageOpened,
    LoginPageOpened,
    LoginOptionsPageOpened,
    MfaPageOpened,
    ConnectSuccessPageOpened,
    AccountRevokePageOpened,
    FileTypeListPageOpened,
    FileTypePageOpened,
    ArchiveSuccessPageOpened,
    RevokeArchivePageOpened,
    EmployerSurveyPageOpened,
}

impl UiEventName {
    /// The contract's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConsentPageOpened => "ConsentPageOpened",
            Self::ProviderListPageOpened => "ProviderListPageOpened",
            Self::LoginPageOpened => "LoginPageOpened",
            Self::LoginOptionsPageOpened => "LoginOptionsPageOpened",
            Self::MfaPageOpened => "MfaPageOpened",
            Self::ConnectSuccessPageOpened => "ConnectSuccessPageOpened",
            Self::AccountRevokePageOpened => "AccountRevokePageOpened",
            Self::FileTypeListPageOpened => "FileTypeListPageOpened",
            Self::FileTypePageOpened => "FileTypePageOpened",
            Self::ArchiveSuccessPageOpened => "ArchiveSuccessPageOpened",
            Self::RevokeArchivePageOpened => "RevokeArchivePageOpened",
            Self::EmployerSurveyPageOpened => "EmployerSurveyPageOpened",
        }
    }
}
