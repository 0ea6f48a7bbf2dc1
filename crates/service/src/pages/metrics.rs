//! `GET /metrics`: what this process has counted, and what waits in the database now. Health checks are answered here too,
//! whatever the connections of the other socket do.

use crate::http::headers::Kind;
use crate::jobs::Periodic;
use crate::metrics::Metrics;
use crate::pages::health;
use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use metrics::gauge;
use std::convert::Infallible;
use std::future::ready;
use std::time::Duration;

/// How often what was measured is put into its buckets, should nobody ask.
const UPKEEP_EVERY: Duration = Duration::from_secs(10);

/// `GET /metrics`, for the address that only monitoring reaches.
pub(crate) fn router(metrics: Metrics, state: AppState) -> Router {
    let upkeep = metrics.clone();
    let stopping = state.stopping.clone();
    tokio::spawn(Periodic::new("metrics upkeep", UPKEEP_EVERY).run(stopping, move |_| {
        upkeep.run_upkeep();
        ready(Ok::<_, Infallible>(()))
    }));
    Router::new()
        .route("/metrics", get(show).with_state((metrics, state.clone())))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(state))
}

async fn show(State((metrics, state)): State<(Metrics, AppState)>) -> Response {
    let now_millis = state.clock.now_millis();
    match state.store.queues(now_millis).await {
        Ok(queues) => {
            set("wink_accounts_in_progress", queues.accounts);
            set("wink_documents_in_progress", queues.archives);
            set("wink_webhook_deliveries_pending", queues.deliveries);
            set("wink_webhook_queues_due", queues.webhook_queues_due);
            set("wink_files_to_delete", queues.doomed_files);
        }
        Err(error) => {
            tracing::warn!(?error, "what waits could not be counted");
            return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response();
        }
    }
    if let Some(free_part) = state.disk.free_part() {
        gauge!("wink_disk_free_ratio").set(free_part);
    }
    let is_refusing = state.disk.check().is_err();
    gauge!("wink_disk_refuses_documents").set(f64::from(u8::from(is_refusing)));
    let (used, idle) = state.store.connections();
    gauge!("wink_database_connections", "state" => "used").set(used);
    gauge!("wink_database_connections", "state" => "idle").set(idle);
    (Kind::Metrics.headers(), metrics.render()).into_response()
}

#[expect(clippy::cast_precision_loss, reason = "no queue is that long")]
fn set(name: &'static str, length: i64) {
    gauge!(name).set(length as f64);
}
