//! `/v1/providers`: the catalogue for hosts.

use super::Answer;
use super::envelope::ok;
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::app::AppState;
use crate::catalogue::{Catalogue, Provider, sub_type_label, type_label, type_name};
use axum::extract::{Path, State};
use serde::Serialize;
use std::collections::HashSet;
use wink_wire::ProviderType;
use wink_wire::catalogue::Connection;

const FILTERS: [&str; 8] =
    ["type", "subType", "active", "enabled", "accountConnection", "name", "ids", "topIds"];
const MOST_TOP_IDS: usize = 10;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the specification's shape")]
struct ProviderView<'a> {
    id: &'a str,
    name: &'a str,
    long_name: &'a str,
    logo_url: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    type_label: &'static str,
    sub_type: &'a str,
    sub_type_label: &'static str,
    active: bool,
    enabled: bool,
    mfa: bool,
    account_connection: bool,
    supported: &'static [&'static str],
    monitor_supported: bool,
}

pub(super) async fn list(State(state): State<AppState>, params: Params) -> Answer {
    let query = PageQuery::read("providers", &params, &FILTERS)?;
    let chosen = chosen(&state.catalogue, &query.params)?;
    let slice = query.slice();
    let begin = slice.after.map_or(0, |position| usize::try_from(position + 1).unwrap_or(0));
    let rows: Vec<_> = (0_i64..).zip(chosen).skip(begin).take(slice.limit as usize).collect();
    Ok(ok(query.page(rows, |(position, _)| *position, |(_, provider)| view(provider))))
}

pub(super) async fn get(State(state): State<AppState>, Path(id): Path<String>) -> Answer {
    let provider = state.catalogue.provider(&id);
    Ok(ok(view(provider.ok_or_else(|| ApiError::missing("there is no such provider"))?)))
}

/// The providers that pass every filter: the promoted ones first, then the best known.
fn chosen<'a>(catalogue: &'a Catalogue, params: &Params) -> Result<Vec<&'a Provider>, ApiError> {
    let top_ids = params.list("topIds");
    if top_ids.len() > MOST_TOP_IDS {
        return Err(ApiError::invalid(format!("topIds may name at most {MOST_TOP_IDS} providers")));
    }
    let ids: HashSet<_> = params.list("ids").into_iter().collect();
    let (active, enabled) = (params.boolean("active")?, params.boolean("enabled")?);
    let direct = params.boolean("accountConnection")?;
    let name = params.text("name").map(str::to_lowercase);
    let passes = |provider: &&Provider| {
        params.text("type").is_none_or(|kind| kind == type_name(provider.kind))
            && params.text("subType").is_none_or(|sub_type| sub_type == provider.sub_type)
            // Every provider that is in the catalogue works and is allowed.
            && active.unwrap_or(true)
            && enabled.unwrap_or(true)
            && direct.is_none_or(|direct| direct == (provider.connection == Connection::Direct))
            && (ids.is_empty() || ids.contains(provider.id.as_str()))
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
        logo_url: "",
        kind: type_name(provider.kind),
        type_label: type_label(provider.kind),
        sub_type: &provider.sub_type,
        sub_type_label: sub_type_label(&provider.sub_type).unwrap_or_default(),
        active: true,
        enabled: true,
        mfa: provider.second_factor.is_some(),
        account_connection: provider.connection == Connection::Direct,
        supported: match (provider.connection, provider.kind) {
            (Connection::DocumentsOnly, _) => &[],
            (Connection::Direct, ProviderType::Credential) => &["IDENTITIES", "EMPLOYMENTS"],
            (Connection::Direct, _) => &["IDENTITIES", "EMPLOYMENTS", "INCOMES"],
        },
        monitor_supported: false,
    }
}
