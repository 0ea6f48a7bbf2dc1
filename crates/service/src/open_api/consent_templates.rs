//! `/v1/consentTemplates`: texts that hosts have people agree to.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, Paging};
use super::envelope::{Done, Envelope, List, created};
use super::params::Params;
use super::templates::{self, Shown};
use super::text::{bounded, given, line};
use crate::clock::iso;
use crate::http::body::read_json;
use crate::ids::new_id;
use crate::state::AppState;
use crate::store::{ConsentTemplate, NewConsentTemplate};
use axum::Extension;
use axum::extract::{Path, Request, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const LONGEST_NAME: usize = 200;
const LONGEST_VERSION: usize = 64;
const LONGEST_TEXT: usize = 65_535;

/// A new consent template.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConsentTemplatePost)]
struct ConsentTemplatePost {
    /// The kind of text.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, example = "Terms and Conditions")]
    consent_type: Option<String>,
    /// The name that people see.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 200,
        example = "Terms and Conditions")]
    #[serde(default, deserialize_with = "given")]
    title: Option<String>,
    #[schema(value_type = String, required, min_length = 1, max_length = 64, example = "1.0.0")]
    version: Option<String>,
    /// How people give their consent, in their words.
    #[schema(value_type = String, required = false, min_length = 0, max_length = 200,
        example = "I agree to the terms and conditions")]
    #[serde(default, deserialize_with = "given")]
    consent_method: Option<String>,
    /// The text. A line that starts with `# ` is a heading.
    #[schema(value_type = String, required, min_length = 1, max_length = 65535)]
    consent_text: Option<String>,
}

/// A consent text that people agree to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConsentTemplate)]
pub(super) struct ConsentTemplateView {
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    consent_type: String,
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    version: String,
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    consent_method: Option<String>,
    consent_text: String,
}

/// Create Consent Template
///
/// Creates a consent text. It cannot be changed later; create another one with a new version instead.
#[utoipa::path(post, path = "/consentTemplates", operation_id = "create-consent-template",
    tag = "Consent Templates", request_body = ConsentTemplatePost,
    responses((status = 201, body = Envelope<ConsentTemplateView>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: ConsentTemplatePost = read_json(request).await?.unwrap_or_default();
    let title = post.title.as_deref().map(|title| line("title", Some(title), LONGEST_NAME)).transpose()?;
    // An empty method is allowed and counts as absent.
    let method = post.consent_method.as_deref().filter(|method| !method.is_empty());
    let new = NewConsentTemplate {
        id: &new_id("ct"),
        scope: &caller.scope,
        consent_type: line("consentType", post.consent_type.as_deref(), LONGEST_NAME)?,
        title,
        version: line("version", post.version.as_deref(), LONGEST_VERSION)?,
        consent_method: method.map(|method| line("consentMethod", Some(method), LONGEST_NAME)).transpose()?,
        consent_text: bounded("consentText", post.consent_text.as_deref(), LONGEST_TEXT)?,
        created_at: state.clock.now_millis(),
    };
    Ok(created(state.store.add_consent_template(&new).await?.view()))
}

/// List Consent Templates
///
/// Lists your consent templates, newest first.
#[utoipa::path(get, path = "/consentTemplates", operation_id = "list-consent-templates",
    tag = "Consent Templates", params(Paging),
    responses((status = 200, body = Envelope<List<ConsentTemplateView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    templates::list::<ConsentTemplate>(&state, &caller, &params).await
}

/// Delete Consent Template
///
/// Deletes a consent template. Wink templates that use it keep showing its text.
#[utoipa::path(delete, path = "/consentTemplates/{id}", operation_id = "delete-consent-template",
    tag = "Consent Templates", params(Id), responses((status = 200, body = Done)))]
pub(super) async fn delete(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    templates::delete::<ConsentTemplate>(&state, &caller, &id).await
}

impl Shown for ConsentTemplate {
    const LIST: &'static str = "consentTemplates";
    const MISSING: &'static str = "there is no such consent template";
    type View = ConsentTemplateView;

    fn view(self) -> Self::View {
        Self::View {
            id: self.id,
            created_at: iso(self.created_at),
            consent_type: self.consent_type,
            title: self.title,
            version: self.version,
            consent_method: self.consent_method,
            consent_text: self.consent_text,
        }
    }
}
