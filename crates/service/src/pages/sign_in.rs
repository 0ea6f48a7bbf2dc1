//! The pages before and after a provider's sign-in page, and the sandbox's own sign-in page. These are pages of
//! this service in a window of their own, outside the widget: plain HTML under a policy without inline script or style.

mod html;
mod notices;
mod sandbox;
mod start;

use crate::http::body::refuse_announced;
use crate::http::headers::{Kind, file};
use crate::http::languages::languages;
use crate::http::page::Page;
use crate::linking::{CameBack, RETURN_PATH, Return, Returned, START_PATH};
use crate::state::AppState;
use crate::store::retry_after_seconds;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use html::{Closing, Tone, last_message, message};
use serde::Deserialize;
use std::error::Error;
use wink_wire::{ErrorCode, Language, Secret};

const STYLE: &str = concat!(
    include_str!("../../../../static/tokens.css"),
    include_str!("card.css"),
    include_str!("sign_in/page.css"),
);
const START_SCRIPT: &str = include_str!("../../data/sign-in-start.js");
const RETURN_SCRIPT: &str = include_str!("../../data/sign-in-return.js");

/// Longest form that the sandbox's page takes, in bytes.
const LARGEST_FORM_BYTES: usize = 8 * 1024;

/// Everything under `/sign-in`, and under `/sandbox` if this service has one.
pub(crate) fn router(state: &AppState) -> Router {
    let router = Router::new()
        .route(RETURN_PATH, get(returned))
        .route("/sign-in/pages.css", get(file(Kind::StyleSheet, STYLE)))
        .route(&format!("{START_PATH}/{{account}}"), get(start::start))
        .route(&format!("{}/{{account}}", start::DEPART_PATH), get(start::depart))
        .route("/sign-in/start.js", get(file(Kind::Script, START_SCRIPT)))
        .route("/sign-in/return.js", get(file(Kind::Script, RETURN_SCRIPT)));
    let router = if state.has_sandbox { router.merge(sandbox::router()) } else { router };
    router
        .layer(from_fn(refuse_announced))
        .layer(DefaultBodyLimit::max(LARGEST_FORM_BYTES))
        .with_state(state.clone())
}

/// What a provider sends back (RFC 6749, 4.1.2).
#[derive(Deserialize)]
struct FromProvider {
    #[serde(default)]
    state: Secret,
    code: Option<Secret>,
    error: Option<String>,
}

async fn returned(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(sent): Query<FromProvider>,
) -> Response {
    let own = language_for(&headers, None);
    let answer = match (sent.code, sent.error) {
        (Some(code), None) => Return::Code(code),
        (_, Some(error)) => Return::Refused(code_for(&error)),
        (None, None) => return page_for(Returned::Unknown, own).into_response(),
    };
    let browser = start::browser_of(&headers, state.address());
    match state.linking.return_from_provider(&sent.state, &answer, browser.as_ref()).await {
        Ok(CameBack { returned, language }) => {
            page_for(returned, language_for(&headers, language)).into_response()
        }
        Err(error) => {
            tracing::error!(?error, "coming back from a provider broke down");
            broken(&error, own).into_response()
        }
    }
}

/// What a provider's refusal means (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6).
fn code_for(error: &str) -> ErrorCode {
    match error {
        "server_error" | "temporarily_unavailable" => ErrorCode::ServiceUnavailable,
        "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
            ErrorCode::AuthRequired
        }
        // The service's own request was not as the provider wants it.
        "invalid_request" | "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
            ErrorCode::SystemError
        }
        // Mostly `access_denied`. Whatever the reason, the provider did not admit the person.
        _ => ErrorCode::InvalidAuth,
    }
}

/// The language of a page: the widget's if it is known, otherwise the browser's.
fn language_for(headers: &HeaderMap, known: Option<Language>) -> Language {
    known.unwrap_or_else(|| Language::first_of(languages(headers)))
}

fn page_for(returned: Returned, language: Language) -> Page {
    let (status, tone, closing, notice) = match returned {
        Returned::SignedIn => (StatusCode::OK, Tone::Good, Closing::ByItself, notices::DONE),
        Returned::Denied => (StatusCode::OK, Tone::Neutral, Closing::ByItself, notices::DENIED),
        Returned::Failed => (StatusCode::BAD_REQUEST, Tone::Bad, Closing::ByHand, notices::NOT_CONFIRMED),
        Returned::TooLate => (StatusCode::GONE, Tone::Bad, Closing::ByHand, notices::TOO_LATE),
        Returned::Over => (StatusCode::CONFLICT, Tone::Bad, Closing::ByHand, notices::OVER),
        Returned::OtherBrowser => (StatusCode::FORBIDDEN, Tone::Bad, Closing::ByHand, notices::OTHER_BROWSER),
        Returned::Unknown => (StatusCode::BAD_REQUEST, Tone::Bad, Closing::ByHand, notices::UNKNOWN),
    };
    last_message(status, tone, closing, notice, language)
}

/// The page after an internal error.
fn broken(error: &(dyn Error + 'static), language: Language) -> Page {
    match retry_after_seconds(error) {
        Some(seconds) => {
            let page = message(StatusCode::SERVICE_UNAVAILABLE, Tone::Bad, notices::AWAY, language);
            page.retry_after(seconds)
        }
        None => message(StatusCode::INTERNAL_SERVER_ERROR, Tone::Bad, notices::BROKEN, language),
    }
}

/// The pages on which something from elsewhere stands, with a text in the place of each.
#[cfg(test)]
pub(super) fn pages_of(text: &str, language: Language) -> Vec<(&'static str, Page)> {
    start::pages_of(text, language).into_iter().chain(sandbox::pages_of(text, language)).collect()
}
