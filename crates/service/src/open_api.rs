//! The Open API under `/v1`: for hosts' servers, with HTTP Basic, in the shapes of the public specification.

mod accounts;
mod auth;
mod envelope;
mod error;
mod page;
mod params;
mod providers;
mod records;
mod tokens;
mod unbuilt;
mod users;

pub(crate) use records::{Item, item};
pub(crate) use tokens::{CreatedToken, create_token};

use crate::app::AppState;
use crate::http::rate_limit::RateLimit;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use error::ApiError;
use tower_http::catch_panic::CatchPanicLayer;

/// Everything under `/v1`.
pub(crate) fn router(state: &AppState, limit: RateLimit) -> Router {
    let built = Router::new()
        .route("/users", get(users::list).post(users::create))
        .route("/users/{id}", get(users::get))
        .route("/tokens", post(tokens::create))
        .route("/providers", get(providers::list))
        .route("/providers/{id}", get(providers::get))
        .route("/accounts", get(accounts::list))
        .route("/accounts/{id}", get(accounts::get).delete(accounts::revoke))
        .route("/identities", get(records::list_identities))
        .route("/identities/{id}", get(records::get_identity))
        .route("/employments", get(records::list_employments))
        .route("/employments/{id}", get(records::get_employment))
        .route("/incomes", get(records::list_incomes))
        .route("/incomes/{id}", get(records::get_income));
    unbuilt::add_to(built)
        .fallback(|| async { ApiError::missing("there is nothing at this address") })
        .method_not_allowed_fallback(|| async { ApiError::wrong_method() })
        .layer(from_fn_with_state(state.clone(), auth::check))
        .layer(CatchPanicLayer::custom(|_| ApiError::server_error().into_response()))
        .layer(from_fn(move |request: Request, next: Next| {
            let checked = limit.check(&request);
            async move {
                match checked {
                    Ok(()) => next.run(request).await,
                    Err(seconds) => ApiError::too_many(seconds).into_response(),
                }
            }
        }))
        .with_state(state.clone())
}

/// What a handler answers.
type Answer = Result<Response, ApiError>;
