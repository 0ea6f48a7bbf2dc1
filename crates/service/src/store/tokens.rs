//! Link tokens: short-lived, and good for one session.

use super::{NewSession, Result, Store};
use crate::scope::Scope;

/// A link token to keep.
#[derive(Clone, Debug)]
pub(crate) struct NewLinkToken<'a> {
    pub(crate) id: &'a str,
    pub(crate) token_sha256: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) scope: &'a Scope,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// A link token as kept.
#[derive(sqlx::FromRow)]
struct LinkToken {
    #[sqlx(flatten)]
    scope: Scope,
    user_id: String,
    expires_at: i64,
    used_at: Option<i64>,
}

/// What became of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    Done,
    Expired,
    AlreadyUsed,
    NotOurs,
}

impl Store {
    /// Keeps a link token.
    pub(crate) async fn add_link_token(&self, token: &NewLinkToken<'_>) -> Result<()> {
        sqlx::query(
            "INSERT INTO link_tokens (id, token_sha256, tenant_id, user_id, mode, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(token.id)
        .bind(token.token_sha256)
        .bind(token.scope.tenant())
        .bind(token.user_id)
        .bind(token.scope.mode_name())
        .bind(token.created_at)
        .bind(token.expires_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Exchanges a link token for a session. Of any number of tries at once, one succeeds.
    pub(crate) async fn exchange_link_token(
        &self,
        token_sha256: &str,
        session: &NewSession<'_>,
    ) -> Result<Exchange> {
        let mut transaction = self.write().await?;
        let found: Option<LinkToken> = sqlx::query_as(&format!(
            "SELECT tenant_id, user_id, mode, expires_at, used_at FROM link_tokens WHERE token_sha256 = $1 {}",
            self.dialect.for_update()
        ))
        .bind(token_sha256)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(LinkToken { scope, user_id, expires_at, used_at }) = found else {
            return Ok(Exchange::NotOurs);
        };
        if used_at.is_some() {
            return Ok(Exchange::AlreadyUsed);
        }
        if expires_at <= session.created_at {
            return Ok(Exchange::Expired);
        }
        sqlx::query("UPDATE link_tokens SET used_at = $1 WHERE token_sha256 = $2")
            .bind(session.created_at)
            .bind(token_sha256)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO sessions
                 (id, token_sha256, tenant_id, user_id, template_id, host_language, browser_language, mode,
                  created_at, expires_at, template_version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT version FROM wink_templates
                 WHERE wink_templates.id = $5 AND wink_templates.tenant_id = $3 AND deleted_at IS NULL))",
        )
        .bind(session.id)
        .bind(session.token_sha256)
        .bind(scope.tenant())
        .bind(user_id)
        .bind(session.template_id)
        .bind(session.host_language)
        .bind(session.browser_language)
        .bind(scope.mode_name())
        .bind(session.created_at)
        .bind(session.expires_at)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Exchange::Done)
    }
}
