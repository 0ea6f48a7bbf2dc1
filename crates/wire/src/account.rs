//! An account on its way from credentials to connected.

use crate::{AgreedConsent, Challenge, DataPoint, Sealed, Secret};
use serde::{Deserialize, Serialize};

/// Starts linking an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartAccount {
    /// Chosen by the widget, unique to this attempt. The same key gets the same account again, so that a lost answer or
    /// a double click does not link twice. 8 to 64 characters.
    pub idempotency_key: String,
    /// Provider to link.
    pub provider_id: String,
    /// Which of its login options was filled in.
    pub login_option_id: String,
    /// Values by field name, sealed; absent where the person signs in at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Sealed>,
}

/// Where an account stands.
///
/// Flat on the wire; `status` says which of the optional parts are present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Id, with prefix `a-`.
    pub account_id: String,
    /// Provider it belongs to.
    pub provider_id: String,
    /// Grows with every change; what a waiting reader passes as `afterVersion`.
    pub version: u64,
    /// Where it stands.
    pub status: AccountStatus,
    /// With `PENDING`: what is being done right now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<LinkStep>,
    /// With `AWAITING_MFA`: what is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    /// With `ERROR`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<ErrorCode>,
    /// With `ERROR`: finds the failure in the service's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// With `CONNECTED`: when, ISO 8601 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<String>,
    /// With the step `AT_PROVIDER`: where the person signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignInWindow>,
    /// With `CONNECTED`: the account of the same person at the same provider that this one has taken the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// With `CONNECTED`: the kinds of data that are stored of it, each once, in the consent's order. Empty before
    /// anything is stored, and from services that do not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stored: Vec<DataPoint>,
    /// What the person had agreed to when the account was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<AgreedConsent>,
}

/// The window in which a person signs in at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInWindow {
    /// Address of the page that leads on to the provider's. It is good for one sign-in of this account.
    pub url: String,
    /// Proves that this widget opened the window. A person who was only sent the address does not have it.
    #[serde(default)]
    pub proof: Secret,
    /// Seconds until the account ends in `AUTH_REQUIRED` unless the person has signed in.
    pub expires_in_seconds: u32,
}

/// Stages of an account, as the widget sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AccountStatus {
    /// In progress; `step` is the current step.
    Pending,
    /// Waits for an answer to `challenge`.
    AwaitingMfa,
    /// Linked, and its first data can be read.
    Connected,
    /// Failed, see `errorCode`.
    Error,
    /// Revoked.
    Disconnected,
    /// A status newer than this build.
    #[serde(other)]
    Unknown,
}

/// What the service is doing for a pending account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkStep {
    /// The person signs in at the provider; `signIn` says where.
    AtProvider,
    /// The provider is checking the credentials.
    SigningIn,
    /// The provider is checking the answer to its challenge.
    CheckingCode,
    /// Records are being read.
    ReadingRecords,
    /// A step newer than this build.
    #[serde(other)]
    Unknown,
}

/// Why linking an account failed. The names are part of the SDK contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(
    missing_docs,
    reason = "the names are the contract's own; what each means to a person is in the message table"
)]
pub enum ErrorCode {
    AccountDisabled,
    AccountInaccessible,
    AccountIncomplete,
    AccountLocked,
    AuthRequired,
    ExpiredCredentials,
    InvalidAccountType,
    InvalidAuth,
    InvalidCredentials,
    InvalidMfa,
    MfaTimeout,
    ServiceUnavailable,
    TosRequired,
    UnsupportedAuthType,
    UnsupportedMfaMethod,
    /// Also stands for every code newer than this build.
    #[serde(other)]
    SystemError,
}

impl ErrorCode {
    /// Every code, in the contract's order.
    pub const ALL: [Self; 16] = [
        Self::AccountDisabled,
        Self::AccountInaccessible,
        Self::AccountIncomplete,
        Self::AccountLocked,
        Self::AuthRequired,
        Self::ExpiredCredentials,
        Self::InvalidAccountType,
        Self::InvalidAuth,
        Self::InvalidCredentials,
        Self::InvalidMfa,
        Self::MfaTimeout,
        Self::ServiceUnavailable,
        Self::SystemError,
        Self::TosRequired,
        Self::UnsupportedAuthType,
        Self::UnsupportedMfaMethod,
    ];

    /// The contract's spelling, for example `INVALID_MFA`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccountDisabled => "ACCOUNT_DISABLED",
            Self::AccountInaccessible => "ACCOUNT_INACCESSIBLE",
            Self::AccountIncomplete => "ACCOUNT_INCOMPLETE",
            Self::AccountLocked => "ACCOUNT_LOCKED",
            Self::AuthRequired => "AUTH_REQUIRED",
            Self::ExpiredCredentials => "EXPIRED_CREDENTIALS",
            Self::InvalidAccountType => "INVALID_ACCOUNT_TYPE",
            Self::InvalidAuth => "INVALID_AUTH",
            Self::InvalidCredentials => "INVALID_CREDENTIALS",
            Self::InvalidMfa => "INVALID_MFA",
            Self::MfaTimeout => "MFA_TIMEOUT",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Self::SystemError => "SYSTEM_ERROR",
            Self::TosRequired => "TOS_REQUIRED",
            Self::UnsupportedAuthType => "UNSUPPORTED_AUTH_TYPE",
            Self::UnsupportedMfaMethod => "UNSUPPORTED_MFA_METHOD",
        }
    }

    /// The code with this name. `None` if this build does not know it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }

    #[test]
    fn unknown_values_of_newer_services_are_accepted() {
        assert_eq!(serde_json::from_str::<ErrorCode>("\"MOON_PHASE\"").unwrap(), ErrorCode::SystemError);
        assert_eq!(serde_json::from_str::<AccountStatus>("\"NEW\"").unwrap(), AccountStatus::Unknown);
    }

    #[test]
    fn wire_shape_of_an_account() {
        let account = AccountView {
            account_id: "a-1".into(),
            provider_id: "upwork".into(),
            version: 3,
            status: AccountStatus::Pending,
            step: Some(LinkStep::CheckingCode),
            challenge: None,
            error_code: None,
            reference: None,
            connected_at: None,
            sign_in: None,
            replaces: None,
            stored: Vec::new(),
            consent: None,
        };
        insta::assert_json_snapshot!(account, @r#"
        {
          "accountId": "a-1",
          "providerId": "upwork",
          "version": 3,
          "status": "PENDING",
          "step": "CHECKING_CODE"
        }
        "#);
    }

    #[test]
    fn stored_data_kinds_may_be_missing_or_unknown() {
        let mut written = serde_json::json!({
            "accountId": "a-1", "providerId": "upwork", "version": 3, "status": "CONNECTED"
        });
        let read =
            |value: &serde_json::Value| serde_json::from_value::<AccountView>(value.clone()).unwrap().stored;
        assert_eq!(read(&written), []);
        written["stored"] = serde_json::json!(["IDENTITIES", "MOON_PHASES"]);
        assert_eq!(read(&written), [DataPoint::Identities, DataPoint::Unknown]);
    }
}
