//! Whether the database answers and can be written.

use super::{Result, Store, StoreError};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// The setting that is written to find out. Its value says nothing.
const WRITTEN: &str = "last_write_check";

/// A writer before this one may take this long, such as one that rewrites SQLite's database. Longer, and nothing can be
/// written.
const LONGEST_WRITER: Duration = Duration::from_secs(60);

/// Longest that a caller waits for that writer.
const TIMEOUT: Duration = Duration::from_secs(2);

impl Store {
    /// Reads, and writes a little, so that a database that is full or read-only is noticed. At most once a second, however
    /// often somebody asks.
    pub(crate) async fn check_writes(&self, now_millis: i64) -> std::result::Result<(), Arc<StoreError>> {
        self.check_space()?;
        self.write_check.outcome(self.read_and_write(now_millis)).await
    }

    async fn read_and_write(&self, now_millis: i64) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        let last = *self.written_at.lock().unwrap_or_else(PoisonError::into_inner);
        match timeout(TIMEOUT, self.write_a_little(now_millis)).await {
            Ok(written) => written?,
            Err(_) if last.is_some_and(|last| last.elapsed() < LONGEST_WRITER) => return Ok(()),
            Err(_) => return Err(StoreError::Database(sqlx::Error::PoolTimedOut)),
        }
        *self.written_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    async fn write_a_little(&self, now_millis: i64) -> Result<()> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(WRITTEN)
        .bind(now_millis.to_string())
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }
}
