//! The sandbox's sign-in page. It looks like a provider's page, and the sandbox's people can log in. A client or
//! redirect address that is not the service's own gets no further than the first page.

use super::html::{Tone, card, message};
use super::{language_for, notices};
use crate::connectors::sandbox::page::{self, Asked, CLIENT_ID, Exchange, PageError};
use crate::http::page::Page;
use crate::http::rich_text::{fill, name};
use crate::linking::RETURN_PATH;
use crate::scope::Mode;
use crate::state::AppState;
use crate::texts::Text;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use wink_wire::{Language, Secret};

/// What the page's address asks for (RFC 6749, 4.1.1; RFC 7636, 4.3).
#[derive(Deserialize)]
struct AuthorizationRequest {
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
struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: Secret,
}

#[derive(Deserialize)]
struct Decided {
    ticket: Secret,
    decision: String,
    /// What the page spoke.
    language: Option<Language>,
}

#[derive(Deserialize)]
struct TokenForm {
    grant_type: String,
    client_id: String,
    provider: String,
    code: Secret,
    code_verifier: Secret,
    redirect_uri: String,
}

/// Everything under `/sandbox`.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/sandbox/sign-in/{provider}", get(ask).post(log_in))
        .route("/sandbox/sign-in/{provider}/decision", post(decide))
        .route("/sandbox/token", post(token))
}

type RequestQuery = Result<Query<AuthorizationRequest>, QueryRejection>;

async fn ask(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: RequestQuery,
) -> Response {
    let language = spoken(&headers, request.as_ref().ok());
    let Some(name) = checked(&state, &provider, request.as_ref().ok()) else {
        return refused(language);
    };
    let site = Site { id: &provider, name, language };
    site.login_page(query.as_deref(), "", None).into_response()
}

async fn log_in(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: RequestQuery,
    form: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let language = spoken(&headers, request.as_ref().ok());
    let (Some(name), Ok(Query(request)), Ok(Form(typed))) =
        (checked(&state, &provider, request.as_ref().ok()), &request, form)
    else {
        return refused(language);
    };
    let site = Site { id: &provider, name, language };
    let asked = Asked {
        provider_id: &provider,
        redirect_uri: &request.redirect_uri,
        state: &request.state,
        code_challenge: &request.code_challenge,
    };
    let now_millis = state.clock.now_millis();
    match page::is_asked_for(&state.store, &asked).await {
        Ok(true) => {}
        Ok(false) => return refused(language),
        Err(error) => return broken(&error, language),
    }
    match page::log_in(&state.store, &asked, &typed.name, &typed.password, now_millis).await {
        Ok(Some(ticket)) => site.consent_page(typed.name.trim(), &ticket).into_response(),
        Ok(None) => {
            let fault = Some(Text::SandboxMismatch);
            site.login_page(query.as_deref(), &typed.name, fault).into_response()
        }
        Err(error) => broken(&error, language),
    }
}

async fn decide(
    State(state): State<AppState>,
    Path(_): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Decided>, FormRejection>,
) -> Response {
    let Ok(Form(decided)) = form else { return refused(language_for(&headers, None)) };
    let language = language_for(&headers, decided.language);
    let is_allowed = decided.decision == "allow";
    match page::decide(&state.store, &decided.ticket, is_allowed, state.clock.now_millis()).await {
        Ok(Some(address)) => Redirect::to(&address).into_response(),
        Ok(None) => {
            let page = message(StatusCode::GONE, Tone::Bad, notices::SANDBOX_ANSWERED, language);
            page.into_response()
        }
        Err(error) => broken(&error, language),
    }
}

/// The token endpoint (RFC 6749, 4.1.3). Our own connector redeems its codes without the way over the network.
async fn token(State(state): State<AppState>, form: Result<Form<TokenForm>, FormRejection>) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let Ok(Form(request)) = form else { return refused("invalid_request") };
    if request.grant_type != "authorization_code" {
        return refused("unsupported_grant_type");
    }
    if request.client_id != CLIENT_ID {
        return refused("invalid_client");
    }
    let exchange = Exchange {
        provider_id: &request.provider,
        code: &request.code,
        verifier: &request.code_verifier,
        redirect_uri: &request.redirect_uri,
    };
    match page::is_redeemed(&state.store, exchange, state.clock.now_millis()).await {
        Ok(true) => Json(json!({ "access_token": "sandbox", "token_type": "Bearer" })).into_response(),
        Ok(false) => refused("invalid_grant"),
        Err(error) => broken(&error, language_for(&HeaderMap::new(), None)),
    }
}

