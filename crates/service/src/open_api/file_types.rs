//! `/v1/fileTypes`: the document types that can be uploaded.

use super::Answer;
use super::document::Paging;
use super::envelope::{Envelope, List, ok};
use super::page::PageQuery;
use super::params::Params;
use crate::documents::DocumentType;
use crate::state::AppState;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const FILTERS: [&str; 4] = ["type", "active", "enabled", "ocr"];

/// A document type that can be uploaded.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FileType)]
struct FileTypeView {
    logo_url: String,
    #[schema(example = "PAYSLIP")]
    r#type: &'static str,
    /// The type's display name.
    type_label: &'static str,
    /// Whether documents of this type can be uploaded now.
    active: bool,
    /// Whether you may use this type.
    enabled: bool,
    /// Whether the service reads data from documents of this type.
    ocr: bool,
    /// The data that can be read from such a document.
    supported: Vec<Supported>,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = FileTypeDataPoint)]
enum Supported {
    Identities,
    Transactions,
    Ratings,
    Employments,
    Documents,
    Incomes,
    Contributions,
    Eincomes,
    Liabilities,
    None,
}

/// Filters of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `list` reads")]
struct FileTypeFilters {
    /// Only this type.
    #[param(required = false, min_length = 1)]
    r#type: Option<String>,
    /// `true`: only types that can be uploaded now. `false`: only types that cannot.
    active: Option<bool>,
    /// `true`: only types that you may use. `false`: only types that you may not use.
    enabled: Option<bool>,
    /// `true`: only types that the service reads. `false`: only types that it does not read.
    ocr: Option<bool>,
}

/// List File Types
///
/// Lists the document types that can be uploaded.
#[utoipa::path(get, path = "/fileTypes", operation_id = "list-file-types", tag = "File Types",
    params(Paging, FileTypeFilters),
    responses((status = 200, body = Envelope<List<FileTypeView>>)))]

pub(super) async fn list(State(state): State<AppState>, params: Params) -> Answer {
    let query = PageQuery::read("fileTypes", &params, &FILTERS)?;
    let flags =
        (query.params.boolean("active")?, query.params.boolean("enabled")?, query.params.boolean("ocr")?);
    let wanted = query.params.given("type")?;
    let slice = query.slice();
    let after = slice.after.and_then(|after| usize::try_from(after).ok()).unwrap_or(0);
    let rows: Vec<(i64, FileTypeView)> = (1_i64..)
        .zip(DocumentType::ALL)
        .map(|(position, kind)| (position, view(kind, state.address())))
        .filter(|(_, kind)| wanted.is_none_or(|wanted| wanted == kind.r#type))
        .filter(|(_, kind)| {
            let own = (kind.active, kind.enabled, kind.ocr);
            flags.0.is_none_or(|flag| flag == own.0)
                && flags.1.is_none_or(|flag| flag == own.1)
                && flags.2.is_none_or(|flag| flag == own.2)
        })
        .filter(|(position, _)| usize::try_from(*position).is_ok_and(|position| position > after))
        .take(slice.limit as usize)
        .collect();
    Ok(ok(query.page(rows, |(position, _)| *position, |(_, kind)| kind)))
}

fn view(kind: DocumentType, address: &str) -> FileTypeView {
    let (type_label, is_read) = match kind {
        DocumentType::Payslip => ("Payslip", true),
        DocumentType::TaxDocument => ("Tax document", false),
        DocumentType::CompanyId => ("Company ID", false),
        DocumentType::Others => ("Other document", false),
    };
    FileTypeView {
        logo_url: format!("{address}/demo/document.svg"),
        r#type: kind.name(),
        type_label,
        active: true,
        enabled: true,
        ocr: is_read,
        supported: vec![if is_read { Supported::Incomes } else { Supported::None }],
    }
}
