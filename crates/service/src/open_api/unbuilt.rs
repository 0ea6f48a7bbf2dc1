//! Operations of the specification that are not built yet: they answer 501, so that a host can tell them from a
//! wrong address. The alpha and beta ones are outside this project and are not found.

use super::error::ApiError;
use crate::app::AppState;
use axum::Router;
use axum::routing::{MethodFilter, on};

const DELETE: MethodFilter = MethodFilter::DELETE;
const GET: MethodFilter = MethodFilter::GET;
const POST: MethodFilter = MethodFilter::POST;
const PUT: MethodFilter = MethodFilter::PUT;

const OPERATIONS: [(&str, MethodFilter); 39] = [
    ("/accounts/{id}/disableMonitor", POST),
    ("/accounts/{id}/exports/generate", POST),
    ("/accounts/{id}/payload", GET),
    ("/archives/-/payslips/listPredictions", GET),
    ("/archives/-/payslips/queryPrediction", GET),
    ("/archives/-/payslips/sendManualResult", POST),
    ("/archives/-/payslips/uploadRawFile", POST),
    ("/archives/classify", POST),
    ("/consentTemplates", POST.or(GET)),
    ("/consentTemplates/{id}", DELETE),
    ("/contributions", GET),
    ("/contributions/{id}", GET),
    ("/documents", GET),
    ("/documents/{id}", GET),
    ("/eincomes", GET),
    ("/eincomes/{id}", GET),
    ("/insights", GET),
    ("/insights/{id}", GET),
    ("/inviteTemplates", GET.or(POST)),
    ("/inviteTemplates/{id}", GET.or(PUT).or(DELETE)),
    ("/invites", GET.or(POST)),
    ("/invites/{id}", GET),
    ("/invites/{id}/logs", GET),
    ("/liabilities", GET),
    ("/liabilities/{id}", GET),
    ("/links", GET),
    ("/links/{id}", GET),
    ("/ratings", GET),
    ("/ratings/{id}", GET),
    ("/tasks", GET),
    ("/tasks/{id}", GET),
    ("/transactions", GET),
    ("/transactions/{id}", GET),
    ("/uploads", GET),
    ("/uploads/{id}", GET),
    ("/users/{id}/payload", GET),
    ("/users/{id}/resetSession", POST),
    ("/webhooks", GET.or(POST)),
    ("/webhooks/{id}", GET.or(DELETE)),
];

/// What they answer.
pub(super) async fn answer() -> ApiError {
    ApiError::unbuilt()
}

/// Adds their routes.
pub(super) fn add_to(router: Router<AppState>) -> Router<AppState> {
    OPERATIONS.into_iter().fold(router, |router, (path, methods)| router.route(path, on(methods, answer)))
}
