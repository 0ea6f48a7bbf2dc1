//! What a connector is asked, and what it answers.

use crate::catalogue::Provider;
use crate::records::SourceRecords;
use crate::store::PendingSignIn;
use jiff::civil::Date;
use std::collections::BTreeMap;
use wink_wire::{Answer, ChallengeKind, ErrorCode, Language, LoginOption, Secret};

/// What a person typed, and in which login option. It is in memory only, and briefly.
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
    /// When it can be asked again (another code, another picture). `None` if it cannot.
    pub(crate) repeat_after_millis: Option<i64>,
    /// The connector's state for the next call.
    pub(crate) state: String,
}

/// The result of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    Authenticated,
    Asked(Box<Asked>),
    Refused(ErrorCode),
}

/// The result of a request to another device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Approval {
    /// The person approved. Holds the state for the next call.
    Given(String),
    Declined,
}

/// The result of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    /// The source accepted it and is working. Holds the state for the next call.
    Accepted(String),
}

/// What a source holds, and how it can be read again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) records: SourceRecords,
    /// The state from which it can be read again without the person, if that is possible.
    pub(crate) again: Option<String>,
}

/// Why a source could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) code: ErrorCode,
    /// The state to try again from, if it has changed.
    pub(crate) state: Option<String>,
}

impl From<ErrorCode> for Unread {
    fn from(code: ErrorCode) -> Self {
        Self { code, state: None }
    }
}

/// The parameters of a provider's sign-in page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignInRequest<'a> {
    /// The service's public address, without a trailing slash.
    pub(crate) service_address: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) state: &'a Secret,
    /// The nonce that an id token must repeat, if the provider issues one.
    pub(crate) nonce: &'a Secret,
    /// SHA-256 of the verifier, as in RFC 7636 (`S256`).
    pub(crate) code_challenge: &'a str,
    /// The preferred language of the page.
    pub(crate) language: Language,
}

/// The state is not one of this connector's, or the source broke its own rules.
#[derive(Debug, thiserror::Error)]
#[error("the connector failed: {0}")]
pub(crate) struct ConnectorFault(pub(crate) String);

/// A connector's state and its account. Secrets sealed in the state can be opened for that account only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StateOf<'a> {
    pub(crate) account_id: &'a str,
    pub(crate) provider_id: &'a str,
    pub(crate) state: &'a str,
}

pub(super) type Outcome<T> = Result<T, ConnectorFault>;

/// One way to log into a source and read it. Every call but [`Connector::begin`], [`Connector::exchange`] and
/// [`Connector::answer`] may be repeated with the same state after a restart.
///
/// A connector implements only what it needs: a provider's login options and its second factors decide which calls are
/// made.
#[async_trait::async_trait]
pub(crate) trait Connector: Send + Sync {
    /// Stored with each account, so that the same connector continues with it.
    fn name(&self) -> &'static str;

    /// Accepts the credentials, quickly. Returns the state to store.
    async fn begin(&self, _login: Login<'_>) -> Outcome<String> {
        Err(never("takes credentials"))
    }

    /// The address of the provider's sign-in page, or the error that ends the account.
    async fn sign_in_address(
        &self,
        _provider: &Provider,
        _request: SignInRequest<'_>,
    ) -> Outcome<Result<String, ErrorCode>> {
        Err(never("has a page to sign in at"))
    }

    /// Exchanges the code from the provider's page. Returns the state to store, or the error that ends the account.
    async fn exchange(
        &self,
        _provider: &Provider,
        _account_id: &str,
        _code: &Secret,
        _sign_in: &PendingSignIn,
    ) -> Outcome<Result<String, ErrorCode>> {
        Err(never("has a page to sign in at"))
    }

    /// Identifies the person at the source: the same for every login of the same person there. Known once signed in.
    fn subject(&self, of: StateOf<'_>) -> Outcome<String>;

    /// Signs in. This may take long.
    async fn sign_in(&self, state: &str, provider: &Provider) -> Outcome<SignIn>;

    /// Asks the source to repeat the challenge: to send another code or show another picture.
    async fn repeat(&self, _state: &str) -> Outcome<Asked> {
        Err(never("asks for anything"))
    }

    /// Sends an answer to the source. Its kind matches the challenge.
    async fn answer(&self, _state: &str, _answer: &Answer) -> Outcome<Verdict> {
        Err(never("asks for anything"))
    }

    /// Waits until the person approves or declines on another device. It may never return: the caller knows when the
    /// challenge expires.
    async fn approval(&self, _state: &str) -> Outcome<Approval> {
        Err(never("asks for anything"))
    }

    /// Waits until the source has admitted the person after an accepted answer, or poses another challenge.
    async fn confirm(&self, _state: &str) -> Outcome<SignIn> {
        Err(never("asks for anything"))
    }

    /// Reads everything the source holds, the first time or again. Each item carries the id that the source uses for
    /// it.
    async fn read(
        &self,
        of: StateOf<'_>,
        provider: &Provider,
        today: Date,
    ) -> Outcome<Result<Reading, Unread>>;
}

/// The fault for a call that this connector's providers never need.
fn never(what: &str) -> ConnectorFault {
    ConnectorFault(format!("it never {what}"))
}
