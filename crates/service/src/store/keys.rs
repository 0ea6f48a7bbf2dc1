//! Tenants and their API keys.

use super::{Result, Store};

/// An API key as stored: the secret only as a hash.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ApiKey {
    pub(crate) tenant_id: String,
    pub(crate) mode: String,
    pub(crate) secret_sha256: String,
}

impl Store {
    /// Makes sure that the sandbox's tenant exists. It has no secrets to keep, so it takes part in links.
    pub(crate) async fn put_tenant(&self, tenant_id: &str, now_millis: i64) -> Result<()> {
        sqlx::query(
            "INSERT INTO tenants (id, created_at, shares_links) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING",
        )
        .bind(tenant_id)
        .bind(now_millis)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Makes sure that an API key exists with this secret.
    pub(crate) async fn put_api_key(&self, key: &str, value: &ApiKey, now_millis: i64) -> Result<()> {
        sqlx::query(
            "INSERT INTO api_keys (key, tenant_id, mode, secret_sha256, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (key) DO UPDATE SET secret_sha256 = excluded.secret_sha256",
        )
        .bind(key)
        .bind(&value.tenant_id)
        .bind(&value.mode)
        .bind(&value.secret_sha256)
        .bind(now_millis)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The API key of this name.
    pub(crate) async fn api_key(&self, key: &str) -> Result<Option<ApiKey>> {
        Ok(sqlx::query_as("SELECT tenant_id, mode, secret_sha256 FROM api_keys WHERE key = $1")
            .bind(key)
            .fetch_optional(&self.pool)
            .await?)
    }
}
