//! `/v1/winkTemplates`: how the widget looks and what it offers. The public specification has no operations for them;
//! ours follow its style.

mod colors;
mod reading;

use super::Answer;
use super::auth::Caller;
use super::document::{Id, Paging, one_of};
use super::envelope::{Done, Envelope, List, created, ok};
use super::error::ApiError;
use super::params::Params;
use super::templates::{self, Shown};
use crate::clock::iso;
use crate::http::body::read_json;
use crate::ids::new_id;
use crate::state::AppState;
use crate::store::{Look, WinkTemplate};
use axum::Extension;
use axum::extract::{Path, Request, State};
use colors::{ColorScheme, ComputedColors, color_scheme};
use reading::{WinkTemplatePost, read};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use wink_wire::{Language, ProviderType, Switches};

/// How the widget looks and what it offers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WinkTemplate)]
pub(super) struct WinkTemplateView {
    #[schema(example = "wtpl-17bbf36498de4d68a0d4f86c7b62f69f")]
    id: String,
    /// Increases by one with each update.
    #[schema(minimum = 1)]
    version: i64,
    #[schema(format = DateTime)]
    created_at: String,
    /// When this version was created.
    #[schema(format = DateTime)]
    updated_at: String,
    name: String,
    company_name: String,
    #[schema(required)]
    logo_url: Option<String>,
    theme: ThemeView,
    #[schema(schema_with = languages_schema)]
    languages: Vec<Language>,
    #[schema(schema_with = provider_types_schema)]
    provider_types: Vec<ProviderType>,
    providers: Vec<String>,
    top_providers: Vec<String>,
    #[schema(value_type = SwitchesView)]
    switches: Switches,
    #[schema(required)]
    consent: Option<ConsentView>,
}

/// The colours.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WinkTemplateTheme)]
struct ThemeView {
    #[schema(required, example = "#0b6e4f")]
    primary_color: Option<String>,
    color_scheme: ColorScheme,
    /// The colours computed from the primary colour. Null without a primary colour.
    #[schema(required)]
    computed: Option<ComputedColors>,
}

/// Widget features, named as in the widget's configuration. Null: the default.
#[derive(ToSchema)]
#[schema(as = WinkTemplateSwitches, rename_all = "camelCase")]
#[expect(dead_code, clippy::struct_field_names, reason = "describes the Link API's type")]
struct SwitchesView {
    #[schema(required)]
    enable_search_bar: Option<bool>,
    #[schema(required)]
    enable_type_bar: Option<bool>,
    #[schema(required)]
    enable_upload: Option<bool>,
    #[schema(required)]
    enable_consent_page: Option<bool>,
}

/// The consent text that people agree to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WinkTemplateConsent)]
struct ConsentView {
    consent_template_id: String,
    version: String,
    /// The text's SHA-256 as hex, the same as in consent receipts.
    text_sha256: String,
}

