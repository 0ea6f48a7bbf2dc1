//! `/v1/archives/-/payslips/…`: payslips as predictions, and what a host says of one after looking at it.

use super::super::Answer;
use super::super::auth::Caller;
use super::super::document::{CreationDays, Paging};
use super::super::envelope::{Done, Envelope, List, done, ok};
use super::super::error::ApiError;
use super::super::page::PageQuery;
use super::super::params::Params;
use super::super::records::Metadata;
use super::find;
use crate::analysis::Payslip;
use crate::archives::Check;
use crate::documents::DocumentType;
use crate::http::body::read_json;
use crate::records::codes::Currency;
use crate::state::AppState;
use crate::store::{Archive, ArchiveStatus, SourceType};
use axum::Extension;
use axum::extract::{Request, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Longest text that a host may put in place of one that was read, in characters.
const LONGEST_TEXT: usize = 500;

/// A payslip as it was read, or as its host found it.
#[derive(Serialize, ToSchema)]
#[schema(as = ArchivePayslipPrediction)]
struct Prediction {
    #[serde(flatten)]
    #[schema(value_type = Payslip)]
    payslip: Value,
    /// Absent: nothing is looked up in the registers that the numbers come from.
    #[serde(rename = "matchResult", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = MatchResult)]
    match_result: Option<()>,
    /// Where the payslip came from; `itemCreatedAt` is when it was read, or checked last.
    metadata: Metadata,
}

/// How well the name on a payslip fits its numbers in the registers, from 0 to 100.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchivePayslipMatchResult)]
#[expect(dead_code, reason = "describes `Prediction::match_result`")]
#[expect(clippy::struct_field_names, reason = "the specification's names")]
struct MatchResult {
    #[schema(nullable = false, minimum = 0, maximum = 100)]
    employee_name_and_identification_number_match_score: Option<u8>,
    #[schema(nullable = false, minimum = 0, maximum = 100)]
    employee_name_and_ss_number_match_score: Option<u8>,
    #[schema(nullable = false, minimum = 0, maximum = 100)]
    employee_name_and_pag_ibig_number_match_score: Option<u8>,
    #[schema(nullable = false, minimum = 0, maximum = 100)]
    employee_name_and_phil_health_number_match_score: Option<u8>,
    #[schema(nullable = false, minimum = 0, maximum = 100)]
    employee_name_and_tax_number_match_score: Option<u8>,
}

/// What somebody found who looked at a payslip.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchivePayslipManualResultSendRequest {
    archive_id: String,
    /// Whether it is a payslip.
    valid_file: bool,
    /// Which fields were looked at.
    checked_fields: Option<Vec<String>>,
    /// What they should say.
    data: Option<CheckedPayslip>,
}

/// What a payslip says, as a host found it. What is missing stays as it was read.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ArchivePayslipCheck)]
struct CheckedPayslip {
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Currency>)]
    currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gross_amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    net_amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employee_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ss_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phil_health_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pag_ibig_number: Option<String>,
}

impl CheckedPayslip {
    fn into_fields(self) -> Result<Map<String, Value>, ApiError> {
        if self.currency.as_ref().is_some_and(|code| !Currency::is_code(code)) {
            return Err(ApiError::invalid("data.currency must be a currency's code, such as PHP"));
        }
        let texts = [
            &self.employer_name,
            &self.employee_name,
            &self.ss_number,
            &self.phil_health_number,
            &self.tax_number,
            &self.pag_ibig_number,
        ];
        if texts.into_iter().flatten().any(|text| text.chars().count() > LONGEST_TEXT) {
            return Err(ApiError::invalid(format!(
                "the texts in data must have at most {LONGEST_TEXT} characters"
            )));
        }
        match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => Ok(fields),
            _ => Err(ApiError::server_error()),
        }
    }
}

/// Get the payslip prediction data
///
/// What a payslip says, once it was read.
#[utoipa::path(get, path = "/archives/-/payslips/queryPrediction", operation_id = "get-archive-payslip-data",
    tag = "Archives", params(("archiveId" = String, Query, min_length = 1, max_length = 200,
        description = "The payslip's archive")),
    responses((status = 200, body = Envelope<Prediction>)))]
pub(in crate::open_api) async fn query(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let id = params.text("archiveId").ok_or_else(|| ApiError::invalid("archiveId is missing"))?;
    let archive = find(&state, &caller, id).await?;
    let prediction = prediction(archive).ok_or_else(|| {
        ApiError::missing("the archive is not a payslip that was read; its state says how it stands")
    })?;
    Ok(ok(prediction))
}

/// List the payslip predictions
///
/// What your users' payslips say that were read, the newest first.
#[utoipa::path(get, path = "/archives/-/payslips/listPredictions",
    operation_id = "list-archive-payslip-predictions", tag = "Archives", params(Paging, CreationDays),
    responses((status = 200, body = Envelope<List<Prediction>>)))]
pub(in crate::open_api) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("payslipPredictions", &params, &["startDate", "endDate"])?;
    let span = query.params.span()?;
    let archives = state.store.read_payslips(&caller.tenant_id, span, query.slice()).await?;
    // Only those that were read are among them, so each is one.
    let page = query.page(archives, |archive| archive.seq, prediction);
    Ok(ok(List {
        next_cursor: page.next_cursor,
        items: page.items.into_iter().flatten().collect::<Vec<_>>(),
    }))
}

/// Send payslip manual check result
///
/// Says what somebody found who looked at a payslip that was read. Values in `data` replace those that were read; a
/// file that is no payslip ends in `ERROR`.
#[utoipa::path(post, path = "/archives/-/payslips/sendManualResult", operation_id = "send-payslip-manual-result",
    tag = "Archives", request_body = ArchivePayslipManualResultSendRequest,
    responses((status = 200, body = Done)))]
pub(in crate::open_api) async fn send_manual_result(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: Option<ArchivePayslipManualResultSendRequest> = read_json(request).await?;
    let post = post.ok_or_else(|| ApiError::invalid("the body is missing"))?;
    let archive = find(&state, &caller, &post.archive_id).await?;
    let fields = post.data.unwrap_or_default().into_fields()?;
    let report = serde_json::json!({
        "validFile": post.valid_file,
        "checkedFields": post.checked_fields,
        "data": fields,
    });
    let check = Check { is_payslip: post.valid_file, fields, report };
    state.archives.check(&archive, check).await?;
    Ok(done())
}

/// None where nothing was read.
fn prediction(archive: Archive) -> Option<Prediction> {
    if archive.status != ArchiveStatus::Analyzed || archive.file_type != DocumentType::Payslip {
        return None;
    }
    let provider_id = archive.given_by.provider_id().to_owned();
    let metadata = Metadata::of_source(
        SourceType::Archive,
        archive.id,
        archive.user_id,
        provider_id,
        archive.created_at,
    );
    Some(Prediction {
        payslip: archive.analysis?.0,
        match_result: None,
        metadata: metadata.item_made_at(archive.updated_at),
    })
}
