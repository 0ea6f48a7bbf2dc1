//! Keys that are replaced from time to time, numbered within their kind. They are stored encrypted.

use super::columns::text_columns;
use super::{Result, Store};
use serde::{Deserialize, Serialize};

/// The purpose of a rotating key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum KeyKind {
    /// Decrypts what widgets have sealed.
    Sealing,
    /// Signs link and session tokens.
    Tokens,
}

text_columns!(KeyKind);

/// A key as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct StoredKey {
    pub(crate) number: i64,
    pub(crate) sealed: String,
    pub(crate) made_at: i64,
}

impl Store {
    /// The keys of a kind that were created after `made_after`, oldest first.
    pub(crate) async fn rotating_keys(&self, kind: KeyKind, made_after: i64) -> Result<Vec<StoredKey>> {
        Ok(sqlx::query_as(
            "SELECT number, sealed, made_at FROM rotating_keys WHERE kind = $1 AND made_at > $2 ORDER BY number",
        )
        .bind(kind)
        .bind(made_after)
        .fetch_all(&self.pool)
        .await?)
    }

    /// The highest number of a key of a kind.
    pub(crate) async fn last_rotating_key(&self, kind: KeyKind) -> Result<Option<i64>> {
        let sql = "SELECT number FROM rotating_keys WHERE kind = $1 ORDER BY number DESC LIMIT 1";
        let found: Option<(i64,)> = sqlx::query_as(sql).bind(kind).fetch_optional(&self.pool).await?;
        Ok(found.map(|(number,)| number))
    }

    /// Stores a new key, unless another process has stored one with this number.
    pub(crate) async fn add_rotating_key(&self, kind: KeyKind, key: &StoredKey) -> Result<()> {
        self.check_space()?;
        sqlx::query(
            "INSERT INTO rotating_keys (kind, number, sealed, made_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(kind)
        .bind(key.number)
        .bind(&key.sealed)
        .bind(key.made_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Deletes the keys of a kind that were created before `made_before`. The newest stays, so that numbers continue
    /// from it.
    pub(crate) async fn delete_old_rotating_keys(&self, kind: KeyKind, made_before: i64) -> Result<()> {
        let deleted = sqlx::query(
            "DELETE FROM rotating_keys WHERE kind = $1 AND made_at < $2
             AND number < (SELECT max(number) FROM rotating_keys WHERE kind = $1)",
        )
        .bind(kind)
        .bind(made_before)
        .execute(&self.pool)
        .await?;
        if deleted.rows_affected() > 0 {
            self.mark_deleted();
        }
        Ok(())
    }
}
