//! `/v1/users`.

use super::Answer;
use super::auth::Caller;
use super::envelope::{created, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::tokens::{CreatedToken, create_token};
use crate::app::AppState;
use crate::clock::iso;
use crate::http::body::read_json;
use crate::ids::new_id;
use crate::store::{User, UserFilter};
use axum::Extension;
use axum::extract::{Path, Request, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const MOST_METADATA: usize = 5;
const LONGEST_KEY: usize = 50;
const LONGEST_VALUE: usize = 500;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct UserPost {
    external_metadata: BTreeMap<String, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserView {
    id: String,
    external_metadata: BTreeMap<String, String>,
    created_at: String,
    providers: Vec<String>,
    session: SessionView,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionView {
    channel: &'static str,
    user_id: String,
    status: &'static str,
}

#[derive(Serialize)]
struct UserCreated {
    user: UserView,
    token: CreatedToken,
}

pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: UserPost = read_json(request).await?.unwrap_or_default();
    let external_metadata = post.external_metadata;
    check(&external_metadata)?;
    let id = new_id(&caller.tenant_id);
    let now_millis = state.clock.now_millis();
    state.store.add_user(&caller.tenant_id, &id, &external_metadata, now_millis).await?;
    let token = create_token(&state, &caller.tenant_id, &caller.mode, &id).await?;
    let user = state.store.user(&caller.tenant_id, &id).await?.ok_or_else(ApiError::server_error)?;
    Ok(created(UserCreated { user: view(user), token }))
}

pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("users", &params, &["startDate", "endDate"])?;
    let filter = UserFilter { tenant_id: caller.tenant_id, created: query.params.span()? };
    let users = state.store.users(&filter, query.slice()).await?;
    Ok(ok(query.page(users, |user| user.seq, view)))
}

pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let user = state.store.user(&caller.tenant_id, &id).await?;
    Ok(ok(view(user.ok_or_else(|| ApiError::missing("there is no such user"))?)))
}

fn view(user: User) -> UserView {
    let status = if user.providers.is_empty() { "IN_PROGRESS" } else { "COMPLETED" };
    UserView {
        session: SessionView { channel: "Default", user_id: user.id.clone(), status },
        id: user.id,
        external_metadata: user.external_metadata.0,
        created_at: iso(user.created_at),
        providers: user.providers.0,
    }
}

fn check(metadata: &BTreeMap<String, String>) -> Result<(), ApiError> {
    let refuse = |why: String| Err(ApiError::invalid(format!("externalMetadata {why}")));
    if metadata.len() > MOST_METADATA {
        return refuse(format!("has more than {MOST_METADATA} entries"));
    }
    for (key, value) in metadata {
        if !key.is_ascii() || !value.is_ascii() {
            return refuse("may hold ASCII characters only".to_owned());
        }
        if key.len() > LONGEST_KEY {
            return refuse(format!("has a key of more than {LONGEST_KEY} characters"));
        }
        if value.len() > LONGEST_VALUE {
            return refuse(format!("has a value of more than {LONGEST_VALUE} characters"));
        }
    }
    Ok(())
}
