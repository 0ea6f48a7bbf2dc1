//! An account's progress: every change of state, and the leases under which processes work.
//!
//! A change names the version that it was decided on. The second of two changes has no effect, so that two processes,
//! or a revocation and a connection, can never both win.

use super::account_events;
use super::code::Coded;
use super::invites;
use super::kept::{forget_source, keep_insights, keep_records};
use super::leases::unleased;
use super::monitor::set_monitor;
use super::tasks::{TaskKind, finish_tasks, start_task};
use super::{
    Account, AccountStatus, Connection, Json, LinkingStep, MonitorStatus, OldSource, PendingChallenge,
    Result, Store,
};
use crate::insights::SourceNature;
use crate::records::SourceRecords;
use crate::scope::Scope;
use wink_wire::ErrorCode;

/// A change of an account's state.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A process continues with a step.
    Working { step: LinkingStep, connector_state: String, lease_owner: String, lease_until: i64 },
    /// The person gets a challenge. With a lease if a process has to poll for the answer.
    Challenged { challenge: PendingChallenge, connector_state: String, lease: Option<(String, i64)> },
    /// The source has accepted the person: the host sees the account connected, and a task starts to read it.
    Authenticated { lease_owner: String, lease_until: i64 },
    /// The first data is stored.
    Read {
        records: Box<SourceRecords>,
        nature: SourceNature,
        /// A keyed hash of the person's identity at the source. Another connected account with the same hash is
        /// replaced.
        source_key: String,
        /// A hash that is the same for every tenant.
        person_key: String,
        next_sync: Option<NextSync>,
    },
    /// A later reading succeeded, and its data is stored.
    Synced { records: Box<SourceRecords>, nature: SourceNature, next_sync: Option<NextSync> },
    /// A later reading failed. It is retried, or waits for the person.
    SyncFailed { next_sync: Option<NextSync> },
    /// Linking failed.
    Failed { error_code: ErrorCode, reference: String },
}

/// When and from which state a source is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NextSync {
    pub(crate) due_at: i64,
    pub(crate) connector_state: String,
}

impl Store {
    /// Applies a change to an account that was read as `account`. `None` if another change was faster.
    pub(crate) async fn change_account(
        &self,
        account: &Account,
        change: &Change,
        now_millis: i64,
    ) -> Result<Option<Account>> {
        let mut transaction = self.write().await?;
        if let Change::Read { .. } = change {
            // It may replace another account of the user's that is being read at the same time.
            self.lock_user(&mut transaction, &account.user_id).await?;
        }
        let row = Row::of(account, change);
        let changed: Option<Account> = sqlx::query_as(
            "UPDATE accounts SET version = version + 1, status = $3, step = $4, connector_state = $5,
                 challenge = $6, challenge_expires_at = $7, error_code = $8, reference = $9,
                 lease_owner = $10, lease_until = $11, attempts = 1, updated_at = $12,
                 sign_in = NULL, sign_in_expires_at = NULL, claimed_until = NULL,
                 login_key = CASE WHEN $3 IN ('PENDING', 'AWAITING_MFA') THEN login_key END,
                 connected_at = CASE WHEN $3 = 'CONNECTED' THEN coalesce(connected_at, $12) END
             WHERE id = $1 AND version = $2 AND claims = coalesce($13, claims) RETURNING *",
        )
        .bind(&account.id)
        .bind(account.version)
        .bind(row.status)
        .bind(row.step)
        .bind(row.connector_state)
        .bind(row.challenge.map(Json))
        .bind(row.challenge.map(|challenge| challenge.expires_at))
        .bind(row.error.map(|(code, _)| Coded(code)))
        .bind(row.error.map(|(_, reference)| reference))
        .bind(row.lease.map(|(owner, _)| owner))
        .bind(row.lease.map(|(_, until)| until))
        .bind(now_millis)
        // A claim that ran out decides nothing once there is another.
        .bind(account.claimed_until.map(|_| account.claims))
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(mut changed) = changed else { return Ok(None) };
        match change {
            Change::Authenticated { .. } => {
                start_task(&mut transaction, &changed, TaskKind::LinkAccount, now_millis).await?;
                account_events::connected(&mut transaction, &changed, now_millis).await?;
                self.give_back_login(&mut transaction, account).await?;
            }
            Change::Read { records, nature, source_key, person_key, next_sync } => {
                let keys = SourceKeys { source_key, person_key };
                let replaced = replace_others(&mut transaction, &changed, keys, now_millis).await?;
                changed.replaces = replaced;
                let status =
                    if next_sync.is_some() { MonitorStatus::Active } else { MonitorStatus::Unsupported };
                let due_at = next_sync.as_ref().map(|next| next.due_at);
                set_monitor(&mut transaction, &mut changed, status, due_at, now_millis).await?;
                store_reading(&mut transaction, &changed, records, *nature, now_millis).await?;
                invites::linked(&mut transaction, &changed.user_id, now_millis).await?;
            }
            Change::Synced { records, nature, next_sync } => {
                let status = if next_sync.is_some() {
                    MonitorStatus::Active
                } else {
                    MonitorStatus::UserActionRequired
                };
                let due_at = next_sync.as_ref().map(|next| next.due_at);
                set_monitor(&mut transaction, &mut changed, status, due_at, now_millis).await?;
                store_reading(&mut transaction, &changed, records, *nature, now_millis).await?;
            }
            Change::SyncFailed { next_sync } => {
                let status = if next_sync.is_some() {
                    MonitorStatus::Active
                } else {
                    MonitorStatus::UserActionRequired
                };
                let due_at = next_sync.as_ref().map(|next| next.due_at);
                set_monitor(&mut transaction, &mut changed, status, due_at, now_millis).await?;
                let tasks = finish_tasks(&mut transaction, &changed.id, &[], now_millis).await?;
                account_events::sync_failed(&mut transaction, &changed, &tasks, now_millis).await?;
            }
            Change::Failed { error_code, .. } => {
                let tasks = finish_tasks(&mut transaction, &changed.id, &[], now_millis).await?;
                account_events::failed(&mut transaction, &changed, &tasks, *error_code, now_millis).await?;
            }
            Change::Working { .. } | Change::Challenged { .. } => {}
        }
        transaction.commit().await?;
        if let Change::Failed { .. } = change {
            // The login name.
            self.mark_deleted();
        }
        Ok(Some(changed))
    }

