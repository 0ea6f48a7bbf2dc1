//! `/v1/providers`: the catalogue for hosts.

use super::Answer;
use super::auth::Caller;
use super::data_point::DataPoint;
use super::document::{Id, Paging, one_of};
use super::envelope::{Envelope, List, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::catalogue::{Catalogue, Provider, SUB_TYPES, TYPES, sub_type_label, type_label, type_name};
use crate::state::AppState;
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use std::collections::HashSet;
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};
use wink_wire::catalogue::Connection;

const FILTERS: [&str; 8] =
    ["type", "subType", "active", "enabled", "accountConnection", "name", "ids", "topIds"];
const MAX_TOP_IDS: usize = 10;

/// A source of employment and income data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Provider)]
#[expect(clippy::struct_excessive_bools, reason = "the specification's shape")]
struct ProviderView<'a> {
    #[schema(example = "upwork")]
    id: &'a str,
    #[schema(example = "Upwork")]
    name: &'a str,
    /// The legal name.
    #[schema(example = "Upwork Global Inc.")]
    long_name: &'a str,
    /// The address of the logo. Empty if there is none.
    logo_url: &'a str,
    #[serde(rename = "type")]
    #[schema(schema_with = type_schema)]
    kind: &'static str,
    /// The type's display name.
    #[schema(schema_with = type_label_schema)]
    type_label: &'static str,
    #[schema(schema_with = sub_type_schema)]
    sub_type: &'a str,
    /// The subtype's display name.
    #[schema(schema_with = sub_type_label_schema)]
    sub_type_label: &'static str,
    /// Whether the provider works now.
    active: bool,
    /// Whether you may use the provider.
    enabled: bool,
    /// Whether logging in needs a second factor.
    mfa: bool,
    /// Whether accounts can be connected. If not, people can upload documents.
    account_connection: bool,
    /// The data that can be read.
    supported: Vec<DataPoint>,
    /// Whether the service can refresh an account's data every month.
    monitor_supported: bool,
}

/// Filters of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "describes what `chosen` reads")]
struct ProviderFilters {
    /// Only providers of this type.
    #[param(required = false, min_length = 1)]
    r#type: Option<String>,
    /// Only providers of this subtype.
    #[param(min_length = 1)]
    sub_type: Option<String>,
    /// `true`: only providers that work now. `false`: only providers that do not.
    active: Option<bool>,
    /// `true`: only providers that you may use. `false`: only providers that you may not use.
    enabled: Option<bool>,
    /// `true`: only providers where accounts can be connected. `false`: only providers for documents.
    account_connection: Option<bool>,
    /// Only providers with a name that contains this text.
    #[param(min_length = 1)]
    name: Option<String>,
    /// Only providers with these IDs, comma-separated.
    #[param(style = Form, explode = false, schema_with = ids_schema)]
    ids: Option<Vec<String>>,
    /// The IDs of providers to list first, comma-separated.
    #[param(style = Form, explode = false, schema_with = top_ids_schema)]
    top_ids: Option<Vec<String>>,
}

