//! `/v1/accounts`.

use super::Answer;
use super::auth::Caller;
use super::envelope::{done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::app::AppState;
use crate::clock::iso;
use crate::store::{Account, AccountFilter, AccountStatus};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountView {
    id: String,
    created_at: String,
    provider_id: String,
    user_id: String,
    connection_status: &'static str,
    connection: ConnectionView,
    monitor_status: &'static str,
    monitor: MonitorView,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConnectionView {
    status: &'static str,
    error_code: Option<String>,
    error_message: Option<String>,
    updated_at: String,
}

#[derive(Serialize)]
struct MonitorView {
    status: &'static str,
}

pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("accounts", &params, &["userId", "startDate", "endDate"])?;
    let filter = AccountFilter {
        tenant_id: caller.tenant_id,
        user_id: query.params.text("userId").map(str::to_owned),
        created: query.params.span()?,
    };
    let accounts = state.store.accounts(&filter, query.slice()).await?;
    Ok(ok(query.page(accounts, |account| account.seq, view)))
}

pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    Ok(ok(view(find(&state, &caller, &id).await?)))
}

pub(super) async fn revoke(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let account = find(&state, &caller, &id).await?;
    state.linking.revoke(&account.id).await?;
    Ok(done())
}

async fn find(state: &AppState, caller: &Caller, id: &str) -> Result<Account, ApiError> {
    let account = state.store.account_of_tenant(&caller.tenant_id, id).await?;
    account.ok_or_else(|| ApiError::missing("there is no such account"))
}

fn view(account: Account) -> AccountView {
    let status = match account.status {
        AccountStatus::Pending => "PENDING",
        AccountStatus::AwaitingMfa => "AWAITING_MFA",
        AccountStatus::Connected => "CONNECTED",
        AccountStatus::Error => "ERROR",
        AccountStatus::Disconnected => "DISCONNECTED",
    };
    AccountView {
        id: account.id,
        created_at: iso(account.created_at),
        provider_id: account.provider_id,
        user_id: account.user_id,
        connection_status: status,
        connection: ConnectionView {
            status,
            error_message: account.error_code.as_deref().map(in_words),
            error_code: account.error_code,
            updated_at: iso(account.updated_at),
        },
        monitor_status: "UNSUPPORTED",
        monitor: MonitorView { status: "UNSUPPORTED" },
    }
}

/// What an error code means, for a host's developer.
fn in_words(code: &str) -> String {
    let words = match code {
        "ACCOUNT_DISABLED" => "The provider has disabled the account",
        "ACCOUNT_INACCESSIBLE" => "The account cannot be reached at the provider",
        "ACCOUNT_INCOMPLETE" => "The account was not set up completely at the provider",
        "ACCOUNT_LOCKED" => "The provider has locked the account",
        "AUTH_REQUIRED" => "The person must log in at the provider first",
        "EXPIRED_CREDENTIALS" => "The password has expired",
        "INVALID_ACCOUNT_TYPE" => "This kind of account holds no such data",
        "INVALID_AUTH" => "The provider refused the login",
        "INVALID_CREDENTIALS" => "The credentials are wrong",
        "INVALID_MFA" => "The answer to the second factor was wrong",
        "MFA_TIMEOUT" => "The second factor was not answered in time",
        "SERVICE_UNAVAILABLE" => "The provider is not available",
        "TOS_REQUIRED" => "The person must accept the provider's terms first",
        "UNSUPPORTED_AUTH_TYPE" => "This way to log in is not supported",
        "UNSUPPORTED_MFA_METHOD" => "This kind of second factor is not supported",
        _ => "Something broke on our side",
    };
    words.to_owned()
}
