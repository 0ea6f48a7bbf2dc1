//! `/v1/archives`: documents that users submit and that hosts send ([`giving`]). The list of document types,
//! `/v1/fileTypes`, is in [`super::file_types`].

mod analyses;
pub(super) mod giving;
pub(super) mod payslips;

use super::Answer;
use super::auth::Caller;
use super::document::{CreationDays, Id, OfUser, Paging, one_of, or_null};
use super::envelope::{Done, Envelope, List, done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::clock::iso;
use crate::documents::{DocumentType, FileName, Format, Side, Unsupported};
use crate::file_addresses::AddressWriter;
use crate::messages::{SpecifiedCode, archive_error};
use crate::state::AppState;
use crate::store::{Archive, ArchiveFile, ArchiveFilter, ArchiveStatus};
use analyses::{AnyAnalysis, AnyExtraction, Validation};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

const FILTERS: [&str; 4] = ["userId", "fileType", "startDate", "endDate"];

/// A submitted document: its files and the data read from them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Archive)]
pub(super) struct ArchiveView {
    pub(super) id: String,
    #[schema(format = DateTime)]
    pub(super) created_at: String,
    /// The user whose document it is.
    pub(super) provider_id: &'static str,
    pub(super) user_id: String,
    pub(super) r#type: &'static str,
    pub(super) state: StateView,
    pub(super) raw_files: Vec<RawFileView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    classification: Option<Classification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = AnyAnalysis, deprecated)]
    analysis: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = AnyExtraction)]
    extraction: Option<Extraction>,
    /// Always absent: the service does not judge whether a document is genuine.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Validation)]
    validation: Option<()>,
}

/// The state of the document.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchiveState)]
pub(super) struct StateView {
    #[schema(schema_with = status_schema)]
    status: &'static str,
    #[schema(required, schema_with = error_code_schema)]
    error_code: Option<&'static str>,
    #[schema(required)]
    error_message: Option<&'static str>,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// An uploaded file.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RawFile)]
pub(super) struct RawFileView {
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// A name for the file that is safe to store it under: ASCII letters, digits, `-` and `_` of its original name, and the
    /// extension of its format.
    name: String,
    #[schema(required)]
    sub_type: Option<String>,
    /// The size in kilobytes.
    size: u64,
    #[schema(schema_with = format_schema)]
    format: &'static str,
    /// The file's address. Anyone who has it can download the file. It works for ten minutes; read the archive again for a
    /// new one.
    url: String,
}

/// The document type that the service detected.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchiveClassification)]
struct Classification {
    #[schema(schema_with = kind_schema)]
    file_type: &'static str,
}

/// The data read from the document, with its type. [`AnyExtraction`] describes it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extraction {
    file_type: &'static str,
    analysis: Value,
}

/// List Archives
///
/// Lists the documents of your users, newest first.
#[utoipa::path(get, path = "/archives", operation_id = "list-archives", tag = "Archives",
    params(Paging, OfUser,
        ("fileType" = Option<String>, Query, min_length = 1, description = "Only documents of this type"), CreationDays),
    responses((status = 200, body = Envelope<List<ArchiveView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("archives", &params, &FILTERS)?;
    let filter = ArchiveFilter {
        scope: caller.scope,
        user_id: query.params.text("userId")?,
        file_type: query.params.text("fileType")?,
        created: query.params.span()?,
    };
    let archives = state.store.archives(&filter, query.slice()).await?;
    let addresses = state.file_addresses.writer(state.address()).await?;
    Ok(ok(query.page(archives, |archive| archive.seq, |archive| view(archive, &addresses))))
}

/// Get Archive
#[utoipa::path(get, path = "/archives/{id}", operation_id = "get-archive", tag = "Archives",
    params(Id), responses((status = 200, body = Envelope<ArchiveView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    show(&state, find(&state, &caller, &id).await?).await
}

/// Revoke Archive
///
/// Deletes the document, its files and the data read from them. This cannot be undone.
#[utoipa::path(delete, path = "/archives/{id}", operation_id = "delete-archive", tag = "Archives",
    params(Id), responses((status = 200, body = Done)))]
pub(super) async fn revoke(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let archive = find(&state, &caller, &id).await?;
    state.archives.revoke(&archive.scope, &archive.id).await?;
    Ok(done())
}

