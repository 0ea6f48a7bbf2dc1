//! `/v1/accounts`.

use super::Answer;
use super::auth::Caller;
use super::document::{CreationDays, Id, OfUser, Paging, one_of, or_null};
use super::envelope::{Done, Envelope, List, done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::clock::iso;
use crate::messages::account_error;
use crate::state::AppState;
use crate::store::{Account, AccountFilter, AccountStatus, MonitorStatus};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use wink_wire::ErrorCode;

/// A user's account at a provider.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Account)]
struct AccountView {
    #[schema(example = "a-17bbf36498de4d68a0d4f86c7b62f69f")]
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(example = "upwork")]
    provider_id: String,
    user_id: String,
    connection_status: ConnectionStatus,
    connection: ConnectionView,
    monitor_status: MonitorStatus,
    monitor: MonitorView,
}

/// The state of the connection to the provider.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccountConnection)]
struct ConnectionView {
    status: ConnectionStatus,
    /// Why the account could not be connected.
    #[schema(required, schema_with = error_code_schema)]
    error_code: Option<ErrorCode>,
    /// The error for developers.
    #[schema(required)]
    error_message: Option<&'static str>,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// Whether the account's data is refreshed every month.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccountMonitor)]
struct MonitorView {
    status: MonitorStatus,
    /// When the status last changed. Absent for accounts that never had a monitor.
    #[schema(nullable = false, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = AccountConnectionStatus)]
enum ConnectionStatus {
    Pending,
    AwaitingMfa,
    Connected,
    Error,
    Disconnected,
}

/// List Accounts
///
/// Lists the accounts of your users, newest first.
#[utoipa::path(get, path = "/accounts", operation_id = "list-accounts", tag = "Accounts",
    params(Paging, OfUser, CreationDays),
    responses((status = 200, body = Envelope<List<AccountView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("accounts", &params, &["userId", "startDate", "endDate"])?;
    let filter = AccountFilter {
        scope: caller.scope,
        user_id: query.params.text("userId")?,
        created: query.params.span()?,
    };
    let accounts = state.store.accounts(&filter, query.slice()).await?;
    Ok(ok(query.page(accounts, |account| account.seq, view)))
}

/// Get Account
#[utoipa::path(get, path = "/accounts/{id}", operation_id = "get-account", tag = "Accounts",
    params(Id), responses((status = 200, body = Envelope<AccountView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    Ok(ok(view(find(&state, &caller, &id).await?)))
}

/// Revoke Account
///
/// Disconnects the account and deletes its data. This cannot be undone.
#[utoipa::path(delete, path = "/accounts/{id}", operation_id = "delete-account", tag = "Accounts",
    params(Id), responses((status = 200, body = Done)))]
pub(super) async fn revoke(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let account = find(&state, &caller, &id).await?;
    state.linking.revoke(&account.scope, &account.id).await?;
    Ok(done())
}

/// Disable Monitor
///
/// Stops the monthly refresh of an account's data. Data already read is kept.
#[utoipa::path(post, path = "/accounts/{accountId}/disableMonitor", operation_id = "disable-account-monitor",
    tag = "Accounts", params(AccountId), responses((status = 200, body = Done)))]
pub(super) async fn disable_monitor(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let account = find(&state, &caller, &id).await?;
    if state.linking.disable_monitor(&account).await? {
        Ok(done())
    } else {
        Err(ApiError::invalid("this account has no monitor to disable"))
    }
}

/// The account, under the specification's name for the parameter.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the address")]
struct AccountId {
    /// The account's ID.
    #[param(min_length = 1, max_length = 200)]
    account_id: String,
}

pub(super) async fn find(state: &AppState, caller: &Caller, id: &str) -> Result<Account, ApiError> {
    let account = state.store.account(&caller.scope, id).await?;
    account.ok_or_else(|| ApiError::missing("there is no such account"))
}

fn view(account: Account) -> AccountView {
    let status = match account.status {
        AccountStatus::Pending => ConnectionStatus::Pending,
        AccountStatus::AwaitingMfa => ConnectionStatus::AwaitingMfa,
        AccountStatus::Connected => ConnectionStatus::Connected,
        AccountStatus::Error => ConnectionStatus::Error,
        AccountStatus::Disconnected => ConnectionStatus::Disconnected,
    };
    let code = account.error_code.map(|code| code.0);
    AccountView {
        id: account.id,
        created_at: iso(account.created_at),
        provider_id: account.provider_id,
        user_id: account.user_id,
        connection_status: status,
        connection: ConnectionView {
            status,
            error_message: code.map(account_error),
            error_code: code,
            updated_at: iso(account.updated_at),
        },
        monitor_status: account.monitor_status,
        monitor: MonitorView {
            status: account.monitor_status,
            updated_at: account.monitor_updated_at.map(iso),
        },
    }
}

fn error_code_schema() -> Object {
    or_null(one_of(ErrorCode::ALL.map(ErrorCode::name)))
}
