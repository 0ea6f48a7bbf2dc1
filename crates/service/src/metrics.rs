//! Metrics for Prometheus: requests, linking outcomes, deliveries, queue lengths. Labels are names of routes, statuses
//! and codes; they never identify a person, a host or an account.
//!
//! Without [`Metrics::install`] nothing is counted. Counters belong to this process. Queue lengths are counted in the
//! database on request, and are the same for all processes that share it.

use axum::http::Method;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

/// Upper bounds of the buckets of durations, in seconds.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The metrics of this process. Clones share them.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts counting, for the whole process.
    ///
    /// # Errors
    /// Another recorder is already installed in this process.
    pub fn install() -> Result<Self, BuildError> {
        let handle = PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder()?;
        gauge!("wink_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
        Ok(Self(handle))
    }

    /// Moves recorded durations into their buckets.
    pub(crate) fn run_upkeep(&self) {
        self.0.run_upkeep();
    }

    /// Everything counted, as Prometheus's text.
    pub(crate) fn render(&self) -> String {
        self.0.render()
    }
}

/// A request was answered. `route` is the pattern of its path, or `None` if no route matches.
pub(crate) fn answered(method: &Method, route: Option<&str>, status: u16, took: Duration) {
    let route = route.unwrap_or("unknown").to_owned();
    let method = known(method);
    counter!("wink_http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    histogram!("wink_http_request_duration_seconds", "method" => method, "route" => route).record(took);
}

/// There is one connection more, or one less.
pub(crate) fn connections_changed(by: f64) {
    gauge!("wink_http_connections").increment(by);
}

/// A connection was closed before its client closed it, for this reason.
pub(crate) fn connection_ended(reason: &'static str) {
    counter!("wink_http_connections_closed_total", "reason" => reason).increment(1);
}

/// A connection or its request was refused, because there are too many.
pub(crate) fn connection_refused() {
    connection_ended("too_many");
}

/// An account was linked, or was not: `outcome` is `CONNECTED` or the code of the error.
pub(crate) fn linked(outcome: &'static str) {
    counter!("wink_links_total", "outcome" => outcome).increment(1);
}

/// An account was read again, or was not.
pub(crate) fn synced(outcome: &'static str) {
    counter!("wink_syncs_total", "outcome" => outcome).increment(1);
}

/// A document was read, or was not: `outcome` is `ANALYZED`, `UNSUPPORTED` or the code of the error.
pub(crate) fn document_read(outcome: &'static str) {
    counter!("wink_documents_total", "outcome" => outcome).increment(1);
}

/// A process that read a document died, or was killed: the document asked for too much.
pub(crate) fn reader_died() {
    counter!("wink_reader_deaths_total").increment(1);
}

/// A file was scanned: `clean`, `infected`, or `failed`, where the scanner was away or gave no verdict.
pub(crate) fn scanned(outcome: &'static str) {
    counter!("wink_scans_total", "outcome" => outcome).increment(1);
}

/// A delivery was attempted: `delivered`, `failed` and retried later, or `given_up`.
pub(crate) fn delivery_tried(outcome: &'static str, took: Duration) {
    counter!("wink_webhook_attempts_total", "outcome" => outcome).increment(1);
    histogram!("wink_webhook_attempt_duration_seconds").record(took);
}

/// A source was asked about an answer to a challenge: `accepted`, `wrong`, or `failed`.
pub(crate) fn answer_checked(outcome: &'static str) {
    counter!("wink_second_factor_answers_total", "outcome" => outcome).increment(1);
}

/// A quota refused a request.
pub(crate) fn quota_refused(quota: &'static str) {
    counter!("wink_quota_refusals_total", "quota" => quota).increment(1);
}

/// A method's name, from a fixed list, because clients may send any word and each label is kept for ever.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
