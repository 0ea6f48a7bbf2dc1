//! Addresses that get no more invites of a tenant, as keyed hashes; and the names that tenants send under.

use super::{Result, Store};
use crate::scope::Scope;

/// An address that gets no more invites of a tenant.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Suppressed {
    pub(crate) tenant_id: String,
    pub(crate) address_hash: String,
    pub(crate) created_at: i64,
}

/// A tenant with the name that the operator has verified.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct NamedTenant {
    pub(crate) id: String,
    pub(crate) verified_name: Option<String>,
}

impl Store {
    /// Suppresses an address for a tenant, in whichever mode.
    pub(crate) async fn suppress(&self, scope: &Scope, address_hash: &str, now_millis: i64) -> Result<()> {
        self.check_space()?;
        sqlx::query(
            "INSERT INTO suppressed_addresses (tenant_id, address_hash, created_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(scope.tenant())
        .bind(address_hash)
        .bind(now_millis)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Whether an address is suppressed for a tenant.
    pub(crate) async fn is_suppressed(&self, scope: &Scope, address_hash: &str) -> Result<bool> {
        let found: Option<(i64,)> = sqlx::query_as(
            "SELECT created_at FROM suppressed_addresses WHERE tenant_id = $1 AND address_hash = $2",
        )
        .bind(scope.tenant())
        .bind(address_hash)
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.is_some())
    }

    /// Every suppressed address, of one tenant or of all, oldest first.
    pub(crate) async fn suppressed_of_any_scope(&self, tenant_id: Option<&str>) -> Result<Vec<Suppressed>> {
        Ok(sqlx::query_as(
            "SELECT tenant_id, address_hash, created_at FROM suppressed_addresses
             WHERE $1 IS NULL OR tenant_id = $1 ORDER BY created_at, tenant_id, address_hash",
        )
        .bind(tenant_id)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Removes an address from a tenant's list. False if it is not there.
    pub(crate) async fn unsuppress_of_any_scope(&self, tenant_id: &str, address_hash: &str) -> Result<bool> {
        let removed =
            sqlx::query("DELETE FROM suppressed_addresses WHERE tenant_id = $1 AND address_hash = $2")
                .bind(tenant_id)
                .bind(address_hash)
                .execute(&self.pool)
                .await?;
        self.mark_deleted();
        Ok(removed.rows_affected() > 0)
    }

    /// The name that the operator has verified for a tenant.
    pub(crate) async fn verified_name(&self, scope: &Scope) -> Result<Option<String>> {
        let found: Option<(Option<String>,)> =
            sqlx::query_as("SELECT verified_name FROM tenants WHERE id = $1")
                .bind(scope.tenant())
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.and_then(|(name,)| name))
    }

    /// Every tenant with its verified name.
    pub(crate) async fn tenants_of_any_scope(&self) -> Result<Vec<NamedTenant>> {
        Ok(sqlx::query_as("SELECT id, verified_name FROM tenants ORDER BY id").fetch_all(&self.pool).await?)
    }

    /// Sets or removes the verified name of a tenant. False if the tenant does not exist.
    pub(crate) async fn set_verified_name_of_any_scope(
        &self,
        tenant_id: &str,
        name: Option<&str>,
    ) -> Result<bool> {
        let changed = sqlx::query("UPDATE tenants SET verified_name = $2 WHERE id = $1")
            .bind(tenant_id)
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(changed.rows_affected() > 0)
    }
}