    /// Disconnects an account in any state, and deletes what was read from its source.
    pub(crate) async fn revoke_account(
        &self,
        scope: &Scope,
        id: &str,
        now_millis: i64,
    ) -> Result<Option<Account>> {
        self.deleting(move || async move {
            let mut transaction = self.write_to_delete().await?;
            let revoked = revoke_account(&mut transaction, scope, id, now_millis).await?;
            transaction.commit().await?;
            self.mark_deleted();
            match revoked {
                Some(account) => Ok(Some(account)),
                None => self.account(scope, id).await,
            }
        })
        .await
    }

    /// Claims accounts with a pending step that no living process works on.
    pub(crate) async fn claim_accounts(
        &self,
        lease_owner: &str,
        now_millis: i64,
        lease_until: i64,
    ) -> Result<Vec<Account>> {
        Ok(sqlx::query_as(&format!(
            "UPDATE accounts SET lease_owner = $1, lease_until = $3, attempts = attempts + 1
             WHERE id IN (SELECT id FROM accounts
                 WHERE step IS NOT NULL AND {} {})
             RETURNING *",
            unleased("$2"),
            self.dialect.skip_locked()
        ))
        .bind(lease_owner)
        .bind(now_millis)
        .bind(lease_until)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Renews a lease. False if another process has taken over.
    pub(crate) async fn renew_lease(&self, id: &str, lease_owner: &str, lease_until: i64) -> Result<bool> {
        let renewed = sqlx::query("UPDATE accounts SET lease_until = $3 WHERE id = $1 AND lease_owner = $2")
            .bind(id)
            .bind(lease_owner)
            .bind(lease_until)
            .execute(&self.pool)
            .await?;
        Ok(renewed.rows_affected() > 0)
    }

    /// Ends the leases of a process that stops, so that the next one need not wait for them to expire.
    pub(crate) async fn release_leases(&self, lease_owner: &str) -> Result<()> {
        sqlx::query("UPDATE accounts SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1")
            .bind(lease_owner)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Accounts of any scope connected before `before_millis`, whose retention is over.
    pub(crate) async fn accounts_connected_before(&self, before_millis: i64) -> Result<Vec<OldSource>> {
        Ok(sqlx::query_as(
            "SELECT id, tenant_id, mode FROM accounts WHERE status = 'CONNECTED' AND connected_at <= $1 LIMIT 500",
        )
        .bind(before_millis)
        .fetch_all(&self.pool)
        .await?)
    }
}

/// The columns that a change sets. Those that it does not mention become empty.
struct Row<'a> {
    status: AccountStatus,
    step: Option<LinkingStep>,
    connector_state: Option<&'a str>,
    challenge: Option<&'a PendingChallenge>,
    error: Option<(ErrorCode, &'a str)>,
    lease: Option<(&'a str, i64)>,
}

impl<'a> Row<'a> {
    fn of(account: &'a Account, change: &'a Change) -> Self {
        let empty = Row {
            status: AccountStatus::Pending,
            step: None,
            connector_state: None,
            challenge: None,
            error: None,
            lease: None,
        };
        match change {
            Change::Working { step, connector_state, lease_owner, lease_until } => Row {
                step: Some(*step),
                connector_state: Some(connector_state),
                lease: Some((lease_owner, *lease_until)),
                ..empty
            },
            Change::Challenged { challenge, connector_state, lease } => Row {
                status: AccountStatus::AwaitingMfa,
                step: lease.as_ref().map(|_| LinkingStep::AwaitingApproval),
                connector_state: Some(connector_state),
                challenge: Some(challenge),
                lease: lease.as_ref().map(|(owner, until)| (owner.as_str(), *until)),
                ..empty
            },
            Change::Authenticated { lease_owner, lease_until } => Row {
                status: AccountStatus::Connected,
                step: Some(LinkingStep::ReadingRecords),
                connector_state: account.connector_state.as_deref(),
                lease: Some((lease_owner, *lease_until)),
                ..empty
            },
            Change::Read { next_sync, .. }
            | Change::Synced { next_sync, .. }
            | Change::SyncFailed { next_sync } => Row {
                status: AccountStatus::Connected,
                connector_state: next_sync.as_ref().map(|next| next.connector_state.as_str()),
                ..empty
            },
            Change::Failed { error_code, reference } => {
                Row { status: AccountStatus::Error, error: Some((*error_code, reference)), ..empty }
            }
        }
    }
}

/// Disconnects an account, within the caller's transaction. `None` if it is disconnected already.
pub(super) async fn revoke_account(
    connection: &mut Connection,
    scope: &Scope,
    id: &str,
    now_millis: i64,
) -> Result<Option<Account>> {
    let is_there = sqlx::query("SELECT id FROM accounts WHERE id = $1 AND tenant_id = $2 AND mode = $3")
        .bind(id)
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .fetch_optional(&mut *connection)
        .await?;
    if is_there.is_none() {
        return Ok(None);
    }
    // The row first: from here on, nobody else adds records to the account.
    let revoked: Option<Account> = sqlx::query_as(
        "UPDATE accounts SET version = version + 1, status = 'DISCONNECTED', step = NULL,
             connector_state = NULL, challenge = NULL, challenge_expires_at = NULL, error_code = NULL,
             reference = NULL, lease_owner = NULL, lease_until = NULL, updated_at = $2,
             sign_in = NULL, sign_in_expires_at = NULL, source_key = NULL, login_key = NULL
         WHERE id = $1 AND status <> 'DISCONNECTED' RETURNING *",
    )
    .bind(id)
    .bind(now_millis)
    .fetch_optional(&mut *connection)
    .await?;
    let tasks = forget_source(connection, id, now_millis).await?;
    if let Some(account) = &revoked {
        account_events::disconnected(connection, account, &tasks, now_millis).await?;
        invites::revoked(connection, &account.user_id, now_millis).await?;
    }
    Ok(revoked)
}

/// Stores what was read, and finishes the task that read it.
async fn store_reading(
    connection: &mut Connection,
    account: &Account,
    records: &SourceRecords,
    nature: SourceNature,
    now_millis: i64,
) -> Result<()> {
    let mut kept = keep_records(connection, account, records, now_millis).await?;
    kept.extend(keep_insights(connection, account, nature, now_millis).await?);
    let datapoints: Vec<_> = kept.iter().map(|kept| kept.kind.data_point()).collect();
    let tasks = finish_tasks(connection, &account.id, &datapoints, now_millis).await?;
    account_events::read(connection, account, &tasks, &kept, now_millis).await
}

/// Keyed hashes of a person's identity at a source.
#[derive(Clone, Copy)]
struct SourceKeys<'a> {
    source_key: &'a str,
    person_key: &'a str,
}

/// Ends the connected accounts of the same person at the same source: the one that was just read takes their place,
/// in one transaction with its data, so that a host finds the person's data once at any time.
async fn replace_others(
    connection: &mut Connection,
    account: &Account,
    keys: SourceKeys<'_>,
    now_millis: i64,
) -> Result<Option<String>> {
    let replaced: Vec<Account> = sqlx::query_as(
        "UPDATE accounts SET version = version + 1, status = 'DISCONNECTED', step = NULL,
             connector_state = NULL, lease_owner = NULL, lease_until = NULL, updated_at = $4, source_key = NULL
         WHERE user_id = $2 AND source_key = $3 AND id <> $1 AND status = 'CONNECTED' RETURNING *",
    )
    .bind(&account.id)
    .bind(&account.user_id)
    .bind(keys.source_key)
    .bind(now_millis)
    .fetch_all(&mut *connection)
    .await?;
    for other in &replaced {
        let tasks = forget_source(connection, &other.id, now_millis).await?;
        account_events::disconnected(connection, other, &tasks, now_millis).await?;
    }
    let replaced = replaced.into_iter().next().map(|other| other.id);
    sqlx::query("UPDATE accounts SET source_key = $2, replaces = $3, person_key = $4 WHERE id = $1")
        .bind(&account.id)
        .bind(keys.source_key)
        .bind(&replaced)
        .bind(keys.person_key)
        .execute(connection)
        .await?;
    Ok(replaced)
}
