//! `/v1/identities`, `/v1/employments`, `/v1/incomes`: items read from sources, and what all lists of items share.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, OfSource, OfUser, OverlappedDays, Paging, StartDays};
use super::envelope::{Envelope, List, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::clock::iso;
use crate::records::{Employment, Identity, Income, RecordKind};
use crate::state::AppState;
use crate::store::{DateRule, Record, RecordFilter, SourceType};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub(super) const OWNER_FILTERS: [&str; 3] = ["userId", "accountId", "sourceId"];
pub(super) const DATED_FILTERS: [&str; 5] = ["userId", "accountId", "sourceId", "startDate", "endDate"];

/// List Identities
///
/// Lists who your users are, according to their sources.
#[utoipa::path(get, path = "/identities", operation_id = "list-identities", tag = "Identities",
    params(Paging, OfUser, OfSource), responses((status = 200, body = Envelope<List<DataItem<Identity>>>)))]
pub(super) async fn list_identities(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("identities", &params, &OWNER_FILTERS)?;
    list(&state, caller, RecordKind::Identity, &query, DateRule::Any).await
}

/// List Employments
///
/// Lists jobs, past and present.
#[utoipa::path(get, path = "/employments", operation_id = "list-employments", tag = "Employments",
    params(Paging, OfUser, OfSource, OverlappedDays), responses((status = 200, body = Envelope<List<DataItem<Employment>>>)))]
pub(super) async fn list_employments(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("employments", &params, &DATED_FILTERS)?;
    // The range includes jobs that started earlier and have not ended.
    let dates = DateRule::Overlaps(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Employment, &query, dates).await
}

/// List Incomes
///
/// Lists pay, one item per pay period.
#[utoipa::path(get, path = "/incomes", operation_id = "list-incomes", tag = "Incomes",
    params(Paging, OfUser, OfSource, StartDays), responses((status = 200, body = Envelope<List<DataItem<Income>>>)))]
pub(super) async fn list_incomes(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("incomes", &params, &DATED_FILTERS)?;
    let dates = DateRule::StartsWithin(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Income, &query, dates).await
}

/// Get Identity
#[utoipa::path(get, path = "/identities/{id}", operation_id = "get-identity", tag = "Identities",
    params(Id), responses((status = 200, body = Envelope<DataItem<Identity>>)))]
pub(super) async fn get_identity(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Identity, &id).await
}

/// Get Employment
#[utoipa::path(get, path = "/employments/{id}", operation_id = "get-employment", tag = "Employments",
    params(Id), responses((status = 200, body = Envelope<DataItem<Employment>>)))]
pub(super) async fn get_employment(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Employment, &id).await
}

/// Get Income
#[utoipa::path(get, path = "/incomes/{id}", operation_id = "get-income", tag = "Incomes",
    params(Id), responses((status = 200, body = Envelope<DataItem<Income>>)))]
pub(super) async fn get_income(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Income, &id).await
}

/// A page of items of a kind.
pub(super) async fn list(
    state: &AppState,
    caller: Caller,
    kind: RecordKind,
    query: &PageQuery,
    dates: DateRule,
) -> Answer {
    let filter = RecordFilter {
        scope: caller.scope,
        kind,
        user_id: query.params.text("userId")?,
        source_id: query.params.text("sourceId")?,
        account_id: query.params.text("accountId")?,
        dates,
    };
    let records = state.store.records(&filter, query.slice()).await?;
    Ok(ok(query.page(records, |record| record.seq, item)))
}

/// One item of a kind.
pub(super) async fn get(state: &AppState, caller: &Caller, kind: RecordKind, id: &str) -> Answer {
    let record = state.store.record(&caller.scope, kind, id).await?;
    Ok(ok(item(record.ok_or_else(|| ApiError::missing("there is no such item"))?)))
}

/// An item as the Open API shows it: ID, payload and metadata.
#[derive(Debug, Serialize)]
pub(crate) struct Item {
    id: String,
    #[serde(flatten)]
    payload: Map<String, Value>,
    metadata: Metadata,
}

/// The schema of [`Item`]; `T` is the type that the payload was built from.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `Item`")]
pub(super) struct DataItem<T> {
    id: String,
    #[schema(inline)]
    #[serde(flatten)]
    payload: T,
    metadata: Metadata,
}

/// The source of an item.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    item_created_at: String,
    #[schema(nullable = false, deprecated)]
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    /// The account or archive that the item was read from.
    source_id: String,
    source_type: SourceType,
    user_id: String,
    provider_id: String,
}

impl Metadata {
    /// The metadata of an item from an account.
    pub(super) fn of_account(
        account_id: String,
        user_id: String,
        provider_id: String,
        created_at_millis: i64,
    ) -> Self {
        let created_at = iso(created_at_millis);
        Self {
            item_created_at: created_at.clone(),
            created_at,
            source_id: account_id.clone(),
            account_id: Some(account_id),
            source_type: SourceType::Account,
            user_id,
            provider_id,
        }
    }

    /// The metadata of an item from a source of any type.
    pub(super) fn of_source(
        source_type: SourceType,
        source_id: String,
        user_id: String,
        provider_id: String,
        created_at_millis: i64,
    ) -> Self {
        let own = Self::of_account(source_id, user_id, provider_id, created_at_millis);
        match source_type {
            SourceType::Account => own,
            SourceType::Upload | SourceType::Archive | SourceType::SocialSecurity => {
                Self { account_id: None, source_type, ..own }
            }
        }
    }

    /// The metadata of an item created or changed later than its source.
    pub(super) fn item_made_at(self, millis: i64) -> Self {
        Self { item_created_at: iso(millis), ..self }
    }
}

/// Converts a stored item to its form in the Open API.
pub(crate) fn item(record: Record) -> Item {
    Item {
        id: record.id,
        payload: record.payload.0,
        metadata: Metadata::of_source(
            record.source_type,
            record.source_id,
            record.user_id,
            record.provider_id,
            record.created_at,
        ),
    }
}
