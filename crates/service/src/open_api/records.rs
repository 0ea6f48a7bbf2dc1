//! `/v1/identities`, `/v1/employments`, `/v1/incomes`: what was read from sources.

use super::Answer;
use super::auth::Caller;
use super::envelope::ok;
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::app::AppState;
use crate::clock::iso;
use crate::records::RecordKind;
use crate::store::{DateRule, Record, RecordFilter};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::{Map, Value};

const OWNER_FILTERS: [&str; 3] = ["userId", "accountId", "sourceId"];
const DATED_FILTERS: [&str; 5] = ["userId", "accountId", "sourceId", "startDate", "endDate"];

pub(super) async fn list_identities(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("identities", &params, &OWNER_FILTERS)?;
    list(&state, caller, RecordKind::Identity, &query, DateRule::Any).await
}

pub(super) async fn list_employments(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("employments", &params, &DATED_FILTERS)?;
    // A job that began earlier and still lasts belongs to the range too.
    let dates = DateRule::Overlaps(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Employment, &query, dates).await
}

pub(super) async fn list_incomes(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("incomes", &params, &DATED_FILTERS)?;
    let dates = DateRule::StartsWithin(query.params.date("startDate")?, query.params.date("endDate")?);
    list(&state, caller, RecordKind::Income, &query, dates).await
}

pub(super) async fn get_identity(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Identity, &id).await
}

pub(super) async fn get_employment(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Employment, &id).await
}

pub(super) async fn get_income(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Income, &id).await
}

async fn list(
    state: &AppState,
    caller: Caller,
    kind: RecordKind,
    query: &PageQuery,
    dates: DateRule,
) -> Answer {
    let text = |name: &str| query.params.text(name).map(str::to_owned);
    let (source_id, account_id) = (text("sourceId"), text("accountId"));
    // Accounts are the only sources so far, so the two must agree.
    if source_id.is_some() && account_id.is_some() && source_id != account_id {
        return Ok(ok(query.page(Vec::new(), |record: &Record| record.seq, item)));
    }
    let filter = RecordFilter {
        tenant_id: caller.tenant_id,
        kind,
        user_id: text("userId"),
        account_id: source_id.or(account_id),
        dates,
    };
    let records = state.store.records(&filter, query.slice()).await?;
    Ok(ok(query.page(records, |record| record.seq, item)))
}

async fn get(state: &AppState, caller: &Caller, kind: RecordKind, id: &str) -> Answer {
    let record = state.store.record(&caller.tenant_id, kind, id).await?;
    Ok(ok(item(record.ok_or_else(|| ApiError::missing("there is no such item"))?)))
}

/// An item as the Open API shows it: id, what the source gave, and where it came from.
#[derive(Debug, Serialize)]
pub(crate) struct Item {
    id: String,
    #[serde(flatten)]
    payload: Map<String, Value>,
    metadata: Metadata,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    created_at: String,
    item_created_at: String,
    account_id: String,
    source_id: String,
    source_type: &'static str,
    user_id: String,
    provider_id: String,
}

/// Dresses a stored item for the Open API.
pub(crate) fn item(record: Record) -> Item {
    let created_at = iso(record.created_at);
    Item {
        id: record.id,
        payload: record.payload.0,
        metadata: Metadata {
            item_created_at: created_at.clone(),
            created_at,
            source_id: record.account_id.clone(),
            account_id: record.account_id,
            source_type: "ACCOUNT",
            user_id: record.user_id,
            provider_id: record.provider_id,
        },
    }
}
