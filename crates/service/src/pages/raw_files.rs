//! `GET /files/{id}/{key}`: the content of a submitted file or of an export, at an address that a host was given within the
//! last ten minutes (`file_addresses`). It ends with the file too, when its owner is revoked.

use crate::archives::NoContent;
use crate::documents::FileName;
use crate::file_addresses::AddressStanding;
use crate::http::headers;
use crate::state::AppState;
use crate::store::retry_after_seconds;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use wink_wire::ArchiveErrorCode;

const MISSING: &str = "there is no such file, or no longer\n";
const HARMFUL: &str = "the scanner found something harmful in this file; it is not handed out\n";
const DAMAGED: &str = "this file is damaged, or asks for too much to be checked; it is not handed out\n";
const ENCRYPTED: &str = "this file needs a password, so it cannot be checked; it is not handed out\n";
const UNSAFE: &str = "this file does more than show a document, which is unsafe; it is not handed out\n";
const BROKEN: &str = "something broke on our side\n";
const NOT_SCANNED: &str = "this file has not been scanned yet; retry in 30 s\n";
const EXPIRED: &str = "this address has expired; read the archive again, or make another export\n";

/// When to retry after a scanner that is away, in seconds.
const NOT_SCANNED_RETRY_SECONDS: u32 = 30;

pub(crate) async fn get(State(state): State<AppState>, Path((id, key)): Path<(String, String)>) -> Response {
    match state.file_addresses.standing(&id, &key).await {
        Ok(AddressStanding::Current) => {}
        Ok(AddressStanding::Expired) => return (StatusCode::GONE, EXPIRED).into_response(),
        Ok(AddressStanding::Unknown) => return (StatusCode::NOT_FOUND, MISSING).into_response(),
        Err(error) => return broken(&error),
    }
    let file = match state.store.submitted_file_of_any_scope(&id).await {
        Ok(Some(file)) => file,
        Ok(None) => return exported(&state, &id).await,
        Err(error) => return broken(&error),
    };
    match state.archives.content(&file).await {
        Ok(content) => {
            let name = FileName::new(&file.name, file.format.extension());
            (headers::download(&name, file.format.content_type()), content).into_response()
        }
        Err(NoContent::Harmful) => (StatusCode::NOT_FOUND, HARMFUL).into_response(),
        Err(NoContent::Refused(code)) => refused(&file.id, code),
        Err(NoContent::NotScanned(error)) => {
            tracing::error!(?error, file = file.id, "a file was not scanned, and is not handed out");
            let retry = headers::retry_after(NOT_SCANNED_RETRY_SECONDS);
            (StatusCode::SERVICE_UNAVAILABLE, retry, NOT_SCANNED).into_response()
        }
        Err(NoContent::Contents(error)) => broken(&error),
        Err(NoContent::Io(error)) => broken(&error),
    }
}

/// The response for a file that cannot be checked, or is unsafe.
fn refused(id: &str, code: ArchiveErrorCode) -> Response {
    let words = match code {
        ArchiveErrorCode::EncryptedFile => ENCRYPTED,
        ArchiveErrorCode::UnsafeFile => UNSAFE,
        ArchiveErrorCode::UnsupportedFormat
        | ArchiveErrorCode::FileTooLarge
        | ArchiveErrorCode::EmptyFile
        | ArchiveErrorCode::UnreadableFile
        | ArchiveErrorCode::WrongDocument => DAMAGED,
        ArchiveErrorCode::SystemError => {
            tracing::error!(file = id, "a file could not be written again");
            return (StatusCode::INTERNAL_SERVER_ERROR, BROKEN).into_response();
        }
    };
    tracing::info!(file = id, code = code.name(), "a file is not handed out");
    (StatusCode::NOT_FOUND, words).into_response()
}

/// The file of an export.
async fn exported(state: &AppState, id: &str) -> Response {
    match state.exports.file(id).await {
        Ok(Some(file)) => {
            (headers::download(&file.name, file.format.content_type()), file.content).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, MISSING).into_response(),
        Err(error) => broken(&error),
    }
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(?error, "a file could not be read");
    let Some(seconds) = retry_after_seconds(error) else {
        return (StatusCode::INTERNAL_SERVER_ERROR, BROKEN).into_response();
    };
    let words = format!("the service is temporarily unavailable; retry in {seconds} s\n");
    (StatusCode::SERVICE_UNAVAILABLE, headers::retry_after(seconds), words).into_response()
}
