//! `/v1/inviteTemplates`: the texts of invites.

mod texts;

use super::Answer;
use super::auth::Caller;
use super::document::{Id, Paging};
use super::envelope::{Done, Envelope, List, created, done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::http::body::read_json;
use crate::ids::new_id;
use crate::state::AppState;
use crate::store::{InviteCompany, InviteEmail, InvitePage, InviteTemplate};
use axum::Extension;
use axum::extract::{Path, Request, State};
use serde::Serialize;
use texts::{InviteTemplatePost, read};
use utoipa::ToSchema;

/// The texts of an invite.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InviteTemplate)]
struct InviteTemplateView {
    #[schema(example = "tpl-17bbf36498de4d68a0d4f86c7b62f69f")]
    id: String,
    name: String,
    company: InviteCompany,
    email: InviteEmail,
    landing_page: InvitePage,
    success_page: InvitePage,
}

/// Create Invite Template
///
/// Creates the texts of an invite: the e-mail, its landing page, and that page after linking. All texts are plain text
/// and may use the variables `${companyName}`, `${firstName}` and `${fullName}`.
#[utoipa::path(post, path = "/inviteTemplates", operation_id = "create-invite-template",
    tag = "Invite Templates", request_body = InviteTemplatePost,
    responses((status = 201, body = Envelope<InviteTemplateView>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: InviteTemplatePost = read_json(request).await?.unwrap_or_default();
    let (name, texts) = read(&post)?;
    let now_millis = state.clock.now_millis();
    let id = new_id("tpl");
    let template = state.store.add_invite_template(&caller.scope, &id, (name, &texts), now_millis).await?;
    Ok(created(view(template)))
}

/// List Invite Templates
///
/// Lists your invite templates, newest first.
#[utoipa::path(get, path = "/inviteTemplates", operation_id = "list-invite-templates",
    tag = "Invite Templates", params(Paging),
    responses((status = 200, body = Envelope<List<InviteTemplateView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("inviteTemplates", &params, &[])?;
    let templates = state.store.invite_templates(&caller.scope, query.slice()).await?;
    Ok(ok(query.page(templates, |template| template.seq, view)))
}

/// Get Invite Template
#[utoipa::path(get, path = "/inviteTemplates/{id}", operation_id = "get-invite-template",
    tag = "Invite Templates", params(Id), responses((status = 200, body = Envelope<InviteTemplateView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let template = state.store.invite_template(&caller.scope, &id).await?;
    Ok(ok(view(template.ok_or_else(no_such_template)?)))
}

/// Update Invite Template
///
/// Replaces the texts for new invites. Existing invites keep their texts.
#[utoipa::path(put, path = "/inviteTemplates/{id}", operation_id = "update-invite-template",
    tag = "Invite Templates", params(Id), request_body = InviteTemplatePost,
    responses((status = 200, body = Envelope<InviteTemplateView>)))]
pub(super) async fn change(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let post: InviteTemplatePost = read_json(request).await?.unwrap_or_default();
    let (name, texts) = read(&post)?;
    let now_millis = state.clock.now_millis();
    let template = state.store.change_invite_template(&caller.scope, &id, (name, &texts), now_millis).await?;
    Ok(ok(view(template.ok_or_else(no_such_template)?)))
}

/// Delete Invite Template
///
/// Deletes an invite template. Existing invites keep their texts and links.
#[utoipa::path(delete, path = "/inviteTemplates/{id}", operation_id = "delete-invite-template",
    tag = "Invite Templates", params(Id), responses((status = 200, body = Done)))]
pub(super) async fn delete(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    if state.store.delete_invite_template(&caller.scope, &id).await? {
        Ok(done())
    } else {
        Err(no_such_template())
    }
}

fn view(template: InviteTemplate) -> InviteTemplateView {
    let texts = template.texts.0;
    InviteTemplateView {
        id: template.id,
        name: template.name,
        company: texts.company,
        email: texts.email,
        landing_page: texts.landing_page,
        success_page: texts.success_page,
    }
}

fn no_such_template() -> ApiError {
    ApiError::missing("there is no such invite template")
}
