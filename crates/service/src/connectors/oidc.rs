//! Providers with sign-in by OAuth 2 or OpenID Connect, as configured in a file: RFC 6749 with RFC 7636, OpenID Connect
//! Core and Discovery.

mod client;
mod config;
mod failure;
mod http;
mod login;
mod mapping;
mod value;

pub(crate) use config::{BadFile, Listed};

use super::{Connector, ConnectorFault, Outcome, Reading, SignIn, SignInRequest, StateOf, Unread};
use crate::catalogue::Provider;
use crate::clock::Clock;
use crate::scope::Mode;
use crate::sealing::SealingKey;
use crate::store::PendingSignIn;
use client::{Code, ProviderClient, Tokens};
use config::{Addresses, Source};
use failure::Failure;
use http::{Answered, Http};
use jiff::civil::Date;
use login::{Login, Owner};
use mapping::{Documents, ID_TOKEN, USER_INFO};
use openidconnect::AccessToken;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use wink_wire::{ErrorCode, Secret};

/// An access token that expires within this time is not used any more, in milliseconds.
const NEARLY_OVER_MILLIS: i64 = 30_000;

/// The connector of every provider in the connectors' file.
pub(crate) struct Oidc {
    providers: HashMap<String, Known>,
    http: Http,
    clock: Clock,
    /// Seals what is stored of a login.
    key: SealingKey,
}

struct Known {
    source: Source,
    modes: Vec<Mode>,
    client: ProviderClient,
}

