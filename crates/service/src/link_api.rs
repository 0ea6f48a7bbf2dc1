//! The Link API under `/link/v1`: for the widget alone. Its shapes are `wink-wire`'s.

mod accounts;
mod allowed;
mod answer;
mod archives;
mod auth;
mod catalogue;
mod consent;
mod employers;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod problem;
mod sessions;

use crate::http::body::LARGEST_BODY_BYTES;
use crate::http::rate_limit::RateLimit;
use crate::http::request_id::REQUEST_ID;
use crate::http::{headers, nul};
use crate::state::AppState;
use answer::{Answer, body};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::{get, post, put};
use problem::LinkError;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

/// Longest body of a piece of a file.
#[expect(clippy::cast_possible_truncation, reason = "a quarter of a megabyte")]
const PIECE_BYTES: usize = wink_wire::LARGEST_PIECE_BYTES as usize;

/// Everything under `/link/v1`. Pieces of files have a limit of their own: an upload is many small requests.
pub(crate) fn router(state: &AppState, limit: RateLimit, pieces_limit: RateLimit) -> Router {
    let with_session = Router::new()
        .route("/session", get(sessions::get).delete(sessions::end))
        .route("/session/consent", post(consent::give))
        .route("/catalogue/{hash}", get(catalogue::list))
        .route("/providers/{id}", get(catalogue::provider))
        .route("/accounts", post(accounts::start))
        .route("/accounts/{id}", get(accounts::get).delete(accounts::revoke))
        .route("/accounts/{id}/consent", get(accounts::consent))
        .route("/employers", post(employers::report))
        .route("/accounts/{id}/challenge", post(accounts::answer))
        .route("/accounts/{id}/challenge/resend", post(accounts::resend))
        .route("/archives", post(archives::announce))
        .route("/archives/{id}", get(archives::get).delete(archives::revoke))
        .route(
            "/archives/{id}/files/{file_id}",
            put(archives::receive).layer(DefaultBodyLimit::max(PIECE_BYTES)),
        )
        .route("/archives/{id}/submit", post(archives::submit))
        .route_layer(from_fn_with_state(state.clone(), auth::check));
    Router::new()
        .route("/sessions", post(sessions::open))
        .merge(with_session)
        .fallback(|| async { nothing_here() })
        .method_not_allowed_fallback(|| async { LinkError::wrong_method() })
        .layer(from_fn(|request: Request, next: Next| nul::refuse(nothing_here, request, next)))
        .layer(DefaultBodyLimit::max(LARGEST_BODY_BYTES))
        .layer(CatchPanicLayer::custom(|_| LinkError::server_error().into_response()))
        .layer(from_fn(move |request: Request, next: Next| {
            let is_piece = request.method() == Method::PUT;
            let checked = if is_piece { pieces_limit.check(&request) } else { limit.check(&request) };
            async move {
                match checked {
                    Ok(()) => next.run(request).await,
                    Err(seconds) => LinkError::too_many(seconds).into_response(),
                }
            }
        }))
        // Answers are about one person; only the catalogue says otherwise.
        .layer(from_fn(headers::forbid_storing))
        .layer(cors())
        .with_state(state.clone())
}

fn nothing_here() -> LinkError {
    LinkError::missing("there is nothing at this address; check the path against the API document")
}

/// Any page may use the Link API: the widget runs in its host's pages, also in frames without an origin. What it
/// may do hangs on the bearer token alone, never on a cookie.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .expose_headers([RETRY_AFTER, REQUEST_ID])
        .max_age(Duration::from_secs(2 * 60 * 60))
}
