//! Tasks: runs that read a source, with the data each one stored.

use super::columns::text_columns;
use super::{Account, Archive, Connection, Result, Slice, Span, Store};
use crate::ids::new_id;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The purpose of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = TaskType)]
pub(crate) enum TaskKind {
    LinkAccount,
    AnalyzeArchive,
    ClassifyArchive,
    UpdateAccount,
}

/// The type of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum SourceType {
    Account,
    /// The former name of archives.
    Upload,
    Archive,
    /// Never returned: the service does not offer this part of the specification.
    SocialSecurity,
}

text_columns!(TaskKind, SourceType);

/// The source that items and tasks belong to.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "the columns' names")]
pub(super) struct Source<'a> {
    pub(super) scope: &'a Scope,
    pub(super) user_id: &'a str,
    pub(super) source_type: SourceType,
    pub(super) id: &'a str,
    pub(super) provider_id: &'a str,
}

impl<'a> From<&'a Account> for Source<'a> {
    fn from(account: &'a Account) -> Self {
        Self {
            scope: &account.scope,
            user_id: &account.user_id,
            source_type: SourceType::Account,
            id: &account.id,
            provider_id: &account.provider_id,
        }
    }
}

impl<'a> From<&'a Archive> for Source<'a> {
    fn from(archive: &'a Archive) -> Self {
        Self {
            scope: &archive.scope,
            user_id: &archive.user_id,
            source_type: SourceType::Archive,
            id: &archive.id,
            provider_id: archive.given_by.provider_id(),
        }
    }
}

/// A task.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Task {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) kind: TaskKind,
    pub(crate) user_id: String,
    pub(crate) source_type: SourceType,
    pub(crate) source_id: String,
    pub(crate) provider_id: String,
    pub(crate) started_at: i64,
    pub(crate) finished_at: Option<i64>,
    /// The data points it stored, comma-separated.
    pub(crate) datapoints: String,
}

/// The filters of a list of tasks.
#[derive(Clone, Debug)]
pub(crate) struct TaskFilter {
    pub(crate) scope: Scope,
    pub(crate) user_id: Option<String>,
    pub(crate) source_id: Option<String>,
    pub(crate) started: Span,
}

const COLUMNS: &str =
    "seq, id, kind, user_id, source_type, source_id, provider_id, started_at, finished_at, datapoints";

impl Store {
    /// Lists a tenant's tasks, newest first.
    pub(crate) async fn tasks(&self, filter: &TaskFilter, slice: Slice) -> Result<Vec<Task>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM tasks
             WHERE tenant_id = $1 AND mode = $8 AND seq < $2 AND started_at >= $3 AND started_at < $4
                 AND ($5 IS NULL OR user_id = $5) AND ($6 IS NULL OR source_id = $6)
             ORDER BY seq DESC LIMIT $7"
        ))
        .bind(filter.scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(filter.started.from.unwrap_or(i64::MIN))
        .bind(filter.started.until.unwrap_or(i64::MAX))
        .bind(&filter.user_id)
        .bind(&filter.source_id)
        .bind(i64::from(slice.limit))
        .bind(filter.scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// Finds a task of a tenant.
    pub(crate) async fn task(&self, scope: &Scope, id: &str) -> Result<Option<Task>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM tasks WHERE tenant_id = $1 AND id = $2 AND mode = $3"
        ))
        .bind(scope.tenant())
        .bind(id)
        .bind(scope.mode_name())
        .fetch_optional(&self.pool)
        .await?)
    }
}

/// Starts a task for a source, within the caller's transaction.
pub(super) async fn start_task(
    connection: &mut Connection,
    source: impl Into<Source<'_>>,
    kind: TaskKind,
    now_millis: i64,
) -> Result<()> {
    let source = source.into();
    sqlx::query(
        "INSERT INTO tasks (id, kind, tenant_id, user_id, source_type, source_id, provider_id, started_at, datapoints,
             mode)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9)",
    )
    .bind(new_id("task"))
    .bind(kind)
    .bind(source.scope.tenant())
    .bind(source.user_id)
    .bind(source.source_type)
    .bind(source.id)
    .bind(source.provider_id)
    .bind(now_millis)
    .bind(source.scope.mode_name())
    .execute(connection)
    .await?;
    Ok(())
}

/// Finishes the tasks in progress for a source, within the caller's transaction. Returns their kinds.
pub(super) async fn finish_tasks(
    connection: &mut Connection,
    source_id: &str,
    datapoints: &[&str],
    now_millis: i64,
) -> Result<Vec<TaskKind>> {
    let finished: Vec<(TaskKind,)> = sqlx::query_as(
        "UPDATE tasks SET finished_at = $1, datapoints = $2 WHERE source_id = $3 AND finished_at IS NULL
         RETURNING kind",
    )
    .bind(now_millis)
    .bind(datapoints.join(","))
    .bind(source_id)
    .fetch_all(connection)
    .await?;
    Ok(finished.into_iter().map(|(kind,)| kind).collect())
}
