//! `/v1/webhooks`: the endpoints to which hosts subscribe events.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, Paging};
use super::envelope::{Done, Envelope, List, done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::text::{bounded, missing};
use crate::clock::iso;
use crate::http::body::read_json;
use crate::state::AppState;
use crate::store::EventType;
use crate::store::Webhook;
use crate::webhooks::{WebhookInput, WebhooksError};
use axum::Extension;
use axum::extract::{Path, Request, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wink_wire::Secret;

const LONGEST_NAME: usize = 200;
const LONGEST_URL: usize = 500;
const LONGEST_SECRET: usize = 64;

/// Shortest secret, in bytes. A shorter one can be guessed from a signed event.
const SHORTEST_SECRET_BYTES: usize = 16;

/// A new webhook.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = WebhookPostRequest)]
struct WebhookPost {
    #[schema(value_type = String, required, min_length = 1, max_length = 200)]
    name: Option<String>,
    /// The address that receives events. It must start with https:// and be reachable over the public internet. Webhooks
    /// of sandbox keys may also use an address of the service's own machine, with http:// or https://.
    #[schema(value_type = String, required, min_length = 1, max_length = 500, pattern = "^https?://",
        example = "https://webhook.clienturl.xyz")]
    url: Option<String>,
    #[schema(value_type = Vec<EventType>, required)]
    event_types: Option<Vec<String>>,
    /// Whether the service sends events to this webhook.
    #[schema(value_type = bool, required)]
    active: Option<bool>,
    /// Whether `TASK_FINISHED` and `ACCOUNT_SYNC_TASK_FINISHED` events include the data that was read.
    #[schema(default = false)]
    include_payload: bool,
    /// The key that signs events, of at least 16 bytes: the `Smile-Signature` header is the hex HMAC-SHA512 of the body.
    #[schema(value_type = String, required, min_length = 16, max_length = 64,
        example = "9f2c41d07be84a6f")]
    secret: Option<Secret>,
}

/// The new secret of a webhook.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = WebhookSecretPostRequest)]
struct SecretPost {
    /// The key that signs events from now on, of at least 16 bytes.
    #[schema(value_type = String, required, min_length = 16, max_length = 64,
        example = "c7e05b19d2f84a36")]
    secret: Option<Secret>,
}

/// An endpoint that receives events.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
struct WebhookView {
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    name: String,
    url: String,
    /// Only in the responses that create the webhook and change its secret. It cannot be read again.
    #[schema(value_type = String)]
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<Secret>,
    event_types: Vec<EventType>,
    active: bool,
    include_payload: bool,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// Create Webhook
///
/// Creates an endpoint that receives future events.
#[utoipa::path(post, path = "/webhooks", operation_id = "create-webhook", tag = "Webhooks",
    request_body = WebhookPost, responses((status = 200, body = Envelope<WebhookView>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: WebhookPost = read_json(request).await?.unwrap_or_default();
    let secret = checked(post.secret)?;
    let input = WebhookInput {
        scope: &caller.scope,
        api_key: &caller.api_key,
        name: bounded("name", post.name.as_deref(), LONGEST_NAME)?,
        url: bounded("url", post.url.as_deref(), LONGEST_URL)?,
        event_types: &event_types(post.event_types.ok_or_else(|| missing("eventTypes"))?)?,
        is_active: post.active.ok_or_else(|| missing("active"))?,
        includes_payload: post.include_payload,
        secret: &secret,
    };
    let webhook = state.webhooks.add(&input).await?;
    Ok(ok(WebhookView { secret: Some(secret), ..view(webhook) }))
}

/// List Webhooks
///
/// Lists your webhooks, newest first.
#[utoipa::path(get, path = "/webhooks", operation_id = "list-webhooks", tag = "Webhooks",
    params(Paging), responses((status = 200, body = Envelope<List<WebhookView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("webhooks", &params, &[])?;
    let webhooks = state.store.webhooks(&caller.scope, query.slice()).await?;
    Ok(ok(query.page(webhooks, |webhook| webhook.seq, view)))
}

/// Get Webhook
#[utoipa::path(get, path = "/webhooks/{id}", operation_id = "get-webhook", tag = "Webhooks",
    params(Id), responses((status = 200, body = Envelope<WebhookView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let webhook = state.store.webhook(&caller.scope, &id).await?;
    Ok(ok(view(webhook.ok_or_else(no_such_webhook)?)))
}

/// Change Webhook Secret
///
/// Replaces the secret that signs events. Every attempt that starts after the response is signed with the new secret,
/// retries and queued events too. To lose no event, let your receiver accept both secrets before you change it.
#[utoipa::path(post, path = "/webhooks/{id}/secret", operation_id = "change-webhook-secret", tag = "Webhooks",
    params(Id), request_body = SecretPost, responses((status = 200, body = Envelope<WebhookView>)))]
pub(super) async fn change_secret(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let post: SecretPost = read_json(request).await?.unwrap_or_default();
    let secret = checked(post.secret)?;
    let webhook = state.webhooks.change_secret(&caller.scope, &id, &secret).await?;
    Ok(ok(WebhookView { secret: Some(secret), ..view(webhook.ok_or_else(no_such_webhook)?) }))
}

/// Delete Webhook
///
/// Deletes a webhook, its pending events and its delivery log.
#[utoipa::path(delete, path = "/webhooks/{id}", operation_id = "delete-webhook", tag = "Webhooks",
    params(Id), responses((status = 200, body = Done)))]
pub(super) async fn delete(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    if state.store.delete_webhook(&caller.scope, &id).await? {
        tracing::info!(webhook = id, "webhook deleted");
        Ok(done())
    } else {
        Err(no_such_webhook())
    }
}

/// A secret that is long enough to sign with.
fn checked(secret: Option<Secret>) -> Result<Secret, ApiError> {
    let secret = secret.ok_or_else(|| missing("secret"))?;
    bounded("secret", Some(secret.expose()), LONGEST_SECRET)?;
    if secret.expose().len() < SHORTEST_SECRET_BYTES {
        let message =
            format!("secret must have at least {SHORTEST_SECRET_BYTES} bytes; use random characters");
        return Err(ApiError::invalid(message));
    }
    Ok(secret)
}

/// A webhook without its secret.
fn view(webhook: Webhook) -> WebhookView {
    WebhookView {
        secret: None,
        id: webhook.id,
        created_at: iso(webhook.created_at),
        name: webhook.name,
        url: webhook.url,
        event_types: webhook.event_types.0,
        active: webhook.is_active == 1,
        include_payload: webhook.includes_payload == 1,
        updated_at: iso(webhook.updated_at),
    }
}

/// Parses the names of event types and removes duplicates.
fn event_types(names: Vec<String>) -> Result<Vec<EventType>, ApiError> {
    let mut types = Vec::with_capacity(names.len());
    for name in names {
        let chosen = EventType::named(&name).ok_or_else(|| {
            let name: String = name.chars().take(60).collect();
            ApiError::invalid(format!("eventTypes holds {name:?}, which is not an event type"))
        })?;
        if !types.contains(&chosen) {
            types.push(chosen);
        }
    }
    Ok(types)
}

fn no_such_webhook() -> ApiError {
    ApiError::missing("there is no such webhook")
}

impl From<WebhooksError> for ApiError {
    fn from(error: WebhooksError) -> Self {
        match error {
            WebhooksError::Address(_) => Self::invalid(error.to_string()),
            WebhooksError::Store(error) => error.into(),
            WebhooksError::Sealing(_) => {
                tracing::error!(%error, "a webhook's secret could not be encrypted or read");
                Self::server_error()
            }
        }
    }
}
