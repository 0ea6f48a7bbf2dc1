//! Bearer authentication with the session token.

use super::problem::LinkError;
use crate::ids::sha256_hex;
use crate::state::AppState;
use crate::store::Session;
use crate::tokens::TokenUse;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use wink_wire::ProblemCode;

/// Middleware that rejects requests without a session, and adds the session to the request's extensions.
pub(super) async fn check(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    match session(&state, request.headers()).await {
        Ok(session) => {
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn session(state: &AppState, headers: &HeaderMap) -> Result<Session, LinkError> {
    let token = bearer(headers).ok_or_else(|| {
        LinkError::unauthorized(
            ProblemCode::InvalidToken,
            "send the session token in the Authorization header, as Bearer token",
        )
    })?;
    let unknown = || {
        LinkError::unauthorized(
            ProblemCode::InvalidToken,
            "unknown session token; open the widget with a new link token",
        )
    };
    state.tokens.read(token, TokenUse::Session).await?.ok_or_else(unknown)?;
    let session = state.store.session(&sha256_hex(token)).await?;
    let session = session.filter(|session| state.admits(&session.scope)).ok_or_else(unknown)?;
    if session.expires_at <= state.clock.now_millis() {
        return Err(LinkError::session_over());
    }
    Ok(session)
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_bearer_token_is_read() {
        for (sent, expected) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("Basic abc", None),
            ("Bearerabc", None),
            ("abc", None),
            ("", None),
        ] {
            let value = HeaderValue::from_str(sent).unwrap();
            assert_eq!(bearer(&HeaderMap::from_iter([(AUTHORIZATION, value)])), expected, "{sent:?}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
        let not_text = HeaderValue::from_bytes(b"Bearer \xff").unwrap();
        assert_eq!(bearer(&HeaderMap::from_iter([(AUTHORIZATION, not_text)])), None);
    }
}
