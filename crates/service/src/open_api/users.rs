//! `/v1/users`.

use super::Answer;
use super::auth::Caller;
use super::document::{CreationDays, Id, Paging};
use super::envelope::{Done, Envelope, List, created, done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::text::given;
use super::tokens::{checked_templates, template_ids_schema};
use crate::clock::iso;
use crate::http::body::read_json;
use crate::ids::new_id;
use crate::link_tokens::CreatedToken;
use crate::state::AppState;
use crate::store::{User, UserFilter};
use axum::Extension;
use axum::extract::{Path, Request, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

const MAX_METADATA: usize = 5;
const LONGEST_KEY: usize = 50;
const LONGEST_VALUE: usize = 500;

/// A new user. All fields are optional.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UserPost {
    /// Your own keys and values, at most 5, in ASCII. Keys have up to 50 characters, values up to 500.
    #[schema(schema_with = metadata_schema)]
    external_metadata: BTreeMap<String, String>,
    /// The Wink templates that the page may use with the first link token. If the page names none, the widget uses the
    /// first. Without this field, the page may name any of your templates.
    #[serde(deserialize_with = "given")]
    #[schema(schema_with = template_ids_schema)]
    template_ids: Option<Vec<String>>,
}

/// A person who shares employment and income data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
struct UserView {
    #[schema(example = "sandbox-5c1a2e8678e3494eba303ad1afa54ee8")]
    id: String,
    #[schema(schema_with = metadata_schema)]
    external_metadata: BTreeMap<String, String>,
    #[schema(format = DateTime)]
    created_at: String,
    /// The IDs of the providers where the user has a connected account.
    #[schema(deprecated)]
    providers: Vec<String>,
    session: SessionView,
}

/// The user's progress.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UserSession)]
pub(super) struct SessionView {
    channel: SessionChannel,
    /// Always absent: the service has no Wink sites.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    channel_id: Option<String>,
    user_id: String,
    status: SessionStatus,
}

/// How the user reached the widget. Always `Default`: the service has no Wink sites.
#[derive(Serialize, Deserialize, ToSchema)]
enum SessionChannel {
    WinkSite,
    Default,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = UserSessionStatus)]
enum SessionStatus {
    InProgress,
    Completed,
    /// Never returned: after a reset the session starts over as `IN_PROGRESS`.
    Revoked,
}

/// A new user and its first link token.
#[derive(Serialize, ToSchema)]
struct UserCreated {
    user: UserView,
    token: CreatedToken,
}

/// Create User
///
/// Creates a user and a link token. Pass the token to the widget.
#[utoipa::path(post, path = "/users", operation_id = "create-user", tag = "Users",
    request_body = Option<UserPost>, responses((status = 201, body = Envelope<UserCreated>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: UserPost = read_json(request).await?.unwrap_or_default();
    let external_metadata = post.external_metadata;
    check(&external_metadata)?;
    let template_ids = checked_templates(&state, &caller, post.template_ids).await?;
    let id = new_id(caller.scope.tenant());
    let now_millis = state.clock.now_millis();
    state.store.add_user(&caller.scope, &id, &external_metadata, now_millis).await?;
    let token = state.link_tokens.create(&caller.scope, Some(&caller.api_key), &id, &template_ids).await?;
    let user = state.store.user(&caller.scope, &id).await?.ok_or_else(ApiError::server_error)?;
    Ok(created(UserCreated { user: view(user), token }))
}

/// List Users
///
/// Lists your users, newest first.
#[utoipa::path(get, path = "/users", operation_id = "list-users", tag = "Users",
    params(Paging, CreationDays), responses((status = 200, body = Envelope<List<UserView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("users", &params, &["startDate", "endDate"])?;
    let filter = UserFilter { scope: caller.scope, created: query.params.span()? };
    let users = state.store.users(&filter, query.slice()).await?;
    Ok(ok(query.page(users, |user| user.seq, view)))
}

/// Get User
#[utoipa::path(get, path = "/users/{id}", operation_id = "get-user", tag = "Users",
    params(Id), responses((status = 200, body = Envelope<UserView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let user = state.store.user(&caller.scope, &id).await?;
    Ok(ok(view(user.ok_or_else(|| ApiError::missing("there is no such user"))?)))
}

/// Reset User Session
///
/// Deletes what the user shared: disconnects accounts and deletes documents with their data. This cannot be undone.
#[utoipa::path(post, path = "/users/{id}/resetSession", operation_id = "reset-user-session", tag = "Users",
    params(Id), responses((status = 200, body = Done)))]
pub(super) async fn reset_session(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let user = state.store.user(&caller.scope, &id).await?;
    let user = user.ok_or_else(|| ApiError::missing("there is no such user"))?;
    let reset = state.store.reset_user(&caller.scope, &user.id, state.clock.now_millis()).await?;
    state.linking.handle_reset(&reset);
    state.archives.handle_reset(&reset).await?;
    Ok(done())
}

/// The progress of a user.
pub(super) fn session(user: &User) -> SessionView {
    let status =
        if user.providers.0.is_empty() { SessionStatus::InProgress } else { SessionStatus::Completed };
    SessionView { channel: SessionChannel::Default, channel_id: None, user_id: user.id.clone(), status }
}

fn view(user: User) -> UserView {
    UserView {
        session: session(&user),
        id: user.id,
        external_metadata: user.external_metadata.0,
        created_at: iso(user.created_at),
        providers: user.providers.0,
    }
}

fn metadata_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Your own keys and values"))
        .property_names(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some("^[\\x00-\\x7f]*$"))
                .max_length(Some(LONGEST_KEY)),
        ))
        .additional_properties(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some("^[\\x00-\\x7f]*$"))
                .max_length(Some(LONGEST_VALUE)),
        ))
        .max_properties(Some(MAX_METADATA))
        .build()
}

fn check(metadata: &BTreeMap<String, String>) -> Result<(), ApiError> {
    let refuse = |why: String| Err(ApiError::invalid(format!("externalMetadata {why}")));
    if metadata.len() > MAX_METADATA {
        return refuse(format!("may have at most {MAX_METADATA} entries"));
    }
    for (key, value) in metadata {
        if !key.is_ascii() || !value.is_ascii() {
            return refuse("may have ASCII characters only".to_owned());
        }
        if key.len() > LONGEST_KEY {
            return refuse(format!("may have keys of at most {LONGEST_KEY} characters"));
        }
        if value.len() > LONGEST_VALUE {
            return refuse(format!("may have values of at most {LONGEST_VALUE} characters"));
        }
    }
    Ok(())
}
