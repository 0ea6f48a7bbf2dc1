//! The invites of an API key, for an operator who revokes it: which ones still open the widget, and how they end.

use super::invites::log;
use super::{InviteStatus, Result, Store};

/// An invite that still opens the widget, as an operator sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct OpenInvite {
    pub(crate) id: String,
    pub(crate) user_id: String,
    status: InviteStatus,
    pub(crate) created_at: i64,
}

const COLUMNS: &str = "id, user_id, status, created_at";

impl Store {
    /// Lists the invites that were created with an API key after `created_after` and not ended since, newest first.
    pub(crate) async fn invites_of_key(&self, api_key: &str, created_after: i64) -> Result<Vec<OpenInvite>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM invites WHERE api_key = $1 AND created_at > $2 AND ended_at IS NULL ORDER BY seq DESC"
        );
        Ok(sqlx::query_as(&sql).bind(api_key).bind(created_after).fetch_all(&self.pool).await?)
    }

    /// Lists the same for the key's tenant and mode, for invites with no recorded key.
    pub(crate) async fn invites_of_unknown_keys(
        &self,
        api_key: &str,
        created_after: i64,
    ) -> Result<Vec<OpenInvite>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM invites
             WHERE api_key IS NULL AND created_at > $2 AND ended_at IS NULL AND EXISTS (SELECT 1 FROM api_keys
                 WHERE key = $1 AND tenant_id = invites.tenant_id AND mode = invites.mode)
             ORDER BY seq DESC"
        );
        Ok(sqlx::query_as(&sql).bind(api_key).bind(created_after).fetch_all(&self.pool).await?)
    }

    /// Ends the invites of an API key, with e-mails that were not sent yet and the link tokens and sessions of the people
    /// who were invited. What these people shared stays. Returns the invites that ended now.
    pub(crate) async fn end_invites_of_key(&self, api_key: &str, now_millis: i64) -> Result<Vec<OpenInvite>> {
        self.deleting(move || async move {
            let mut transaction = self.write_to_delete().await?;
            let ended: Vec<OpenInvite> = sqlx::query_as(&format!(
                "UPDATE invites SET ended_at = $2, updated_at = $2,
                     status = CASE WHEN status = 'LINKED' THEN status ELSE 'REVOKED' END
                 WHERE api_key = $1 AND ended_at IS NULL RETURNING {COLUMNS}"
            ))
            .bind(api_key)
            .bind(now_millis)
            .fetch_all(&mut *transaction)
            .await?;
            for invite in &ended {
                if invite.status == InviteStatus::Revoked {
                    log(&mut transaction, &invite.id, InviteStatus::Revoked, now_millis).await?;
                }
                sqlx::query("DELETE FROM mails WHERE invite_id = $1")
                    .bind(&invite.id)
                    .execute(&mut *transaction)
                    .await?;
                // This time is past on the service's clock too, whichever clock this machine has. Link tokens come first:
                // this waits for an exchange in progress, so that its session is found afterwards.
                for table in ["link_tokens", "sessions"] {
                    let sql = format!("UPDATE {table} SET expires_at = created_at WHERE user_id = $1");
                    sqlx::query(&sql).bind(&invite.user_id).execute(&mut *transaction).await?;
                }
            }
            transaction.commit().await?;
            Ok(ended)
        })
        .await
    }
}