/// The requested language, otherwise the browser's.
fn spoken(headers: &HeaderMap, request: Option<&Query<AuthorizationRequest>>) -> Language {
    let asked = request.and_then(|Query(request)| request.ui_locales.split(' ').find_map(Language::of));
    language_for(headers, asked)
}

/// The provider's name, where the request is one that our own service has made.
fn checked<'a>(
    state: &'a AppState,
    provider_id: &str,
    request: Option<&Query<AuthorizationRequest>>,
) -> Option<&'a str> {
    let Query(request) = request?;
    let is_ours = request.response_type == "code"
        && request.client_id == CLIENT_ID
        && request.code_challenge_method == "S256"
        && request.code_challenge.len() == 43
        && !request.state.is_empty()
        && request.redirect_uri.strip_prefix(state.address()) == Some(RETURN_PATH);
    let provider = state.catalogue(Mode::Sandbox).provider(provider_id)?;
    is_ours.then_some(provider.name.as_str())
}

/// What Wink asks for.
const ASKED_FOR: [Text; 3] = [Text::SandboxAskedIdentity, Text::SandboxAskedWork, Text::SandboxAskedPay];

/// A pretended provider's site.
struct Site<'a> {
    id: &'a str,
    name: &'a str,
    language: Language,
}

impl Site<'_> {
    fn page(&self, title: Text, content: &Markup) -> Page {
        let letter: String = self.name.chars().take(1).collect();
        let body = html! {
            p.ribbon { (self.named(Text::SandboxRibbon)) }
            p.brand {
                span.monogram aria-hidden="true" { (letter) }
                (name(self.name))
            }
            h1 { (self.named(title)) }
            (content)
        };
        let title = self.text(title).replace("{provider}", self.name);
        card(StatusCode::OK, title, &body, self.language)
    }

    const fn text(&self, text: Text) -> &'static str {
        text.in_language(self.language)
    }

    fn named(&self, text: Text) -> Markup {
        fill(self.text(text), &[("provider", &name(self.name))])
    }

    fn login_page(&self, query: Option<&str>, typed: &str, fault: Option<Text>) -> Page {
        let action = format!("/sandbox/sign-in/{}?{}", self.id, query.unwrap_or_default());
        let content = html! {
            @if let Some(fault) = fault {
                p.fault #fault role="alert" { (self.text(fault)) }
            }
            form method="post" action=(action) {
                label for="name" { (self.text(Text::SandboxName)) }
                input #name name="name" dir="auto" autocomplete="username" autocapitalize="none"
                    spellcheck="false" maxlength="254" required value=(typed);
                label for="password" { (self.text(Text::SandboxPassword)) }
                input #password name="password" type="password" dir="auto"
                    autocomplete="current-password" maxlength="128" required;
                button.primary { (self.text(Text::SandboxSignIn)) }
            }
            p.small { (self.text(Text::SandboxPeople)) }
        };
        self.page(Text::SandboxSignInTo, &content)
    }

    fn consent_page(&self, person: &str, ticket: &Secret) -> Page {
        let content = html! {
            p { (fill(self.text(Text::SandboxSignedInAs), &[("person", &name(person))])) }
            ul {
                @for text in ASKED_FOR { li { (self.text(text)) } }
            }
            form method="post" action={ "/sandbox/sign-in/" (self.id) "/decision" } {
                input type="hidden" name="ticket" value=(ticket.expose());
                input type="hidden" name="language" value=(self.language.tag());
                button.primary name="decision" value="allow" { (self.text(Text::SandboxAllow)) }
                button.secondary name="decision" value="deny" { (self.text(Text::SandboxDeny)) }
            }
        };
        self.page(Text::SandboxQuestion, &content)
    }
}

fn refused(language: Language) -> Response {
    message(StatusCode::BAD_REQUEST, Tone::Bad, notices::SANDBOX_INCOMPLETE, language).into_response()
}

fn broken(error: &PageError, language: Language) -> Response {
    tracing::error!(?error, "the sandbox's sign-in page broke down");
    super::broken(error, language).into_response()
}

/// The pages, with a text in the place of what comes from elsewhere.
#[cfg(test)]
pub(super) fn pages_of(text: &str, language: Language) -> [(&'static str, Page); 3] {
    let site = Site { id: text, name: text, language };
    [
        ("log-in", site.login_page(Some(text), "", None)),
        ("log-in that did not match", site.login_page(Some(text), text, Some(Text::SandboxMismatch))),
        ("consent", site.consent_page(text, &text.into())),
    ]
}
