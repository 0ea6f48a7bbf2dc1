//! `/v1/uploads`: the former name of archives, without the data read from them.

use super::Answer;
use super::archives::{self, ArchiveView, RawFileView, StateView};
use super::auth::Caller;
use super::document::{CreationDays, Id, OfUser, Paging};
use super::envelope::{Envelope, List, ok};
use super::page::PageQuery;
use super::params::Params;
use crate::state::AppState;
use crate::store::ArchiveFilter;
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

/// A submitted document and its files.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Upload)]
struct UploadView {
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// The user whose document it is.
    provider_id: &'static str,
    user_id: String,
    r#type: &'static str,
    state: StateView,
    raw_files: Vec<RawFileView>,
}

impl From<ArchiveView> for UploadView {
    fn from(archive: ArchiveView) -> Self {
        let ArchiveView { id, created_at, provider_id, user_id, r#type, state, raw_files, .. } = archive;
        Self { id, created_at, provider_id, user_id, r#type, state, raw_files }
    }
}

/// List Uploads
///
/// Lists the documents of your users, newest first. Use `GET /archives` to get the data read from them too.
#[utoipa::path(get, path = "/uploads", operation_id = "list-uploads", tag = "Uploads",
    params(Paging, OfUser, CreationDays), responses((status = 200, body = Envelope<List<UploadView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("uploads", &params, &["userId", "startDate", "endDate"])?;
    let filter = ArchiveFilter {
        scope: caller.scope,
        user_id: query.params.text("userId")?,
        file_type: None,
        created: query.params.span()?,
    };
    let uploads = state.store.archives(&filter, query.slice()).await?;
    let addresses = state.file_addresses.writer(state.address()).await?;
    let view = |archive| UploadView::from(archives::view(archive, &addresses));
    Ok(ok(query.page(uploads, |archive| archive.seq, view)))
}

/// Get Upload
#[utoipa::path(get, path = "/uploads/{id}", operation_id = "get-upload", tag = "Uploads",
    params(Id), responses((status = 200, body = Envelope<UploadView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let archive = archives::find(&state, &caller, &id).await?;
    let addresses = state.file_addresses.writer(state.address()).await?;
    Ok(ok(UploadView::from(archives::view(archive, &addresses))))
}
