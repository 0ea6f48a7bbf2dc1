//! Accounts: starting one, watching it, its second factor, revoking it.

use super::problem::LinkError;
use super::{Answer, allowed, body};
use crate::linking::{AccountRequest, view_of};
use crate::state::AppState;
use crate::store::{Account, AccountStatus, KindsByAccount, Session, Started};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::{Extension, Json};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;
use wink_wire::{AgreedText, AnswerChallenge, StartAccount, answer_context, credentials_context};

/// Maximum duration of a long poll, in seconds. Proxies give up after 30.
const LONGEST_WAIT_SECONDS: u64 = 25;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub(super) struct Wait {
    after_version: Option<i64>,
    wait_seconds: Option<u64>,
}

/// The version that the client has and how long to wait for the next one. `None` for a request that does not wait.
pub(super) fn longest_wait(
    wait: Result<Query<Wait>, QueryRejection>,
) -> Result<Option<(i64, Duration)>, LinkError> {
    let Query(wait) = wait.map_err(|_| {
        LinkError::invalid(None, "afterVersion and waitSeconds must be whole numbers of 0 or more")
    })?;
    let longest = Duration::from_secs(wait.wait_seconds.unwrap_or(0).min(LONGEST_WAIT_SECONDS));
    Ok(wait.after_version.map(|after_version| (after_version, longest)))
}

pub(super) async fn start(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    request: Request,
) -> Answer {
    let sent: StartAccount = body(request).await?;
    allowed::check_account(&state, &session, &sent.provider_id).await?;
    let credentials = match sent.credentials {
        Some(sealed) => {
            let (provider, option) = (&sent.provider_id, &sent.login_option_id);
            let context = credentials_context(&session.id, provider, option, &sent.idempotency_key);
            state
                .envelopes
                .open(sealed, context)
                .await
                .map_err(|error| LinkError::not_opened(error, "credentials"))?
        }
        None => BTreeMap::new(),
    };
    let request = AccountRequest {
        idempotency_key: sent.idempotency_key,
        provider_id: sent.provider_id,
        login_option_id: sent.login_option_id,
        credentials,
    };
    Ok(match state.linking.start(&session, &request, state.address()).await? {
        Started::New(account) => (StatusCode::CREATED, answer_with(&state, &account).await?).into_response(),
        Started::Known(account) => answer_with(&state, &account).await?,
    })
}

pub(super) async fn get(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    wait: Result<Query<Wait>, QueryRejection>,
) -> Answer {
    let account = match longest_wait(wait)? {
        Some((after_version, longest)) => {
            let _place = state.waiting.enter(&session.id)?;
            state.linking.wait(&session, &id, after_version, longest).await?
        }
        None => state.linking.account(&session, &id).await?,
    };
    answer_with(&state, &account).await
}

/// The exact text that the person had agreed to when the account was started.
pub(super) async fn consent(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    let account = state.linking.account(&session, &id).await?;
    let none =
        || LinkError::missing("there is no consent receipt for this account: it was started without consent");
    let consent = account.consent.ok_or_else(none)?;
    let text = state.store.consent_text(&consent).await?.ok_or_else(none)?;
    Ok(Json(AgreedText { language: consent.language.clone(), text }).into_response())
}

pub(super) async fn answer(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let given: AnswerChallenge = body(request).await?;
    // It may wait until the answer before it is checked.
    let _place = state.waiting.enter(&session.id)?;
    let context = answer_context(&session.id, &id, &given.challenge_id);
    let opened = state.envelopes.open(given.answer, context).await;
    let answer = opened.map_err(|error| LinkError::not_opened(error, "answer"))?;
    let account = state.linking.answer(&session, &id, &given.challenge_id, answer).await?;
    answer_with(&state, &account).await
}

pub(super) async fn resend(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    let _place = state.waiting.enter(&session.id)?;
    let account = state.linking.resend(&session, &id).await?;
    answer_with(&state, &account).await
}

pub(super) async fn revoke(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    let account = state.linking.account(&session, &id).await?;
    let account = state.linking.revoke(&account.scope, &account.id).await?;
    answer_with(&state, &account).await
}

async fn answer_with(state: &AppState, account: &Account) -> Answer {
    let kept = match account.status {
        AccountStatus::Connected => state.store.kinds_by_account(&account.scope, &account.user_id).await?,
        AccountStatus::Pending
        | AccountStatus::AwaitingMfa
        | AccountStatus::Error
        | AccountStatus::Disconnected => KindsByAccount::new(),
    };
    Ok(Json(view_of(account, &kept, state.clock.now_millis())).into_response())
}
