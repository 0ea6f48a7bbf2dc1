//! Helpers of the playground, for the sandbox only and off by default: they do the work of a host's server, so that the
//! page need not hold the API secret. Only the playground's own page may call them.

use crate::http::body::{LARGEST_BODY_BYTES, read_json, refuse_announced};
use crate::http::headers::Caching;
use crate::ids::new_id;
use crate::link_tokens::CreatedToken;
use crate::open_api::{Item, item};
use crate::records::RecordKind;
use crate::scope::{SANDBOX_TENANT, Scope};
use crate::service_address::ServiceAddress;
use crate::state::AppState;
use crate::store::{RecordFilter, Slice};
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use wink_wire::Secret;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MAX_ITEMS: u32 = 150;

/// `POST /playground/token` and `GET /playground/data`.
pub(crate) fn router(state: &AppState) -> Router {
    Router::new()
        .route("/token", post(token))
        .route("/data", get(data))
        .layer(from_fn(refuse_announced))
        .layer(DefaultBodyLimit::max(LARGEST_BODY_BYTES))
        .layer(from_fn_with_state(state.clone(), own_page_only))
        .with_state(state.clone())
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TokenQuery {
    user_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenMade {
    user_token: Secret,
    user_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DataQuery {
    account_id: String,
}

/// A refusal: status and message.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "message": self.1 }))).into_response()
    }
}

async fn token(State(state): State<AppState>, request: Request) -> Result<Response, Refusal> {
    let query: TokenQuery =
        read_json(request).await.map_err(|bad| Refusal(bad.status(), bad.to_string()))?.unwrap_or_default();
    let user_id = if let Some(id) = query.user_id {
        let user = state.store.user(&Scope::sandbox(), &id).await.map_err(broken)?;
        user.ok_or_else(|| Refusal(StatusCode::NOT_FOUND, "there is no such user".to_owned()))?.id
    } else {
        let (id, now_millis) = (new_id(SANDBOX_TENANT), state.clock.now_millis());
        state.store.add_user(&Scope::sandbox(), &id, &BTreeMap::new(), now_millis).await.map_err(broken)?;
        id
    };
    let made = state.link_tokens.create(&Scope::sandbox(), None, &user_id, &[]).await;
    let CreatedToken { access_token, .. } = made.map_err(|error| broken(format!("{error:?}")))?;
    let made = TokenMade { user_token: access_token, user_id };
    Ok((Caching::Never.headers(), Json(made)).into_response())
}

async fn data(State(state): State<AppState>, Query(query): Query<DataQuery>) -> Result<Response, Refusal> {
    let mut answer: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for (name, kind) in [
        ("identities", RecordKind::Identity),
        ("employments", RecordKind::Employment),
        ("incomes", RecordKind::Income),
        ("transactions", RecordKind::Transaction),
        ("contributions", RecordKind::Contribution),
        ("liabilities", RecordKind::Liability),
        ("ratings", RecordKind::Rating),
        ("documents", RecordKind::Document),
        ("eincomes", RecordKind::EstimatedIncome),
        ("insights", RecordKind::Insight),
    ] {
        let account_id = Some(query.account_id.clone());
        let filter = RecordFilter { account_id, ..RecordFilter::of(&Scope::sandbox(), kind) };
        let slice = Slice { after: None, limit: MAX_ITEMS };
        let records = state.store.records(&filter, slice).await.map_err(broken)?;
        if !records.is_empty() {
            answer.insert(name, records.into_iter().map(item).collect());
        }
    }
    Ok((Caching::Never.headers(), Json(answer)).into_response())
}

/// Refuses other origins. There is no CORS here either, so that they could not read an answer anyway.
async fn own_page_only(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_own_page(&state.service_address, request.headers()) {
        next.run(request).await
    } else {
        let words = "only the playground's own page may ask this".to_owned();
        Refusal(StatusCode::FORBIDDEN, words).into_response()
    }
}

/// `Host` is not asked: a name that was made to lead to this machine has the same `Host` as `Origin`.
fn is_own_page(address: &ServiceAddress, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let same_site = text(FETCH_SITE).is_none_or(|site| matches!(site, "same-origin" | "none"));
    let same_origin = text(ORIGIN).is_none_or(|origin| address.is_own_origin(origin));
    same_site && same_origin
}

fn broken(error: impl std::fmt::Debug) -> Refusal {
    tracing::error!(?error, "the playground's helper failed");
    Refusal(StatusCode::INTERNAL_SERVER_ERROR, "something broke on our side".to_owned())
}
