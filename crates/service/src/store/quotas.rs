//! What is used of quotas. A step of a write counts and refuses; the write ends with the refusal, so nothing of it stays.

use super::{Account, Connection, Result, Store};
use crate::quotas::{Quota, QuotaExceeded};
use crate::scope::{Mode, Scope};

/// The name under which a scope's use is counted.
pub(super) fn subject_of(scope: &Scope) -> String {
    format!("{} {}", scope.tenant(), scope.mode_name())
}

/// The quota of logins in a mode.
pub(super) const fn logins(mode: Mode) -> Quota {
    match mode {
        Mode::Sandbox => Quota::SandboxLogins,
        Mode::Production => Quota::Logins,
    }
}

impl Store {
    /// Locks a tenant until this transaction ends, for decisions that depend on how much of something it has.
    pub(super) async fn lock_tenant(&self, connection: &mut Connection, scope: &Scope) -> Result<()> {
        let sql = format!("SELECT id FROM tenants WHERE id = $1 {}", self.dialect.for_update());
        sqlx::query(&sql).bind(scope.tenant()).execute(connection).await?;
        Ok(())
    }

    /// Refuses if there are already as many as a quota allows. The transaction must hold a lock under which all of them
    /// are added.
    pub(super) fn check_quota(&self, quota: Quota, existing: i64, now_millis: i64) -> Result<()> {
        match self.quotas.limit(quota) {
            Some(limit) if existing >= i64::from(limit) => {
                Err(QuotaExceeded::new(quota, limit, now_millis).into())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses if a session already has as many rows in a table as a quota allows. The transaction must have locked the
    /// session's user.
    pub(super) async fn check_session(
        &self,
        connection: &mut Connection,
        quota: Quota,
        table: &'static str,
        (session_id, now_millis): (&str, i64),
    ) -> Result<()> {
        let sql = format!("SELECT count(*) FROM {table} WHERE session_id = $1");
        let existing: i64 = sqlx::query_scalar(&sql).bind(session_id).fetch_one(connection).await?;
        self.check_quota(quota, existing, now_millis)
    }

    /// Uses up some of a quota, or refuses. Of transactions that use the same, one waits for the other, so this is their
    /// last step, and all take their quotas in the order of the table.
    pub(super) async fn use_quota(
        &self,
        connection: &mut Connection,
        quota: Quota,
        subject: &str,
        (amount, now_millis): (u64, i64),
    ) -> Result<()> {
        let Some(limit) = self.quotas.limit(quota) else { return Ok(()) };
        let most = u64::from(limit).saturating_mul(quota.unit());
        let exceeded = QuotaExceeded::new(quota, limit, now_millis);
        if amount > most {
            return Err(exceeded.into());
        }
        let (began_at, ends_at) = quota.period().around(now_millis);
        let counted = sqlx::query(
            "INSERT INTO quota_counts (quota, subject, began_at, ends_at, used) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (quota, subject, began_at) DO UPDATE SET used = quota_counts.used + excluded.used
             WHERE quota_counts.used + excluded.used <= $6",
        )
        .bind(quota.name())
        .bind(subject)
        .bind(began_at)
        .bind(ends_at)
        .bind(i64::try_from(amount).unwrap_or(i64::MAX))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .execute(connection)
        .await?;
        if counted.rows_affected() == 0 { Err(exceeded.into()) } else { Ok(()) }
    }

    /// Gives back the login of an account that the source has admitted: only the others count.
    pub(super) async fn give_back_login(&self, connection: &mut Connection, account: &Account) -> Result<()> {
        let Some(key) = &account.login_key else { return Ok(()) };
        let quota = logins(account.scope.mode());
        sqlx::query(
            "UPDATE quota_counts SET used = used - 1
             WHERE quota = $1 AND subject = $2 AND began_at = $3 AND used > 0",
        )
        .bind(quota.name())
        .bind(key)
        .bind(quota.period().around(account.created_at).0)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Deletes what was used in periods that have ended.
    pub(crate) async fn forget_used_quotas(&self, now_millis: i64) -> Result<()> {
        sqlx::query("DELETE FROM quota_counts WHERE ends_at <= $1")
            .bind(now_millis)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
