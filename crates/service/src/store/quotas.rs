//! What is used of quotas. A step of a write counts and refuses; the write ends with the refusal, so nothing of it stays.

use super::{Connection, Result, Store};
use crate::quotas::{Quota, QuotaExceeded};
use crate::scope::Scope;

/// What a scope's quotas are counted for.
pub(super) fn subject_of(scope: &Scope) -> String {
    format!("{} {}", scope.tenant(), scope.mode_name())
}

impl Store {
    /// Locks a tenant until this transaction ends, for decisions that depend on how much of something it has.
    pub(super) async fn lock_tenant(&self, connection: &mut Connection, scope: &Scope) -> Result<()> {
        let sql = format!("SELECT id FROM tenants WHERE id = $1 {}", self.dialect.for_update());
        sqlx::query(&sql).bind(scope.tenant()).execute(connection).await?;
        Ok(())
    }

    /// Refuses if there are already as many as a quota allows.
    pub(super) fn check_quota(&self, quota: Quota, existing: i64, now_millis: i64) -> Result<()> {
        match self.quotas.limit(quota) {
            Some(limit) if existing >= i64::from(limit) => {
                Err(QuotaExceeded::new(quota, limit, now_millis).into())
            }
            Some(_) | None => Ok(()),
        }
    }
}
