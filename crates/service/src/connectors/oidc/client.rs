//! The service as a client of one provider: builds the sign-in page's address, exchanges codes and refresh tokens, and
//! checks id tokens. The provider's endpoints and keys are fetched from time to time and cached.

use super::config::{Addresses, Authentication, Client, Endpoints, is_safe};
use super::failure::Failure;
use super::http::Http;
use crate::clock::Clock;
use crate::connectors::SignInRequest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{
    CoreClient, CoreIdToken, CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreResponseType, CoreTokenResponse,
};
use openidconnect::{
    AuthType, AuthUrl, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointNotSet, EndpointSet, IssuerUrl, JsonWebKeySetUrl, Nonce, NonceVerifier,
    OAuth2TokenResponse as _, PkceCodeVerifier, RedirectUrl, RefreshToken, Scope, SignatureVerificationError,
    TokenResponse as _, TokenUrl,
};
use reqwest::Url;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;
use tokio::sync::Mutex;
use wink_wire::{ErrorCode, Secret};

/// How long endpoints and keys are cached, in milliseconds.
const KEPT_MILLIS: i64 = 60 * 60 * 1000;

/// Minimum age of the keys before a token signed with an unknown key causes another fetch, in milliseconds. Made-up
/// tokens must not cause a request to the provider each.
const FRESH_MILLIS: i64 = 10_000;

/// Preferred languages of the page (OpenID Connect Core, 3.1.2.1).
const UI_LOCALES: &str = "ui_locales";

/// Accepted signature algorithms of id tokens: those that prove who signed. (With a shared secret, this service could
/// have signed.)
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A client of one provider.
pub(super) struct ProviderClient {
    config: Client,
    http: Http,
    clock: Clock,
    known: Mutex<Option<Arc<Known>>>,
}

/// Cached facts about a provider.
pub(super) struct Known {
    endpoints: Endpoints,
    /// The issuer and keys of id tokens. `None` with plain OAuth 2.
    signer: Option<(IssuerUrl, CoreJsonWebKeySet)>,
    looked_up_at: i64,
}

/// The response of a token endpoint.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    pub(super) access_token: Secret,
    pub(super) expires_at: Option<i64>,
    pub(super) refresh_token: Option<Secret>,
    /// The claims of the id token, if there is one.
    pub(super) claims: Option<Value>,
}

/// An authorization code with the values that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code<'a> {
    pub(super) text: &'a Secret,
    pub(super) verifier: &'a Secret,
    pub(super) nonce: &'a Secret,
    pub(super) redirect_uri: &'a str,
}

type Ready =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet, EndpointNotSet>;

impl ProviderClient {
    pub(super) fn new(config: Client, http: Http, clock: Clock) -> Self {
        Self { config, http, clock, known: Mutex::default() }
    }

    /// The address of the sign-in page.
    pub(super) async fn page(&self, request: SignInRequest<'_>) -> Result<String, Failure> {
        let known = self.known().await?;
        let client = self.client(&known);
        let (state, nonce) = (request.state.expose().to_owned(), request.nonce.expose().to_owned());
        let mut asked = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_redirect_uri(Cow::Owned(redirect_url(request.redirect_uri)?))
            .add_scopes(self.config.scopes.iter().cloned().map(Scope::new))
            .add_extra_param("code_challenge", request.code_challenge.to_owned())
            .add_extra_param("code_challenge_method", "S256");
        if !self.config.parameters.contains_key(UI_LOCALES) {
            asked = asked.add_extra_param(UI_LOCALES, request.language.tag());
        }
        for (name, value) in &self.config.parameters {
            asked = asked.add_extra_param(name, value);
        }
        let (url, _, _) = asked.url();
        Ok(url.into())
    }

