//! Accounts whose person is signing in at the provider.

use super::{Account, Json, Result, Store};
use serde::{Deserialize, Serialize};
use wink_wire::{Language, Secret};

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

impl Store {
    /// The account whose sign-in at the provider was started with this state, also when it is over.
    pub(crate) async fn account_by_sign_in_state(&self, state: &str) -> Result<Option<Account>> {
        Ok(sqlx::query_as("SELECT * FROM accounts WHERE sign_in_state = $1")
            .bind(state)
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Binds a sign-in to the browser that goes on to the provider, instead of the one before. False where the account
    /// has changed meanwhile. Nobody who waits for the account is told: it shows nothing of this.
    pub(crate) async fn bind_sign_in(&self, account: &Account, sign_in: &PendingSignIn) -> Result<bool> {
        let bound = sqlx::query(
            "UPDATE accounts SET sign_in = $3 WHERE id = $1 AND version = $2 AND sign_in IS NOT NULL",
        )
        .bind(&account.id)
        .bind(account.version)
        .bind(Json(sign_in))
        .execute(&self.pool)
        .await?;
        Ok(bound.rows_affected() > 0)
    }

    /// Takes a sign-in out of its account, so that of several returns at once one counts. None for the others. The time
    /// until which it may take stays: should this process die now, the account still ends.
    pub(crate) async fn claim_sign_in(&self, account: &Account, now_millis: i64) -> Result<Option<Account>> {
        Ok(sqlx::query_as(
            "UPDATE accounts SET sign_in = NULL, version = version + 1, updated_at = $3
             WHERE id = $1 AND version = $2 AND sign_in IS NOT NULL RETURNING *",
        )
        .bind(&account.id)
        .bind(account.version)
        .bind(now_millis)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Accounts whose person has not come back from the provider in time.
    pub(crate) async fn expired_sign_ins(&self, now_millis: i64) -> Result<Vec<Account>> {
        Ok(sqlx::query_as("SELECT * FROM accounts WHERE sign_in_expires_at <= $1 LIMIT 500")
            .bind(now_millis)
            .fetch_all(&self.pool)
            .await?)
    }
}
