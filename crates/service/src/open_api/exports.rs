//! `/v1/accounts/{id}/exports/generate`.

use super::Answer;
use super::accounts;
use super::auth::Caller;
use super::document::Id;
use super::envelope::{Envelope, ok};
use super::error::ApiError;
use crate::clock::iso;
use crate::exports::ExportError;
use crate::http::body::read_json;
use crate::refusal::Refusal;
use crate::state::AppState;
use crate::store::{AccountStatus, ExportFormat};
use axum::Extension;
use axum::extract::{Path, Request, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The export to generate.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ExportPost {
    export_extension_type: ExportFormat,
}

/// A file with everything stored about an account at the time of the export.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccountExport)]
struct ExportView {
    account_id: String,
    id: String,
    /// The file's address. Anyone who has the address can download the file. It works for ten minutes; generate another
    /// export after that.
    download_url: String,
    export_extension_type: ExportFormat,
    /// The file's MD5 checksum, to verify the download.
    md5: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// Generate account export
///
/// Creates a file with everything stored about a connected account.
#[utoipa::path(post, path = "/accounts/{id}/exports/generate", operation_id = "generate-account-export",
    tag = "Accounts", params(Id), request_body = ExportPost,
    responses((status = 200, body = Envelope<ExportView>)))]
pub(super) async fn generate(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let account = accounts::find(&state, &caller, &id).await?;
    let post: Option<ExportPost> = read_json(request).await?;
    let Some(ExportPost { export_extension_type }) = post else {
        return Err(ApiError::invalid("exportExtensionType is missing"));
    };
    if account.status != AccountStatus::Connected {
        return Err(nothing_there());
    }
    let export = state.exports.make(&account, export_extension_type).await?;
    let addresses = state.file_addresses.writer(state.address()).await?;
    Ok(ok(ExportView {
        account_id: export.account_id,
        download_url: addresses.address_of(&export.id),
        id: export.id,
        export_extension_type: export.format,
        md5: export.md5,
        created_at: iso(export.created_at),
    }))
}

fn nothing_there() -> ApiError {
    ApiError::missing("there is nothing to export: the account is not connected")
}

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Revoked => nothing_there(),
            ExportError::DiskFull(full) => full.into(),
            ExportError::Store(error) => error.into(),
            ExportError::Files(error) => Refusal::of_files(&error).into(),
            error @ ExportError::Unmade(_) => {
                tracing::error!(?error, "an export failed");
                Self::server_error()
            }
        }
    }
}