pub(super) async fn find(state: &AppState, caller: &Caller, id: &str) -> Result<Archive, ApiError> {
    let archive = state.store.submitted_archive(&caller.scope, id).await?;
    archive.ok_or_else(|| ApiError::missing("there is no such archive"))
}

/// An answer with one archive.
pub(super) async fn show(state: &AppState, archive: Archive) -> Answer {
    let addresses = state.file_addresses.writer(state.address()).await?;
    Ok(ok(view(archive, &addresses)))
}

pub(super) fn view(archive: Archive, addresses: &AddressWriter) -> ArchiveView {
    let created_at = iso(archive.created_at);
    let file_type = archive.file_type.name();
    let code = archive.error_code.map(|code| code.0);
    let unsupported = archive.unsupported.map(|why| why.0);
    let analysis = archive.analysis.map(|analysis| analysis.0);
    ArchiveView {
        id: archive.id,
        created_at: created_at.clone(),
        provider_id: archive.given_by.provider_id(),
        user_id: archive.user_id,
        r#type: file_type,
        state: StateView {
            status: status_name(archive.status),
            error_code: code.map(|code| SpecifiedCode::of(code).name()),
            error_message: code.map(archive_error).or_else(|| unsupported.map(Unsupported::explanation)),
            updated_at: iso(archive.updated_at),
        },
        raw_files: archive
            .files
            .into_iter()
            .map(|file| raw_file(file, archive.file_type, &created_at, addresses))
            .collect(),
        classification: archive.classification.map(|kind| Classification { file_type: kind.name() }),
        extraction: analysis.clone().map(|analysis| Extraction { file_type, analysis }),
        analysis,
        validation: None,
    }
}

fn status_schema() -> Object {
    one_of(["STARTED", "ANALYZED", "UNSUPPORTED", "ERROR", "REVOKED"])
}

fn error_code_schema() -> Object {
    or_null(one_of(SpecifiedCode::ALL.map(SpecifiedCode::name)))
}

fn format_schema() -> Object {
    one_of(["PDF", "PNG", "JPG", "JPEG", "TIFF"])
}

fn kind_schema() -> Object {
    one_of([
        "PAYSLIP",
        "TAX_DOCUMENT",
        "EMPLOYMENT_CERTIFICATE",
        "BANK_STATEMENT",
        "COMPANY_ID",
        "CLEARANCE_NBI",
        "GOVERNMENT_ID",
        "TELCO_BILL",
        "ELECTRICITY_BILL",
        "WATER_BILL",
        "OTHERS",
    ])
}

fn status_name(status: ArchiveStatus) -> &'static str {
    match status {
        // Hosts do not see archives before they are submitted.
        ArchiveStatus::Uploading | ArchiveStatus::Started => "STARTED",
        ArchiveStatus::Analyzed => "ANALYZED",
        ArchiveStatus::Unsupported => "UNSUPPORTED",
        ArchiveStatus::Error => "ERROR",
        ArchiveStatus::Revoked => "REVOKED",
    }
}

fn raw_file(
    file: ArchiveFile,
    kind: DocumentType,
    created_at: &str,
    addresses: &AddressWriter,
) -> RawFileView {
    RawFileView {
        url: addresses.address_of(&file.id),
        id: file.id,
        created_at: created_at.to_owned(),
        name: FileName::new(&file.name, file.format.extension()).to_string(),
        sub_type: file.sub_type.or_else(|| usual_sub_type(kind, file.side).map(str::to_owned)),
        size: file.size_bytes.div_ceil(1024),
        format: match file.format {
            Format::Pdf => "PDF",
            Format::Png => "PNG",
            Format::Jpeg => "JPEG",
            Format::Tiff => "TIFF",
        },
    }
}

fn usual_sub_type(kind: DocumentType, side: Option<Side>) -> Option<&'static str> {
    match (kind, side) {
        (DocumentType::Payslip, _) => Some("PAYSLIP"),
        (_, Some(Side::Front)) => Some("COMPANY_ID_FRONT"),
        (_, Some(Side::Back)) => Some("COMPANY_ID_BACK"),
        (DocumentType::TaxDocument | DocumentType::CompanyId | DocumentType::Others, None) => None,
    }
}
