//! Reads the built-in providers from `data/providers.toml`.

use super::samples::sample_people;
use super::{CatalogueError, ContributionRule, Provider, SecondFactor};
use serde::Deserialize;
use std::collections::BTreeMap;
use wink_wire::catalogue::Connection;
use wink_wire::{
    CallingCountry, FieldKind, LoginField, LoginMethod, LoginOption, ProviderType, RecoveryKind, RecoveryLink,
};

const FILE: &str = include_str!("../../data/providers.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Accepted countries of mobile numbers, with their calling codes. A provider's own country comes first.
    calling_country: Vec<CallingCountry>,
    /// Login options, by the id that providers refer to.
    login: BTreeMap<String, LoginEntry>,
    /// Login options of providers that name none of their own, by provider type.
    usual_logins: BTreeMap<String, Vec<String>>,
    provider: Vec<ProviderEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginEntry {
    #[serde(default)]
    method: LoginMethod,
    #[serde(default)]
    fields: Vec<FieldEntry>,
    instructions: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldEntry {
    name: String,
    kind: FieldKind,
    label: Option<String>,
    /// Regular expression for the whole value.
    pattern: Option<String>,
    hint: Option<String>,
    max_length: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderEntry {
    id: String,
    name: String,
    long_name: String,
    #[serde(rename = "type")]
    kind: ProviderType,
    sub_type: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    documents_only: bool,
    mfa: Option<SecondFactor>,
    popularity: u16,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    logins: Vec<String>,
    /// Where to reset a forgotten password.
    recovery: Option<String>,
    /// Where to find a forgotten user name.
    user_name_recovery: Option<String>,
    #[serde(default)]
    monitor: bool,
    contribution: Option<ContributionRule>,
    #[serde(default)]
    loans: bool,
}

/// The built-in providers, and the login options of generated employers.
pub(super) fn providers() -> Result<(Vec<Provider>, Vec<LoginOption>), CatalogueError> {
    let file: File = toml::from_str(FILE)?;
    let providers = file.provider.iter().map(|entry| provider(&file, entry)).collect::<Result<_, _>>()?;
    let usual = file.usual_logins.get("EMPLOYER").map(Vec::as_slice).unwrap_or_default();
    let employer = Entry { provider: "a generated employer", country: "", recovery: Vec::new() };
    let employer_logins = login_options(&file, &employer, usual)?;
    Ok((providers, employer_logins))
}

fn provider(file: &File, entry: &ProviderEntry) -> Result<Provider, CatalogueError> {
    let usual = file.usual_logins.get(super::type_name(entry.kind)).map(Vec::as_slice).unwrap_or_default();
    let logins = if entry.logins.is_empty() { usual } else { &entry.logins };
    let (connection, login_options) = if entry.documents_only {
        (Connection::DocumentsOnly, Vec::new())
    } else {
        let recovery =
            [(RecoveryKind::Password, &entry.recovery), (RecoveryKind::UserName, &entry.user_name_recovery)];
        let recovery =
            recovery.into_iter().filter_map(|(kind, url)| Some(RecoveryLink { kind, url: url.clone()? }));
        let about = Entry { provider: &entry.id, country: &entry.country, recovery: recovery.collect() };
        (Connection::Direct, login_options(file, &about, logins)?)
    };
    Ok(Provider {
        id: entry.id.clone(),
        name: entry.name.clone(),
        long_name: entry.long_name.clone(),
        kind: entry.kind,
        sub_type: entry.sub_type.clone(),
        country: entry.country.clone(),
        connection,
        second_factor: entry.mfa,
        popularity: entry.popularity,
        aliases: entry.aliases.clone(),
        login_options,
        monitor: entry.monitor,
        contribution: entry.contribution,
        loans: entry.loans,
        logo_url: None,
        holds: None,
    })
}

/// The properties of a provider that its login options need.
struct Entry<'a> {
    provider: &'a str,
    country: &'a str,
    recovery: Vec<RecoveryLink>,
}

fn login_options(file: &File, about: &Entry<'_>, ids: &[String]) -> Result<Vec<LoginOption>, CatalogueError> {
    ids.iter()
        .map(|id| {
            let entry = file.login.get(id).ok_or_else(|| CatalogueError::Unknown {
                provider: about.provider.to_owned(),
                what: format!("login {id}"),
            })?;
            let fields: Vec<LoginField> =
                entry.fields.iter().map(|entry| field(file, about.country, entry)).collect();
            Ok(LoginOption {
                id: id.clone(),
                method: entry.method,
                sample_people: if fields.is_empty() { Vec::new() } else { sample_people(&fields) },
                fields,
                instructions: entry.instructions.clone(),
                recovery_links: if fields_are_typed(entry) { about.recovery.clone() } else { Vec::new() },
            })
        })
        .collect()
}

/// Whether the person types the credentials here. A provider's own page has its own help.
fn fields_are_typed(entry: &LoginEntry) -> bool {
    entry.method == LoginMethod::Form
}

/// Every field must accept the sandbox's magic user names.
const MAGIC: &str = "|(error|mfa|slow|sync)_[A-Za-z0-9_\\-]+";

fn field(file: &File, country: &str, entry: &FieldEntry) -> LoginField {
    let mut countries = Vec::new();
    if entry.kind == FieldKind::MobileNumber {
        countries.clone_from(&file.calling_country);
        // The sort is stable, so the others keep the file's order.
        countries.sort_by_key(|calling| calling.country != country);
    }
    LoginField {
        name: entry.name.clone(),
        kind: entry.kind,
        label: entry.label.clone(),
        pattern: entry.pattern.as_ref().map(|pattern| format!("({pattern}){MAGIC}")),
        hint: entry.hint.clone(),
        max_length: entry.max_length,
        countries,
    }
}