/// The connectors' file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcError {
    #[error(transparent)]
    File(#[from] BadFile),
    #[error("the HTTP client could not be created")]
    Http(#[from] reqwest::Error),
}

/// A provider's documents, or that it rejects the access token.
enum Read {
    All(Documents),
    Unauthorized,
}

impl Oidc {
    /// Reads the file. Also returns its providers for the catalogue.
    pub(crate) fn open(file: &Path, key: SealingKey, clock: Clock) -> Result<(Self, Vec<Listed>), OidcError> {
        let http = Http::new()?;
        let mut providers = HashMap::new();
        let mut listed = Vec::new();
        for (Listed { provider, modes }, source) in config::read(file, |name| std::env::var(name).ok())? {
            let client = ProviderClient::new(source.client.clone(), http.clone(), clock.clone());
            providers.insert(provider.id.clone(), Known { source, modes: modes.clone(), client });
            listed.push(Listed { provider, modes });
        }
        Ok((Self { providers, http, clock, key }, listed))
    }

    /// Whether a provider is in the file.
    pub(crate) fn has(&self, provider_id: &str) -> bool {
        self.providers.contains_key(provider_id)
    }

    /// Whether a provider can be linked in sessions of a mode.
    pub(crate) fn is_for(&self, provider_id: &str, mode: Mode) -> bool {
        self.providers.get(provider_id).is_some_and(|known| known.modes.contains(&mode))
    }

    fn known(&self, provider: &Provider) -> Outcome<&Known> {
        let known = self.providers.get(&provider.id);
        known.ok_or_else(|| ConnectorFault(format!("{} is not in the connectors' file", provider.id)))
    }

    async fn first_login(&self, known: &Known, sign_in: Code<'_>) -> Result<Login, Failure> {
        let tokens = known.client.exchange(sign_in).await?;
        let subject = match (&known.source.client.addresses, &tokens.claims) {
            (Addresses::Plain { subject, .. }, _) => {
                let token = AccessToken::new(tokens.access_token.expose().to_owned());
                let from = &known.source.mapping.identity.from;
                match self.document(known, from, &token).await? {
                    Answered::Document(document) => subject.text(&document),
                    Answered::Unauthorized => {
                        return Err(Failure::new(
                            ErrorCode::AuthRequired,
                            "the provider refuses the new access token",
                        ));
                    }
                    Answered::Nothing => None,
                }
            }
            (_, Some(claims)) => subject_of(claims),
            (_, None) => None,
        };
        let subject = subject.ok_or_else(|| Failure::broken("no answer says who the person is"))?;
        Ok(Login {
            subject,
            access_token: Some(tokens.access_token),
            access_expires_at: tokens.expires_at,
            refresh_token: tokens.refresh_token,
            claims: tokens.claims.unwrap_or_default(),
        })
    }

    /// Gets a new access token, and updates the login with the response.
    async fn refresh(&self, known: &Known, login: &mut Login) -> Result<(), Failure> {
        let over =
            || Failure::new(ErrorCode::AuthRequired, "the access token is over, and there is no other");
        let token = login.refresh_token.clone().ok_or_else(over)?;
        let Tokens { access_token, expires_at, refresh_token, claims } = known.client.refresh(&token).await?;
        login.access_token = Some(access_token);
        login.access_expires_at = expires_at;
        if refresh_token.is_some() {
            login.refresh_token = refresh_token;
        }
        if let Some(claims) = claims {
            if subject_of(&claims).as_ref() != Some(&login.subject) {
                return Err(Failure::broken("the provider refreshed somebody else's login"));
            }
            login.claims = claims;
        }
        Ok(())
    }

    /// Reads every document that the mapping uses.
    async fn read_all(&self, known: &Known, login: &mut Login) -> Result<Documents, Failure> {
        let is_over = |at: i64| at - NEARLY_OVER_MILLIS <= self.clock.now_millis();
        if login.access_token.is_none() || login.access_expires_at.is_some_and(is_over) {
            self.refresh(known, login).await?;
        }
        if let Read::All(documents) = self.read_once(known, login).await? {
            return Ok(documents);
        }
        self.refresh(known, login).await?;
        match self.read_once(known, login).await? {
            Read::All(documents) => Ok(documents),
            Read::Unauthorized => {
                Err(Failure::new(ErrorCode::AuthRequired, "the provider refuses a new access token"))
            }
        }
    }

    async fn read_once(&self, known: &Known, login: &Login) -> Result<Read, Failure> {
        let Some(token) = &login.access_token else { return Ok(Read::Unauthorized) };
        let token = AccessToken::new(token.expose().to_owned());
        let mut documents = Documents::new();
        for name in known.source.mapping.sources() {
            if name == ID_TOKEN {
                documents.insert(name.to_owned(), login.claims.clone());
                continue;
            }
            let document = match self.document(known, name, &token).await? {
                Answered::Document(document) => document,
                Answered::Unauthorized => return Ok(Read::Unauthorized),
                Answered::Nothing if known.source.reads.get(name).is_some_and(|read| read.optional) => {
                    continue;
                }
                Answered::Nothing => {
                    return Err(Failure::new(ErrorCode::AccountIncomplete, format!("{name} has nothing")));
                }
            };
            // The userinfo response must repeat the subject (OpenID Connect Core, 5.3.2).
            if name == USER_INFO
                && known.client.is_openid()
                && subject_of(&document).as_ref() != Some(&login.subject)
            {
                return Err(Failure::broken("the userinfo endpoint answers about somebody else"));
            }
            documents.insert(name.to_owned(), document);
        }
        Ok(Read::All(documents))
    }

    async fn document(&self, known: &Known, name: &str, token: &AccessToken) -> Result<Answered, Failure> {
        match known.source.reads.get(name) {
            Some(read) => self.http.read(&read.url, token).await,
            None => self.http.read(&known.client.user_info().await?, token).await,
        }
    }
}

#[async_trait::async_trait]
impl Connector for Oidc {
    fn name(&self) -> &'static str {
        "oidc"
    }

    async fn sign_in_address(
        &self,
        provider: &Provider,
        request: SignInRequest<'_>,
    ) -> Outcome<Result<String, ErrorCode>> {
        let page = self.known(provider)?.client.page(request).await;
        Ok(page.map_err(|failure| log_failure(provider, failure)))
    }

    async fn exchange(
        &self,
        provider: &Provider,
        account_id: &str,
        code: &Secret,
        sign_in: &PendingSignIn,
    ) -> Outcome<Result<String, ErrorCode>> {
        let known = self.known(provider)?;
        let code = Code {
            text: code,
            verifier: &sign_in.verifier,
            nonce: &sign_in.nonce,
            redirect_uri: &sign_in.redirect_uri,
        };
        match self.first_login(known, code).await {
            Ok(login) => {
                let owner = Owner { account_id, provider_id: &provider.id };
                Ok(Ok(login.seal(&self.key, owner)?))
            }
            Err(failure) => Ok(Err(log_failure(provider, failure))),
        }
    }

    fn subject(&self, of: StateOf<'_>) -> Outcome<String> {
        Ok(Login::open(&self.key, of.state, owner(of))?.subject)
    }

    /// The provider has already signed the person in.
    async fn sign_in(&self, _: &str, _: &Provider) -> Outcome<SignIn> {
        Ok(SignIn::Authenticated)
    }

    async fn read(&self, of: StateOf<'_>, provider: &Provider, _: Date) -> Outcome<Result<Reading, Unread>> {
        let known = self.known(provider)?;
        let mut login = Login::open(&self.key, of.state, owner(of))?;
        let read = self.read_all(known, &mut login).await.and_then(|documents| {
            let nobody =
                |_| Failure::new(ErrorCode::AccountIncomplete, "the answers do not say who the person is");
            known.source.mapping.records(&documents).map_err(nobody)
        });
        let seal = |login: Login| login.seal(&self.key, owner(of));
        match read {
            Ok(records) => {
                let later = login.for_later().filter(|_| provider.monitor);
                Ok(Ok(Reading { records, again: later.map(seal).transpose()? }))
            }
            Err(failure) => {
                // The provider may have issued a new refresh token.
                let state = login.refresh_token.is_some().then(|| seal(login)).transpose()?;
                Ok(Err(Unread { code: log_failure(provider, failure), state }))
            }
        }
    }
}

const fn owner(of: StateOf<'_>) -> Owner<'_> {
    Owner { account_id: of.account_id, provider_id: of.provider_id }
}

fn subject_of(claims: &Value) -> Option<String> {
    claims.get("sub")?.as_str().map(str::to_owned)
}

fn log_failure(provider: &Provider, failure: Failure) -> ErrorCode {
    let Failure { code, cause } = failure;
    tracing::warn!(provider = provider.id, code = code.name(), cause, "a provider let us down");
    code
}
