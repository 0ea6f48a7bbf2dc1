//! `/v1/tokens`: link tokens that hosts pass to the widget.

use super::Answer;
use super::auth::Caller;
use super::envelope::{Envelope, created};
use super::error::ApiError;
use super::params::Params;
use crate::link_tokens::CreatedToken;
use crate::state::AppState;
use axum::Extension;
use axum::extract::State;
use utoipa::IntoParams;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};

/// Most templates that a link token names.
const MAX_TEMPLATES: usize = 20;

/// Whose token it is, and the templates that it names.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "describes what `create` reads")]
struct TokenQuery {
    /// The ID of the user who will use the token.
    #[param(min_length = 1, max_length = 200)]
    user_id: String,
    /// The Wink templates that the page may use, comma-separated. If the page names none, the widget uses the first.
    /// Without this parameter, the page may name any of your templates.
    #[param(style = Form, explode = false, schema_with = template_ids_schema)]
    template_ids: Option<Vec<String>>,
}

/// Refresh Token
///
/// Creates another link token for a user. Each token opens one session of the widget.
#[utoipa::path(post, path = "/tokens", operation_id = "create-token", tag = "Tokens",
    params(TokenQuery),
    responses((status = 201, body = Envelope<CreatedToken>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let template_ids = params.list("templateIds")?;
    let user_id = params.required("userId")?;
    let user = state.store.user(&caller.scope, user_id).await?;
    let user = user.ok_or_else(|| ApiError::missing("there is no such user"))?;
    let template_ids = template_ids.map(|ids| ids.into_iter().map(str::to_owned).collect());
    let template_ids = checked_templates(&state, &caller, template_ids).await?;
    Ok(created(
        state.link_tokens.create(&caller.scope, Some(&caller.api_key), &user.id, &template_ids).await?,
    ))
}

/// The templates that a link token will name. Each must exist. An empty list comes from a variable that was empty by
/// mistake; it must not become a token for every template.
pub(super) async fn checked_templates(
    state: &AppState,
    caller: &Caller,
    template_ids: Option<Vec<String>>,
) -> Result<Vec<String>, ApiError> {
    let Some(template_ids) = template_ids else { return Ok(Vec::new()) };
    if template_ids.is_empty() {
        return Err(ApiError::invalid("templateIds must not be empty; leave it out instead"));
    }
    if template_ids.len() > MAX_TEMPLATES {
        return Err(ApiError::invalid(format!("templateIds has more than {MAX_TEMPLATES} templates")));
    }
    for id in &template_ids {
        if state.store.look(&caller.scope, id).await?.is_none() {
            return Err(ApiError::missing("templateIds names a template that does not exist"));
        }
    }
    Ok(template_ids)
}

pub(super) fn template_ids_schema() -> ArrayBuilder {
    let id = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
    ArrayBuilder::new().items(id).min_items(Some(1)).max_items(Some(MAX_TEMPLATES))
}
