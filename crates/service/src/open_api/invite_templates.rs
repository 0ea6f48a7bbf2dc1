//! `/v1/inviteTemplates`: the texts of invites.

mod texts;

use super::Answer;
use super::auth::Caller;
use super::document::{Id, Paging};
use super::envelope::{Done, Envelope, List, created};
use super::params::Params;
use super::templates::{self, Shown};
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
pub(super) struct InviteTemplateView {
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
    Ok(created(template.view()))
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
    templates::list::<InviteTemplate>(&state, &caller, &params).await
}

/// Get Invite Template
#[utoipa::path(get, path = "/inviteTemplates/{id}", operation_id = "get-invite-template",
    tag = "Invite Templates", params(Id), responses((status = 200, body = Envelope<InviteTemplateView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    templates::get::<InviteTemplate>(&state, &caller, &id).await
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
    templates::shown(
        state.store.change_invite_template(&caller.scope, &id, (name, &texts), now_millis).await?,
    )
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
    templates::delete::<InviteTemplate>(&state, &caller, &id).await
}

impl Shown for InviteTemplate {
    const LIST: &'static str = "inviteTemplates";
    const MISSING: &'static str = "there is no such invite template";
    type View = InviteTemplateView;

    fn view(self) -> Self::View {
        let texts = self.texts.0;
        Self::View {
            id: self.id,
            name: self.name,
            company: texts.company,
            email: texts.email,
            landing_page: texts.landing_page,
            success_page: texts.success_page,
        }
    }
}
