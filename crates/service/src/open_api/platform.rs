//! `/v1/ratings` and `/v1/transactions`: data about people who work through platforms.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, OfSource, OfUser, Paging, StartDays};
use super::envelope::{Envelope, List};
use super::page::PageQuery;
use super::params::Params;
use super::records::{DATED_FILTERS, DataItem, OWNER_FILTERS, get, list};
use crate::records::{Rating, RecordKind, Transaction};
use crate::state::AppState;
use crate::store::DateRule;
use axum::Extension;
use axum::extract::{Path, State};

/// List Ratings
///
/// Lists how your users are rated at work.
#[utoipa::path(get, path = "/ratings", operation_id = "list-ratings", tag = "Ratings",
    params(Paging, OfUser, OfSource), responses((status = 200, body = Envelope<List<DataItem<Rating>>>)))]
pub(super) async fn list_ratings(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("ratings", &params, &OWNER_FILTERS)?;
    list(&state, caller, RecordKind::Rating, &query, DateRule::Any).await
}

/// Get Rating
#[utoipa::path(get, path = "/ratings/{id}", operation_id = "get-rating", tag = "Ratings",
    params(Id), responses((status = 200, body = Envelope<DataItem<Rating>>)))]
pub(super) async fn get_rating(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Rating, &id).await
}

/// List Transactions
///
/// Lists single payments. Payments to the person are positive, payments by the person negative.
#[utoipa::path(get, path = "/transactions", operation_id = "list-transactions", tag = "Transactions",
    params(Paging, OfUser, OfSource, StartDays), responses((status = 200, body = Envelope<List<DataItem<Transaction>>>)))]
pub(super) async fn list_transactions(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("transactions", &params, &DATED_FILTERS)?;
    let dates = DateRule::StartsWithin(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Transaction, &query, dates).await
}

/// Get Transaction
#[utoipa::path(get, path = "/transactions/{id}", operation_id = "get-transaction", tag = "Transactions",
    params(Id), responses((status = 200, body = Envelope<DataItem<Transaction>>)))]
pub(super) async fn get_transaction(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Transaction, &id).await
}
