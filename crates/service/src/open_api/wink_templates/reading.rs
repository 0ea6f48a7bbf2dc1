//! Validates a Wink template.

use super::super::error::ApiError;
use super::super::text::{line, logo};
use super::colors::ColorScheme;
use super::{language_schema, provider_type_schema};
use crate::scope::Scope;
use crate::state::AppState;
use crate::store::{ConsentTemplate, Look, OwnConsent};
use serde::Deserialize;
use utoipa::ToSchema;
use wink_wire::{Language, ProviderType, Rgb, Switches, Theme};

const LONGEST_NAME: usize = 64;
const LONGEST_LINE: usize = 200;

/// Maximum number of providers shown first; the widget has the same limit.
const MAX_TOP_PROVIDERS: usize = 10;

/// Maximum number of providers in a template.
const MAX_PROVIDERS: usize = 1000;

/// How the widget looks and what it offers. Fields left out use the default.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WinkTemplatePost {
    /// Your name for the template.
    #[schema(value_type = String, required, min_length = 1, max_length = 64, example = "Loans, green")]
    name: Option<String>,
    /// The name of the company that asks for the data, as people see it.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, example = "XYZ Bank")]
    company_name: Option<String>,
    /// The company's logo: an https address, or a path on this service.
    #[schema(min_length = 1, max_length = 200, example = "https://xyzbank.co/logo.png")]
    logo_url: Option<String>,
    theme: Option<ThemePost>,
    /// The widget's languages: the person's language if it is in this list, else the first one. Empty: all languages.
    #[schema(schema_with = languages_schema)]
    languages: Option<Vec<String>>,
    /// The widget shows only providers of these types. Empty: all types.
    #[schema(schema_with = provider_types_schema)]
    provider_types: Option<Vec<String>>,
    /// The IDs of the only providers that the widget shows. Empty: all providers.
    #[schema(max_items = 1000)]
    providers: Option<Vec<String>>,
    /// The IDs of providers that the widget shows first, in this order.
    #[schema(max_items = 10)]
    top_providers: Option<Vec<String>>,
    switches: Option<SwitchesPost>,
    /// The ID of the consent template that people agree to. Defaults to the service's own text.
    #[schema(min_length = 1, max_length = 64)]
    consent_template_id: Option<String>,
}

/// The colours. The service computes readable text colours from them.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WinkTemplateThemePost)]
struct ThemePost {
    #[schema(pattern = "^#[0-9A-Fa-f]{6}$", example = "#0b6e4f")]
    primary_color: Option<String>,
    #[schema(value_type = Option<ColorScheme>)]
    color_scheme: Option<String>,
}

/// Widget features, named as in the widget's configuration.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WinkTemplateSwitchesPost)]
#[expect(clippy::struct_field_names, reason = "as the widget's configuration calls them")]
struct SwitchesPost {
    enable_search_bar: Option<bool>,
    enable_type_bar: Option<bool>,
    enable_upload: Option<bool>,
    enable_consent_page: Option<bool>,
}

/// Validates the name and the look.
pub(super) async fn read(
    state: &AppState,
    scope: &Scope,
    post: &WinkTemplatePost,
) -> Result<(String, Look), ApiError> {
    let name = line("name", post.name.as_deref(), LONGEST_NAME)?;
    let company_name = line("companyName", post.company_name.as_deref(), LONGEST_LINE)?;
    let logo = post.logo_url.as_deref().map(|address| logo("logoUrl", Some(address))).transpose()?;
    let switches = post.switches.as_ref();
    let switches = switches.map_or_else(Switches::default, |switches| Switches {
        enable_search_bar: switches.enable_search_bar,
        enable_type_bar: switches.enable_type_bar,
        enable_upload: switches.enable_upload,
        enable_consent_page: switches.enable_consent_page,
    });
    let look = Look {
        company_name: company_name.to_owned(),
        language: None,
        languages: read_all("languages", post.languages.as_ref(), spoken)?,
        logo: logo.map(str::to_owned),
        theme: read_theme(post.theme.as_ref())?,
        top_providers: providers(state, "topProviders", post.top_providers.as_ref(), MAX_TOP_PROVIDERS)?,
        providers: providers(state, "providers", post.providers.as_ref(), MAX_PROVIDERS)?,
        provider_types: read_all("providerTypes", post.provider_types.as_ref(), provider_type)?,
        switches,
        consent: consent(state, scope, post.consent_template_id.as_deref()).await?,
    };
    Ok((name.to_owned(), look))
}

fn read_theme(post: Option<&ThemePost>) -> Result<Theme, ApiError> {
    let Some(post) = post else { return Ok(Theme::default()) };
    let primary = post.primary_color.as_deref().map(|text| {
        Rgb::parse(text).map(|color| color.to_string()).ok_or_else(|| {
            ApiError::invalid("theme.primaryColor must be a colour in the form #rrggbb, such as #0b6e4f")
        })
    });
    let color_scheme = post.color_scheme.as_ref().map(|name| {
        serde_json::from_value::<ColorScheme>(name.as_str().into())
            .map_err(|_| ApiError::invalid("theme.colorScheme must be LIGHT, DARK or SYSTEM"))
    });
    Ok(Theme {
        primary: primary.transpose()?,
        color_scheme: color_scheme.transpose()?.unwrap_or_default().into(),
    })
}

/// Parses the values of a list and removes duplicates.
fn read_all<T: PartialEq>(
    field: &str,
    given: Option<&Vec<String>>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, ApiError> {
    let mut found = Vec::new();
    for (position, text) in given.into_iter().flatten().enumerate() {
        let shown: String = text.chars().take(60).collect();
        let value = read(text)
            .map_err(|why| ApiError::invalid(format!("{field}[{position}] is {shown:?}, which is {why}")))?;
        if !found.contains(&value) {
            found.push(value);
        }
    }
    Ok(found)
}

fn providers(
    state: &AppState,
    field: &str,
    given: Option<&Vec<String>>,
    most: usize,
) -> Result<Vec<String>, ApiError> {
    if given.is_some_and(|ids| ids.len() > most) {
        return Err(ApiError::invalid(format!("{field} may hold at most {most} providers")));
    }
    read_all(field, given, |id| match state.every_provider.provider(id) {
        Some(provider) => Ok(provider.id.clone()),
        None => Err("no provider's id".to_owned()),
    })
}

fn spoken(tag: &str) -> Result<Language, String> {
    let found = Language::ALL.into_iter().find(|language| language.tag() == tag);
    found.ok_or_else(|| format!("none of {}", Language::ALL.map(Language::tag).join(", ")))
}

fn provider_type(name: &str) -> Result<ProviderType, String> {
    match serde_json::from_value(name.into()) {
        Ok(ProviderType::Unknown) | Err(_) => {
            Err("none of GIG, GOVERNMENT, SYSTEM, EMPLOYER, CREDENTIAL".to_owned())
        }
        Ok(found) => Ok(found),
    }
}

/// Copies the text, so that it stays the same when the consent template is deleted.
async fn consent(state: &AppState, scope: &Scope, id: Option<&str>) -> Result<Option<OwnConsent>, ApiError> {
    let Some(id) = id else { return Ok(None) };
    let id = line("consentTemplateId", Some(id), LONGEST_NAME)?;
    let template = state.store.template::<ConsentTemplate>(scope, id).await?;
    let template = template
        .ok_or_else(|| ApiError::missing("there is no consent template with this consentTemplateId"))?;
    Ok(Some(OwnConsent { template_id: template.id, version: template.version, text: template.consent_text }))
}

fn languages_schema() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(language_schema())
}

fn provider_types_schema() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(provider_type_schema())
}
