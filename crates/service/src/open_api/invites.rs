//! `/v1/invites`: people whom hosts invite by e-mail.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, InviteId, Paging};
use super::envelope::{Envelope, List, created, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::text::{given, line};
use crate::clock::iso;
use crate::http::body::read_json;
use crate::invites::{InviteRequest, landing_page};
use crate::state::AppState;
use crate::store::{Invite, InviteLog, InviteStatus, InviteTemplate};
use axum::Extension;
use axum::extract::{Path, Request, State};
use lettre::Address;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const LONGEST_FULL_NAME: usize = 200;
const LONGEST_NAME: usize = 64;
const LONGEST_EMAIL: usize = 200;
const LONGEST_ID: usize = 64;

/// The person to invite.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitePost {
    #[schema(value_type = String, required, min_length = 1, max_length = 200,
        example = "George Cimafranca Palomero, Jr")]
    full_name: Option<String>,
    /// The value of `${firstName}` in the texts. Defaults to the full name.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 64, example = "George")]
    #[serde(default, deserialize_with = "given")]
    first_name: Option<String>,
    #[schema(value_type = String, required = false, min_length = 1, max_length = 64, example = "Palomero")]
    #[serde(default, deserialize_with = "given")]
    last_name: Option<String>,
    /// The person's e-mail address.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, format = Email,
        example = "gpalomero1234@smileapi.io")]
    email: Option<String>,
    /// The ID of the invite template.
    #[schema(value_type = String, required, min_length = 1, max_length = 64)]
    template_id: Option<String>,
    /// The ID of the Wink template that the widget uses.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 64)]
    #[serde(default, deserialize_with = "given")]
    wink_template_id: Option<String>,
}

/// An invited person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Invite)]
struct InviteView {
    #[schema(example = "iv-17bbf36498de4d68a0d4f86c7b62f69f")]
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    full_name: String,
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<String>,
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<String>,
    #[schema(format = Email)]
    email: String,
    template_id: String,
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    wink_template_id: Option<String>,
    /// The user created for this person.
    user_id: String,
    status: InviteStatus,
    #[schema(format = DateTime)]
    updated_at: String,
    /// When the e-mail was sent. Null until then. Without an e-mail: when the invite was created.
    #[schema(format = DateTime, required)]
    invited_at: Option<String>,
    /// When the person linked an account or uploaded documents. Null until then.
    #[schema(format = DateTime, required)]
    linked_at: Option<String>,
    /// The address of the landing page.
    invite_landing_page_url: String,
}

/// A change of an invite's status.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InviteLog)]
struct InviteLogView {
    id: String,
    invite_id: String,
    invite_status: InviteStatus,
    user_id: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// Create Invite
///
/// Creates a user and invites that person. The service sends the template's e-mail with a link that is valid for
/// 14 days.
#[utoipa::path(post, path = "/invites", operation_id = "create-invite", tag = "Invites",
    request_body = InvitePost, responses((status = 201, body = Envelope<InviteView>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: InvitePost = read_json(request).await?.unwrap_or_default();
    let name = |field, text: &'_ Option<String>| {
        text.as_deref().map(|text| line(field, Some(text), LONGEST_NAME).map(str::to_owned)).transpose()
    };
    let (first_name, last_name) = (name("firstName", &post.first_name)?, name("lastName", &post.last_name)?);
    let full_name = line("fullName", post.full_name.as_deref(), LONGEST_FULL_NAME)?;
    let email = line("email", post.email.as_deref(), LONGEST_EMAIL)?;
    let _: Address = email.parse().map_err(|_| ApiError::invalid("email must be an e-mail address"))?;
    if email.contains(['"', '\\']) {
        // With quotes, one mailbox has many spellings, and limits count by spelling.
        return Err(ApiError::invalid("email must be an e-mail address without quotation marks"));
    }
    let template_id = line("templateId", post.template_id.as_deref(), LONGEST_ID)?;
    let template = state.store.template::<InviteTemplate>(&caller.scope, template_id).await?;
    let template =
        template.ok_or_else(|| ApiError::missing("there is no invite template with this templateId"))?;
    if let Some(id) = &post.wink_template_id {
        let id = line("winkTemplateId", Some(id), LONGEST_ID)?;
        let look = state.store.look(&caller.scope, id).await?;
        look.ok_or_else(|| ApiError::missing("there is no Wink template with this winkTemplateId"))?;
    }
    let request = InviteRequest {
        scope: &caller.scope,
        api_key: &caller.api_key,
        full_name,
        first_name: first_name.as_deref(),
        last_name: last_name.as_deref(),
        email,
        template: &template,
        wink_template_id: post.wink_template_id.as_deref(),
        service_address: state.address(),
    };
    Ok(created(view(state.invites.invite(&request).await?)))
}

/// List Invites
///
/// Lists the people you invited, newest first.
#[utoipa::path(get, path = "/invites", operation_id = "list-invites", tag = "Invites",
    params(Paging), responses((status = 200, body = Envelope<List<InviteView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("invites", &params, &[])?;
    let invites = state.store.invites(&caller.scope, query.slice()).await?;
    Ok(ok(query.page(invites, |invite| invite.seq, view)))
}

/// Get Invite
#[utoipa::path(get, path = "/invites/{id}", operation_id = "get-invite", tag = "Invites",
    params(Id), responses((status = 200, body = Envelope<InviteView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let invite = state.store.invite(&caller.scope, &id).await?;
    Ok(ok(view(invite.ok_or_else(no_such_invite)?)))
}

/// List Invite Logs
///
/// Lists the status changes of an invite, newest first.
#[utoipa::path(get, path = "/invites/{inviteId}/logs", operation_id = "list-invite-log", tag = "Invites",
    params(InviteId, Paging), responses((status = 200, body = Envelope<List<InviteLogView>>)))]
pub(super) async fn logs(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("invite logs", &params, &[])?;
    let invite = state.store.invite(&caller.scope, &id).await?.ok_or_else(no_such_invite)?;
    let logs = state.store.invite_logs(&invite, query.slice()).await?;
    Ok(ok(query.page(logs, |log| log.seq, |log| log_view(log, &invite))))
}

fn view(invite: Invite) -> InviteView {
    InviteView {
        invite_landing_page_url: landing_page(&invite),
        id: invite.id,
        created_at: iso(invite.created_at),
        full_name: invite.full_name,
        first_name: invite.first_name,
        last_name: invite.last_name,
        email: invite.email,
        template_id: invite.template_id,
        wink_template_id: invite.wink_template_id,
        user_id: invite.user_id,
        status: invite.status,
        updated_at: iso(invite.updated_at),
        invited_at: invite.invited_at.map(iso),
        linked_at: invite.linked_at.map(iso),
    }
}

fn log_view(log: InviteLog, invite: &Invite) -> InviteLogView {
    InviteLogView {
        id: log.id,
        invite_id: invite.id.clone(),
        invite_status: log.status,
        user_id: invite.user_id.clone(),
        created_at: iso(log.created_at),
    }
}

fn no_such_invite() -> ApiError {
    ApiError::missing("there is no such invite")
}
