//! Settings that all processes sharing the database must agree on.

use super::{Result, Store};
use sqlx::AnyConnection;

/// How many milliseconds the service's clock is ahead of the system's.
const CLOCK_OFFSET: &str = "clock_offset_millis";

/// Pauses end as much earlier as the clock is set back. Those that end by then need no change. Leases end by themselves.
const WAITING: [&str; 2] = [
    "UPDATE mails SET due_at = due_at - $1 WHERE due_at > $2",
    "UPDATE webhook_lanes SET due_at = due_at - $1 WHERE due_at > $2",
];

impl Store {
    /// Stores a value under a name that has none yet. Returns the stored value, which may be another process's.
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

    /// How many milliseconds the clock of the processes that share this database is ahead of the system's.
    pub(crate) async fn clock_offset(&self) -> Result<i64> {
        Ok(clock_offset(&mut *self.pool.acquire().await?).await?)
    }

    /// Sets the clock of all processes that share this database to `now_millis`. Fails with the name of a production
    /// key if there is one.
    pub(crate) async fn set_clock_offset(
        &self,
        millis: i64,
        now_millis: i64,
    ) -> Result<std::result::Result<(), String>> {
        let mut transaction = self.write().await?;
        if let Some(key) = super::keys::production_key(&mut transaction).await? {
            return Ok(Err(key));
        }
        let back_millis = clock_offset(&mut transaction).await? - millis;
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(CLOCK_OFFSET)
        .bind(millis.to_string())
        .execute(&mut *transaction)
        .await?;
        if back_millis > 0 {
            for sql in WAITING {
                sqlx::query(sql).bind(back_millis).bind(now_millis).execute(&mut *transaction).await?;
            }
        }
        transaction.commit().await?;
        Ok(Ok(()))
    }
}

async fn clock_offset(connection: &mut AnyConnection) -> sqlx::Result<i64> {
    let found: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE name = $1")
        .bind(CLOCK_OFFSET)
        .fetch_optional(connection)
        .await?;
    Ok(found.and_then(|(value,)| value.parse().ok()).unwrap_or(0))
}
