//! Reads the built-in providers from `data/providers.toml`.

use super::samples::sample_people;
use super::{CatalogueError, Provider, SecondFactor};
use serde::Deserialize;
use std::collections::BTreeMap;
use wink_wire::catalogue::Connection;
use wink_wire::{FieldKind, LoginField, LoginOption, ProviderType, RecoveryKind, RecoveryLink};

const FILE: &str = include_str!("../../data/providers.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Ways to log in, by the id that providers name them with.
    login: BTreeMap<String, LoginEntry>,
    /// Ways to log in at a provider of a type that names none of its own.
    usual_logins: BTreeMap<String, Vec<String>>,
    provider: Vec<ProviderEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginEntry {
    fields: Vec<FieldEntry>,
    instructions: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldEntry {
    name: String,
    kind: FieldKind,
    label: Option<String>,
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
    /// Where a forgotten password is mended.
    recovery: Option<String>,
}

/// The built-in providers, and how generated employers are logged into.
pub(super) fn providers() -> Result<(Vec<Provider>, Vec<LoginOption>), CatalogueError> {
    let file: File = toml::from_str(FILE)?;
    let providers = file.provider.iter().map(|entry| provider(&file, entry)).collect::<Result<_, _>>()?;
    let usual = file.usual_logins.get("EMPLOYER").map(Vec::as_slice).unwrap_or_default();
    let employer_logins = login_options(&file, "a generated employer", usual, None)?;
    Ok((providers, employer_logins))
}

fn provider(file: &File, entry: &ProviderEntry) -> Result<Provider, CatalogueError> {
    let usual = file.usual_logins.get(super::type_name(entry.kind)).map(Vec::as_slice).unwrap_or_default();
    let logins = if entry.logins.is_empty() { usual } else { &entry.logins };
    let (connection, login_options) = if entry.documents_only {
        (Connection::DocumentsOnly, Vec::new())
    } else {
        (Connection::Direct, login_options(file, &entry.id, logins, entry.recovery.as_deref())?)
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
    })
}

fn login_options(
    file: &File,
    provider: &str,
    ids: &[String],
    recovery: Option<&str>,
) -> Result<Vec<LoginOption>, CatalogueError> {
    ids.iter()
        .map(|id| {
            let entry = file.login.get(id).ok_or_else(|| CatalogueError::Unknown {
                provider: provider.to_owned(),
                what: format!("login {id}"),
            })?;
            let fields: Vec<LoginField> = entry.fields.iter().map(field).collect();
            Ok(LoginOption {
                id: id.clone(),
                sample_people: sample_people(&fields),
                fields,
                instructions: entry.instructions.clone(),
                recovery_links: recovery
                    .map(|url| RecoveryLink { kind: RecoveryKind::Password, url: url.to_owned() })
                    .into_iter()
                    .collect(),
            })
        })
        .collect()
}

fn field(entry: &FieldEntry) -> LoginField {
    LoginField {
        name: entry.name.clone(),
        kind: entry.kind,
        label: entry.label.clone(),
        // None here: the sandbox's magic user names must be typable in every field.
        pattern: None,
        hint: entry.hint.clone(),
        max_length: entry.max_length,
    }
}
