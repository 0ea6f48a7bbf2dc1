//! The pages before and after a provider's sign-in page, and the sandbox's own sign-in page. These are pages of
//! this service in a window of their own, outside the widget: plain HTML under a policy without inline script or style.

mod html;
mod sandbox;
mod start;

use crate::app::AppState;
use crate::linking::{RETURN_PATH, Return, Returned, START_PATH};
use crate::store::retry_after_seconds;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use html::{Closing, Page, Tone};
use serde::Deserialize;
use std::error::Error;
use wink_wire::{ErrorCode, Secret};

const STYLE: &str = include_str!("../data/sign-in.css");
const START_SCRIPT: &str = include_str!("../data/sign-in-start.js");
const RETURN_SCRIPT: &str = include_str!("../data/sign-in-return.js");

/// Longest form that the sandbox's page takes, in bytes.
const LARGEST_FORM_BYTES: usize = 8 * 1024;

/// Everything under `/sign-in` and `/sandbox`.
pub(crate) fn router(state: &AppState) -> Router {
    Router::new()
        .route(RETURN_PATH, get(returned))
        .route("/sign-in/pages.css", get(|| async { asset("text/css; charset=utf-8", STYLE) }))
        .route(&format!("{START_PATH}/{{account}}"), get(start::start))
        .route(&format!("{}/{{account}}", start::DEPART_PATH), get(start::depart))
        .route("/sign-in/start.js", get(|| async { asset("text/javascript; charset=utf-8", START_SCRIPT) }))
        .route("/sign-in/return.js", get(|| async { asset("text/javascript; charset=utf-8", RETURN_SCRIPT) }))
        .route("/sandbox/sign-in/{provider}", get(sandbox::ask).post(sandbox::log_in))
        .route("/sandbox/sign-in/{provider}/decision", post(sandbox::decide))
        .route("/sandbox/token", post(sandbox::token))
        .layer(DefaultBodyLimit::max(LARGEST_FORM_BYTES))
        .with_state(state.clone())
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text).into_response()
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
    let answer = match (sent.code, sent.error) {
        (Some(code), None) => Return::Code(code),
        (_, Some(error)) => Return::Refused(code_for(&error)),
        (None, None) => return unknown().into_response(),
    };
    let browser = start::browser_of(&headers, &state.address(&headers));
    match state.linking.sign_in_returned(sent.state.expose(), &answer, browser.as_ref()).await {
        Ok(returned) => page_for(returned).into_response(),
        Err(error) => {
            tracing::error!(?error, "coming back from a provider broke down");
            broken(&error).into_response()
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
        // Our own request was not as the provider wants it.
        "invalid_request" | "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
            ErrorCode::SystemError
        }
        // Mostly `access_denied`. Whatever the provider's reason: it did not let us in.
        _ => ErrorCode::InvalidAuth,
    }
}

fn unknown() -> Page {
    page_for(Returned::Unknown)
}

fn page_for(returned: Returned) -> Page {
    let (status, tone, closing, title, text) = match returned {
        Returned::SignedIn => (
            StatusCode::OK,
            Tone::Good,
            Closing::ByItself,
            "You are signed in",
            "Your account is being linked. You can close this window and go back to where you came from.",
        ),
        Returned::Denied => (
            StatusCode::OK,
            Tone::Neutral,
            Closing::ByItself,
            "Nothing was shared",
            "You did not allow it, so your account is not linked. You can close this window.",
        ),
        Returned::NotTaken => (
            StatusCode::BAD_REQUEST,
            Tone::Bad,
            Closing::ByHand,
            "That sign-in did not work",
            "The provider did not confirm it, so nothing was linked. Close this window and sign in again from where \
             you came from.",
        ),
        Returned::TooLate => (
            StatusCode::GONE,
            Tone::Bad,
            Closing::ByHand,
            "This took too long",
            "For your safety a sign-in has to be finished within ten minutes. Close this window and sign in again \
             from where you came from.",
        ),
        Returned::Over => (
            StatusCode::CONFLICT,
            Tone::Bad,
            Closing::ByHand,
            "This sign-in is over",
            "It was finished or given up before, so this page does nothing. You can close this window.",
        ),
        Returned::OtherBrowser => (
            StatusCode::FORBIDDEN,
            Tone::Bad,
            Closing::ByHand,
            "This sign-in began in another browser",
            "If somebody sent you a link, this kept your data from them: nothing was linked. If you began it yourself, \
             close this window and sign in from where you began, in the same browser.",
        ),
        Returned::Unknown => (
            StatusCode::BAD_REQUEST,
            Tone::Bad,
            Closing::ByHand,
            "This page cannot be used",
            "It does not belong to a sign-in that was started here, so nothing was linked. Close this window and \
             start again from where you came from.",
        ),
    };
    Page::new(status, tone, title, text).closing(closing)
}

/// The page of a failure of ours.
fn broken(error: &(dyn Error + 'static)) -> Page {
    if let Some(seconds) = retry_after_seconds(error) {
        let text = "The service is not available right now. Wait a minute and load this page again. If that does not \
                    help, close this window and sign in again from where you came from.";
        let page = Page::new(StatusCode::SERVICE_UNAVAILABLE, Tone::Bad, "Please wait a moment", text);
        return page.retry_after(seconds);
    }
    let text = "Something broke on our side, so nothing was linked. Close this window and sign in again from where \
                you came from.";
    Page::new(StatusCode::INTERNAL_SERVER_ERROR, Tone::Bad, "That did not work", text)
}
