//! The sandbox's sign-in page: looks like a provider's, and lets the sandbox's people in. A client that is not ours,
//! or an address that is not our way back, gets no further than the first page.

use super::html::{Page, Tone, escape};
use crate::app::{AppState, SANDBOX};
use crate::connectors::sandbox::page::{self, Asked, CLIENT_ID, Exchange, PageError};
use crate::linking::RETURN_PATH;
use axum::Json;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use wink_wire::Secret;

/// What the page's address asks for (RFC 6749, 4.1.1; RFC 7636, 4.3).
#[derive(Deserialize)]
pub(super) struct Wish {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    state: String,
    code_challenge: String,
    code_challenge_method: String,
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: Secret,
}

#[derive(Deserialize)]
pub(super) struct Decision {
    ticket: Secret,
    decision: String,
}

#[derive(Deserialize)]
pub(super) struct TokenWish {
    grant_type: String,
    client_id: String,
    provider: String,
    code: Secret,
    code_verifier: Secret,
    redirect_uri: String,
}

type Asking = Result<Query<Wish>, QueryRejection>;

pub(super) async fn ask(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    wish: Asking,
) -> Response {
    let Some(name) = checked(&state, &provider, &headers, wish.as_ref().ok()) else { return refused() };
    login_page(&provider, name, query.as_deref(), "", None).into_response()
}

pub(super) async fn log_in(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    wish: Asking,
    form: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let (Some(provider_name), Ok(Query(wish)), Ok(Form(typed))) =
        (checked(&state, &provider, &headers, wish.as_ref().ok()), &wish, form)
    else {
        return refused();
    };
    let asked = Asked {
        provider_id: &provider,
        redirect_uri: &wish.redirect_uri,
        state: &wish.state,
        code_challenge: &wish.code_challenge,
    };
    let now_millis = state.clock.now_millis();
    match page::log_in(&state.store, &asked, &typed.name, &typed.password, now_millis).await {
        Ok(Some(ticket)) => {
            consent_page(&provider, provider_name, typed.name.trim(), &ticket).into_response()
        }
        Ok(None) => {
            let words = "That did not match. Check both and try again.";
            login_page(&provider, provider_name, query.as_deref(), &typed.name, Some(words)).into_response()
        }
        Err(error) => broken(&error),
    }
}

pub(super) async fn decide(
    State(state): State<AppState>,
    Path(_): Path<String>,
    form: Result<Form<Decision>, FormRejection>,
) -> Response {
    let Ok(Form(decided)) = form else { return refused() };
    let is_allowed = decided.decision == "allow";
    match page::decide(&state.store, &decided.ticket, is_allowed, state.clock.now_millis()).await {
        Ok(Some(address)) => Redirect::to(&address).into_response(),
        Ok(None) => {
            let text = "It was answered before, or it took too long. Close this window and sign in again from where \
                        you came from.";
            Page::new(StatusCode::GONE, Tone::Bad, "This page is over", text).into_response()
        }
        Err(error) => broken(&error),
    }
}

/// The token endpoint (RFC 6749, 4.1.3). Our own connector redeems its codes without the way over the network.
pub(super) async fn token(
    State(state): State<AppState>,
    form: Result<Form<TokenWish>, FormRejection>,
) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let Ok(Form(wish)) = form else { return refused("invalid_request") };
    if wish.grant_type != "authorization_code" {
        return refused("unsupported_grant_type");
    }
    if wish.client_id != CLIENT_ID {
        return refused("invalid_client");
    }
    let exchange = Exchange {
        provider_id: &wish.provider,
        code: &wish.code,
        verifier: &wish.code_verifier,
        redirect_uri: &wish.redirect_uri,
    };
    match page::is_redeemed(&state.store, exchange, state.clock.now_millis()).await {
        Ok(true) => Json(json!({ "access_token": "sandbox", "token_type": "Bearer" })).into_response(),
        Ok(false) => refused("invalid_grant"),
        Err(error) => broken(&error),
    }
}

/// The provider's name, where the wish is one that our own service has made.
fn checked<'a>(
    state: &'a AppState,
    provider_id: &str,
    headers: &HeaderMap,
    wish: Option<&Query<Wish>>,
) -> Option<&'a str> {
    let Query(wish) = wish?;
    let is_ours = wish.response_type == "code"
        && wish.client_id == CLIENT_ID
        && wish.code_challenge_method == "S256"
        && wish.code_challenge.len() == 43
        && !wish.state.is_empty()
        && wish.redirect_uri == state.address(headers) + RETURN_PATH;
    let provider = state.catalogue(SANDBOX).provider(provider_id)?;
    is_ours.then_some(provider.name.as_str())
}

fn header(provider_name: &str) -> String {
    let letter: String = provider_name.chars().take(1).collect();
    format!(
        "<p class=\"ribbon\">Sandbox: a pretend page of {name}</p>\
         <p class=\"brand\"><span class=\"monogram\" aria-hidden=\"true\">{letter}</span>{name}</p>",
        name = escape(provider_name),
        letter = escape(&letter),
    )
}

fn login_page(
    provider_id: &str,
    provider_name: &str,
    query: Option<&str>,
    typed: &str,
    fault: Option<&str>,
) -> Page {
    let fault = fault.map_or_else(String::new, |words| {
        format!("<p class=\"fault\" role=\"alert\" id=\"fault\">{}</p>", escape(words))
    });
    let body = format!(
        "{header}<h1>Sign in to {name}</h1>{fault}\
         <form method=\"post\" action=\"/sandbox/sign-in/{id}?{query}\">\
         <label for=\"name\">User name, e-mail or mobile number</label>\
         <input id=\"name\" name=\"name\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" \
           maxlength=\"254\" required value=\"{typed}\">\
         <label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" \
           maxlength=\"128\" required>\
         <button class=\"primary\">Sign in</button></form>\
         <p class=\"small\">Sandbox people: George with 123456, Ryan with 654321.</p>",
        header = header(provider_name),
        name = escape(provider_name),
        id = escape(provider_id),
        query = escape(query.unwrap_or_default()),
        typed = escape(typed),
    );
    Page::with_body(StatusCode::OK, &format!("Sign in to {provider_name}"), body)
}

fn consent_page(provider_id: &str, provider_name: &str, person: &str, ticket: &Secret) -> Page {
    let body = format!(
        "{header}<h1>Let Wink read your {name} records?</h1>\
         <p>You are signed in as <strong>{person}</strong>. Wink asks for a copy of:</p>\
         <ul><li>Your name and contact details</li><li>Where you work</li><li>What you are paid</li></ul>\
         <form method=\"post\" action=\"/sandbox/sign-in/{id}/decision\">\
         <input type=\"hidden\" name=\"ticket\" value=\"{ticket}\">\
         <button class=\"primary\" name=\"decision\" value=\"allow\">Allow</button>\
         <button class=\"secondary\" name=\"decision\" value=\"deny\">Don’t allow</button></form>",
        header = header(provider_name),
        name = escape(provider_name),
        id = escape(provider_id),
        person = escape(person),
        ticket = escape(ticket.expose()),
    );
    Page::with_body(StatusCode::OK, &format!("Let Wink read your {provider_name} records?"), body)
}

fn refused() -> Response {
    let text = "Its address is not complete, or is not one that was made here. Close this window and start again from \
                where you came from.";
    Page::new(StatusCode::BAD_REQUEST, Tone::Bad, "This page cannot be used", text).into_response()
}

fn broken(error: &PageError) -> Response {
    tracing::error!(?error, "the sandbox's sign-in page broke down");
    super::broken(error).into_response()
}
