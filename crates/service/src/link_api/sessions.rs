//! Opening a session, and reading it again.

use super::problem::Refusal;
use super::{Answer, body};
use crate::archives;
use crate::ids::{new_id, sha256_hex};
use crate::linking::view_of;
use crate::state::AppState;
use crate::store::{Exchange, NewSession, Session};
use crate::templates;
use crate::tokens::{Claims, TokenUse};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse as _;
use axum::{Extension, Json};
use wink_wire::{Language, OpenSession, ProblemCode, SessionOpened, SessionView};

/// How long a session lasts, in milliseconds.
const LIFE_MILLIS: i64 = 4 * 60 * 60 * 1000;

/// Most accounts that a session shows.
const MOST_ACCOUNTS: u32 = 100;

/// Most archives that a session shows.
const MOST_ARCHIVES: u32 = 100;

/// Longest template id that is looked at, in bytes.
const LONGEST_TEMPLATE_ID: usize = 200;

/// Most languages of a browser that are looked at.
const MOST_LANGUAGES: usize = 20;

pub(super) async fn open(State(state): State<AppState>, headers: HeaderMap, request: Request) -> Answer {
    let wish: OpenSession = body(request).await?;
    let link_token = wish.link_token.expose();
    let Some(link) = state.tokens.read(link_token, TokenUse::Link).await? else {
        return Err(Refusal::unauthorized(ProblemCode::InvalidToken, "the link token is not one of ours"));
    };
    let id = new_id("s");
    let created_at = state.clock.now_millis();
    let expires_at = created_at + LIFE_MILLIS;
    let claims = Claims { aud: TokenUse::Session, jti: id.clone(), exp: expires_at / 1000, ..link };
    let session_token = state.tokens.sign(&claims).await?;
    let token_sha256 = sha256_hex(session_token.expose());
    let session = NewSession {
        id: &id,
        token_sha256: &token_sha256,
        template_id: wish.template_id.as_deref().filter(|id| id.len() <= LONGEST_TEMPLATE_ID),
        host_language: first_spoken(wish.language.iter()),
        browser_language: first_spoken(wish.browser_languages.iter().take(MOST_LANGUAGES)),
        created_at,
        expires_at,
    };
    let exchange = state.store.exchange_link_token(&sha256_hex(link_token), &session).await?;
    let (code, message) = match exchange {
        Exchange::Done => {
            let session = state.store.session(&token_sha256).await?.ok_or_else(Refusal::server_error)?;
            let session = view(&state, &session, &headers).await?;
            let opened = SessionOpened { session_token, session };
            return Ok((StatusCode::CREATED, Json(opened)).into_response());
        }
        Exchange::Expired => {
            (ProblemCode::TokenExpired, "the link token has expired; make a new one with POST /v1/tokens")
        }
        Exchange::AlreadyUsed => (
            ProblemCode::InvalidToken,
            "the link token was already used: each opens one session; make a new one with POST /v1/tokens",
        ),
        Exchange::NotOurs => (ProblemCode::InvalidToken, "the link token is not one of ours"),
    };
    Err(Refusal::unauthorized(code, message))
}

pub(super) async fn get(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
) -> Answer {
    Ok(Json(view(&state, &session, &headers).await?).into_response())
}

/// The first of these tags that there are texts for.
fn first_spoken<'a>(tags: impl IntoIterator<Item = &'a String>) -> Option<&'static str> {
    tags.into_iter().find_map(|tag| Language::of(tag)).map(Language::tag)
}

async fn view(state: &AppState, session: &Session, headers: &HeaderMap) -> Result<SessionView, Refusal> {
    let now_millis = state.clock.now_millis();
    let template = templates::template_of(&state.store, session, &state.address(headers)).await?;
    let accounts = state.store.live_accounts_of_user(&session.user_id, MOST_ACCOUNTS).await?;
    let kept = state.store.kinds_by_account(&session.user_id).await?;
    let mut archives = state.store.live_archives_of_user(&session.user_id, MOST_ARCHIVES).await?;
    archives.extend(state.store.begun_archives_of_user(&session.user_id, session.scope.mode()).await?);
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
