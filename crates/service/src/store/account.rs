//! An account: its row, and what its columns hold.

use super::columns::{Named, text_columns};
use super::{GivenConsent, Json};
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wink_wire::{ChallengeKind, ErrorCode, Language, Secret};

/// Where an account stands, as the host sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum AccountStatus {
    Pending,
    AwaitingMfa,
    Connected,
    Error,
    Disconnected,
}

/// What is still to be done for an account by some process. It outlives the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum LinkingStep {
    SigningIn,
    /// The person is asked for a yes on another device, and somebody has to ask the source whether it came.
    AwaitingApproval,
    CheckingCode,
    ReadingRecords,
    /// It is read again, without the person.
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

/// A challenge that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingChallenge {
    pub(crate) id: String,
    /// What is asked, as the widget is told.
    pub(crate) kind: ChallengeKind,
    pub(crate) tries_left: u8,
    pub(crate) expires_at: i64,
    /// When it may be asked anew; none where it cannot.
    pub(crate) resend_at: Option<i64>,
}

/// A sign-in at the provider that waits for the person to come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingSignIn {
    /// Binds the return to this account: nobody else knows it.
    pub(crate) state: Secret,
    /// The other half of the challenge that the provider was given; without it a code is worth nothing.
    pub(crate) verifier: Secret,
    /// What an id token must repeat.
    #[serde(default)]
    pub(crate) nonce: Secret,
    /// Our page that leads on to the provider's.
    pub(crate) url: String,
    /// What that page's address holds.
    #[serde(default)]
    pub(crate) ticket: Secret,
    /// What only the widget knows that asked.
    #[serde(default)]
    pub(crate) proof: Secret,
    /// Who gets the data, as people know the company; may be empty.
    #[serde(default)]
    pub(crate) company_name: String,
    /// What the widget speaks.
    #[serde(default)]
    pub(crate) language: Language,
    /// The hash of what the browser holds that went on to the provider: the way back is open to no other.
    #[serde(default)]
    pub(crate) browser_sha256: Option<String>,
    /// Where the provider sends the person back to.
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
    pub(crate) error_code: Option<Named<ErrorCode>>,
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
    /// What the person logs in with, until the source has been read.
    pub(crate) login_name: Option<String>,
}
