//! Works a lane off: one delivery after the other, until nothing is left or one has to wait.

use super::schedule::after_failure;
use super::sender::{Outcome, Parcel};
use super::{LEASE_MILLIS, Result, Webhooks, body};
use crate::store::{Attempt, Closed, Delivery, Lane, Next};
use crate::{metrics, traces};
use std::time::Duration;
use tracing::Instrument as _;

/// What is on its way when the process stops may arrive so long.
const LAST_PATIENCE: Duration = Duration::from_secs(2);

impl Webhooks {
    /// Works a lane off. Its lease must be this process's.
    pub(super) async fn work_off(&self, mut lane: Lane) {
        loop {
            match self.deliver_next(&mut lane).await {
                Ok(Lasts::On) if !self.0.stopping.is_cancelled() => {}
                Ok(_) => return,
                Err(error) => {
                    // Left as it is: whoever claims it when the lease runs out tries again.
                    tracing::error!(webhook = lane.webhook_id, ?error, "a delivery could not be worked on");
                    return;
                }
            }
        }
    }

    async fn deliver_next(&self, lane: &mut Lane) -> Result<Lasts> {
        let parts = &self.0;
        let Some(delivery) = parts.store.next_delivery(lane).await? else {
            return Ok(match parts.store.close_lane(lane, &parts.owner).await? {
                Closed::Grown { version } => {
                    lane.version = version;
                    Lasts::On
                }
                Closed::Done | Closed::Lost => Lasts::Over,
            });
        };
        let started_at = parts.clock.now_millis();
        let trace = traces::work("webhook delivery", &delivery.event_id);
        let Some(outcome) = self.attempt(&delivery).instrument(trace).await? else { return Ok(Lasts::Over) };
        let now_millis = parts.clock.now_millis();
        let next = match &outcome.error {
            None => Next::Delivered,
            Some(_) => after_failure(delivery.attempts + 1, now_millis),
        };
        log(&delivery, &outcome, next);
        metrics::delivery_tried(
            match next {
                Next::Delivered => "delivered",
                Next::TryAgain { .. } => "failed",
                Next::GivenUp => "given_up",
            },
            outcome.duration,
        );
        let attempt = Attempt {
            started_at,
            duration_millis: i64::try_from(outcome.duration.as_millis()).unwrap_or(i64::MAX),
            status_code: outcome.status_code,
            error: outcome.error,
            answer: outcome.answer,
        };
        let lease = (parts.owner.as_str(), now_millis + LEASE_MILLIS);
        let is_ours = parts.store.record_attempt(&delivery, &attempt, next, lease).await?;
        Ok(match next {
            Next::Delivered | Next::GivenUp if is_ours => Lasts::On,
            Next::Delivered | Next::GivenUp | Next::TryAgain { .. } => Lasts::Over,
        })
    }

    /// Tries once. None where the process stops and no answer came any more.
    async fn attempt(&self, delivery: &Delivery) -> Result<Option<Outcome>> {
        let parts = &self.0;
        let secret = match parts.sealing_key.open(&delivery.sealed_secret, &delivery.webhook_id) {
            Ok(secret) => secret,
            Err(error) => {
                let error = Some(format!("nothing was sent: {error}"));
                let outcome = Outcome { duration: Duration::ZERO, status_code: None, error, answer: None };
                return Ok(Some(outcome));
            }
        };
        let body = body::of(delivery, &parts.store).await?;
        let parcel = Parcel { url: &delivery.url, mode: delivery.scope.mode(), secret: &secret, body: &body };
        let stopped = async {
            parts.stopping.cancelled().await;
            tokio::time::sleep(LAST_PATIENCE).await;
        };
        tokio::select! {
            outcome = parts.sender.send(parcel) => Ok(Some(outcome)),
            // It may have arrived; the next process sends it again.
            () = stopped => Ok(None),
        }
    }
}

/// Whether there may be more to do in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lasts {
    On,
    Over,
}

fn log(delivery: &Delivery, outcome: &Outcome, next: Next) {
    let (webhook, event) = (&delivery.webhook_id, &delivery.event_id);
    match (next, outcome.error.as_deref()) {
        (Next::Delivered, _) => tracing::debug!(webhook, event, "event delivered"),
        (Next::TryAgain { .. }, error) => {
            tracing::info!(webhook, event, error, attempt = delivery.attempts + 1, "event not delivered");
        }
        (Next::GivenUp, error) => tracing::warn!(webhook, event, error, "event given up"),
    }
}