/// List Providers
///
/// Lists the sources that your users can connect, best known first.
#[utoipa::path(get, path = "/providers", operation_id = "list-providers", tag = "Providers",
    params(Paging, ProviderFilters),
    responses((status = 200, body = Envelope<List<ProviderView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("providers", &params, &FILTERS)?;
    let chosen = chosen(state.catalogue(caller.scope.mode()), &query.params)?;
    let slice = query.slice();
    let begin = slice.after.map_or(0, |position| usize::try_from(position + 1).unwrap_or(0));
    let rows: Vec<_> = (0_i64..).zip(chosen).skip(begin).take(slice.limit as usize).collect();
    Ok(ok(query.page(rows, |(position, _)| *position, |(_, provider)| view(provider))))
}

/// Get Provider
#[utoipa::path(get, path = "/providers/{id}", operation_id = "get-provider", tag = "Providers",
    params(Id), responses((status = 200, body = Envelope<ProviderView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let provider = state.catalogue(caller.scope.mode()).provider(&id);
    Ok(ok(view(provider.ok_or_else(|| ApiError::missing("there is no such provider"))?)))
}

/// The providers that match all filters: `topIds` first, then the best known.
fn chosen<'a>(catalogue: &'a Catalogue, params: &Params) -> Result<Vec<&'a Provider>, ApiError> {
    let top_ids = params.list("topIds")?.unwrap_or_default();
    if top_ids.len() > MAX_TOP_IDS {
        return Err(ApiError::invalid(format!("topIds may hold at most {MAX_TOP_IDS} IDs")));
    }
    let ids: Option<HashSet<_>> = params.list("ids")?.map(|ids| ids.into_iter().collect());
    let (active, enabled) = (params.boolean("active")?, params.boolean("enabled")?);
    let direct = params.boolean("accountConnection")?;
    let name = params.given("name")?.map(str::to_lowercase);
    let kind = params.given("type")?;
    let sub_type = params.given("subType")?;
    let passes = |provider: &&Provider| {
        kind.is_none_or(|kind| kind == type_name(provider.kind))
            && sub_type.is_none_or(|sub_type| sub_type == provider.sub_type)
            // Every provider in the catalogue works and is allowed.
            && active.unwrap_or(true)
            && enabled.unwrap_or(true)
            && direct.is_none_or(|direct| direct == (provider.connection == Connection::Direct))
            && ids.as_ref().is_none_or(|ids| ids.contains(provider.id.as_str()))
            && name.as_ref().is_none_or(|name| is_named(provider, name))
    };
    let top = top_ids.iter().filter_map(|id| catalogue.provider(id)).filter(passes);
    let rest = catalogue.providers().iter().filter(passes);
    let mut seen = HashSet::new();
    Ok(top.chain(rest).filter(|provider| seen.insert(provider.id.as_str())).collect())
}

fn is_named(provider: &Provider, lower_case: &str) -> bool {
    let names = [&provider.name, &provider.long_name].into_iter().chain(&provider.aliases);
    names.into_iter().any(|name| name.to_lowercase().contains(lower_case))
}

fn view(provider: &Provider) -> ProviderView<'_> {
    ProviderView {
        id: &provider.id,
        name: &provider.name,
        long_name: &provider.long_name,
        logo_url: provider.logo_url.as_deref().unwrap_or_default(),
        kind: type_name(provider.kind),
        type_label: type_label(provider.kind),
        sub_type: &provider.sub_type,
        sub_type_label: sub_type_label(&provider.sub_type).unwrap_or_default(),
        active: true,
        enabled: true,
        mfa: provider.second_factor.is_some(),
        account_connection: provider.connection == Connection::Direct,
        supported: supported(provider),
        monitor_supported: provider.monitor,
    }
}

/// The data that can be read; empty if accounts cannot be connected.
fn supported(provider: &Provider) -> Vec<DataPoint> {
    let mut points: Vec<_> = provider.record_kinds().into_iter().map(DataPoint::from).collect();
    if !points.is_empty() {
        points.push(DataPoint::Link);
    }
    points
}

/// One id or more.
fn ids_schema() -> ArrayBuilder {
    let id = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
    ArrayBuilder::new().items(id).min_items(Some(1))
}

fn top_ids_schema() -> ArrayBuilder {
    ids_schema().max_items(Some(MAX_TOP_IDS))
}

fn type_schema() -> Object {
    one_of(TYPES.map(type_name))
}

fn type_label_schema() -> Object {
    one_of(TYPES.map(type_label))
}

fn sub_type_schema() -> Object {
    one_of(SUB_TYPES.map(|(name, _)| name))
}

fn sub_type_label_schema() -> Object {
    one_of(SUB_TYPES.map(|(_, label)| label))
}
