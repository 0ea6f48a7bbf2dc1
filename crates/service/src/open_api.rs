//! The Open API under `/v1`: for hosts' servers, with HTTP Basic, in the shapes of the public specification.

mod accounts;
mod answer;
mod archives;
mod auth;
mod benefits;
mod consent_templates;
mod data_point;
mod document;
mod envelope;
mod error;
mod estimates;
mod exports;
mod file_types;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod invite_templates;
mod invites;
mod issued;
mod links;
mod page;
mod params;
mod payload;
mod platform;
mod providers;
mod records;
mod tasks;
mod templates;
mod text;
mod tokens;
mod unbuilt;
mod uploads;
mod users;
mod webhooks;
mod wink_templates;

pub(crate) use records::{Item, item};

use crate::http::body::LARGEST_BODY_BYTES;
use crate::http::nul;
use crate::http::rate_limit::RateLimit;
use crate::state::AppState;
use answer::Answer;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use error::ApiError;
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Maximum size of a template's body, in bytes: each of a consent's 65,535 characters may be a JSON escape.
const LARGEST_TEXTS_BODY_BYTES: usize = 1024 * 1024;

/// Everything under `/v1`.
pub(crate) fn router(state: &AppState, limit: RateLimit) -> Router {
    // Documents are larger than other bodies.
    let giving = OpenApiRouter::new()
        .routes(routes!(archives::giving::create))
        .routes(routes!(archives::giving::classify))
        .routes(routes!(archives::giving::upload_payslip))
        .layer(DefaultBodyLimit::max(archives::giving::LARGEST_DOCUMENTS_BODY_BYTES));
    // Texts can be too.
    let texts = OpenApiRouter::new()
        .routes(routes!(consent_templates::list, consent_templates::create))
        .routes(routes!(invite_templates::list, invite_templates::create))
        .routes(routes!(invite_templates::get, invite_templates::change, invite_templates::delete))
        .routes(routes!(wink_templates::list, wink_templates::create))
        .routes(routes!(wink_templates::get, wink_templates::change, wink_templates::delete))
        .layer(DefaultBodyLimit::max(LARGEST_TEXTS_BODY_BYTES));
    let (built, described) = OpenApiRouter::new()
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::get))
        .routes(routes!(tokens::create))
        .routes(routes!(providers::list))
        .routes(routes!(providers::get))
        .routes(routes!(accounts::list))
        .routes(routes!(accounts::get, accounts::revoke))
        .routes(routes!(accounts::disable_monitor))
        .routes(routes!(exports::generate))
        .routes(routes!(payload::of_account))
        .routes(routes!(payload::of_user))
        .routes(routes!(users::reset_session))
        .routes(routes!(uploads::list))
        .routes(routes!(uploads::get))
        .routes(routes!(archives::list))
        .routes(routes!(archives::get, archives::revoke))
        .routes(routes!(archives::payslips::list))
        .routes(routes!(archives::payslips::query))
        .routes(routes!(archives::payslips::send_manual_result))
        .routes(routes!(file_types::list))
        .routes(routes!(records::list_identities))
        .routes(routes!(records::get_identity))
        .routes(routes!(records::list_employments))
        .routes(routes!(records::get_employment))
        .routes(routes!(records::list_incomes))
        .routes(routes!(records::get_income))
        .routes(routes!(platform::list_ratings))
        .routes(routes!(platform::get_rating))
        .routes(routes!(platform::list_transactions))
        .routes(routes!(platform::get_transaction))
        .routes(routes!(benefits::list_contributions))
        .routes(routes!(benefits::get_contribution))
        .routes(routes!(benefits::list_liabilities))
        .routes(routes!(benefits::get_liability))
        .routes(routes!(issued::list_documents))
        .routes(routes!(issued::get_document))
        .routes(routes!(estimates::list_eincomes))
        .routes(routes!(estimates::get_eincome))
        .routes(routes!(estimates::list_insights))
        .routes(routes!(estimates::get_insight))
        .routes(routes!(links::list))
        .routes(routes!(links::get))
        .routes(routes!(tasks::list))
        .routes(routes!(tasks::get))
        .routes(routes!(invites::list, invites::create))
        .routes(routes!(invites::get))
        .routes(routes!(invites::logs))
        .routes(routes!(consent_templates::delete))
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::get, webhooks::delete))
        .routes(routes!(webhooks::change_secret))
        .merge(giving)
        .merge(texts)
        .split_for_parts();
    let document = Router::new().route("/openapi.json", get(document::response(described)));
    unbuilt::serve_folder(built)
        .fallback(|| async { nothing_here() })
        .method_not_allowed_fallback(|| async { ApiError::wrong_method() })
        .layer(from_fn(|request: Request, next: Next| nul::refuse(nothing_here, request, next)))
        .layer(from_fn_with_state(state.clone(), auth::check))
        .merge(document)
        .layer(DefaultBodyLimit::max(LARGEST_BODY_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
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

fn nothing_here() -> ApiError {
    ApiError::missing("there is nothing at this address; check the path against the API document")
}

/// The response when a handler panics. The panic hook logs the panic itself.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    ApiError::server_error().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_panic_becomes_an_enveloped_500() {
        async fn broken() {
            panic!("on purpose");
        }
        let router = Router::new().route("/", get(broken)).layer(CatchPanicLayer::custom(panicked));
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = to_bytes(response.into_body(), 9999).await.unwrap();
        let envelope: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(envelope["code"], "SERVER_ERROR");
        assert!(!envelope["message"].as_str().unwrap().contains("on purpose"));
    }
}
