//! Users: people whose accounts a host links.

use super::event::Event;
use super::events::record;
use super::{Connection, Json, Result, Slice, Span, Store};
use crate::scope::Scope;
use std::collections::BTreeMap;

/// A user, with what its accounts say about it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct User {
    pub(crate) seq: i64,
    pub(crate) id: String,
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) external_metadata: Json<BTreeMap<String, String>>,
    pub(crate) created_at: i64,
    /// Ids of the providers with a connected account.
    #[sqlx(try_from = "Option<String>")]
    pub(crate) providers: ProviderIds,
}

/// Which users a list shows.
#[derive(Clone, Debug)]
pub(crate) struct UserFilter {
    pub(crate) scope: Scope,
    pub(crate) created: Span,
}

/// Ids of providers, from a text that separates them with spaces.
#[derive(Clone, Debug)]
pub(crate) struct ProviderIds(pub(crate) Vec<String>);

impl From<Option<String>> for ProviderIds {
    fn from(text: Option<String>) -> Self {
        Self(text.unwrap_or_default().split_whitespace().map(str::to_owned).collect())
    }
}

const SELECT: &str = "SELECT seq, id, tenant_id, mode, external_metadata, created_at,
    (SELECT string_agg(provider_id, ' ') FROM (SELECT DISTINCT provider_id FROM accounts
     WHERE accounts.user_id = users.id AND status = 'CONNECTED' ORDER BY provider_id) AS linked) AS providers
    FROM users";

/// Adds a user, within the caller's transaction.
pub(super) async fn insert_user(
    connection: &mut Connection,
    scope: &Scope,
    id: &str,
    external_metadata: &BTreeMap<String, String>,
    now_millis: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO users (id, tenant_id, external_metadata, created_at, mode) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(scope.tenant())
    .bind(Json(external_metadata))
    .bind(now_millis)
    .bind(scope.mode_name())
    .execute(&mut *connection)
    .await?;
    record(connection, &[Event::user_created(scope, id)], now_millis).await
}

impl Store {
    /// Adds a user.
    pub(crate) async fn add_user(
        &self,
        scope: &Scope,
        id: &str,
        external_metadata: &BTreeMap<String, String>,
        now_millis: i64,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        insert_user(&mut transaction, scope, id, external_metadata, now_millis).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A tenant's user.
    pub(crate) async fn user(&self, scope: &Scope, id: &str) -> Result<Option<User>> {
        Ok(sqlx::query_as(&format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND mode = $3"))
            .bind(scope.tenant())
            .bind(id)
            .bind(scope.mode_name())
            .fetch_optional(&self.pool)
            .await?)
    }

    /// A tenant's users, newest first.
    pub(crate) async fn users(&self, filter: &UserFilter, slice: Slice) -> Result<Vec<User>> {
        Ok(sqlx::query_as(&format!(
            "{SELECT} WHERE tenant_id = $1 AND mode = $6 AND seq < $2 AND created_at >= $3 AND created_at < $4
             ORDER BY seq DESC LIMIT $5"
        ))
        .bind(filter.scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(filter.created.from.unwrap_or(i64::MIN))
        .bind(filter.created.until.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .bind(filter.scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// A user of any tenant and mode, for an operator.
    pub(crate) async fn user_of_any_scope(&self, id: &str) -> Result<Option<User>> {
        Ok(sqlx::query_as(&format!("{SELECT} WHERE id = $1")).bind(id).fetch_optional(&self.pool).await?)
    }

    /// Users of one tenant or of all, in both modes, newest first, for an operator.
    pub(crate) async fn users_of_any_scope(
        &self,
        tenant_id: Option<&str>,
        slice: Slice,
    ) -> Result<Vec<User>> {
        Ok(sqlx::query_as(&format!(
            "{SELECT} WHERE ($1 IS NULL OR tenant_id = $1) AND seq < $2 ORDER BY seq DESC LIMIT $3"
        ))
        .bind(tenant_id)
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .fetch_all(&self.pool)
        .await?)
    }
}
