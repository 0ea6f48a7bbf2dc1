//! Webhooks as rows: the addresses that a tenant's events are sent to.

use super::event_type::EventType;
use super::{Connection, Json, Result, Slice, Store};
use crate::quotas::Quota;
use crate::scope::Scope;

/// A webhook.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Webhook {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) event_types: Json<Vec<EventType>>,
    /// 1 if it receives events.
    pub(crate) is_active: i64,
    /// 1 if events at the end of a task include the data that was read.
    pub(crate) includes_payload: i64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// A webhook to add.
#[derive(Clone, Debug)]
pub(crate) struct NewWebhook<'a> {
    pub(crate) id: &'a str,
    pub(crate) scope: &'a Scope,
    /// The API key that creates it.
    pub(crate) api_key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) url: &'a str,
    pub(crate) sealed_secret: &'a str,
    pub(crate) event_types: &'a [EventType],
    pub(crate) is_active: bool,
    pub(crate) includes_payload: bool,
    pub(crate) created_at: i64,
}

const COLUMNS: &str = "seq, id, name, url, event_types, is_active, includes_payload, created_at,
    updated_at";

impl Store {
    /// Adds a webhook, within the tenant's quota. It receives events from now on.
    pub(crate) async fn add_webhook(&self, new: &NewWebhook<'_>) -> Result<Webhook> {
        let mut transaction = self.write().await?;
        self.lock_tenant(&mut transaction, new.scope).await?;
        let existing: i64 =
            sqlx::query_scalar("SELECT count(*) FROM webhooks WHERE tenant_id = $1 AND mode = $2")
                .bind(new.scope.tenant())
                .bind(new.scope.mode_name())
                .fetch_one(&mut *transaction)
                .await?;
        self.check_quota(Quota::Webhooks, existing, new.created_at)?;
        let webhook = sqlx::query_as(&format!(
            "INSERT INTO webhooks (id, tenant_id, mode, name, url, sealed_secret, event_types, is_active,
                 includes_payload, created_at, updated_at, api_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11) RETURNING {COLUMNS}"
        ))
        .bind(new.id)
        .bind(new.scope.tenant())
        .bind(new.scope.mode_name())
        .bind(new.name)
        .bind(new.url)
        .bind(new.sealed_secret)
        .bind(Json(new.event_types))
        .bind(i64::from(new.is_active))
        .bind(i64::from(new.includes_payload))
        .bind(new.created_at)
        .bind(new.api_key)
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(webhook)
    }

    /// A tenant's webhooks, newest first.
    pub(crate) async fn webhooks(&self, scope: &Scope, slice: Slice) -> Result<Vec<Webhook>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM webhooks WHERE tenant_id = $1 AND mode = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3"
        ))
        .bind(scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// A tenant's webhook.
    pub(crate) async fn webhook(&self, scope: &Scope, id: &str) -> Result<Option<Webhook>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM webhooks WHERE tenant_id = $1 AND id = $2 AND mode = $3"
        ))
        .bind(scope.tenant())
        .bind(id)
        .bind(scope.mode_name())
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Replaces the secret of a tenant's webhook. All later attempts are signed with the new one, including those for
    /// events queued before. Returns `None` if there is no such webhook.
    pub(crate) async fn change_webhook_secret(
        &self,
        scope: &Scope,
        id: &str,
        sealed_secret: &str,
        now_millis: i64,
    ) -> Result<Option<Webhook>> {
        let changed = sqlx::query_as(&format!(
            "UPDATE webhooks SET sealed_secret = $4, updated_at = $5
             WHERE tenant_id = $1 AND id = $2 AND mode = $3 RETURNING {COLUMNS}"
        ))
        .bind(scope.tenant())
        .bind(id)
        .bind(scope.mode_name())
        .bind(sealed_secret)
        .bind(now_millis)
        .fetch_optional(&self.pool)
        .await?;
        self.mark_deleted();
        Ok(changed)
    }

    /// Deletes a tenant's webhook with its secret, its pending deliveries and its log. False if it does not exist.
    pub(crate) async fn delete_webhook(&self, scope: &Scope, id: &str) -> Result<bool> {
        self.deleting(move || self.try_to_delete_webhook(scope, id)).await
    }

    async fn try_to_delete_webhook(&self, scope: &Scope, id: &str) -> Result<bool> {
        let mut transaction = self.write_to_delete().await?;
        let deleted = sqlx::query("DELETE FROM webhooks WHERE tenant_id = $1 AND id = $2 AND mode = $3")
            .bind(scope.tenant())
            .bind(id)
            .bind(scope.mode_name())
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Ok(false);
        }
        delete_orphans(&mut transaction).await?;
        transaction.commit().await?;
        self.mark_deleted();
        Ok(true)
    }

    /// The webhooks of any tenant that were created with an API key, newest first, for the operator.
    pub(crate) async fn webhooks_of_key(&self, api_key: &str) -> Result<Vec<Webhook>> {
        let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE api_key = $1 ORDER BY seq DESC");
        Ok(sqlx::query_as(&sql).bind(api_key).fetch_all(&self.pool).await?)
    }

    /// The webhooks of an API key's tenant and mode with no recorded key, newest first.
    pub(crate) async fn webhooks_of_unknown_keys(&self, api_key: &str) -> Result<Vec<Webhook>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM webhooks WHERE api_key IS NULL AND EXISTS (SELECT 1 FROM api_keys
                 WHERE key = $1 AND tenant_id = webhooks.tenant_id AND mode = webhooks.mode) ORDER BY seq DESC"
        );
        Ok(sqlx::query_as(&sql).bind(api_key).fetch_all(&self.pool).await?)
    }

    /// Deletes the webhooks that were created with an API key, as [`Store::delete_webhook`] does.
    pub(crate) async fn delete_webhooks_of_key(&self, api_key: &str) -> Result<()> {
        self.deleting(move || async move {
            let mut transaction = self.write_to_delete().await?;
            sqlx::query("DELETE FROM webhooks WHERE api_key = $1")
                .bind(api_key)
                .execute(&mut *transaction)
                .await?;
            delete_orphans(&mut transaction).await?;
            transaction.commit().await?;
            self.mark_deleted();
            Ok(())
        })
        .await
    }

    /// Deletes the pending deliveries and the log of deleted webhooks. An event that is being written while a webhook
    /// is deleted can still be queued for it, so this runs regularly.
    pub(crate) async fn delete_orphaned_deliveries(&self) -> Result<()> {
        let mut transaction = self.write_to_delete().await?;
        delete_orphans(&mut transaction).await?;
        Ok(transaction.commit().await?)
    }
}

