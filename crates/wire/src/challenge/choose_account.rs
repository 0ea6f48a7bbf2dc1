//! Which of several accounts behind one login is meant.

use super::Answer;
use serde::{Deserialize, Serialize};

/// Accounts behind one login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChooseAccount {
    /// At least one.
    pub accounts: Vec<AccountChoice>,
}

impl ChooseAccount {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, answer: &Answer) -> bool {
        let Answer::ChooseAccount(chosen) = answer else { return false };
        self.accounts.iter().any(|one| one.id == chosen.expose())
    }
}

/// One of the accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountChoice {
    /// What is answered if it is chosen.
    pub id: String,
    /// As the provider calls it.
    pub name: String,
    /// How else it differs from the others, for example `Number ending in 8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}
