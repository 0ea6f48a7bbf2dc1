//! The connectors' file: providers with sign-in by OAuth 2 or OpenID Connect. It is read once at start, and every
//! mistake in it is reported with its place.

use super::mapping::{EmploymentMap, ID_TOKEN, IdentityMap, IncomeMap, Mapping, USER_INFO};
use crate::catalogue::{Provider, sub_type_label};
use crate::scope::Mode;
use openidconnect::IssuerUrl;
use reqwest::Url;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wink_wire::catalogue::Connection;
use wink_wire::{LoginMethod, LoginOption, ProviderType, Secret};

/// A provider of the file, and the modes of the sessions that may link it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) provider: Provider,
    pub(crate) modes: Vec<Mode>,
}

/// How to sign in at a provider and read it.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) client: Client,
    /// What is read in addition to the userinfo endpoint, by name.
    pub(super) reads: BTreeMap<String, Read>,
    pub(super) mapping: Mapping,
}

/// The service's registration at a provider.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) secret: Option<Secret>,
    pub(super) authentication: Authentication,
    pub(super) scopes: Vec<String>,
    /// Additional parameters of the sign-in page.
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) addresses: Addresses,
}

/// The provider's endpoints.
#[derive(Clone, Debug)]
pub(super) enum Addresses {
    /// OpenID Connect: the endpoints come from the discovery document.
    Discovered { issuer: IssuerUrl },
    /// OpenID Connect without a discovery document.
    Known { issuer: IssuerUrl, keys: Url, endpoints: Endpoints },
    /// OAuth 2: there is no id token, so a document identifies the person.
    Plain { subject: super::value::Pick, endpoints: Endpoints },
}

#[derive(Clone, Debug)]
pub(super) struct Endpoints {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) user_info: Option<Url>,
}

/// How the client authenticates at the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Authentication {
    /// HTTP Basic.
    #[default]
    Basic,
    /// In the request's body.
    Body,
}

/// An endpoint to read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    pub(super) url: Url,
    /// Whether a person may have no data there (404).
    #[serde(default)]
    pub(super) optional: bool,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", path.display(), mistakes.join("; "))]
pub(crate) struct BadFile {
    path: PathBuf,
    mistakes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<ProviderEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderEntry {
    id: String,
    name: String,
    long_name: Option<String>,
    #[serde(rename = "type")]
    kind: ProviderType,
    sub_type: String,
    #[serde(default)]
    country: String,
    logo: Option<Url>,
    #[serde(default = "usual_popularity")]
    popularity: u16,
    #[serde(default)]
    aliases: Vec<String>,
    /// Whether it is read again every month.
    #[serde(default)]
    monitor: bool,
    /// The modes of sessions that may link it. Production alone by default, because its accounts belong to real people
    /// unless the operator says otherwise.
    #[serde(default = "production_alone")]
    modes: Vec<Mode>,
    client: ClientEntry,
    #[serde(default)]
    read: BTreeMap<String, Read>,
    identity: IdentityMap,
    #[serde(default)]
    employment: Vec<EmploymentMap>,
    #[serde(default)]
    income: Vec<IncomeMap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientEntry {
    id: String,
    /// The name of the environment variable that holds the secret.
    secret_env: Option<String>,
    /// The file that holds it, relative to the folder of the connectors' file.
    secret_file: Option<PathBuf>,
    #[serde(default)]
    authentication: Authentication,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    issuer: Option<IssuerUrl>,
    jwks_uri: Option<Url>,
    authorization_endpoint: Option<Url>,
    token_endpoint: Option<Url>,
    userinfo_endpoint: Option<Url>,
    subject: Option<super::value::Pick>,
}

fn production_alone() -> Vec<Mode> {
    vec![Mode::Production]
}

const fn usual_popularity() -> u16 {
    5000
}

/// Parameters of the sign-in page that the service sets itself.
const OURS: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];

/// Reads the file. Returns the providers for the catalogue, and how to sign in and read each.
pub(super) fn read(
    path: &Path,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Vec<(Listed, Source)>, BadFile> {
    let bad = |mistakes| BadFile { path: path.to_owned(), mistakes };
    let text = std::fs::read_to_string(path).map_err(|error| bad(vec![error.to_string()]))?;
    let file: File = toml::from_str(&text).map_err(|error| bad(vec![place_of(&error, &text)]))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut mistakes = Vec::new();
    let mut sources = Vec::new();
    for (position, entry) in file.provider.into_iter().enumerate() {
        let name = format!("provider {} ({})", position + 1, entry.id);
        let mut check = Check { name, mistakes: &mut mistakes };
        sources.extend(source(entry, folder, &variable, &mut check));
    }
    if mistakes.is_empty() { Ok(sources) } else { Err(bad(mistakes)) }
}

/// The line and column of a syntax mistake.
fn place_of(error: &toml::de::Error, text: &str) -> String {
    let Some(span) = error.span() else { return error.message().to_owned() };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    format!("line {line}, column {column}: {}", error.message())
}

/// Collects the mistakes of one provider.
struct Check<'a> {
    name: String,
    mistakes: &'a mut Vec<String>,
}

impl Check<'_> {
    fn mistake(&mut self, place: &str, complaint: &str) {
        self.mistakes.push(format!("{}: {place} {complaint}", self.name));
    }

