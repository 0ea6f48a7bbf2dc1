//! Where people stop the invitations of a company: a page with a button, and what the button of a mail program calls
//! (RFC 8058). A link alone changes nothing, because programs that look at e-mails follow links.

use super::html::Card;
use super::landing;
use crate::http::headers;
use crate::http::languages::languages;
use crate::http::page::Page;
use crate::http::policy::{Allowed, Policy};
use crate::http::rich_text::{fill, name};
use crate::invites::InvitesError;
use crate::state::AppState;
use crate::store::{Invite, retry_after_seconds};
use crate::texts::Text;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::html;
use wink_wire::{Language, Secret};

/// Whether the invitations have stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Asked,
    Done,
}

pub(super) async fn ask(state: State<AppState>, key: Path<Secret>, sent: HeaderMap) -> Response {
    answer(state, key, &sent, Step::Asked).await
}

/// The body does not matter: mail programs send `List-Unsubscribe=One-Click`, the page's button nothing.
pub(super) async fn stop(state: State<AppState>, key: Path<Secret>, sent: HeaderMap) -> Response {
    answer(state, key, &sent, Step::Done).await
}

async fn answer(
    State(state): State<AppState>,
    Path(key): Path<Secret>,
    sent: &HeaderMap,
    step: Step,
) -> Response {
    let languages = languages(sent);
    let own = Language::first_of(languages.iter().copied());
    let page = async {
        let Some(invite) = state.store.invite_at(&key).await? else { return Ok(landing::unknown(own)) };
        if step == Step::Done {
            state.invites.stop_inviting(&invite).await?;
        }
        let language = state.invites.language_of(&invite, &languages).await?;
        Ok::<_, InvitesError>(page(&invite, step, language))
    };
    match page.await {
        Ok(page) => page.into_response(),
        Err(error) => {
            tracing::error!(?error, "invitations could not be stopped");
            match retry_after_seconds(&error) {
                Some(seconds) => (headers::retry_after(seconds), landing::away(own)).into_response(),
                None => landing::broken(own).into_response(),
            }
        }
    }
}

pub(super) fn page(invite: &Invite, step: Step, language: Language) -> Page {
    let (title, text) = match step {
        Step::Asked => (Text::InviteStopTitle, Text::InviteStop),
        Step::Done => (Text::InviteStoppedTitle, Text::InviteStopped),
    };
    let company = name(&invite.texts.company.name);
    let notes = html! {
        @if step == Step::Asked {
            form method="post" {
                button.primary type="submit" { (Text::InviteStopButton.in_language(language)) }
            }
        }
    };
    let card = Card {
        title: title.in_language(language),
        invite: Some(invite),
        text: fill(text.in_language(language), &[("company", &company)]),
        button: None,
        notes,
    };
    let policy = Policy { forms: Allowed::Own, ..card.policy() };
    card.page(StatusCode::OK, language).under(policy)
}
