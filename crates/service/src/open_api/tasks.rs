//! `/v1/tasks`: runs that read a source, with the data each one stored.

use super::Answer;
use super::auth::Caller;
use super::data_point::DataPoint;
use super::document::{CreationDays, Id, OfSourceAlone, OfUser, Paging};
use super::envelope::{Envelope, List, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::records::Metadata;
use crate::clock::iso;
use crate::state::AppState;
use crate::store::{Task, TaskFilter, TaskKind};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

const FILTERS: [&str; 4] = ["userId", "sourceId", "startDate", "endDate"];

/// A run that read a source.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Task)]
struct TaskView {
    id: String,
    #[serde(rename = "type")]
    kind: TaskKind,
    #[schema(format = DateTime)]
    started_at: String,
    /// Absent while the task is in progress.
    #[schema(nullable = false, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    status: Status,
    /// The kinds of data that were new or changed.
    #[schema(value_type = Vec<DataPoint>)]
    datapoints: Vec<String>,
    metadata: Metadata,
}

#[derive(Serialize, ToSchema)]
#[schema(as = TaskStatus)]
enum Status {
    Started,
    Finished,
}

/// List Tasks
///
/// Lists the runs that read accounts and documents, newest first.
#[utoipa::path(get, path = "/tasks", operation_id = "list-tasks", tag = "Tasks",
    params(Paging, OfUser, OfSourceAlone, CreationDays), responses((status = 200, body = Envelope<List<TaskView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("tasks", &params, &FILTERS)?;
    let filter = TaskFilter {
        scope: caller.scope,
        user_id: query.params.text("userId")?,
        source_id: query.params.text("sourceId")?,
        started: query.params.span()?,
    };
    let tasks = state.store.tasks(&filter, query.slice()).await?;
    Ok(ok(query.page(tasks, |task| task.seq, view)))
}

/// Get Task
#[utoipa::path(get, path = "/tasks/{id}", operation_id = "get-task", tag = "Tasks",
    params(Id), responses((status = 200, body = Envelope<TaskView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let task = state.store.task(&caller.scope, &id).await?;
    Ok(ok(view(task.ok_or_else(|| ApiError::missing("there is no such task"))?)))
}

fn view(task: Task) -> TaskView {
    TaskView {
        id: task.id,
        kind: task.kind,
        started_at: iso(task.started_at),
        status: if task.finished_at.is_some() { Status::Finished } else { Status::Started },
        finished_at: task.finished_at.map(iso),
        datapoints: task.datapoints.split(',').filter(|point| !point.is_empty()).map(str::to_owned).collect(),
        metadata: Metadata::of_source(
            task.source_type,
            task.source_id,
            task.user_id,
            task.provider_id,
            task.started_at,
        ),
    }
}
