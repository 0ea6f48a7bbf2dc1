//! Accounts whose person is signing in at the provider.

use super::account::{Account, PendingSignIn};
use super::{Json, Result, Store};
use wink_wire::Secret;

impl Store {
    /// The account whose sign-in at the provider was started with this state, also when it is over. The state alone is not
    /// enough to continue: the browser has to be the one that started.
    pub(crate) async fn account_by_sign_in_state(&self, state: &Secret) -> Result<Option<Account>> {
        Ok(sqlx::query_as("SELECT * FROM accounts WHERE sign_in_state = $1")
            .bind(state.expose())
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Binds a sign-in to the browser that continues to the provider, in place of an earlier one. False if the account
    /// has changed in between. Long polls are not woken, because the account's view does not change.
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

    /// Removes a sign-in from its account, so that only one of several returns counts; the others get `None`. The
    /// sign-in's deadline stays, so that the account still ends if this process dies now.
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
