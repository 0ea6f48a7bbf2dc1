//! An account: its row, and what its columns hold.

use super::code::Coded;
use super::columns::text_columns;
use super::leases::is_running;
use super::{GivenConsent, Json};
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wink_wire::{ChallengeKind, ErrorCode, Language, Secret};

/// The status of an account, as the host sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum AccountStatus {
    Pending,
    AwaitingMfa,
    Connected,
    Error,
    Disconnected,
}

/// The next step of an account, for any process. It outlives the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum LinkingStep {
    SigningIn,
    /// The person is approving on another device, and a process polls the source for the decision.
    AwaitingApproval,
    CheckingCode,
    ReadingRecords,
    /// The source is read again, without the person.
    Syncing,
}

/// The state of an account's monthly refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = AccountMonitorStatus)]
pub(crate) enum MonitorStatus {
    Active,
    /// The source asks the person to log in. The refresh resumes when the person links the same source again.
    UserActionRequired,
    Unsupported,
    /// You have stopped the refresh.
    CustomerDisabled,
}

text_columns!(AccountStatus, LinkingStep, MonitorStatus);

/// A challenge that is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingChallenge {
    pub(crate) id: String,
    /// The challenge that the widget shows.
    pub(crate) kind: ChallengeKind,
    pub(crate) tries_left: u8,
    pub(crate) expires_at: i64,
    /// When it can be requested again. `None` if it cannot.
    pub(crate) resend_at: Option<i64>,
}

/// A sign-in at the provider, until the person returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingSignIn {
    /// Ties the return to this account. Secret.
    pub(crate) state: Secret,
    /// The verifier of the code challenge. Without it, a code is useless.
    pub(crate) verifier: Secret,
    /// The nonce that an id token must repeat.
    #[serde(default)]
    pub(crate) nonce: Secret,
    /// The start page, which leads to the provider's page.
    pub(crate) url: String,
    /// The secret in that page's address.
    #[serde(default)]
    pub(crate) ticket: Secret,
    /// A secret that only the widget has.
    #[serde(default)]
    pub(crate) proof: Secret,
    /// The name of the company that receives the data, as people know it. May be empty.
    #[serde(default)]
    pub(crate) company_name: String,
    /// The widget's language.
    #[serde(default)]
    pub(crate) language: Language,
    /// Hash of the cookie of the browser that continued to the provider. No other browser may return.
    #[serde(default)]
    pub(crate) browser_sha256: Option<String>,
    /// The address that the provider redirects back to.
    pub(crate) redirect_uri: String,
    pub(crate) expires_at: i64,
}

/// An account.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Account {
    pub(crate) seq: i64,
    pub(crate) id: String,
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) user_id: String,
    pub(crate) provider_id: String,
    pub(crate) connector: String,
    pub(crate) connector_state: Option<String>,
    pub(crate) version: i64,
    pub(crate) status: AccountStatus,
    pub(crate) step: Option<LinkingStep>,
    pub(crate) challenge: Option<Json<PendingChallenge>>,
    pub(crate) error_code: Option<Coded<ErrorCode>>,
    pub(crate) reference: Option<String>,
    pub(crate) attempts: i64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) connected_at: Option<i64>,
    pub(crate) sign_in: Option<Json<PendingSignIn>>,
    pub(crate) replaces: Option<String>,
    pub(crate) consent: Option<Json<GivenConsent>>,
    pub(crate) monitor_status: MonitorStatus,
    pub(crate) monitor_updated_at: Option<i64>,
    /// The person's credentials, until the source has been read.
    pub(crate) login_name: Option<String>,
    /// The name under which the login counts, until the source has decided.
    pub(crate) login_key: Option<String>,
    /// How often the source was asked about a challenge.
    pub(crate) claims: i64,
    /// Until when the source is being asked.
    pub(crate) claimed_until: Option<i64>,
}

impl Account {
    /// Whether a process is asking the source about the account's challenge.
    pub(crate) fn is_claimed(&self, now_millis: i64) -> bool {
        self.claimed_until.is_some_and(|until| is_running(until, now_millis))
    }
}
