//! The sandbox's authorization server (RFC 6749 with RFC 7636): who logs in, what is requested, and a code that a
//! client with the verifier can exchange once. The pages themselves are in `pages/sign_in`.

use super::login::Plan;
use crate::catalogue::Provider;
use crate::connectors::SignInRequest;
use crate::ids::{equal_in_constant_time, new_secret, s256, sha256_hex};
use crate::store::{Grant, GrantKind, Store, StoreError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;
use wink_wire::{ErrorCode, Secret};

/// The service's client id at the sandbox's providers.
pub(crate) const CLIENT_ID: &str = "wink";

/// How long the person may take to decide, in milliseconds.
const ASKED_MILLIS: i64 = 10 * 60_000;

/// How long a code is valid, in milliseconds.
const CODE_MILLIS: i64 = 60_000;

/// An authorization request, as in the page's address.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) provider_id: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) state: &'a str,
    pub(crate) code_challenge: &'a str,
}

/// A code and what is needed to exchange it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange<'a> {
    pub(crate) provider_id: &'a str,
    pub(crate) code: &'a Secret,
    pub(crate) verifier: &'a Secret,
    pub(crate) redirect_uri: &'a str,
}

/// Why the page cannot continue.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] crate::ids::NoRandomness),
    #[error("the sandbox's stored state cannot be read")]
    Malformed(#[from] serde_json::Error),
}

/// The address of the sandbox's sign-in page.
pub(super) fn address(provider: &Provider, request: SignInRequest<'_>) -> String {
    let mut address = format!(
        "{}/sandbox/sign-in/{}?response_type=code&client_id={CLIENT_ID}&code_challenge_method=S256",
        request.service_address, provider.id
    );
    for (name, value) in [
        ("redirect_uri", request.redirect_uri),
        ("state", request.state.expose()),
        ("code_challenge", request.code_challenge),
        ("ui_locales", request.language.tag()),
    ] {
        // Writing to a string cannot fail.
        let _ = write!(address, "&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC));
    }
    address
}

/// Whether an account's sign-in led to this page. Anybody can open the page, and it stores nothing for others. The sign-in
/// may be over, which a provider does not know.
pub(crate) async fn is_asked_for(store: &Store, asked: &Asked<'_>) -> Result<bool, PageError> {
    let account = store.account_by_sign_in_state(&Secret::from(asked.state)).await?;
    Ok(account.is_some())
}

/// Logs a person in at the page. `None` for unknown credentials, otherwise a ticket for the next page.
pub(crate) async fn log_in(
    store: &Store,
    asked: &Asked<'_>,
    name: &str,
    password: &Secret,
    now_millis: i64,
) -> Result<Option<Secret>, PageError> {
    let plan = Plan::at_provider(name, password.expose());
    if matches!(&plan, Plan::Refuse { code } if code == ErrorCode::InvalidCredentials.name()) {
        return Ok(None);
    }
    let ticket = new_secret("sbt_")?;
    let grant = Grant {
        token_sha256: sha256_hex(ticket.expose()),
        kind: GrantKind::Asked,
        provider_id: asked.provider_id.to_owned(),
        plan: serde_json::to_string(&plan)?,
        redirect_uri: asked.redirect_uri.to_owned(),
        state: asked.state.to_owned(),
        code_challenge: asked.code_challenge.to_owned(),
        expires_at: now_millis + ASKED_MILLIS,
    };
    store.add_grant(&grant).await?;
    Ok(Some(ticket))
}

/// Records the person's decision and returns the address to redirect to. `None` for an expired ticket.
pub(crate) async fn decide(
    store: &Store,
    ticket: &Secret,
    is_allowed: bool,
    now_millis: i64,
) -> Result<Option<String>, PageError> {
    let grant = store.take_grant(&sha256_hex(ticket.expose()), GrantKind::Asked, now_millis).await?;
    let Some(grant) = grant else { return Ok(None) };
    let (redirect_uri, state) = (grant.redirect_uri.clone(), grant.state.clone());
    let (name, value) = if is_allowed {
        let code = new_secret("sbc_")?;
        let token_sha256 = sha256_hex(code.expose());
        let grant =
            Grant { token_sha256, kind: GrantKind::Code, expires_at: now_millis + CODE_MILLIS, ..grant };
        store.add_grant(&grant).await?;
        ("code", code.expose().to_owned())
    } else {
        ("error", "access_denied".to_owned())
    };
    let encode = |value: &str| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    Ok(Some(format!("{redirect_uri}?{name}={}&state={}", encode(&value), encode(&state))))
}

/// Exchanges a code, once, for the person who logged in. `None` for an invalid code, whatever is wrong with it.
pub(super) async fn redeem(
    store: &Store,
    exchange: Exchange<'_>,
    now_millis: i64,
) -> Result<Option<Plan>, PageError> {
    let grant = store.take_grant(&sha256_hex(exchange.code.expose()), GrantKind::Code, now_millis).await?;
    let grant = grant.filter(|grant| {
        grant.provider_id == exchange.provider_id
            && grant.redirect_uri == exchange.redirect_uri
            && equal_in_constant_time(&grant.code_challenge, &s256(exchange.verifier.expose()))
    });
    Ok(grant.map(|grant| serde_json::from_str(&grant.plan)).transpose()?)
}

/// The public token endpoint: whether the code is valid. The code is used up either way.
pub(crate) async fn is_redeemed(
    store: &Store,
    exchange: Exchange<'_>,
    now_millis: i64,
) -> Result<bool, PageError> {
    Ok(redeem(store, exchange, now_millis).await?.is_some())
}
