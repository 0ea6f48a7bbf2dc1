//! What a connector is asked, and what it answers.

use crate::catalogue::Provider;
use crate::records::SourceRecords;
use crate::store::PendingSignIn;
use jiff::civil::Date;
use std::collections::BTreeMap;
use wink_wire::{Answer, ChallengeKind, ErrorCode, Language, LoginOption, Secret};

/// What a person typed, in which login option. Lives in memory only, and not for long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Login<'a> {
    pub(crate) option: &'a LoginOption,
    pub(crate) credentials: &'a BTreeMap<String, Secret>,
}

/// What a source asks in addition to the credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) kind: ChallengeKind,
    pub(crate) expires_after_millis: i64,
    /// When it can be asked anew (another code, another picture); none where it cannot.
    pub(crate) anew_after_millis: Option<i64>,
    /// The state to go on with.
    pub(crate) state: String,
}

/// What signing in led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    Authenticated,
    Asked(Box<Asked>),
    Refused(ErrorCode),
}

/// What came of a request to another device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Approval {
    /// The person said yes; the state to go on with.
    Given(String),
    Declined,
}

/// What an answer led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    /// The source took it and is at work; the state to go on with.
    Accepted(String),
}

/// What a source held, and how it is read again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) records: SourceRecords,
    /// The state from which it can be read once more without the person, where that is possible.
    pub(crate) again: Option<String>,
}

/// Why a source was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) code: ErrorCode,
    /// The state to try again from, where it is not the one that was given.
    pub(crate) state: Option<String>,
}

impl From<ErrorCode> for Unread {
    fn from(code: ErrorCode) -> Self {
        Self { code, state: None }
    }
}

/// What a provider's page is asked with, for somebody who signs in there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignInRequest<'a> {
    /// The service's own address, without a slash at the end.
    pub(crate) service_address: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) state: &'a Secret,
    /// What an id token must repeat, where there is one.
    pub(crate) nonce: &'a Secret,
    /// The verifier's SHA-256, as RFC 7636 has it (`S256`).
    pub(crate) code_challenge: &'a str,
    /// What the page had best speak.
    pub(crate) language: Language,
}

/// The state handed back is not one of this connector's, or the source broke its own rules.
#[derive(Debug, thiserror::Error)]
#[error("the connector failed: {0}")]
pub(crate) struct ConnectorFault(pub(crate) String);

/// A connector's state, and whose account it is of: what is sealed in it opens for that account alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StateOf<'a> {
    pub(crate) account_id: &'a str,
    pub(crate) provider_id: &'a str,
    pub(crate) state: &'a str,
}

pub(super) type Outcome<T> = Result<T, ConnectorFault>;

/// One way to log into a source and read it. Every call but [`Connector::begin`], [`Connector::exchange`] and
/// [`Connector::answer`] may be made again with the same state, after a restart.
///
/// What a connector does not do, it leaves out: a provider's login options and what its sources ask decide which calls
/// are made.
#[async_trait::async_trait]
pub(crate) trait Connector: Send + Sync {
    /// Stored with each account, so that the same connector goes on with it.
    fn name(&self) -> &'static str;

    /// Takes the credentials, quickly. Answers with the state to store.
    async fn begin(&self, _login: Login<'_>) -> Outcome<String> {
        Err(never("takes credentials"))
    }

    /// The provider's page for somebody who signs in there, or why there is none.
    async fn sign_in_address(
        &self,
        _provider: &Provider,
        _request: SignInRequest<'_>,
    ) -> Outcome<Result<String, ErrorCode>> {
        Err(never("has a page to sign in at"))
    }

    /// Exchanges the code that the provider's page gave. Answers with the state to store, or with why there is none.
    async fn exchange(
        &self,
        _provider: &Provider,
        _account_id: &str,
        _code: &Secret,
        _sign_in: &PendingSignIn,
    ) -> Outcome<Result<String, ErrorCode>> {
        Err(never("has a page to sign in at"))
    }

    /// Who the person is at the source: the same for every login of the same person there. Known once signed in.
    fn subject(&self, of: StateOf<'_>) -> Outcome<String>;

    /// Signs in, which may take long.
    async fn sign_in(&self, state: &str, provider: &Provider) -> Outcome<SignIn>;

    /// Has the source ask the same anew: send another code, show another picture.
    async fn ask_anew(&self, _state: &str) -> Outcome<Asked> {
        Err(never("asks for anything"))
    }

    /// Gives the source an answer, which has the shape of one to what it asked.
    async fn answer(&self, _state: &str, _answer: &Answer) -> Outcome<Verdict> {
        Err(never("asks for anything"))
    }

    /// Waits until the person has said yes or no on another device. It may wait for ever: whoever calls knows when the
    /// challenge expires.
    async fn approval(&self, _state: &str) -> Outcome<Approval> {
        Err(never("asks for anything"))
    }

    /// Waits until the source has let the person in after an accepted answer, or asks for something more.
    async fn confirm(&self, _state: &str) -> Outcome<SignIn> {
        Err(never("asks for anything"))
    }

    /// Reads everything the source holds, the first time or again. Each item carries the id that the source knows it by.
    async fn read(
        &self,
        of: StateOf<'_>,
        provider: &Provider,
        today: Date,
    ) -> Outcome<Result<Reading, Unread>>;
}

/// A call that this connector's providers give no reason for.
fn never(what: &str) -> ConnectorFault {
    ConnectorFault(format!("it never {what}"))
}
