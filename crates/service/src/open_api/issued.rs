//! `/v1/documents`: documents that sources issued. Documents that people upload are archives.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, OfSource, OfUser, Paging};
use super::envelope::{Envelope, List};
use super::page::PageQuery;
use super::params::Params;
use super::records::{DataItem, OWNER_FILTERS, get, list};
use crate::records::{Document, RecordKind};
use crate::state::AppState;
use crate::store::DateRule;
use axum::Extension;
use axum::extract::{Path, State};

/// List Documents
///
/// Lists documents that sources issued to your users. For documents that people upload, see Archives.
#[utoipa::path(get, path = "/documents", operation_id = "list-documents", tag = "Documents",
    params(Paging, OfUser, OfSource), responses((status = 200, body = Envelope<List<DataItem<Document>>>)))]
pub(super) async fn list_documents(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("documents", &params, &OWNER_FILTERS)?;
    list(&state, caller, RecordKind::Document, &query, DateRule::Any).await
}

/// Get Document
#[utoipa::path(get, path = "/documents/{id}", operation_id = "get-document", tag = "Documents",
    params(Id), responses((status = 200, body = Envelope<DataItem<Document>>)))]
pub(super) async fn get_document(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    get(&state, &caller, RecordKind::Document, &id).await
}
