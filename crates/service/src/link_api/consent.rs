//! Recording that the person agreed.

use super::problem::LinkError;
use super::{Answer, body};
use crate::clock::iso;
use crate::ids::{new_id, sha256_hex};
use crate::state::AppState;
use crate::store::{NewConsent, Session};
use crate::templates;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::{Extension, Json};
use wink_wire::{ConsentGiven, ConsentReceipt};

pub(super) async fn give(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    request: Request,
) -> Answer {
    let given: ConsentGiven = body(request).await?;
    let shown = templates::template_of(&state.store, &session, state.address()).await?.consent;
    for (field, given, shown) in
        [("version", &given.version, &shown.version), ("language", &given.language, &shown.language)]
    {
        if given != shown {
            let message = format!("{field} is not that of the text in force; read the session again");
            return Err(LinkError::invalid(Some(field.to_owned()), message));
        }
    }
    let text_sha256 = sha256_hex(&shown.text);
    let agreed_at = state.clock.now_millis();
    let consent = NewConsent {
        id: &new_id("consent"),
        text_version: &shown.version,
        language: &shown.language,
        text: &shown.text,
        text_sha256: &text_sha256,
        agreed_at,
    };
    state.store.add_consent(&session, &consent).await?;
    let receipt = ConsentReceipt { text_sha256, agreed_at: iso(agreed_at) };
    Ok((StatusCode::CREATED, Json(receipt)).into_response())
}
