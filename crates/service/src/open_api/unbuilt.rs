//! Operations of the specification that this project does not offer. They return 501, so that a host can tell them from
//! a wrong address. The published document leaves them out.

use super::error::ApiError;
use crate::state::AppState;
use axum::Router;
use axum::routing::{MethodFilter, on};

const GET: MethodFilter = MethodFilter::GET;
const POST: MethodFilter = MethodFilter::POST;

/// The specification's alpha and beta operations.
const OUTSIDE: [(&str, MethodFilter); 29] = [
    ("/alpha/blacklists", GET.or(POST)),
    ("/alpha/blacklists/{id}", GET),
    ("/alpha/employerBasics/query", GET),
    ("/alpha/employers/query", GET),
    ("/alpha/footprints", GET.or(POST)),
    ("/alpha/footprints/{id}", GET),
    ("/alpha/forms", GET),
    ("/alpha/forms/{id}", GET),
    ("/alpha/maws", GET.or(POST)),
    ("/alpha/maws/{id}", GET),
    ("/alpha/signals", GET.or(POST)),
    ("/alpha/signals/{id}", GET),
    ("/alpha/socialSecurities", GET.or(POST)),
    ("/alpha/socialSecurities/{id}", GET),
    ("/alpha/validations", GET),
    ("/alpha/validations/validateBankAccount", POST),
    ("/alpha/validations/{id}", GET),
    ("/alpha/verifications", GET.or(POST)),
    ("/alpha/verifications/{id}", GET),
    ("/beta/maws", GET),
    ("/beta/maws/requestMaw2", POST),
    ("/beta/maws/requestMaw3", POST),
    ("/beta/maws/{id}", GET),
    ("/beta/signals", GET.or(POST)),
    ("/beta/signals/createSignal2", POST),
    ("/beta/signals/createSignal3", POST),
    ("/beta/signals/{id}", GET),
    ("/beta/socialSecurities", GET.or(POST)),
    ("/beta/socialSecurities/{id}", GET),
];

/// The response of these operations.
pub(super) async fn answer() -> ApiError {
    ApiError::unbuilt()
}

/// Adds their routes.
pub(super) fn serve_folder(router: Router<AppState>) -> Router<AppState> {
    OUTSIDE.into_iter().fold(router, |router, (path, methods)| router.route(path, on(methods, answer)))
}
