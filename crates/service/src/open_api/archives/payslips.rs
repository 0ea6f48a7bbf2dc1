//! `/v1/archives/-/payslips/…`: payslips as predictions, and the results of hosts' manual checks.

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

/// Maximum length of a corrected text, in characters.
const LONGEST_TEXT: usize = 500;

/// The data read from a payslip, with your corrections.
#[derive(Serialize, ToSchema)]
#[schema(as = ArchivePayslipPrediction)]
struct Prediction {
    #[serde(flatten)]
    #[schema(value_type = Payslip)]
    payslip: Value,
    /// Always absent: the service does not query the registers that issue the numbers.
    #[serde(rename = "matchResult", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = MatchResult)]
    match_result: Option<()>,
    /// The payslip's source. `itemCreatedAt` is when it was read or last checked.
    metadata: Metadata,
}

/// How well the name on a payslip matches its numbers in the registers, from 0 to 100. The service never returns this.
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

/// The result of a manual check of a payslip.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchivePayslipManualResultSendRequest {
    archive_id: String,
    /// Whether the file is a payslip.
    valid_file: bool,
    /// The names of the fields that were checked.
    checked_fields: Option<Vec<String>>,
    /// The corrected values.
    data: Option<CheckedPayslip>,
}

/// Corrected values of a payslip. Fields left out keep the value that was read.
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
            return Err(ApiError::invalid("data.currency must be an ISO 4217 currency code such as PHP"));
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
/// Returns the data read from a payslip.
#[utoipa::path(get, path = "/archives/-/payslips/queryPrediction", operation_id = "get-archive-payslip-data",
    tag = "Archives", params(("archiveId" = String, Query, min_length = 1, max_length = 200,
        description = "The ID of the payslip's archive")),
    responses((status = 200, body = Envelope<Prediction>)))]
pub(in crate::open_api) async fn query(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let id = params.required("archiveId")?;
    let archive = find(&state, &caller, id).await?;
    let prediction = prediction(archive).ok_or_else(|| {
        ApiError::missing("there is no prediction: the archive is not a payslip, or was not read; read the archive for its status")
    })?;
    Ok(ok(prediction))
}

/// List the payslip predictions
///
/// Lists the data read from your users' payslips, newest first.
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
    let archives = state.store.read_payslips(&caller.scope, span, query.slice()).await?;
    // The query returns only payslips that were read, so none is dropped here.
    let page = query.page(archives, |archive| archive.seq, prediction);
    Ok(ok(List {
        next_cursor: page.next_cursor,
        items: page.items.into_iter().flatten().collect::<Vec<_>>(),
    }))
}

/// Send payslip manual check result
///
/// Reports the result of a manual check of a payslip that was read. Values in `data` replace the values that were
/// read. With `validFile: false` the archive's status becomes `ERROR`.
#[utoipa::path(post, path = "/archives/-/payslips/sendManualResult", operation_id = "send-payslip-manual-result",
    tag = "Archives", request_body = ArchivePayslipManualResultSendRequest,
    responses((status = 200, body = Done)))]
pub(in crate::open_api) async fn send_manual_result(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: Option<ArchivePayslipManualResultSendRequest> = read_json(request).await?;
    let post = post.ok_or_else(|| ApiError::invalid("the body is missing; send a JSON object"))?;
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

/// `None` if nothing was read.
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
