//! Opening a session, and reading it again.

use super::problem::LinkError;
use super::{Answer, body};
use crate::archives;
use crate::ids::{new_id, sha256_hex};
use crate::linking::view_of;
use crate::state::AppState;
use crate::store::{Exchange, NewSession, OpenedBefore, Session};
use crate::templates;
use crate::tokens::{Claims, TokenUse};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::{Extension, Json};
use wink_wire::{
    EXCHANGE_KEY_LENGTH, Language, OpenSession, ProblemCode, Secret, SessionOpened, SessionView,
};

/// How long a session lasts, in milliseconds.
const LIFE_MILLIS: i64 = 4 * 60 * 60 * 1000;

/// Maximum number of accounts that a session shows.
const MAX_ACCOUNTS: u32 = 100;

/// Maximum number of archives that a session shows.
const MAX_ARCHIVES: u32 = 100;

/// Maximum length of a template id, in bytes.
const LONGEST_TEMPLATE_ID: usize = 200;

/// Maximum number of browser languages that are considered.
const MAX_LANGUAGES: usize = 20;

pub(super) async fn open(State(state): State<AppState>, request: Request) -> Answer {
    let open: OpenSession = body(request).await?;
    let link_token = open.link_token.expose();
    let Some(link) = state.tokens.read(link_token, TokenUse::Link).await? else {
        return Err(LinkError::unauthorized(
            ProblemCode::InvalidToken,
            "unknown link token; create one with POST /v1/tokens",
        ));
    };
    let id = new_id("s");
    let created_at = state.clock.now_millis();
    let expires_at = created_at + LIFE_MILLIS;
    let exchange_key_sha256 = exchange_key_sha256(&open)?;
    let claims = Claims { aud: TokenUse::Session, jti: id.clone(), exp: expires_at / 1000, ..link };
    let (session_token, signed_with) = state.tokens.sign(&claims).await?;
    let token_sha256 = sha256_hex(session_token.expose());
    let session = NewSession {
        id: &id,
        token_sha256: &token_sha256,
        template_id: open.template_id.as_deref().filter(|id| id.len() <= LONGEST_TEMPLATE_ID),
        host_language: first_spoken(open.language.iter()),
        browser_language: first_spoken(open.browser_languages.iter().take(MAX_LANGUAGES)),
        created_at,
        expires_at,
        signed_with,
    };
    let exchange = state
        .store
        .exchange_link_token(&sha256_hex(link_token), exchange_key_sha256.as_deref(), &session)
        .await?;
    match exchange {
        Exchange::Done => {
            let (session, session_token) = view_for(&state, session_token).await?;
            let opened = SessionOpened { session_token, session, resume_id: None };
            Ok((StatusCode::CREATED, Json(opened)).into_response())
        }
        Exchange::Again(before) => {
            let claims = Claims { jti: before.id.clone(), exp: before.expires_at / 1000, ..claims };
            let token = same_token(&state, &claims, &before).await?.ok_or_else(already_used)?;
            let resume_id = state.store.last_in_progress(&before).await?;
            let (session, session_token) = view_for(&state, token).await?;
            Ok(Json(SessionOpened { session_token, session, resume_id }).into_response())
        }
        Exchange::SessionOver => Err(LinkError::session_over()),
        Exchange::Expired => Err(LinkError::unauthorized(
            ProblemCode::TokenExpired,
            "the link token has expired; make a new one with POST /v1/tokens",
        )),
        Exchange::AlreadyUsed => Err(already_used()),
        Exchange::OtherTemplate => Err(LinkError::forbidden(
            ProblemCode::NotOffered,
            Some("templateId"),
            "the link token does not allow this template, or it was deleted; pass one that POST /v1/tokens named",
        )),
        Exchange::NotOurs => Err(LinkError::unauthorized(
            ProblemCode::InvalidToken,
            "unknown link token; create one with POST /v1/tokens",
        )),
    }
}

fn already_used() -> LinkError {
    LinkError::unauthorized(
        ProblemCode::InvalidToken,
        "the link token was already used: each opens one session; make a new one with POST /v1/tokens",
    )
}

/// The stored form of the widget's key. `None` if an older widget sends none.
fn exchange_key_sha256(sent: &OpenSession) -> Result<Option<String>, LinkError> {
    let Some(key) = &sent.exchange_key else { return Ok(None) };
    let key = key.expose();
    if key.len() != EXCHANGE_KEY_LENGTH || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let message = format!("exchangeKey must have {EXCHANGE_KEY_LENGTH} hexadecimal digits");
        return Err(LinkError::invalid(Some("exchangeKey".to_owned()), message));
    }
    Ok(Some(sha256_hex(key)))
}

/// The token that the session was opened with. It is not stored: it is signed again, from the same claims and with the
/// same key. `None` where another version of the service opened the session and signed something else.
async fn same_token(
    state: &AppState,
    claims: &Claims,
    before: &OpenedBefore,
) -> Result<Option<Secret>, LinkError> {
    let Some(number) = before.signed_with else { return Ok(None) };
    let token = state.tokens.sign_again(claims, number).await?;
    Ok(token.filter(|token| sha256_hex(token.expose()) == before.token_sha256))
}

/// The view of this token's session, with the token.
async fn view_for(state: &AppState, session_token: Secret) -> Result<(SessionView, Secret), LinkError> {
    let session = state.store.session(&sha256_hex(session_token.expose())).await?;
    let session = session.ok_or_else(LinkError::server_error)?;
    if !state.admits(&session.scope) {
        return Err(LinkError::unauthorized(ProblemCode::InvalidToken, "the link token is not one of ours"));
    }
    Ok((view(state, &session).await?, session_token))
}

pub(super) async fn get(State(state): State<AppState>, Extension(session): Extension<Session>) -> Answer {
    Ok(Json(view(&state, &session).await?).into_response())
}

/// Ends the session: its token is rejected from now on. Linking in progress continues.
pub(super) async fn end(State(state): State<AppState>, Extension(session): Extension<Session>) -> Answer {
    state.store.end_session(&session, state.clock.now_millis()).await?;
    tracing::info!(session = session.id, "session ended by its widget");
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The first of these tags that the service has texts for.
fn first_spoken<'a>(tags: impl IntoIterator<Item = &'a String>) -> Option<&'static str> {
    tags.into_iter().find_map(|tag| Language::of(tag)).map(Language::tag)
}

async fn view(state: &AppState, session: &Session) -> Result<SessionView, LinkError> {
    let now_millis = state.clock.now_millis();
    let template = templates::template_of(&state.store, session, state.address()).await?;
    let accounts = state.store.live_accounts_of_user(&session.scope, &session.user_id, MAX_ACCOUNTS).await?;
    let kept = state.store.kinds_by_account(&session.scope, &session.user_id).await?;
    let mut archives =
        state.store.live_archives_of_user(&session.scope, &session.user_id, MAX_ARCHIVES).await?;
    archives.extend(state.store.begun_archives_of_user(&session.scope, &session.user_id).await?);
    Ok(SessionView {
        session_id: session.id.clone(),
        sealing_key: state.envelopes.public_key().await?,
        user_id: session.user_id.clone(),
        mode: session.scope.mode(),
        expires_in_seconds: ((session.expires_at - now_millis).max(0) / 1000).try_into().unwrap_or(u32::MAX),
        template,
        catalogue_hash: state.catalogue(session.scope.mode()).hash().to_owned(),
        accounts: accounts.iter().map(|account| view_of(account, &kept, now_millis)).collect(),
        archives: archives.iter().map(archives::view_of).collect(),
    })
}
