//! The state of sign-ins at the sandbox's own page, and the codes that it issued.

use super::columns::text_columns;
use super::{Result, Store};
use serde::{Deserialize, Serialize};

/// The progress of a sign-in at the sandbox's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum GrantKind {
    /// The person has logged in and is asked for permission.
    Asked,
    /// The person has allowed it. The token is the code to exchange.
    Code,
}

text_columns!(GrantKind);

/// A sign-in at the sandbox's page.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Grant {
    pub(crate) token_sha256: String,
    pub(crate) kind: GrantKind,
    pub(crate) provider_id: String,
    /// The sandbox's plan for the login. It names a sandbox person, and does not contain what was typed.
    pub(crate) plan: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: String,
    pub(crate) code_challenge: String,
    pub(crate) expires_at: i64,
}

impl Store {
    /// Stores a grant.
    pub(crate) async fn add_grant(&self, grant: &Grant) -> Result<()> {
        self.check_space()?;
        sqlx::query(
            "INSERT INTO sandbox_grants (token_sha256, kind, provider_id, plan, redirect_uri, state,
                 code_challenge, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&grant.token_sha256)
        .bind(grant.kind)
        .bind(&grant.provider_id)
        .bind(&grant.plan)
        .bind(&grant.redirect_uri)
        .bind(&grant.state)
        .bind(&grant.code_challenge)
        .bind(grant.expires_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Removes a grant and returns it, so that it is used once. `None` if no grant of this kind exists, or it has expired.
    pub(crate) async fn take_grant(
        &self,
        token_sha256: &str,
        kind: GrantKind,
        now_millis: i64,
    ) -> Result<Option<Grant>> {
        let grant: Option<Grant> =
            sqlx::query_as("DELETE FROM sandbox_grants WHERE token_sha256 = $1 AND kind = $2 RETURNING *")
                .bind(token_sha256)
                .bind(kind)
                .fetch_optional(&self.pool)
                .await?;
        Ok(grant.filter(|grant| grant.expires_at > now_millis))
    }

    /// Deletes grants that were never used.
    pub(crate) async fn delete_expired_grants(&self, now_millis: i64) -> Result<()> {
        sqlx::query("DELETE FROM sandbox_grants WHERE expires_at <= $1")
            .bind(now_millis)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
