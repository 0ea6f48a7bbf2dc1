//! What answers at an invite's link: the page, its colours, and the link token for the widget, which is made in the
//! click itself. The address is the key: 256 random bits that only the invited person and the host have.

mod html;
mod landing;
mod theme;
mod unsubscribe;

use crate::http::headers::{self, Caching, Kind, file};
use crate::http::languages::languages;
use crate::http::rate_limit::RateLimit;
use crate::invites::InvitesError;
use crate::link_tokens::CreatedToken;
use crate::state::AppState;
use crate::store::{Invite, InviteStatus, retry_after_seconds};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use landing::Standing;
use serde::Serialize;
use wink_wire::{Language, Secret};

const STYLE: &str = concat!(
    include_str!("../../../../static/tokens.css"),
    include_str!("card.css"),
    include_str!("invite/page.css"),
);
const SCRIPT: &str = include_str!("../../data/invite/page.js");

/// Everything under `/invite` and `/invites`.
pub(crate) fn router(state: &AppState, limit: RateLimit) -> Router {
    let pages = Router::new()
        .route("/invite/{key}", get(show))
        .route("/invite/{key}/theme.css", get(colours))
        .route("/invite/{key}/opened", post(opened))
        .route("/invite/{key}/token", post(token))
        .route("/invite/{key}/unsubscribe", get(unsubscribe::ask).post(unsubscribe::stop));
    limit
        .guard(pages)
        .route("/invites/page.css", get(file(Kind::StyleSheet, STYLE)))
        .route("/invites/page.js", get(file(Kind::Script, SCRIPT)))
        .with_state(state.clone())
}

/// What the widget opens with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Opening {
    user_token: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_id: Option<String>,
    /// Where no Wink template has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<String>,
}

async fn show(State(state): State<AppState>, Path(key): Path<Secret>, sent: HeaderMap) -> Response {
    let languages = languages(&sent);
    let own = Language::first_of(languages.iter().copied());
    let page = async {
        let Some(invite) = state.store.invite_at(&key).await? else { return Ok(landing::unknown(own)) };
        let language = state.invites.language_of(&invite, &languages).await?;
        Ok::<_, InvitesError>(landing::page(&invite, standing(&state, &invite), language))
    };
    match page.await {
        Ok(page) => page.into_response(),
        Err(error) => {
            tracing::error!(?error, "an invite's page broke down");
            match retry_after_seconds(&error) {
                Some(seconds) => (headers::retry_after(seconds), landing::away(own)).into_response(),
                None => landing::broken(own).into_response(),
            }
        }
    }
}

async fn colours(State(state): State<AppState>, Path(key): Path<Secret>) -> Response {
    answer(&state, &key, async |invite| {
        let look = state.invites.look_of(invite).await?;
        let headers = (Kind::StyleSheet.headers(), Caching::Never.headers());
        Ok((headers, theme::style_sheet(&look)).into_response())
    })
    .await
}

/// The person sees the page. The page's script says so, because programs that look at links in e-mails run none.
async fn opened(State(state): State<AppState>, Path(key): Path<Secret>) -> Response {
    answer(&state, &key, async |invite| {
        let now_millis = state.clock.now_millis();
        state.store.advance_invite(invite, InviteStatus::LandingPageOpened, now_millis).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

async fn token(State(state): State<AppState>, Path(key): Path<Secret>) -> Response {
    answer(&state, &key, async |invite| {
        if !standing(&state, invite).opens() {
            return Ok(StatusCode::GONE.into_response());
        }
        let made = state.link_tokens.create(&invite.scope, None, &invite.user_id, &[]).await?;
        let CreatedToken { access_token, .. } = made;
        let now_millis = state.clock.now_millis();
        state.store.advance_invite(invite, InviteStatus::WinkWidgetOpened, now_millis).await?;
        let template_id = invite.wink_template_id.clone();
        let company_name = template_id.is_none().then(|| invite.texts.company.name.clone());
        let opening = Opening { user_token: access_token, template_id, company_name };
        Ok((StatusCode::CREATED, Caching::Never.headers(), Json(opening)).into_response())
    })
    .await
}

/// What is answered about an invite by its key.
async fn answer(
    state: &AppState,
    key: &Secret,
    about: impl AsyncFnOnce(&Invite) -> Result<Response, InvitesError>,
) -> Response {
    let answered = async {
        match state.store.invite_at(key).await? {
            Some(invite) => about(&invite).await,
            None => Ok(StatusCode::NOT_FOUND.into_response()),
        }
    };
    answered.await.unwrap_or_else(|error| {
        tracing::error!(?error, "an invite's link broke down");
        match retry_after_seconds(&error) {
            Some(seconds) => (headers::retry_after(seconds), StatusCode::SERVICE_UNAVAILABLE).into_response(),
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    })
}

fn standing(state: &AppState, invite: &Invite) -> Standing {
    Standing::of(invite, state.clock.now_millis())
}

/// Every page of an invite, with a text in each field that somebody writes.
#[cfg(test)]
pub(super) fn pages_of(text: &str, language: Language) -> [(&'static str, crate::http::page::Page); 6] {
    let mut invite = crate::invites::tests::invite();
    let texts = &mut invite.texts.0;
    for field in [
        &mut texts.company.name,
        &mut texts.company.logo_url,
        &mut texts.email.reply_address,
        &mut texts.landing_page.header,
        &mut texts.landing_page.button,
        &mut texts.success_page.header,
        &mut texts.success_page.description,
        &mut texts.success_page.button,
        &mut invite.full_name,
        &mut invite.url_key,
    ] {
        text.clone_into(field);
    }
    texts.landing_page.description = format!("{text}, ${{firstName}} ${{fullName}} ${{companyName}}");
    invite.first_name = Some(text.to_owned());
    let page = |standing| landing::page(&invite, standing, language);
    [
        ("landing", page(Standing::Open)),
        ("success", page(Standing::Thanked)),
        ("used", page(Standing::Used)),
        ("expired", page(Standing::Expired)),
        ("stop", unsubscribe::page(&invite, unsubscribe::Step::Asked, language)),
        ("stopped", unsubscribe::page(&invite, unsubscribe::Step::Done, language)),
    ]
}
