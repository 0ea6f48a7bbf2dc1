//! Settings that all processes sharing the database must agree on.

use super::{Result, Store};

/// How many milliseconds the service's clock is ahead of the system's.
const CLOCK_OFFSET: &str = "clock_offset_millis";

const MINUTE_MILLIS: i64 = 60_000;
const DAY_MILLIS: i64 = 24 * 60 * MINUTE_MILLIS;

/// Leases and pauses that are shortened if they exceed their maximum.
const WAITING: [(&str, i64); 6] = [
    ("UPDATE mails SET lease_until = $1 WHERE lease_until > $2", DAY_MILLIS),
    ("UPDATE mails SET due_at = $1 WHERE due_at > $2", DAY_MILLIS),
    ("UPDATE accounts SET lease_until = $1 WHERE lease_until > $2", MINUTE_MILLIS),
    ("UPDATE archives SET lease_until = $1 WHERE lease_until > $2", MINUTE_MILLIS),
    ("UPDATE webhook_lanes SET lease_until = $1 WHERE lease_until > $2", MINUTE_MILLIS),
    ("UPDATE webhook_lanes SET due_at = $1 WHERE due_at > $2", DAY_MILLIS),
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
        let found: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE name = $1")
            .bind(CLOCK_OFFSET)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.and_then(|(value,)| value.parse().ok()).unwrap_or(0))
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
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(CLOCK_OFFSET)
        .bind(millis.to_string())
        .execute(&mut *transaction)
        .await?;
        // After the clock was set back, nothing may wait for a day that is far away again.
        for (sql, longest_millis) in WAITING {
            let latest = now_millis + longest_millis;
            sqlx::query(sql).bind(now_millis).bind(latest).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(Ok(()))
    }
}
