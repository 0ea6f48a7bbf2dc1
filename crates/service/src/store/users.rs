//! Users: people whose accounts a host links.

use super::{Result, Slice, Span, Store};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// A user, with what its accounts say about it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct User {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) external_metadata: Json<BTreeMap<String, String>>,
    pub(crate) created_at: i64,
    /// Ids of the providers with a connected account.
    pub(crate) providers: Json<Vec<String>>,
}

/// Which users a list shows.
#[derive(Clone, Debug)]
pub(crate) struct UserFilter {
    pub(crate) tenant_id: String,
    pub(crate) created: Span,
}

const SELECT: &str = "SELECT seq, id, external_metadata, created_at,
    (SELECT json_group_array(DISTINCT provider_id) FROM accounts
     WHERE accounts.user_id = users.id AND status = 'CONNECTED') AS providers FROM users";

impl Store {
    /// Adds a user.
    pub(crate) async fn add_user(
        &self,
        tenant_id: &str,
        id: &str,
        external_metadata: &BTreeMap<String, String>,
        now_millis: i64,
    ) -> Result<()> {
        sqlx::query("INSERT INTO users (id, tenant_id, external_metadata, created_at) VALUES (?, ?, ?, ?)")
            .bind(id)
            .bind(tenant_id)
            .bind(Json(external_metadata))
            .bind(now_millis)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A tenant's user.
    pub(crate) async fn user(&self, tenant_id: &str, id: &str) -> Result<Option<User>> {
        Ok(sqlx::query_as(&format!("{SELECT} WHERE tenant_id = ? AND id = ?"))
            .bind(tenant_id)
            .bind(id)
            .fetch_optional(&self.pool)
            .await?)
    }

    /// A tenant's users, newest first.
    pub(crate) async fn users(&self, filter: &UserFilter, slice: Slice) -> Result<Vec<User>> {
        Ok(sqlx::query_as(&format!(
            "{SELECT} WHERE tenant_id = ?1 AND seq < ?2 AND created_at >= ?3 AND created_at < ?4
             ORDER BY seq DESC LIMIT ?5"
        ))
        .bind(&filter.tenant_id)
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(filter.created.from.unwrap_or(i64::MIN))
        .bind(filter.created.until.unwrap_or(i64::MAX))
        .bind(slice.limit)
        .fetch_all(&self.pool)
        .await?)
    }
}
