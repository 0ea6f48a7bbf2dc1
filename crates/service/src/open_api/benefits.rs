//! `/v1/contributions` and `/v1/liabilities`: social insurance, and loans on it.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, OfSource, OfUser, Paging, StartDays};
use super::envelope::{Envelope, List};
use super::page::PageQuery;
use super::params::Params;
use super::records::{DATED_FILTERS, DataItem, get, list};
use crate::records::{Contribution, Liability, RecordKind};
use crate::state::AppState;
use crate::store::DateRule;
use axum::Extension;
use axum::extract::{Path, State};

/// List Contributions
///
/// Lists payments into social insurance: the person's and the employer's shares together.
#[utoipa::path(get, path = "/contributions", operation_id = "list-contributions", tag = "Contributions",
    params(Paging, OfUser, OfSource, StartDays), responses((status = 200, body = Envelope<List<DataItem<Contribution>>>)))]
pub(super) async fn list_contributions(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("contributions", &params, &DATED_FILTERS)?;
    let dates = DateRule::StartsWithin(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Contribution, &query, dates).await
}

/// Get Contribution
#[utoipa::path(get, path = "/contributions/{id}", operation_id = "get-contribution", tag = "Contributions",
    params(Id), responses((status = 200, body = Envelope<DataItem<Contribution>>)))]
pub(super) async fn get_contribution(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Contribution, &id).await
}

/// List Liabilities
///
/// Lists the loans of your users.
#[utoipa::path(get, path = "/liabilities", operation_id = "list-liabilities", tag = "Liabilities",
    params(Paging, OfUser, OfSource, StartDays), responses((status = 200, body = Envelope<List<DataItem<Liability>>>)))]
pub(super) async fn list_liabilities(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("liabilities", &params, &DATED_FILTERS)?;
    let dates = DateRule::StartsWithin(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Liability, &query, dates).await
}

/// Get Liability
#[utoipa::path(get, path = "/liabilities/{id}", operation_id = "get-liabilities", tag = "Liabilities",
    params(Id), responses((status = 200, body = Envelope<DataItem<Liability>>)))]
pub(super) async fn get_liability(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Liability, &id).await
}