/// Create Wink Template
///
/// Creates a Wink template. Pass its ID as `templateId` in the widget's configuration.
#[utoipa::path(post, path = "/winkTemplates", operation_id = "create-wink-template", tag = "Wink Templates",
    request_body = WinkTemplatePost, responses((status = 201, body = Envelope<WinkTemplateView>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: WinkTemplatePost = read_json(request).await?.unwrap_or_default();
    let (name, look) = read(&state, &caller.scope, &post).await?;
    let (id, now_millis) = (new_id("wtpl"), state.clock.now_millis());
    state.store.add_wink_template(&caller.scope, &id, (&name, &look), now_millis).await?;
    let template = state.store.template::<WinkTemplate>(&caller.scope, &id).await?;
    Ok(created(template.ok_or_else(ApiError::server_error)?.view()))
}

/// List Wink Templates
///
/// Lists your Wink templates in their latest version, newest first.
#[utoipa::path(get, path = "/winkTemplates", operation_id = "list-wink-templates", tag = "Wink Templates",
    params(Paging), responses((status = 200, body = Envelope<List<WinkTemplateView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    templates::list::<WinkTemplate>(&state, &caller, &params).await
}

/// Get Wink Template
///
/// Returns a Wink template, in its latest or an earlier version. Deleted templates are returned too.
#[utoipa::path(get, path = "/winkTemplates/{id}", operation_id = "get-wink-template", tag = "Wink Templates",
    params(Id, ("version" = Option<i64>, Query, minimum = 1, description = "The version. Defaults to the latest.")),
    responses((status = 200, body = Envelope<WinkTemplateView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    params: Params,
) -> Answer {
    let version = params.given("version")?.map(|text| match text.parse::<i64>() {
        Ok(version) if version >= 1 => Ok(version),
        _ => Err(ApiError::invalid("version must be a whole number of 1 or more")),
    });
    match version.transpose()? {
        None => templates::get::<WinkTemplate>(&state, &caller, &id).await,
        Some(version) => {
            templates::shown(state.store.wink_template_version(&caller.scope, &id, version).await?)
        }
    }
}

/// Update Wink Template
///
/// Creates a new version. Open sessions keep the version they started with, and consent receipts the version that was
/// shown.
#[utoipa::path(put, path = "/winkTemplates/{id}", operation_id = "update-wink-template", tag = "Wink Templates",
    params(Id), request_body = WinkTemplatePost, responses((status = 200, body = Envelope<WinkTemplateView>)))]
pub(super) async fn change(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let post: WinkTemplatePost = read_json(request).await?.unwrap_or_default();
    let (name, look) = read(&state, &caller.scope, &post).await?;
    let now_millis = state.clock.now_millis();
    let version = state.store.change_wink_template(&caller.scope, &id, (&name, &look), now_millis).await?;
    let Some(version) = version else { return templates::shown::<WinkTemplate>(None) };
    let template = state.store.wink_template_version(&caller.scope, &id, version).await?;
    Ok(ok(template.ok_or_else(ApiError::server_error)?.view()))
}

/// Delete Wink Template
///
/// Deletes a Wink template. When the widget opens with a deleted template, it uses the default look.
#[utoipa::path(delete, path = "/winkTemplates/{id}", operation_id = "delete-wink-template",
    tag = "Wink Templates", params(Id), responses((status = 200, body = Done)))]
pub(super) async fn delete(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    templates::delete::<WinkTemplate>(&state, &caller, &id).await
}

impl Shown for WinkTemplate {
    const LIST: &'static str = "winkTemplates";
    const MISSING: &'static str = "there is no such Wink template";
    type View = WinkTemplateView;

    fn view(self) -> Self::View {
        let look: Look = self.look.0;
        let languages = look.spoken().to_vec();
        Self::View {
            id: self.id,
            version: self.version,
            created_at: iso(self.created_at),
            updated_at: iso(self.updated_at),
            name: self.name,
            company_name: look.company_name,
            logo_url: look.logo,
            theme: ThemeView {
                computed: look.theme.primary.as_deref().and_then(ComputedColors::of),
                primary_color: look.theme.primary,
                color_scheme: color_scheme(look.theme.color_scheme),
            },
            languages,
            provider_types: look.provider_types,
            providers: look.providers,
            top_providers: look.top_providers,
            switches: look.switches,
            consent: look.consent.map(|consent| ConsentView {
                text_sha256: crate::ids::sha256_hex(&consent.text),
                consent_template_id: consent.template_id,
                version: consent.version,
            }),
        }
    }
}

fn languages_schema() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(language_schema())
}

fn language_schema() -> Object {
    one_of(Language::ALL.map(Language::tag))
}

fn provider_types_schema() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(provider_type_schema())
}

fn provider_type_schema() -> Object {
    one_of(["GIG", "GOVERNMENT", "SYSTEM", "EMPLOYER", "CREDENTIAL"])
}
