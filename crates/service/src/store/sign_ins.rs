//! Accounts whose person is signing in at the provider.

use super::{Account, Result, Store};
use serde::{Deserialize, Serialize};
use wink_wire::Secret;

/// A sign-in at the provider that waits for the person to come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingSignIn {
    /// Binds the return to this account: nobody else knows it.
    pub(crate) state: Secret,
    /// The other half of the challenge that the provider was given; without it a code is worth nothing.
    pub(crate) verifier: Secret,
    /// The provider's page.
    pub(crate) url: String,
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
