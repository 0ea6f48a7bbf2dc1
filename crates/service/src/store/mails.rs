//! E-mails to send, as rows: written with their invite, and deleted once they are sent or given up.

use super::invites::invited;
use super::leases::unleased;
use super::{Result, Store};

/// An e-mail that a process is to send.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Mail {
    pub(crate) id: String,
    pub(crate) invite_id: String,
    /// The number of earlier attempts.
    pub(crate) attempts: i64,
}

impl Store {
    /// Claims at most `limit` e-mails that are due and that no living process sends.
    pub(crate) async fn claim_mails(
        &self,
        lease_owner: &str,
        now_millis: i64,
        lease_until: i64,
        limit: usize,
    ) -> Result<Vec<Mail>> {
        // The condition is repeated outside: with several writers, another may have claimed it in between.
        let unleased = unleased("$2");
        Ok(sqlx::query_as(&format!(
            "UPDATE mails SET lease_owner = $1, lease_until = $3
             WHERE {unleased}
                 AND id IN (SELECT id FROM mails
                     WHERE due_at <= $2 AND {unleased}
                     ORDER BY due_at LIMIT $4)
             RETURNING id, invite_id, attempts"
        ))
        .bind(lease_owner)
        .bind(now_millis)
        .bind(lease_until)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Records that an e-mail was sent. Does nothing if another process has taken over.
    pub(crate) async fn mail_sent(&self, mail: &Mail, lease_owner: &str, now_millis: i64) -> Result<()> {
        let mut transaction = self.write().await?;
        let sent = sqlx::query("DELETE FROM mails WHERE id = $1 AND lease_owner = $2")
            .bind(&mail.id)
            .bind(lease_owner)
            .execute(&mut *transaction)
            .await?;
        if sent.rows_affected() > 0 {
            invited(&mut transaction, &mail.invite_id, now_millis).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Records that an e-mail could not be sent. It is retried at `due_at`, or given up without one.
    pub(crate) async fn mail_failed(
        &self,
        mail: &Mail,
        lease_owner: &str,
        due_at: Option<i64>,
    ) -> Result<()> {
        let change = match due_at {
            Some(due_at) => sqlx::query(
                "UPDATE mails SET attempts = attempts + 1, due_at = $3, lease_owner = NULL, lease_until = NULL
                 WHERE id = $1 AND lease_owner = $2",
            )
            .bind(&mail.id)
            .bind(lease_owner)
            .bind(due_at),
            None => sqlx::query("DELETE FROM mails WHERE id = $1 AND lease_owner = $2")
                .bind(&mail.id)
                .bind(lease_owner),
        };
        change.execute(&self.pool).await?;
        Ok(())
    }

    /// Releases the e-mails of a process that stops.
    pub(crate) async fn release_mails(&self, lease_owner: &str) -> Result<()> {
        sqlx::query("UPDATE mails SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1")
            .bind(lease_owner)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The invite that an e-mail is about.
    pub(crate) async fn invite_of(&self, mail: &Mail) -> Result<Option<super::Invite>> {
        Ok(sqlx::query_as("SELECT * FROM invites WHERE id = $1")
            .bind(&mail.invite_id)
            .fetch_optional(&self.pool)
            .await?)
    }
}
