//! Resets a user's session: revokes everything that the user shared, ends everything that lets the user share more, and
//! records the events, all in one transaction.

use super::archive_progress::revoke_archive;
use super::event::Event;
use super::events::record;
use super::progress::revoke_account;
use super::{Connection, Result, Store};
use crate::scope::Scope;

/// What a reset has revoked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reset {
    pub(crate) accounts: Vec<String>,
    pub(crate) archives: Vec<String>,
    /// Files of those archives, whose content must be deleted.
    pub(crate) doomed: Vec<String>,
}

impl Store {
    /// Revokes every account of a user and every document that the user gave or began to upload, and ends the user's
    /// sessions and link tokens, in one transaction with the event that says so.
    pub(crate) async fn reset_user(&self, scope: &Scope, user_id: &str, now_millis: i64) -> Result<Reset> {
        self.deleting(move || self.try_to_reset_user(scope, user_id, now_millis)).await
    }

    async fn try_to_reset_user(&self, scope: &Scope, user_id: &str, now_millis: i64) -> Result<Reset> {
        let mut transaction = self.write_to_delete().await?;
        // First, prevent anything new. Rows are locked before the rows that depend on them, in the same order as when a
        // single source is ended.
        self.lock_user(&mut transaction, user_id).await?;
        let ended = end_sessions(&mut transaction, scope, user_id, now_millis).await?;
        let mut reset = Reset::default();
        for (ids, which) in [
            (&mut reset.accounts, "accounts WHERE status IN ('PENDING', 'AWAITING_MFA', 'CONNECTED')"),
            (&mut reset.archives, "archives WHERE status <> 'REVOKED' AND given_by = 'USER'"),
        ] {
            let lock = self.dialect.for_update();
            let sql = format!(
                "SELECT id FROM {which} AND user_id = $1 AND tenant_id = $2 AND mode = $3 ORDER BY seq {lock}"
            );
            let found: Vec<(String,)> = sqlx::query_as(&sql)
                .bind(user_id)
                .bind(scope.tenant())
                .bind(scope.mode_name())
                .fetch_all(&mut *transaction)
                .await?;
            ids.extend(found.into_iter().map(|(id,)| id));
        }
        for id in &reset.accounts {
            revoke_account(&mut transaction, scope, id, now_millis).await?;
        }
        for id in &reset.archives {
            let (_, doomed) = revoke_archive(&mut transaction, scope, id, now_millis).await?;
            reset.doomed.extend(doomed);
        }
        if ended > 0 || !reset.accounts.is_empty() || !reset.archives.is_empty() {
            record(&mut transaction, &[Event::user_session_reset(scope, user_id)], now_millis).await?;
        }
        transaction.commit().await?;
        self.mark_deleted();
        Ok(reset)
    }
}

/// Ends a user's sessions and link tokens, and returns how many there were. Their rows stay for a day, so that a widget learns that they have ended.
async fn end_sessions(
    connection: &mut Connection,
    scope: &Scope,
    user_id: &str,
    now_millis: i64,
) -> Result<u64> {
    let mut ended = 0;
    for table in ["sessions", "link_tokens"] {
        let sql = format!(
            "UPDATE {table} SET expires_at = $2
             WHERE user_id = $1 AND expires_at > $2 AND tenant_id = $3 AND mode = $4"
        );
        let updated = sqlx::query(&sql)
            .bind(user_id)
            .bind(now_millis)
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .execute(&mut *connection)
            .await?;
        ended += updated.rows_affected();
    }
    Ok(ended)
}
