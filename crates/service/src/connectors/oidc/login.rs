//! What is stored of a login between its steps: the person's subject at the provider, and the tokens. It is sealed with
//! a key that is not in the database.

use crate::connectors::ConnectorFault;
use crate::sealing::SealingKey;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wink_wire::Secret;

/// A login in memory.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Login {
    /// Identifies the person at the provider.
    pub(super) subject: String,
    pub(super) access_token: Option<Secret>,
    /// When the access token expires, if the provider says so.
    pub(super) access_expires_at: Option<i64>,
    pub(super) refresh_token: Option<Secret>,
    /// The claims of the id token.
    pub(super) claims: Value,
}

/// A login as it is stored.
#[derive(Serialize, Deserialize)]
struct Sealed {
    provider: String,
    login: String,
    /// What the seal is bound to. Older logins, which are not bound to their account, can still be opened. They are
    /// bound when they are sealed again, after the next reading.
    #[serde(default)]
    bound_to: BoundTo,
}

/// What the additional data of a sealed login contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum BoundTo {
    #[default]
    Provider,
    Account,
}

/// The account that a login belongs to. It can be opened for that account only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    pub(super) account_id: &'a str,
    pub(super) provider_id: &'a str,
}

impl Owner<'_> {
    fn additional_data(&self, bound_to: BoundTo) -> String {
        match bound_to {
            BoundTo::Provider => self.provider_id.to_owned(),
            BoundTo::Account => format!("{}\n{}", self.provider_id, self.account_id),
        }
    }
}

impl Login {
    /// Seals the login for its account.
    pub(super) fn seal(&self, key: &SealingKey, owner: Owner<'_>) -> Result<String, ConnectorFault> {
        let open = Secret::from(serde_json::to_string(self).map_err(fault)?);
        let bound_to = BoundTo::Account;
        let login = key.seal(&open, &owner.additional_data(bound_to)).map_err(fault)?;
        serde_json::to_string(&Sealed { provider: owner.provider_id.to_owned(), login, bound_to })
            .map_err(fault)
    }

    /// Opens a login that was sealed for this account.
    pub(super) fn open(key: &SealingKey, state: &str, owner: Owner<'_>) -> Result<Self, ConnectorFault> {
        let sealed: Sealed = serde_json::from_str(state).map_err(fault)?;
        let open = key.open(&sealed.login, &owner.additional_data(sealed.bound_to)).map_err(fault)?;
        // The error would show a piece of the secret.
        serde_json::from_str(open.expose()).map_err(|_| ConnectorFault("a login is not one".to_owned()))
    }

    /// What is needed to read the source again later. `None` if the provider gave no refresh token.
    pub(super) fn for_later(self) -> Option<Self> {
        self.refresh_token.is_some().then_some(Self { access_token: None, access_expires_at: None, ..self })
    }
}

fn fault(error: impl std::error::Error) -> ConnectorFault {
    ConnectorFault(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> SealingKey {
        SealingKey::new(&text.into(), b"logins").unwrap()
    }

    const ANN: Owner<'_> = Owner { account_id: "a-1", provider_id: "acme" };

    fn login() -> Login {
        Login {
            subject: "ann-7".into(),
            access_token: Some("access-1".into()),
            access_expires_at: Some(5),
            refresh_token: Some("refresh-1".into()),
            claims: serde_json::json!({ "name": "Ann Reyes" }),
        }
    }

    #[test]
    fn nothing_of_it_can_be_read_without_the_key() {
        let state = login().seal(&key("one"), ANN).unwrap();
        for text in ["ann-7", "access-1", "refresh-1", "Ann"] {
            assert!(!state.contains(text), "{text}");
        }
        let opened = Login::open(&key("one"), &state, ANN).unwrap();
        assert_eq!(opened.refresh_token, Some("refresh-1".into()));
        assert!(Login::open(&key("other"), &state, ANN).is_err());
    }

    #[test]
    fn it_opens_for_its_own_account_alone() {
        let state = login().seal(&key("one"), ANN).unwrap();
        for other in [Owner { account_id: "a-2", ..ANN }, Owner { provider_id: "other", ..ANN }] {
            assert!(Login::open(&key("one"), &state, other).is_err(), "{other:?}");
        }
        let claimed_older = state.replace("account", "provider");
        assert_ne!(claimed_older, state);
        assert!(Login::open(&key("one"), &claimed_older, ANN).is_err(), "it cannot pass for an older one");
    }

    #[test]
    fn a_login_from_before_opens_and_is_bound_when_it_is_sealed_again() {
        let open = Secret::from(serde_json::to_string(&login()).unwrap());
        let sealed = key("one").seal(&open, "acme").unwrap();
        let older = serde_json::json!({ "provider": "acme", "login": sealed }).to_string();
        let opened = Login::open(&key("one"), &older, ANN).unwrap();
        assert_eq!(opened.subject, "ann-7");
        let again = opened.seal(&key("one"), ANN).unwrap();
        assert!(Login::open(&key("one"), &again, ANN).is_ok());
        assert!(Login::open(&key("one"), &again, Owner { account_id: "a-2", ..ANN }).is_err());
    }

    #[test]
    fn later_needs_a_refresh_token_and_no_access_token() {
        let later = login().for_later().unwrap();
        assert_eq!((later.access_token, later.access_expires_at), (None, None));
        assert!(Login { refresh_token: None, ..login() }.for_later().is_none());
    }
}
