//! Archives that an antivirus program has seen, and those that wait for it.

use super::{Archive, Result, Store};

impl Store {
    /// Records that the scanner found nothing in an archive's files.
    pub(crate) async fn mark_scanned(&self, archive: &Archive, now_millis: i64) -> Result<()> {
        sqlx::query("UPDATE archives SET scanned_at = $2 WHERE id = $1 AND scanned_at IS NULL")
            .bind(&archive.id)
            .bind(now_millis)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Gives an archive back that could not be scanned, to be claimed from `due_at` on. Attempts count from
    /// then on: nobody has tried to read it.
    pub(crate) async fn postpone_archive(
        &self,
        archive: &Archive,
        lease_owner: &str,
        due_at: i64,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE archives SET lease_owner = NULL, lease_until = $3, attempts = 0
             WHERE id = $1 AND lease_owner = $2 AND status = 'STARTED'",
        )
        .bind(&archive.id)
        .bind(lease_owner)
        .bind(due_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
