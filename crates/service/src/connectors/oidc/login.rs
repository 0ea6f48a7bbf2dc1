//! What is kept of a login between its steps: who the person is at the provider, and the tokens. It is sealed, with a
//! key that is not in the database.

use crate::connectors::ConnectorFault;
use crate::sealing::SealingKey;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wink_wire::Secret;

/// A login as it is worked with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Login {
    /// Who the person is at the provider.
    pub(super) subject: String,
    pub(super) access_token: Option<Secret>,
    /// When the access token is over, where the provider says so.
    pub(super) access_expires_at: Option<i64>,
    pub(super) refresh_token: Option<Secret>,
    /// What the id token says.
    pub(super) claims: Value,
}

/// The same as it is stored.
#[derive(Serialize, Deserialize)]
struct Sealed {
    provider: String,
    login: String,
}

impl Login {
    /// Seals it for its provider.
    pub(super) fn seal(&self, key: &SealingKey, provider_id: &str) -> Result<String, ConnectorFault> {
        let open = Secret::from(serde_json::to_string(self).map_err(fault)?);
        let login = key.seal(&open, provider_id).map_err(fault)?;
        serde_json::to_string(&Sealed { provider: provider_id.to_owned(), login }).map_err(fault)
    }

    /// Opens what was sealed.
    pub(super) fn open(key: &SealingKey, state: &str) -> Result<Self, ConnectorFault> {
        let sealed: Sealed = serde_json::from_str(state).map_err(fault)?;
        let open = key.open(&sealed.login, &sealed.provider).map_err(fault)?;
        // The error would show a piece of what is secret.
        serde_json::from_str(open.expose()).map_err(|_| ConnectorFault("a login is not one".to_owned()))
    }

    /// What is needed to read the source again later; none where the provider has given nothing for that.
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
        let state = login().seal(&key("one"), "acme").unwrap();
        for text in ["ann-7", "access-1", "refresh-1", "Ann"] {
            assert!(!state.contains(text), "{text}");
        }
        let opened = Login::open(&key("one"), &state).unwrap();
        assert_eq!(opened.refresh_token, Some("refresh-1".into()));
        assert!(Login::open(&key("other"), &state).is_err());
        assert!(
            Login::open(&key("one"), &state.replace("acme", "other")).is_err(),
            "it belongs to its provider"
        );
    }

    #[test]
    fn later_needs_a_refresh_token_and_no_access_token() {
        let later = login().for_later().unwrap();
        assert_eq!((later.access_token, later.access_expires_at), (None, None));
        assert!(Login { refresh_token: None, ..login() }.for_later().is_none());
    }
}
