//! Where people come back to from a provider's sign-in page, and the sandbox's own sign-in page. These are pages of
//! this service in a window of their own, outside the widget: plain HTML under a policy without inline script or style.

mod html;
mod sandbox;

use crate::app::AppState;
use crate::linking::{RETURN_PATH, Return, Returned};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use html::{Closing, Page, Tone};
use serde::Deserialize;
use wink_wire::Secret;

const STYLE: &str = include_str!("../data/sign-in.css");
const SCRIPT: &str = include_str!("../data/sign-in-return.js");

/// Longest form that the sandbox's page takes, in bytes.
const LARGEST_FORM_BYTES: usize = 8 * 1024;

/// Everything under `/sign-in` and `/sandbox`.
pub(crate) fn router(state: &AppState) -> Router {
    Router::new()
        .route(RETURN_PATH, get(returned))
        .route("/sign-in/pages.css", get(|| async { asset("text/css; charset=utf-8", STYLE) }))
        .route("/sign-in/return.js", get(|| async { asset("text/javascript; charset=utf-8", SCRIPT) }))
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

async fn returned(State(state): State<AppState>, Query(sent): Query<FromProvider>) -> Response {
    let answer = match (sent.code, sent.error) {
        (Some(code), None) => Return::Code(code),
        // Whatever the provider's reason: it did not let us in.
        (_, Some(_)) => Return::Denied,
        (None, None) => return page_for(Returned::Unknown).into_response(),
    };
    match state.linking.sign_in_returned(sent.state.expose(), &answer).await {
        Ok(returned) => page_for(returned).into_response(),
        Err(error) => {
            tracing::error!(?error, "coming back from a provider broke down");
            broken().into_response()
        }
    }
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

fn broken() -> Page {
    let text = "Something broke on our side, so nothing was linked. Close this window and sign in again from where \
                you came from.";
    Page::new(StatusCode::INTERNAL_SERVER_ERROR, Tone::Bad, "That did not work", text)
}
