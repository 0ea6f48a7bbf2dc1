//! Archives: announcing an upload, its pieces, submitting it, watching it, revoking it.

use super::accounts::{Wait, longest_wait};
use super::problem::LinkError;
use super::{Answer, allowed, body};
use crate::archives::view_of;
use crate::http::body::read_bytes;
use crate::state::AppState;
use crate::store::{Announced, Archive, Session};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use wink_wire::StartArchive;

#[derive(Deserialize)]
pub(super) struct Piece {
    offset: u64,
}

pub(super) async fn announce(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    request: Request,
) -> Answer {
    let start: StartArchive = body(request).await?;
    allowed::check_upload(&state, &session, start.provider_id.as_deref()).await?;
    Ok(match state.archives.announce(&session, &start).await? {
        Announced::New(archive) => (StatusCode::CREATED, answer_with(&archive)).into_response(),
        Announced::Known(archive) => answer_with(&archive),
    })
}

pub(super) async fn receive(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path((id, file_id)): Path<(String, String)>,
    piece: Result<Query<Piece>, QueryRejection>,
    request: Request,
) -> Answer {
    let Query(piece) = piece.map_err(|_| {
        LinkError::invalid(Some("offset".to_owned()), "offset must be a whole number of 0 or more")
    })?;
    let content = read_bytes(request).await.map_err(|error| LinkError::bad_piece(&error))?;
    let archive = state.archives.receive(&session, &id, &file_id, piece.offset, content).await?;
    Ok(answer_with(&archive))
}

pub(super) async fn submit(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    Ok(answer_with(&state.archives.submit(&session, &id).await?))
}

pub(super) async fn get(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    wait: Result<Query<Wait>, QueryRejection>,
) -> Answer {
    let archive = match longest_wait(wait)? {
        Some((after_version, longest)) => {
            let _place = state.waiting.enter(&session.id)?;
            state.archives.wait(&session.scope, &session.user_id, &id, after_version, longest).await?
        }
        None => state.archives.archive(&session.scope, &session.user_id, &id).await?,
    };
    Ok(answer_with(&archive))
}

pub(super) async fn revoke(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    let archive = state.archives.archive(&session.scope, &session.user_id, &id).await?;
    Ok(answer_with(&state.archives.revoke(&archive.scope, &archive.id).await?))
}

fn answer_with(archive: &Archive) -> Response {
    Json(view_of(archive)).into_response()
}