    /// Exchanges a code.
    pub(super) async fn exchange(&self, code: Code<'_>) -> Result<Tokens, Failure> {
        let known = self.known().await?;
        let answer = self
            .client(&known)
            .exchange_code(AuthorizationCode::new(code.text.expose().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(code.verifier.expose().to_owned()))
            .set_redirect_uri(Cow::Owned(redirect_url(code.redirect_uri)?))
            .request_async(&self.http)
            .await?;
        let nonce = Nonce::new(code.nonce.expose().to_owned());
        let tokens = self.tokens(known, &answer, || &nonce).await?;
        if self.is_openid() && tokens.claims.is_none() {
            return Err(Failure::broken("the token endpoint gave no id token"));
        }
        Ok(tokens)
    }

    /// Gets another access token. Providers may return another refresh token with it, and reject this one from then on.
    pub(super) async fn refresh(&self, token: &Secret) -> Result<Tokens, Failure> {
        let known = self.known().await?;
        let answer = self
            .client(&known)
            .exchange_refresh_token(&RefreshToken::new(token.expose().to_owned()))
            .request_async(&self.http)
            .await?;
        // The nonce belongs to the first id token (OpenID Connect Core, 12.2).
        self.tokens(known, &answer, || |_: Option<&Nonce>| Ok(())).await
    }

    /// The address of the userinfo endpoint.
    pub(super) async fn user_info(&self) -> Result<Url, Failure> {
        let known = self.known().await?;
        known
            .endpoints
            .user_info
            .clone()
            .ok_or_else(|| Failure::broken("the provider has no userinfo endpoint"))
    }

    /// Whether the provider issues id tokens.
    pub(super) fn is_openid(&self) -> bool {
        !matches!(self.config.addresses, Addresses::Plain { .. })
    }

    async fn tokens<N: NonceVerifier>(
        &self,
        known: Arc<Known>,
        answer: &CoreTokenResponse,
        nonce: impl Fn() -> N,
    ) -> Result<Tokens, Failure> {
        let claims = match answer.id_token().filter(|_| self.is_openid()) {
            Some(token) => Some(self.claims(known, token, nonce).await?),
            None => None,
        };
        let millis = answer.expires_in().map(|life| i64::try_from(life.as_millis()).unwrap_or(i64::MAX));
        Ok(Tokens {
            access_token: Secret::from(answer.access_token().secret().as_str()),
            expires_at: millis.map(|millis| self.clock.now_millis().saturating_add(millis)),
            refresh_token: answer.refresh_token().map(|token| Secret::from(token.secret().as_str())),
            claims,
        })
    }

    /// Checks an id token and returns its claims. If its signing key is unknown, newer keys are fetched first.
    async fn claims<N: NonceVerifier>(
        &self,
        known: Arc<Known>,
        token: &CoreIdToken,
        nonce: impl Fn() -> N,
    ) -> Result<Value, Failure> {
        let mut checked = self.check(&known, token, nonce());
        if checked
            == Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
            && let Some(newer) = self.look_up_again(&known).await?
        {
            checked = self.check(&newer, token, nonce());
        }
        checked.map_err(|error| Failure::broken(format!("the id token is not good: {error}")))?;
        payload(token).ok_or_else(|| Failure::broken("the id token cannot be read"))
    }

    fn check(
        &self,
        known: &Known,
        token: &CoreIdToken,
        nonce: impl NonceVerifier,
    ) -> Result<(), ClaimsVerificationError> {
        let client = self.client(known);
        let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
        token.claims(&verifier, nonce).map(|_| ())
    }

    async fn known(&self) -> Result<Arc<Known>, Failure> {
        let mut kept = self.known.lock().await;
        let now_millis = self.clock.now_millis();
        let is_fresh = |known: &&Arc<Known>| now_millis - known.looked_up_at < KEPT_MILLIS;
        if let Some(known) = kept.as_ref().filter(is_fresh) {
            return Ok(Arc::clone(known));
        }
        match (self.look_up(now_millis).await, kept.as_ref()) {
            (Ok(known), _) => Ok(Arc::clone(kept.insert(Arc::new(known)))),
            // Facts that are an hour old are better than none.
            (Err(failure), Some(older)) if failure.code == ErrorCode::ServiceUnavailable => {
                tracing::warn!(cause = failure.cause, "a provider's keys could not be looked up again");
                Ok(Arc::clone(older))
            }
            (Err(failure), _) => Err(failure),
        }
    }

    /// Fetches newer keys. `None` if these are recent.
    async fn look_up_again(&self, older: &Known) -> Result<Option<Arc<Known>>, Failure> {
        let mut kept = self.known.lock().await;
        let now_millis = self.clock.now_millis();
        if let Some(known) = kept.as_ref().filter(|known| known.looked_up_at > older.looked_up_at) {
            return Ok(Some(Arc::clone(known)));
        }
        if now_millis - older.looked_up_at < FRESH_MILLIS {
            return Ok(None);
        }
        Ok(Some(Arc::clone(kept.insert(Arc::new(self.look_up(now_millis).await?)))))
    }

    async fn look_up(&self, now_millis: i64) -> Result<Known, Failure> {
        let (endpoints, signer) = match &self.config.addresses {
            Addresses::Discovered { issuer } => {
                let found = CoreProviderMetadata::discover_async(issuer.clone(), &self.http).await?;
                let token = found.token_endpoint();
                let token = token.ok_or_else(|| Failure::broken("the provider has no token endpoint"))?;
                let endpoints = Endpoints {
                    authorization: found.authorization_endpoint().url().clone(),
                    token: token.url().clone(),
                    user_info: found.userinfo_endpoint().map(|endpoint| endpoint.url().clone()),
                };
                (endpoints, Some((issuer.clone(), found.jwks().clone())))
            }
            Addresses::Known { issuer, keys, endpoints } => {
                let keys = JsonWebKeySetUrl::from_url(keys.clone());
                let keys = CoreJsonWebKeySet::fetch_async(&keys, &self.http).await?;
                (endpoints.clone(), Some((issuer.clone(), keys)))
            }
            Addresses::Plain { endpoints, .. } => (endpoints.clone(), None),
        };
        let urls = [Some(&endpoints.authorization), Some(&endpoints.token), endpoints.user_info.as_ref()];
        if !urls.into_iter().flatten().all(is_safe) {
            return Err(Failure::broken("the provider names addresses that are not https"));
        }
        Ok(Known { endpoints, signer, looked_up_at: now_millis })
    }

    fn client(&self, known: &Known) -> Ready {
        let id = ClientId::new(self.config.id.clone());
        let token = TokenUrl::from_url(known.endpoints.token.clone());
        let client = if let Some((issuer, keys)) = &known.signer {
            CoreClient::new(id, issuer.clone(), keys.clone())
        } else {
            // Nobody signs by this name: without keys, no id token is valid.
            let nobody = IssuerUrl::from_url(known.endpoints.token.clone());
            CoreClient::new(id, nobody, CoreJsonWebKeySet::default()).disable_openid_scope()
        };
        let client = client
            .set_auth_uri(AuthUrl::from_url(known.endpoints.authorization.clone()))
            .set_token_uri(token)
            .set_auth_type(match self.config.authentication {
                Authentication::Basic => AuthType::BasicAuth,
                Authentication::Body => AuthType::RequestBody,
            });
        match &self.config.secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
            None => client,
        }
    }
}

fn redirect_url(address: &str) -> Result<RedirectUrl, Failure> {
    RedirectUrl::new(address.to_owned()).map_err(|_| Failure::broken("the service's own address is invalid"))
}

/// All claims of a checked token. The token's own type has only the standard claims.
fn payload(token: &CoreIdToken) -> Option<Value> {
    let text = token.to_string();
    let bytes = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}
