//! Sessions: a widget that is open for one user.

use super::{Connection, Result, Store};
use crate::scope::Scope;

/// A new session. Its owner comes from the link token.
#[derive(Clone, Debug)]
pub(crate) struct NewSession<'a> {
    pub(crate) id: &'a str,
    pub(crate) token_sha256: &'a str,
    pub(crate) template_id: Option<&'a str>,
    pub(crate) host_language: Option<&'static str>,
    pub(crate) browser_language: Option<&'static str>,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    /// The number of the key that signed its token.
    pub(crate) signed_with: i64,
}

/// A session.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Session {
    pub(crate) id: String,
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) user_id: String,
    pub(crate) template_id: Option<String>,
    /// The template's version when the session was opened. `None` if there was no such template.
    pub(crate) template_version: Option<i64>,
    pub(crate) host_language: Option<String>,
    pub(crate) browser_language: Option<String>,
    pub(crate) expires_at: i64,
}

/// The session that a link token opened, with what is needed to recreate its session token.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct OpenedBefore {
    pub(crate) id: String,
    pub(crate) token_sha256: String,
    pub(crate) signed_with: Option<i64>,
    pub(crate) expires_at: i64,
}

/// Whether a session is still open, within the caller's transaction, which has locked the user: a reset may have ended
/// it since the request was authenticated.
pub(super) async fn is_open(connection: &mut Connection, id: &str, now_millis: i64) -> Result<bool> {
    let found: Option<(i64,)> = sqlx::query_as("SELECT expires_at FROM sessions WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some_and(|(expires_at,)| expires_at > now_millis))
}

impl Store {
    /// The session of a token, even if it is over.
    pub(crate) async fn session(&self, token_sha256: &str) -> Result<Option<Session>> {
        Ok(sqlx::query_as(
            // A revoked key's sessions are over, whatever the clock of the machine that revoked it said.
            "SELECT id, tenant_id, user_id, template_id, template_version, host_language, browser_language, mode,
                 CASE WHEN (SELECT revoked_at FROM api_keys WHERE key = sessions.api_key) IS NULL
                     THEN expires_at ELSE 0 END AS expires_at
             FROM sessions WHERE token_sha256 = $1",
        )
        .bind(token_sha256)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Ends a session. Linking and uploads that were started in it continue.
    pub(crate) async fn end_session(&self, session: &Session, now_millis: i64) -> Result<()> {
        self.deleting(move || async move {
            sqlx::query("UPDATE sessions SET expires_at = $2 WHERE id = $1 AND expires_at > $2")
                .bind(&session.id)
                .bind(now_millis)
                .execute(&self.pool)
                .await?;
            Ok(())
        })
        .await
    }

    /// The newest account or archive of a session that is still in progress.
    pub(crate) async fn last_in_progress(&self, session: &OpenedBefore) -> Result<Option<String>> {
        let found: Option<(String, i64)> = sqlx::query_as(
            "SELECT id, created_at FROM (
                 SELECT accounts.id, accounts.created_at FROM account_starts
                     JOIN accounts ON accounts.id = account_id
                     WHERE session_id = $1 AND status IN ('PENDING', 'AWAITING_MFA')
                 UNION ALL
                 SELECT archives.id, archives.created_at FROM archive_starts
                     JOIN archives ON archives.id = archive_id
                     WHERE session_id = $1 AND status = 'UPLOADING'
             ) AS begun ORDER BY created_at DESC LIMIT 1",
        )
        .bind(&session.id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.map(|(id, _)| id))
    }

    /// Deletes sessions and link tokens that ended before `before_millis`.
    pub(crate) async fn delete_ended_sessions(&self, before_millis: i64) -> Result<u64> {
        let mut transaction = self.write_to_delete().await?;
        let mut deleted = 0;
        for sql in
            ["DELETE FROM sessions WHERE expires_at < $1", "DELETE FROM link_tokens WHERE expires_at < $1"]
        {
            deleted += sqlx::query(sql).bind(before_millis).execute(&mut *transaction).await?.rows_affected();
        }
        transaction.commit().await?;
        Ok(deleted)
    }
}
