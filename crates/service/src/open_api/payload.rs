//! `/v1/accounts/{id}/payload` and `/v1/users/{id}/payload`: all stored data of a source in one response. Events with
//! a payload carry the same.

use super::Answer;
use super::accounts;
use super::auth::Caller;
use super::document::Id;
use super::envelope::{Envelope, ok};
use super::error::ApiError;
use super::users::{self, SessionView};
use crate::insights::{EstimatedIncome, Insight};
use crate::payload::{Bare, BareItem, BareLink, PagedData, bare_items, links_of, paged};
use crate::records::{
    Contribution, Document, Employment, Identity, Income, Liability, Rating, RecordKind, Transaction,
};
use crate::state::AppState;
use crate::store::{AccountFilter, AccountStatus, ArchiveFilter, ArchiveStatus, Slice, SourceType, Span};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Maximum items of each kind in an account's payload.
const MAX_ITEMS: u32 = 10_000;

/// Maximum items of each kind in a user's payload; cursors lead to the rest.
const LARGEST_PAGE: u32 = 150;

/// Maximum accounts and archives in a user's payload.
const MAX_SOURCES: u32 = 500;

/// Everything stored about an account.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountPayload)]
struct AccountPayload {
    metadata: PayloadMetadata,
    #[serde(flatten)]
    data: AccountData,
}

#[derive(Serialize, ToSchema)]
struct AccountData {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = BareItem<Identity>)]
    identity: Option<Bare>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = BareItem<Rating>)]
    rating: Option<Bare>,
    #[schema(value_type = Vec<BareItem<Document>>)]
    documents: Vec<Bare>,
    #[schema(value_type = Vec<BareItem<Income>>)]
    incomes: Vec<Bare>,
    #[schema(value_type = Vec<BareItem<Transaction>>)]
    transactions: Vec<Bare>,
    #[schema(value_type = Vec<BareItem<Employment>>)]
    employments: Vec<Bare>,
    #[schema(value_type = Vec<BareItem<Contribution>>)]
    contributions: Vec<Bare>,
    #[schema(value_type = Vec<BareItem<Liability>>)]
    liabilities: Vec<Bare>,
    #[schema(value_type = Vec<BareItem<EstimatedIncome>>)]
    eincomes: Vec<Bare>,
    /// One link if your organization participates in links, otherwise empty.
    links: Vec<BareLink>,
    /// The newest insight.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = BareItem<Insight>)]
    insight: Option<Bare>,
}

/// The source of a payload.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PayloadMetadata {
    source_id: String,
    source_type: SourceType,
    user_id: String,
    provider_id: String,
}

/// Everything stored about a user, with one page of each kind of item.
#[derive(Serialize, ToSchema)]
struct UserPayload {
    metadata: SessionView,
    /// Always empty: the service has no forms.
    #[schema(value_type = Vec<Form>)]
    forms: [(); 0],
    accounts: Vec<AccountOfUser>,
    archives: Vec<ArchiveOfUser>,
}

/// A form that a user filled in on a Wink site.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what would be in `UserPayload::forms`")]
struct Form {
    #[schema(nullable = false)]
    id: Option<String>,
    #[schema(nullable = false)]
    name: Option<String>,
    #[schema(value_type = Object, required = false)]
    data: Map<String, Value>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AccountOfUser {
    id: String,
    provider_id: String,
    payload: PagedData,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchiveOfUser {
    id: String,
    file_type: &'static str,
    /// The items read from a document.
    payload: PagedData,
}

/// Get Account Payload
///
/// Everything stored about an account.
#[utoipa::path(get, path = "/accounts/{id}/payload", operation_id = "get-account-payload", tag = "Accounts",
    params(Id), responses((status = 200, body = Envelope<AccountPayload>)))]
pub(super) async fn of_account(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let account = accounts::find(&state, &caller, &id).await?;
    let all = async |kind| bare_items(&state.store, &caller.scope, &account.id, kind, MAX_ITEMS).await;
    let newest = async |kind| bare_items(&state.store, &caller.scope, &account.id, kind, 1).await;
    let data = AccountData {
        identity: newest(RecordKind::Identity).await?.pop(),
        rating: newest(RecordKind::Rating).await?.pop(),
        documents: all(RecordKind::Document).await?,
        incomes: all(RecordKind::Income).await?,
        transactions: all(RecordKind::Transaction).await?,
        employments: all(RecordKind::Employment).await?,
        contributions: all(RecordKind::Contribution).await?,
        liabilities: all(RecordKind::Liability).await?,
        eincomes: all(RecordKind::EstimatedIncome).await?,
        links: links_of(&state.store, &caller.scope, &account.id).await?,
        insight: newest(RecordKind::Insight).await?.pop(),
    };
    let metadata = PayloadMetadata {
        source_id: account.id,
        source_type: SourceType::Account,
        user_id: account.user_id,
        provider_id: account.provider_id,
    };
    Ok(ok(AccountPayload { metadata, data }))
}

/// Get User Session Payload
///
/// Returns what is stored about a user's connected accounts and documents, with one page of each kind of item. Use the
/// cursors with the list operation of that kind.
#[utoipa::path(get, path = "/users/{id}/payload", operation_id = "get-user-session-payload", tag = "Users",
    params(Id), responses((status = 200, body = Envelope<UserPayload>)))]
pub(super) async fn of_user(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let user = state.store.user(&caller.scope, &id).await?;
    let user = user.ok_or_else(|| ApiError::missing("there is no such user"))?;
    let slice = Slice { after: None, limit: MAX_SOURCES };
    let (scope, user_id) = (caller.scope.clone(), Some(user.id.clone()));
    let filter = AccountFilter { scope, user_id, created: Span::default() };
    let mut accounts = Vec::new();
    for account in state.store.accounts(&filter, slice).await? {
        if account.status == AccountStatus::Connected {
            let payload = paged(&state.store, &caller.scope, &account.id, LARGEST_PAGE).await?;
            accounts.push(AccountOfUser { id: account.id, provider_id: account.provider_id, payload });
        }
    }
    let filter = ArchiveFilter {
        scope: caller.scope,
        user_id: Some(user.id.clone()),
        file_type: None,
        created: Span::default(),
    };
    let mut archives = Vec::new();
    for archive in state.store.archives(&filter, slice).await? {
        let payload = if archive.status == ArchiveStatus::Analyzed {
            paged(&state.store, &archive.scope, &archive.id, LARGEST_PAGE).await?
        } else {
            PagedData::default()
        };
        archives.push(ArchiveOfUser { id: archive.id, file_type: archive.file_type.name(), payload });
    }
    Ok(ok(UserPayload { metadata: users::session(&user), forms: [], accounts, archives }))
}
