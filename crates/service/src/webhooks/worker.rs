//! Works through a queue: one delivery after the other, until the queue is empty or the first delivery has to wait.

use super::schedule::after_failure;
use super::sender::{Message, Outcome};
use super::slots::Slot;
use super::{LEASE_MILLIS, Result, Webhooks, body};
use crate::store::{Attempt, Closed, Delivery, DeliveryQueue, Next};
use crate::{metrics, traces};
use std::time::{Duration, Instant};
use tracing::Instrument as _;

/// How long an attempt in progress may still take once the process is stopping.
const GRACE_PERIOD: Duration = Duration::from_secs(2);

/// How long a queue may keep its slot while others wait for one. It gets another later.
const TURN: Duration = Duration::from_secs(10);

impl Webhooks {
    /// Works through a queue until its turn is over. Its lease must be this process's.
    pub(super) async fn work_through(&self, mut queue: DeliveryQueue, slot: Slot) {
        let began = Instant::now();
        loop {
            match self.deliver_next(&mut queue, &slot).await {
                Ok(Progress::More) if self.0.stopping.is_cancelled() => return,
                Ok(Progress::More) if began.elapsed() < TURN => {}
                Ok(Progress::More) => {
                    if let Err(error) = self.release(&queue).await {
                        tracing::warn!(?error, "a lease could not be ended; it runs out by itself");
                    }
                    return;
                }
                Ok(Progress::Ended) => return,
                Err(error) => {
                    // Nothing is changed: the process that claims the queue when the lease runs out tries again.
                    tracing::error!(webhook = queue.webhook_id, ?error, "a delivery could not be worked on");
                    return;
                }
            }
        }
    }

    async fn release(&self, queue: &DeliveryQueue) -> Result<()> {
        Ok(self.0.store.release_delivery_queue(queue, self.0.process.as_str()).await?)
    }

    async fn deliver_next(&self, queue: &mut DeliveryQueue, slot: &Slot) -> Result<Progress> {
        let inner = &self.0;
        let Some(delivery) = inner.store.next_delivery(queue).await? else {
            return Ok(match inner.store.close_delivery_queue(queue, inner.process.as_str()).await? {
                Closed::Grown { version } => {
                    queue.version = version;
                    Progress::More
                }
                Closed::Done | Closed::Lost => Progress::Ended,
            });
        };
        let started_at = inner.clock.now_millis();
        let trace = traces::work("webhook delivery", &delivery.event_id);
        let Some(outcome) = self.attempt(&delivery).instrument(trace).await? else {
            return Ok(Progress::Ended);
        };
        slot.report(outcome.status_code.map(|_| outcome.duration));
        let now_millis = inner.clock.now_millis();
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
        let lease = (inner.process.as_str(), now_millis + LEASE_MILLIS);
        let is_ours = inner.store.record_attempt(&delivery, &attempt, next, lease).await?;
        Ok(match next {
            Next::Delivered | Next::GivenUp if is_ours => Progress::More,
            Next::Delivered | Next::GivenUp | Next::TryAgain { .. } => Progress::Ended,
        })
    }

    /// Attempts a delivery once. `None` if the process stops before the endpoint has answered.
    async fn attempt(&self, delivery: &Delivery) -> Result<Option<Outcome>> {
        let inner = &self.0;
        let secret = match inner.sealing_key.open(&delivery.sealed_secret, &delivery.webhook_id) {
            Ok(secret) => secret,
            Err(error) => {
                let error = Some(format!("nothing was sent: {error}"));
                let outcome = Outcome { duration: Duration::ZERO, status_code: None, error, answer: None };
                return Ok(Some(outcome));
            }
        };
        let body = body::of(delivery, &inner.store).await?;
        let message =
            Message { url: &delivery.url, mode: delivery.scope.mode(), secret: &secret, body: &body };
        let grace_period_ended = async {
            inner.stopping.cancelled().await;
            tokio::time::sleep(GRACE_PERIOD).await;
        };
        tokio::select! {
            outcome = inner.sender.send(message) => Ok(Some(outcome)),
            // The message may have arrived. The next process sends it again.
            () = grace_period_ended => Ok(None),
        }
    }
}

/// Whether a queue may hold more to deliver now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    More,
    Ended,
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