async fn delete_orphans(connection: &mut Connection) -> Result<()> {
    for sql in [
        "DELETE FROM webhook_lanes WHERE webhook_id NOT IN (SELECT id FROM webhooks)",
        "DELETE FROM webhook_deliveries WHERE webhook_id NOT IN (SELECT id FROM webhooks)",
    ] {
        sqlx::query(sql).execute(&mut *connection).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Mode;

    #[tokio::test]
    async fn a_webhook_whose_deletion_fails_halfway_can_be_deleted_again() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wink.db").display().to_string().parse().unwrap();
        let store = Store::open(&database).await.unwrap();
        let scope = Scope::of_new_key("acme", Mode::Sandbox);
        for sql in [
            "INSERT INTO tenants (id, created_at, shares_links) VALUES ('acme', 1, 0)",
            "INSERT INTO webhooks (id, tenant_id, mode, name, url, sealed_secret, event_types, is_active,
                 includes_payload, created_at, updated_at) VALUES ('w', 'acme', 'SANDBOX', '', '', '', '[]', 1, 0, 1, 1)",
            "INSERT INTO webhook_lanes (webhook_id, subject_id, version, due_at) VALUES ('w', 's', 1, 1)",
            "CREATE TRIGGER refuse BEFORE DELETE ON webhook_lanes BEGIN SELECT RAISE(ABORT, 'refused'); END",
        ] {
            sqlx::query(sql).execute(&store.pool).await.unwrap();
        }
        store.delete_webhook(&scope, "w").await.unwrap_err();
        assert!(store.webhook(&scope, "w").await.unwrap().is_some());
        sqlx::query("DROP TRIGGER refuse").execute(&store.pool).await.unwrap();
        assert!(store.delete_webhook(&scope, "w").await.unwrap());
        let left: i64 =
            sqlx::query_scalar("SELECT count(*) FROM webhook_lanes").fetch_one(&store.pool).await.unwrap();
        assert_eq!(left, 0);
        assert!(!store.delete_webhook(&scope, "w").await.unwrap());
    }
}
