//! Tenants and their API keys.

use super::{Connection, Result, Store};
use crate::scope::{Mode, SANDBOX_TENANT, Scope};

/// An API key as stored: only a hash of the secret, by Argon2id or, in older rows, by SHA-256.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ApiKey {
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) secret_sha256: String,
    pub(crate) secret_argon2: Option<String>,
}

/// An API key as an operator sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ListedKey {
    pub(crate) key: String,
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) created_at: i64,
    pub(crate) revoked_at: Option<i64>,
}

/// What was ended with an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Revoked {
    pub(crate) link_tokens: u64,
    pub(crate) sessions: u64,
}

impl Store {
    /// Creates a tenant unless it exists. A new one takes part in links only if it is the sandbox's, which has no
    /// secrets to keep.
    pub(crate) async fn put_tenant(&self, tenant_id: &str, now_millis: i64) -> Result<()> {
        sqlx::query(
            "INSERT INTO tenants (id, created_at, shares_links) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(tenant_id)
        .bind(now_millis)
        .bind(i64::from(tenant_id == SANDBOX_TENANT))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Creates an API key with this secret unless it exists.
    pub(crate) async fn put_api_key(&self, key: &str, value: &ApiKey, now_millis: i64) -> Result<()> {
        sqlx::query(
            "INSERT INTO api_keys (key, tenant_id, mode, secret_sha256, secret_argon2, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (key) DO UPDATE
             SET secret_sha256 = excluded.secret_sha256, secret_argon2 = excluded.secret_argon2",
        )
        .bind(key)
        .bind(value.scope.tenant())
        .bind(value.scope.mode_name())
        .bind(&value.secret_sha256)
        .bind(&value.secret_argon2)
        .bind(now_millis)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Stores a new hash of an API key's secret, unless the secret has changed in the meantime.
    pub(crate) async fn upgrade_api_key(&self, key: &str, old_sha256: &str, argon2: &str) -> Result<()> {
        sqlx::query(
            "UPDATE api_keys SET secret_sha256 = '', secret_argon2 = $1
             WHERE key = $2 AND secret_sha256 = $3 AND secret_argon2 IS NULL",
        )
        .bind(argon2)
        .bind(key)
        .bind(old_sha256)
        .execute(&self.pool)
        .await?;
        self.mark_deleted();
        Ok(())
    }

    /// The API key of this name, unless it is revoked.
    pub(crate) async fn api_key(&self, key: &str) -> Result<Option<ApiKey>> {
        Ok(sqlx::query_as(
            "SELECT tenant_id, mode, secret_sha256, secret_argon2 FROM api_keys
             WHERE key = $1 AND revoked_at IS NULL",
        )
        .bind(key)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Every tenant's API keys, oldest first.
    pub(crate) async fn api_keys(&self) -> Result<Vec<ListedKey>> {
        Ok(sqlx::query_as(
            "SELECT key, tenant_id, mode, created_at, revoked_at FROM api_keys ORDER BY created_at, key",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// Revokes an API key, and ends every link token and session that was created with it. `None` if there is no such
    /// key.
    pub(crate) async fn revoke_api_key(&self, key: &str, now_millis: i64) -> Result<Option<Revoked>> {
        self.deleting(move || self.try_to_revoke_api_key(key, now_millis)).await
    }

    async fn try_to_revoke_api_key(&self, key: &str, now_millis: i64) -> Result<Option<Revoked>> {
        let mut transaction = self.write_to_delete().await?;
        let revoked = sqlx::query("UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE key = $1")
            .bind(key)
            .bind(now_millis)
            .execute(&mut *transaction)
            .await?;
        if revoked.rows_affected() == 0 {
            return Ok(None);
        }
        // Link tokens come first: this waits for an exchange in progress, so that its session is found afterwards.
        let mut ended = [0; 2];
        for (count, sql) in ended.iter_mut().zip([
            "UPDATE link_tokens SET expires_at = $2 WHERE api_key = $1 AND expires_at > $2 AND used_at IS NULL",
            "UPDATE sessions SET expires_at = $2 WHERE api_key = $1 AND expires_at > $2",
        ]) {
            let updated = sqlx::query(sql).bind(key).bind(now_millis).execute(&mut *transaction).await?;
            *count = updated.rows_affected();
        }
        transaction.commit().await?;
        let [link_tokens, sessions] = ended;
        Ok(Some(Revoked { link_tokens, sessions }))
    }
}

impl Store {
    /// The name of an active production key, if there is one.
    pub(crate) async fn production_key(&self) -> Result<Option<String>> {
        production_key(&mut *self.pool.acquire().await?).await
    }
}

/// The name of an active production key, if there is one.
pub(super) async fn production_key(connection: &mut Connection) -> Result<Option<String>> {
    let found: Option<(String,)> = sqlx::query_as(
        "SELECT key FROM api_keys WHERE mode = $1 AND revoked_at IS NULL ORDER BY created_at LIMIT 1",
    )
    .bind(Mode::Production.name())
    .fetch_optional(connection)
    .await?;
    Ok(found.map(|(key,)| key))
}
