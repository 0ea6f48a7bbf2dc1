//! The sandbox's sign-in page: looks like a provider's, and lets the sandbox's people in. A client that is not ours,
//! or an address that is not our way back, gets no further than the first page.

use super::html::{Tone, card, message};
use super::words::Words;
use super::words_for;
use crate::connectors::sandbox::page::{self, Asked, CLIENT_ID, Exchange, PageError};
use crate::http::page::Page;
use crate::http::rich_text::{fill, name};
use crate::linking::RETURN_PATH;
use crate::scope::Mode;
use crate::state::AppState;
use axum::Json;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use wink_wire::{Language, Secret};

/// What the page's address asks for (RFC 6749, 4.1.1; RFC 7636, 4.3).
#[derive(Deserialize)]
pub(super) struct Wish {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    state: String,
    code_challenge: String,
    code_challenge_method: String,
    /// In which languages (OpenID Connect Core, 3.1.2.1).
    #[serde(default)]
    ui_locales: String,
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: Secret,
}

#[derive(Deserialize)]
pub(super) struct Decided {
    ticket: Secret,
    decision: String,
    /// What the page spoke.
    language: Option<Language>,
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
    let words = spoken(&headers, wish.as_ref().ok());
    let Some(name) = checked(&state, &provider, &headers, wish.as_ref().ok()) else { return refused(words) };
    let site = Site { id: &provider, name, words };
    site.login_page(query.as_deref(), "", None).into_response()
}

pub(super) async fn log_in(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    wish: Asking,
    form: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let words = spoken(&headers, wish.as_ref().ok());
    let (Some(name), Ok(Query(wish)), Ok(Form(typed))) =
        (checked(&state, &provider, &headers, wish.as_ref().ok()), &wish, form)
    else {
        return refused(words);
    };
    let site = Site { id: &provider, name, words };
    let asked = Asked {
        provider_id: &provider,
        redirect_uri: &wish.redirect_uri,
        state: &wish.state,
        code_challenge: &wish.code_challenge,
    };
    let now_millis = state.clock.now_millis();
    match page::log_in(&state.store, &asked, &typed.name, &typed.password, now_millis).await {
        Ok(Some(ticket)) => site.consent_page(typed.name.trim(), &ticket).into_response(),
        Ok(None) => {
            let fault = Some(words.sandbox.mismatch);
            site.login_page(query.as_deref(), &typed.name, fault).into_response()
        }
        Err(error) => broken(&error, words),
    }
}

pub(super) async fn decide(
    State(state): State<AppState>,
    Path(_): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Decided>, FormRejection>,
) -> Response {
    let Ok(Form(decided)) = form else { return refused(words_for(&headers, None)) };
    let words = words_for(&headers, decided.language);
    let is_allowed = decided.decision == "allow";
    match page::decide(&state.store, &decided.ticket, is_allowed, state.clock.now_millis()).await {
        Ok(Some(address)) => Redirect::to(&address).into_response(),
        Ok(None) => {
            let page = message(StatusCode::GONE, Tone::Bad, words.sandbox.answered, words.language);
            page.into_response()
        }
        Err(error) => broken(&error, words),
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
        Err(error) => broken(&error, words_for(&HeaderMap::new(), None)),
    }
}

/// The words that the page is asked for in, else those of the browser's language.
fn spoken(headers: &HeaderMap, wish: Option<&Query<Wish>>) -> &'static Words {
    let asked = wish.and_then(|Query(wish)| wish.ui_locales.split(' ').find_map(Language::of));
    words_for(headers, asked)
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
    let provider = state.catalogue(Mode::Sandbox).provider(provider_id)?;
    is_ours.then_some(provider.name.as_str())
}

/// A pretended provider's site.
struct Site<'a> {
    id: &'a str,
    name: &'a str,
    words: &'static Words,
}

impl Site<'_> {
    fn page(&self, title: &str, content: &Markup) -> Page {
        let letter: String = self.name.chars().take(1).collect();
        let body = html! {
            p.ribbon { (self.named(self.words.sandbox.ribbon)) }
            p.brand {
                span.monogram aria-hidden="true" { (letter) }
                (name(self.name))
            }
            h1 { (self.named(title)) }
            (content)
        };
        card(StatusCode::OK, title.replace("{provider}", self.name), &body, self.words.language)
    }

    fn named(&self, text: &str) -> Markup {
        fill(text, &[("provider", &name(self.name))])
    }

    fn login_page(&self, query: Option<&str>, typed: &str, fault: Option<&str>) -> Page {
        let words = &self.words.sandbox;
        let action = format!("/sandbox/sign-in/{}?{}", self.id, query.unwrap_or_default());
        let content = html! {
            @if let Some(fault) = fault {
                p.fault #fault role="alert" { (fault) }
            }
            form method="post" action=(action) {
                label for="name" { (words.name) }
                input #name name="name" dir="auto" autocomplete="username" autocapitalize="none"
                    spellcheck="false" maxlength="254" required value=(typed);
                label for="password" { (words.password) }
                input #password name="password" type="password" dir="auto"
                    autocomplete="current-password" maxlength="128" required;
                button.primary { (words.sign_in) }
            }
            p.small { (words.people) }
        };
        self.page(words.sign_in_to, &content)
    }

    fn consent_page(&self, person: &str, ticket: &Secret) -> Page {
        let words = &self.words.sandbox;
        let content = html! {
            p { (fill(words.signed_in_as, &[("person", &name(person))])) }
            ul {
                @for text in words.asked_for { li { (text) } }
            }
            form method="post" action={ "/sandbox/sign-in/" (self.id) "/decision" } {
                input type="hidden" name="ticket" value=(ticket.expose());
                input type="hidden" name="language" value=(self.words.language.tag());
                button.primary name="decision" value="allow" { (words.allow) }
                button.secondary name="decision" value="deny" { (words.deny) }
            }
        };
        self.page(words.question, &content)
    }
}

fn refused(words: &Words) -> Response {
    message(StatusCode::BAD_REQUEST, Tone::Bad, words.sandbox.incomplete, words.language).into_response()
}

fn broken(error: &PageError, words: &Words) -> Response {
    tracing::error!(?error, "the sandbox's sign-in page broke down");
    super::broken(error, words).into_response()
}
