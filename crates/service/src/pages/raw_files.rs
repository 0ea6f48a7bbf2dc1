//! `GET /files/{id}/{key}`: the content of a submitted file or of an export. The key cannot be guessed, and only hosts
//! receive the address. It ends with the file: when its owner is revoked, or after 60 days at the latest.

use crate::http::policy::{Context, Policy};
use crate::ids::equal_in_constant_time;
use crate::state::AppState;
use crate::store::retry_after_seconds;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::fmt::Write as _;

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
    served(&file.name, file.format.content_type(), content)
}

/// The file of an export.
async fn exported(state: &AppState, id: &str, key: &str) -> Response {
    match state.exports.file(id, key).await {
        Ok(Some(file)) => served(&file.name, file.format.content_type(), file.content),
        Ok(None) => (StatusCode::NOT_FOUND, "there is no such file, or no longer\n").into_response(),
        Err(error) => broken(&error),
    }
}

fn served(name: &str, content_type: &str, content: Vec<u8>) -> Response {
    let headers: [(HeaderName, String); 5] = [
        (CONTENT_TYPE, content_type.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", percent_encoded(name))),
        (CACHE_CONTROL, "no-store".to_owned()),
        (REFERRER_POLICY, "no-referrer".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let policy = Policy { context: Context::Sandbox, ..Policy::default() };
    (headers, [(CONTENT_SECURITY_POLICY, policy.header())], content).into_response()
}

/// As RFC 5987 writes a value.
fn percent_encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(?error, "a file could not be read");
    let Some(seconds) = retry_after_seconds(error) else {
        return (StatusCode::INTERNAL_SERVER_ERROR, "something broke on our side\n").into_response();
    };
    let words = format!("the service is temporarily unavailable; retry in {seconds} s\n");
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, HeaderValue::from(seconds))], words).into_response()
}
