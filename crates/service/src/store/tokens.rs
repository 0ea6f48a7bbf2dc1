//! Link tokens: short-lived, and good for one session.

use super::{Connection, NewSession, Result, Store};
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

/// What became of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    Done,
    /// The same widget exchanged it before, for this session.
    Again(OpenedBefore),
    /// The same widget exchanged it before, and that session is over.
    SessionOver,
    Expired,
    AlreadyUsed,
    NotOurs,
}

/// The session that a link token opened, with what its session token can be made of again.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct OpenedBefore {
    pub(crate) id: String,
    pub(crate) token_sha256: String,
    pub(crate) signed_with: Option<i64>,
    pub(crate) expires_at: i64,
}

/// A link token's row, as far as an exchange looks at it.
#[derive(sqlx::FromRow)]
struct Exchanged {
    #[sqlx(flatten)]
    scope: Scope,
    user_id: String,
    expires_at: i64,
    used_at: Option<i64>,
    exchange_key_sha256: Option<String>,
    session_id: Option<String>,
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

    /// Exchanges a link token for a session. Of any number of tries at once, one opens the session; the others are
    /// given it too where they send the same key.
    pub(crate) async fn exchange_link_token(
        &self,
        token_sha256: &str,
        exchange_key_sha256: Option<&str>,
        session: &NewSession<'_>,
    ) -> Result<Exchange> {
        let mut transaction = self.write().await?;
        let found: Option<Exchanged> = sqlx::query_as(&format!(
            "SELECT tenant_id, user_id, mode, expires_at, used_at, exchange_key_sha256, session_id
             FROM link_tokens WHERE token_sha256 = $1 {}",
            self.dialect.for_update()
        ))
        .bind(token_sha256)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(link) = found else { return Ok(Exchange::NotOurs) };
        if link.used_at.is_some() {
            return exchanged_before(&mut transaction, &link, exchange_key_sha256, session.created_at).await;
        }
        if link.expires_at <= session.created_at {
            return Ok(Exchange::Expired);
        }
        sqlx::query(
            "UPDATE link_tokens SET used_at = $1, exchange_key_sha256 = $2, session_id = $3
             WHERE token_sha256 = $4",
        )
        .bind(session.created_at)
        .bind(exchange_key_sha256)
        .bind(session.id)
        .bind(token_sha256)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO sessions
                 (id, token_sha256, tenant_id, user_id, template_id, host_language, browser_language, mode,
                  created_at, expires_at, signed_with, template_version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (SELECT version FROM wink_templates
                 WHERE wink_templates.id = $5 AND wink_templates.tenant_id = $3 AND deleted_at IS NULL))",
        )
        .bind(session.id)
        .bind(session.token_sha256)
        .bind(link.scope.tenant())
        .bind(link.user_id)
        .bind(session.template_id)
        .bind(session.host_language)
        .bind(session.browser_language)
        .bind(link.scope.mode_name())
        .bind(session.created_at)
        .bind(session.expires_at)
        .bind(session.signed_with)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Exchange::Done)
    }
}

/// Whether the widget that exchanged this token asks again.
async fn exchanged_before(
    connection: &mut Connection,
    link: &Exchanged,
    exchange_key_sha256: Option<&str>,
    now_millis: i64,
) -> Result<Exchange> {
    let is_same = exchange_key_sha256.is_some() && link.exchange_key_sha256.as_deref() == exchange_key_sha256;
    if !is_same {
        return Ok(Exchange::AlreadyUsed);
    }
    let session: Option<OpenedBefore> =
        sqlx::query_as("SELECT id, token_sha256, signed_with, expires_at FROM sessions WHERE id = $1")
            .bind(&link.session_id)
            .fetch_optional(connection)
            .await?;
    // A session that ended a day ago is deleted, perhaps before its link token is.
    Ok(session
        .filter(|session| session.expires_at > now_millis)
        .map_or(Exchange::SessionOver, Exchange::Again))
}
