//! The events about an account's changes, written in the same transactions.

use super::event::{Event, TaskEnd, TaskFailure};
use super::events::{forget_person, record};
use super::kept::Kept;
use super::{Account, Connection, LinkFilter, Result, Slice, TaskKind, links};
use wink_wire::ErrorCode;

/// The error code when reading an account again fails: the person has to act, or the service retries later.
const SYNC_FAILED: ErrorCode = ErrorCode::AccountInaccessible;

pub(super) async fn created(connection: &mut Connection, account: &Account, now_millis: i64) -> Result<()> {
    record(connection, &[Event::account_created(account)], now_millis).await
}

/// The source has accepted the person, and is being read.
pub(super) async fn connected(connection: &mut Connection, account: &Account, now_millis: i64) -> Result<()> {
    let events = [Event::account_connected(account), Event::task_started(account, TaskKind::LinkAccount)];
    record(connection, &events, now_millis).await
}

/// The source is being read again.
pub(super) async fn sync_started(
    connection: &mut Connection,
    account: &Account,
    now_millis: i64,
) -> Result<()> {
    record(connection, &[Event::task_started(account, TaskKind::UpdateAccount)], now_millis).await
}

/// The source was read.
pub(super) async fn read(
    connection: &mut Connection,
    account: &Account,
    tasks: &[TaskKind],
    kept: &[Kept],
    now_millis: i64,
) -> Result<()> {
    let mut events = Vec::new();
    for kept in kept {
        events.extend(Event::added(account, kept.kind, &kept.added));
        if let Some((from, until)) = days_of(connection, &kept.updated).await? {
            let days = (from.as_str(), until.as_str());
            events.extend(Event::updated(account, kept.kind, &kept.updated, days, now_millis));
        }
    }
    // Once, with the first data.
    if tasks.contains(&TaskKind::LinkAccount)
        && let Some(id) = link(connection, account).await?
    {
        events.push(Event::link_added(account, &id));
    }
    let kinds: Vec<_> = kept.iter().map(|kept| kept.kind).collect();
    events.extend(finished(account, tasks, TaskEnd::Succeeded { kinds: &kinds }));
    record(connection, &events, now_millis).await?;
    forget_login_name(connection, account).await
}

/// The id of the account's link, if others linked the person before.
async fn link(connection: &mut Connection, account: &Account) -> Result<Option<String>> {
    let (scope, account_id) = (account.scope.clone(), Some(account.id.clone()));
    let filter = LinkFilter { scope, user_id: None, account_id };
    let found = links::find(connection, &filter, Slice { after: None, limit: 1 }).await?;
    Ok(found.into_iter().find(|link| link.count > 0).map(|link| link.id()))
}

/// Reading the source again failed.
pub(super) async fn sync_failed(
    connection: &mut Connection,
    account: &Account,
    tasks: &[TaskKind],
    now_millis: i64,
) -> Result<()> {
    let events = finished(account, tasks, TaskEnd::Failed(TaskFailure::Account(SYNC_FAILED)));
    record(connection, &events, now_millis).await
}

pub(super) async fn failed(
    connection: &mut Connection,
    account: &Account,
    tasks: &[TaskKind],
    error_code: ErrorCode,
    now_millis: i64,
) -> Result<()> {
    let mut events = finished(account, tasks, TaskEnd::Failed(TaskFailure::Account(error_code)));
    events.push(Event::account_failed(account, error_code));
    record(connection, &events, now_millis).await?;
    forget_login_name(connection, account).await
}

/// The account was revoked or replaced. Earlier events about it lose the person's data.
pub(super) async fn disconnected(
    connection: &mut Connection,
    account: &Account,
    tasks: &[TaskKind],
    now_millis: i64,
) -> Result<()> {
    let mut events = finished(account, tasks, TaskEnd::Failed(TaskFailure::AccountRevoked));
    events.push(Event::account_disconnected(account));
    record(connection, &events, now_millis).await?;
    forget_login_name(connection, account).await?;
    forget_person(connection, &account.id).await
}

fn finished<'a>(account: &'a Account, tasks: &[TaskKind], end: TaskEnd<'_>) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for task in tasks {
        events.push(Event::task_finished(account, *task, end));
        if *task == TaskKind::UpdateAccount {
            events.push(Event::account_synced(account, end));
        }
    }
    events
}

/// The first and the last day that records cover, if they cover any.
async fn days_of(connection: &mut Connection, ids: &[String]) -> Result<Option<(String, String)>> {
    let mut days: Vec<String> = Vec::new();
    for id in ids {
        let dates: Option<(Option<String>, Option<String>)> =
            sqlx::query_as("SELECT start_date, end_date FROM records WHERE id = $1")
                .bind(id)
                .fetch_optional(&mut *connection)
                .await?;
        days.extend(dates.into_iter().flat_map(|(start, end)| [start, end]).flatten());
    }
    Ok(days.iter().min().cloned().zip(days.iter().max().cloned()))
}

/// The login name is no longer needed once linking has ended.
async fn forget_login_name(connection: &mut Connection, account: &Account) -> Result<()> {
    sqlx::query("UPDATE accounts SET login_name = NULL WHERE id = $1 AND login_name IS NOT NULL")
        .bind(&account.id)
        .execute(connection)
        .await?;
    Ok(())
}
