//! The items and tasks of a document, within the transactions of its archive's changes.

use super::event::{Event, TaskEnd, TaskFailure};
use super::events::record;
use super::kept::keep;
use super::tasks::{TaskKind, finish_tasks, start_task};
use super::{Archive, Connection, Result};
use crate::documents::DocumentType;
use crate::records::{Income, Keyed, RecordKind};

/// A payslip is always one income, so a later reading replaces it.
const INCOME_KEY: &str = "payslip";

/// Starts the task that reads an archive. A document without a type is classified first.
pub(super) async fn begin(connection: &mut Connection, archive: &Archive, now_millis: i64) -> Result<()> {
    let kind = if archive.file_type == DocumentType::Others {
        TaskKind::ClassifyArchive
    } else {
        TaskKind::AnalyzeArchive
    };
    start_task(connection, archive, kind, now_millis).await?;
    record(connection, &[Event::archive_task_started(archive, kind)], now_millis).await
}

/// Finishes the task, and stores what it found, if anything.
pub(super) async fn end(
    connection: &mut Connection,
    archive: &Archive,
    income: Option<&Income>,
    failure: Option<TaskFailure>,
    now_millis: i64,
) -> Result<()> {
    replace(connection, archive, income, now_millis).await?;
    let kinds = if income.is_some() { &[RecordKind::Income][..] } else { &[] };
    let datapoints: Vec<_> = kinds.iter().map(|kind| kind.data_point()).collect();
    let end = match failure {
        Some(failure) => TaskEnd::Failed(failure),
        None => TaskEnd::Succeeded { kinds },
    };
    for task in finish_tasks(connection, &archive.id, &datapoints, now_millis).await? {
        record(connection, &[Event::archive_task_finished(archive, task, end)], now_millis).await?;
    }
    Ok(())
}

/// Replaces the items of an archive.
pub(super) async fn replace(
    connection: &mut Connection,
    archive: &Archive,
    income: Option<&Income>,
    now_millis: i64,
) -> Result<()> {
    if let Some(income) = income {
        let item = Keyed::new(INCOME_KEY, income.clone());
        keep(connection, archive, &[item], now_millis).await?;
    } else {
        sqlx::query("DELETE FROM records WHERE source_id = $1").bind(&archive.id).execute(connection).await?;
    }
    Ok(())
}
