//! Claims on an account's challenge. Before the source is asked about one, the account's row says so: of any number of
//! requests, in any process, one asks, and each question uses a try. A claim ends by itself should its process die.

use super::leases::unclaimed;
use super::{Account, Json, PendingChallenge, Result, Store};

impl Store {
    /// Claims an account's challenge until `until`, as it will be if the source accepts no answer. `None` if the account
    /// has changed or another request holds a claim.
    pub(crate) async fn claim_challenge(
        &self,
        account: &Account,
        challenge: &PendingChallenge,
        now_millis: i64,
        until: i64,
    ) -> Result<Option<Account>> {
        self.check_space()?;
        // The version stays: the person sees no change before the source has decided.
        let unclaimed = unclaimed("$5");
        Ok(sqlx::query_as(&format!(
            "UPDATE accounts SET challenge = $4, claims = claims + 1, claimed_until = $6
             WHERE id = $1 AND version = $2 AND claims = $3 AND challenge IS NOT NULL AND {unclaimed}
             RETURNING *"
        ))
        .bind(&account.id)
        .bind(account.version)
        .bind(account.claims)
        .bind(Json(challenge))
        .bind(now_millis)
        .bind(until)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Ends a claim whose question led to nothing.
    pub(crate) async fn release_challenge(&self, account: &Account) -> Result<()> {
        sqlx::query(
            "UPDATE accounts SET claimed_until = NULL WHERE id = $1 AND version = $2 AND claims = $3",
        )
        .bind(&account.id)
        .bind(account.version)
        .bind(account.claims)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Accounts whose challenge was not answered in time, other than those whose answer is being checked.
    pub(crate) async fn expired_challenges(&self, now_millis: i64) -> Result<Vec<Account>> {
        let unclaimed = unclaimed("$1");
        Ok(sqlx::query_as(&format!(
            "SELECT * FROM accounts WHERE challenge_expires_at <= $1 AND {unclaimed} LIMIT 500"
        ))
        .bind(now_millis)
        .fetch_all(&self.pool)
        .await?)
    }
}
