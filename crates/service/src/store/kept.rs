//! Stores what was read from a source, and deletes it.

use super::columns::text_columns;
use super::tasks::{Source, TaskKind};
use super::{Account, Connection, Result};
use crate::ids::new_id;
use crate::insights::{Earnings, Facts, Insight, SourceNature, estimates};
use crate::records::{Dates, Keyed, RecordItem, RecordKind, SourceRecords};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

text_columns!(RecordKind);

/// The result of storing the items of a kind: the ids of new items, and of changed ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) kind: RecordKind,
    pub(crate) added: Vec<String>,
    pub(crate) updated: Vec<String>,
}

/// Stores everything that was read from a source, within the caller's transaction. An item that exists already is not
/// added again; one that changed is replaced under its old id. Items that the source no longer returns stay.
///
/// Returns every kind with added or updated items. Callers report these to hosts.
pub(super) async fn keep_records(
    connection: &mut Connection,
    account: &Account,
    records: &SourceRecords,
    now_millis: i64,
) -> Result<Vec<Kept>> {
    let SourceRecords {
        identities: _,
        ratings,
        documents,
        employments,
        incomes,
        contributions,
        liabilities,
        transactions,
    } = records;
    let mut kept = vec![
        keep(connection, account, &records.identities(), now_millis).await?,
        keep(connection, account, ratings, now_millis).await?,
        keep(connection, account, documents, now_millis).await?,
        keep(connection, account, employments, now_millis).await?,
        keep(connection, account, incomes, now_millis).await?,
        keep(connection, account, contributions, now_millis).await?,
        keep(connection, account, liabilities, now_millis).await?,
        keep(connection, account, transactions, now_millis).await?,
    ];
    kept.retain(|kept| !(kept.added.is_empty() && kept.updated.is_empty()));
    Ok(kept)
}

/// Computes and stores what follows from all of a source's items. Figures are added, as those of this moment; estimates
/// are replaced if they change.
pub(super) async fn keep_insights(
    connection: &mut Connection,
    account: &Account,
    nature: SourceNature,
    now_millis: i64,
) -> Result<Vec<Kept>> {
    let moment = Timestamp::from_millisecond(now_millis).unwrap_or_default();
    let cutoff = moment.to_zoned(TimeZone::UTC).date();
    let earnings = Earnings {
        incomes: all(connection, account).await?,
        transactions: all(connection, account).await?,
        contributions: all(connection, account).await?,
        contribution_basis_points: nature.contribution_basis_points,
    };
    let estimated = estimates(&earnings, cutoff);
    let mut kept = vec![keep(connection, account, &estimated, now_millis).await?];
    let facts = Facts {
        cutoff,
        nature,
        estimates: all(connection, account).await?,
        employments: all(connection, account).await?,
        liabilities: all(connection, account).await?,
        identity: all(connection, account).await?.pop(),
    };
    let insight = Keyed::new(now_millis.to_string(), Insight::of(&facts, now_millis));
    kept.push(keep(connection, account, &[insight], now_millis).await?);
    kept.retain(|kept| !(kept.added.is_empty() && kept.updated.is_empty()));
    Ok(kept)
}

/// All stored items of a kind from a source, in the order in which they were added.
async fn all<T: RecordItem + DeserializeOwned>(
    connection: &mut Connection,
    account: &Account,
) -> Result<Vec<T>> {
    let payloads: Vec<(String,)> =
        sqlx::query_as("SELECT payload FROM records WHERE source_id = $1 AND kind = $2 ORDER BY seq")
            .bind(&account.id)
            .bind(T::KIND)
            .fetch_all(connection)
            .await?;
    payloads.iter().map(|(payload,)| Ok(serde_json::from_str(payload)?)).collect()
}

/// Stores the items of one kind.
pub(super) async fn keep<T: RecordItem>(
    connection: &mut Connection,
    source: impl Into<Source<'_>>,
    items: &[Keyed<T>],
    now_millis: i64,
) -> Result<Kept> {
    let source = source.into();
    let mut kept = Kept { kind: T::KIND, added: Vec::new(), updated: Vec::new() };
    for Keyed { key, item } in items {
        let (id, Dates { start, end }) = (new_id(T::KIND.id_prefix()), item.dates());
        let stored: Option<(String,)> = sqlx::query_as(
            "INSERT INTO records (id, kind, tenant_id, user_id, source_id, provider_id, start_date, end_date,
                 payload, created_at, item_key, source_type, mode)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             ON CONFLICT (source_id, kind, item_key) DO UPDATE
                 SET start_date = excluded.start_date, end_date = excluded.end_date, payload = excluded.payload
                 WHERE records.payload <> excluded.payload
             RETURNING id",
        )
        .bind(&id)
        .bind(T::KIND)
        .bind(source.scope.tenant())
        .bind(source.user_id)
        .bind(source.id)
        .bind(source.provider_id)
        .bind(start.map(|date| date.to_string()))
        .bind(end.map(|date| date.to_string()))
        .bind(serde_json::to_string(item)?)
        .bind(now_millis)
        .bind(key)
        .bind(source.source_type)
        .bind(source.scope.mode_name())
        .fetch_optional(&mut *connection)
        .await?;
        match stored {
            Some((stored,)) if stored == id => kept.added.push(id),
            Some((stored,)) => kept.updated.push(stored),
            None => {}
        }
    }
    Ok(kept)
}

/// Deletes the data of an account's source, within the caller's transaction: its items, the person's identity
/// there, its refresh, and its exports, whose contents are doomed. Ends its tasks, and returns those that were in
/// progress.
pub(super) async fn forget_source(
    connection: &mut Connection,
    account_id: &str,
    now_millis: i64,
) -> Result<Vec<TaskKind>> {
    sqlx::query("INSERT INTO doomed_files (id, doomed_at) SELECT id, $2 FROM exports WHERE account_id = $1")
        .bind(account_id)
        .bind(now_millis)
        .execute(&mut *connection)
        .await?;
    for sql in [
        "DELETE FROM records WHERE source_id = $1",
        "DELETE FROM exports WHERE account_id = $1",
        "UPDATE accounts SET source_key = NULL, person_key = NULL, connector_state = NULL, sync_due_at = NULL
         WHERE id = $1",
    ] {
        sqlx::query(sql).bind(account_id).execute(&mut *connection).await?;
    }
    sqlx::query(
        "UPDATE accounts SET monitor_status = 'UNSUPPORTED', monitor_updated_at = $2
         WHERE id = $1 AND monitor_status IN ('ACTIVE', 'USER_ACTION_REQUIRED')",
    )
    .bind(account_id)
    .bind(now_millis)
    .execute(&mut *connection)
    .await?;
    super::tasks::finish_tasks(connection, account_id, &[], now_millis).await
}
