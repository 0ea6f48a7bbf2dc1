//! Accounts that the service reads again without the person (Continuous Data Sync).

use super::account::{Account, MonitorStatus};
use super::account_events;
use super::tasks::{TaskKind, finish_tasks, start_task};
use super::{Connection, Result, Store};

impl Store {
    /// Claims accounts that are due to be read again, and starts a task for each.
    pub(crate) async fn claim_due_syncs(
        &self,
        lease_owner: &str,
        now_millis: i64,
        lease_until: i64,
    ) -> Result<Vec<Account>> {
        let mut transaction = self.write().await?;
        let claimed: Vec<Account> = sqlx::query_as(&format!(
            "UPDATE accounts SET version = version + 1, step = 'SYNCING', sync_due_at = NULL, lease_owner = $1,
                 lease_until = $3, attempts = 1
             WHERE id IN (SELECT id FROM accounts WHERE sync_due_at <= $2 AND step IS NULL AND status = 'CONNECTED'
                 ORDER BY sync_due_at LIMIT 50 {})
             RETURNING *",
            self.dialect.skip_locked()
        ))
        .bind(lease_owner)
        .bind(now_millis)
        .bind(lease_until)
        .fetch_all(&mut *transaction)
        .await?;
        for account in &claimed {
            start_task(&mut transaction, account, TaskKind::UpdateAccount, now_millis).await?;
            account_events::sync_started(&mut transaction, account, now_millis).await?;
        }
        transaction.commit().await?;
        Ok(claimed)
    }

    /// Stops the monthly refresh of an account for good. A refresh in progress finishes. Returns false if the account has
    /// no refresh.
    pub(crate) async fn disable_monitor(&self, account: &Account, now_millis: i64) -> Result<bool> {
        let mut transaction = self.write().await?;
        let disabled: Option<Account> = sqlx::query_as(
            "UPDATE accounts SET version = version + 1, monitor_status = 'CUSTOMER_DISABLED', monitor_updated_at = $2,
                 sync_due_at = NULL, step = NULL, connector_state = NULL, lease_owner = NULL, lease_until = NULL
             WHERE id = $1 AND monitor_status IN ('ACTIVE', 'USER_ACTION_REQUIRED') AND status = 'CONNECTED'
             RETURNING *",
        )
        .bind(&account.id)
        .bind(now_millis)
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some(account) = &disabled {
            let tasks = finish_tasks(&mut transaction, &account.id, &[], now_millis).await?;
            account_events::sync_failed(&mut transaction, account, &tasks, now_millis).await?;
        }
        transaction.commit().await?;
        Ok(disabled.is_some())
    }
}

/// Sets the state of an account's monthly refresh, within the caller's transaction.
pub(super) async fn set_monitor(
    connection: &mut Connection,
    account: &mut Account,
    status: MonitorStatus,
    sync_due_at: Option<i64>,
    now_millis: i64,
) -> Result<()> {
    if account.monitor_status != status {
        account.monitor_status = status;
        account.monitor_updated_at = Some(now_millis);
    }
    sqlx::query(
        "UPDATE accounts SET monitor_status = $2, monitor_updated_at = $3, sync_due_at = $4 WHERE id = $1",
    )
    .bind(&account.id)
    .bind(account.monitor_status)
    .bind(account.monitor_updated_at)
    .bind(sync_due_at)
    .execute(connection)
    .await?;
    Ok(())
}