    fn ensure(&mut self, is_right: bool, place: &str, complaint: &str) {
        if !is_right {
            self.mistake(place, complaint);
        }
    }
}

fn source(
    entry: ProviderEntry,
    folder: &Path,
    variable: impl Fn(&str) -> Option<String>,
    check: &mut Check<'_>,
) -> Option<(Listed, Source)> {
    let is_id = |id: &str| {
        !id.is_empty()
            && id.len() <= 64
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    check.ensure(is_id(&entry.id), "id", "must be made of a-z, 0-9 and -, at most 64 of them");
    check.ensure(!entry.modes.is_empty(), "modes", "names no mode, so that nobody could link it");
    check.ensure(!entry.name.trim().is_empty(), "name", "is empty");
    check.ensure(entry.kind != ProviderType::Unknown, "type", "is none of the types of providers");
    check.ensure(sub_type_label(&entry.sub_type).is_some(), "sub_type", "is none of the subtypes");
    let is_country = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    check.ensure(
        entry.country.is_empty() || is_country(&entry.country),
        "country",
        "is not ISO 3166 alpha-2",
    );
    if let Some(logo) = &entry.logo {
        check.ensure(logo.scheme() == "https", "logo", "must start with https://");
    }
    for (name, read) in &entry.read {
        let place = format!("read.{name}");
        check.ensure(![USER_INFO, ID_TOKEN].contains(&name.as_str()), &place, "is a name that is taken");
        check_address(&format!("{place}.url"), &read.url, check);
    }
    let monitor = entry.monitor;
    let client = client(entry.client, folder, variable, check);
    let mapping = Mapping { identity: entry.identity, employments: entry.employment, incomes: entry.income };
    for name in mapping.sources() {
        match (name, client.as_ref().map(|client| &client.addresses)) {
            (USER_INFO, Some(Addresses::Known { endpoints, .. } | Addresses::Plain { endpoints, .. })) => {
                let is_known = endpoints.user_info.is_some();
                check.ensure(is_known, "from", "names userinfo, but client.userinfo_endpoint is missing");
            }
            (ID_TOKEN, Some(Addresses::Plain { .. })) => {
                check.mistake("from", "names id_token, which there is none of without client.issuer");
            }
            (USER_INFO | ID_TOKEN, _) => {}
            _ => check.ensure(
                entry.read.contains_key(name),
                &format!("from = {name:?}"),
                "is neither userinfo, id_token nor one of [provider.read]",
            ),
        }
    }
    let login = LoginOption {
        id: "at-provider".to_owned(),
        method: LoginMethod::AtProvider,
        fields: Vec::new(),
        instructions: None,
        recovery_links: Vec::new(),
        sample_people: Vec::new(),
    };
    let provider = Provider {
        long_name: entry.long_name.unwrap_or_else(|| entry.name.clone()),
        id: entry.id,
        name: entry.name,
        kind: entry.kind,
        sub_type: entry.sub_type,
        country: entry.country,
        connection: Connection::Direct,
        second_factor: None,
        popularity: entry.popularity.min(9999),
        aliases: entry.aliases,
        login_options: vec![login],
        monitor,
        contribution: None,
        loans: false,
        logo_url: entry.logo.map(String::from),
        holds: Some(mapping.kinds()),
    };
    Some((Listed { provider, modes: entry.modes }, Source { client: client?, reads: entry.read, mapping }))
}

fn client(
    entry: ClientEntry,
    folder: &Path,
    variable: impl Fn(&str) -> Option<String>,
    check: &mut Check<'_>,
) -> Option<Client> {
    check.ensure(!entry.id.is_empty(), "client.id", "is empty");
    for name in entry.parameters.keys().filter(|name| OURS.contains(&name.as_str())) {
        check.mistake(&format!("client.parameters.{name}"), "is ours to say");
    }
    let secret = match (&entry.secret_env, &entry.secret_file) {
        (None, None) => None,
        (Some(name), None) => {
            let value = variable(name).filter(|value| !value.is_empty());
            check.ensure(value.is_some(), "client.secret_env", &format!("names {name}, which is not set"));
            value.map(Secret::from)
        }
        (None, Some(file)) => match std::fs::read_to_string(folder.join(file)) {
            Ok(text) => Some(Secret::from(text.trim())),
            Err(error) => {
                check.mistake("client.secret_file", &format!("cannot be read: {error}"));
                None
            }
        },
        (Some(_), Some(_)) => {
            check.mistake("client", "has secret_env and secret_file; one is enough");
            None
        }
    };
    for (place, url) in [
        ("client.issuer", entry.issuer.as_ref().map(IssuerUrl::url)),
        ("client.jwks_uri", entry.jwks_uri.as_ref()),
        ("client.authorization_endpoint", entry.authorization_endpoint.as_ref()),
        ("client.token_endpoint", entry.token_endpoint.as_ref()),
        ("client.userinfo_endpoint", entry.userinfo_endpoint.as_ref()),
    ] {
        if let Some(url) = url {
            check_address(place, url, check);
        }
    }
    let endpoints = match (entry.authorization_endpoint, entry.token_endpoint) {
        (Some(authorization), Some(token)) => {
            Some(Endpoints { authorization, token, user_info: entry.userinfo_endpoint })
        }
        (None, None) => None,
        _ => {
            check
                .mistake("client", "has one of authorization_endpoint and token_endpoint, but not the other");
            return None;
        }
    };
    let addresses = match (entry.issuer, entry.jwks_uri, endpoints, entry.subject) {
        (Some(issuer), None, None, None) => Addresses::Discovered { issuer },
        (Some(issuer), Some(keys), Some(endpoints), None) => Addresses::Known { issuer, keys, endpoints },
        (None, None, Some(endpoints), Some(subject)) => Addresses::Plain { subject, endpoints },
        _ => {
            check.mistake(
                "client",
                "must have issuer alone (OpenID Connect with discovery), or issuer, jwks_uri and the endpoints \
                 (without), or the endpoints and subject (OAuth 2)",
            );
            return None;
        }
    };
    Some(Client {
        id: entry.id,
        secret,
        authentication: entry.authentication,
        scopes: entry.scopes,
        parameters: entry.parameters,
        addresses,
    })
}

fn check_address(place: &str, url: &Url, check: &mut Check<'_>) {
    check.ensure(
        is_safe(url),
        place,
        "must start with https://; plain http is allowed for this machine only",
    );
    let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    check.ensure(is_bare, place, "must hold neither user name, password nor fragment");
}

/// Whether secrets may be sent to this address.
pub(super) fn is_safe(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let is_here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests;
