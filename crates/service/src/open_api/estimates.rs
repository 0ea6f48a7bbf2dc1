//! `/v1/eincomes` and `/v1/insights`: figures computed from the data that was read.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, OfSource, OfUser, Paging};
use super::envelope::{Envelope, List};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::records::{DataItem, OWNER_FILTERS, get, list};
use crate::insights::{EstimatedIncome, Insight};
use crate::records::RecordKind;
use crate::state::AppState;
use crate::store::DateRule;
use axum::Extension;
use axum::extract::{Path, State};
use jiff::civil::Date;
use utoipa::IntoParams;

const FILTERS_OF_EINCOMES: [&str; 5] = ["userId", "accountId", "sourceId", "startMonth", "endMonth"];

/// Filters by month.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "describes what `month` reads")]
struct Months {
    /// Only this month and later ones, as `YYYY-MM`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    start_month: Option<String>,
    /// Only this month and earlier ones, as `YYYY-MM`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    end_month: Option<String>,
}

/// List Estimated Incomes
///
/// Lists what your users earned per month. Computed from incomes if there are any, else from transactions, else from
/// contributions.
#[utoipa::path(get, path = "/eincomes", operation_id = "list-eincomes", tag = "Estimated Incomes",
    params(Paging, OfUser, OfSource, Months),
    responses((status = 200, body = Envelope<List<DataItem<EstimatedIncome>>>)))]
pub(super) async fn list_eincomes(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("eincomes", &params, &FILTERS_OF_EINCOMES)?;
    let dates =
        DateRule::StartsWithin(month(&query.params, "startMonth")?, month(&query.params, "endMonth")?);
    list(&state, caller, RecordKind::EstimatedIncome, &query, dates).await
}

/// Get Estimated Income
#[utoipa::path(get, path = "/eincomes/{id}", operation_id = "get-eincomes", tag = "Estimated Incomes",
    params(Id), responses((status = 200, body = Envelope<DataItem<EstimatedIncome>>)))]
pub(super) async fn get_eincome(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::EstimatedIncome, &id).await
}

/// List Insights
///
/// Lists figures about your users, newest first. Each time a source is read adds one set of figures.
#[utoipa::path(get, path = "/insights", operation_id = "list-insights", tag = "Insights",
    params(Paging, OfUser, OfSource), responses((status = 200, body = Envelope<List<DataItem<Insight>>>)))]
pub(super) async fn list_insights(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("insights", &params, &OWNER_FILTERS)?;
    list(&state, caller, RecordKind::Insight, &query, DateRule::Any).await
}

/// Get Insight
#[utoipa::path(get, path = "/insights/{id}", operation_id = "get-feature-insight", tag = "Insights",
    params(Id), responses((status = 200, body = Envelope<DataItem<Insight>>)))]
pub(super) async fn get_insight(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Insight, &id).await
}

/// The first day of a month in the form `YYYY-MM`.
fn month(params: &Params, name: &str) -> Result<Option<Date>, ApiError> {
    let Some(text) = params.given(name)? else { return Ok(None) };
    let wrong = || ApiError::invalid(format!("{name} must be a month in the form YYYY-MM"));
    let first = format!("{text}-01");
    first.parse::<Date>().ok().filter(|date| date.to_string() == first).map(Some).ok_or_else(wrong)
}
