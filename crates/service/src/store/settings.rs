//! What every process that shares the database must agree on.

use super::{Result, Store};

impl Store {
    /// Keeps a value under a name that has none yet. Answers with the one that is kept, which may be another process's.
    pub(crate) async fn settle(&self, name: &str, value: &str) -> Result<String> {
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await?;
        let (kept,) = sqlx::query_as("SELECT value FROM settings WHERE name = $1")
            .bind(name)
            .fetch_one(&self.pool)
            .await?;
        Ok(kept)
    }
}
