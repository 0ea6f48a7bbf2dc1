//! `GET /files/{id}/{key}`: the content of a submitted file or of an export. The key cannot be guessed, and only hosts
//! receive the address. It ends with the file: when its owner is revoked, or after 60 days at the latest.

use crate::http::headers;
use crate::ids::equal_in_constant_time;
use crate::state::AppState;
use crate::store::retry_after_seconds;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

pub(crate) async fn get(State(state): State<AppState>, Path((id, key)): Path<(String, String)>) -> Response {
    let file = match state.store.submitted_file_of_any_scope(&id).await {
        Ok(file) => file.filter(|file| equal_in_constant_time(&file.url_key, &key)),
        Err(error) => return broken(&error),
    };
    let Some(file) = file else { return exported(&state, &id, &key).await };
    let content = match state.archives.content(&file).await {
        Ok(content) => content,
        Err(error) => return broken(&error),
    };
    (headers::download(&file.name, file.format.content_type()), content).into_response()
}

/// The file of an export.
async fn exported(state: &AppState, id: &str, key: &str) -> Response {
    match state.exports.file(id, key).await {
        Ok(Some(file)) => {
            (headers::download(&file.name, file.format.content_type()), file.content).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "there is no such file, or no longer\n").into_response(),
        Err(error) => broken(&error),
    }
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(?error, "a file could not be read");
    let Some(seconds) = retry_after_seconds(error) else {
        return (StatusCode::INTERNAL_SERVER_ERROR, "something broke on our side\n").into_response();
    };
    let words = format!("the service is temporarily unavailable; retry in {seconds} s\n");
    (StatusCode::SERVICE_UNAVAILABLE, headers::retry_after(seconds), words).into_response()
}
