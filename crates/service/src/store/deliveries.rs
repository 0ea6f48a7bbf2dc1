//! The progress of deliveries: queues under a lease, attempts, and their log. A queue holds the deliveries of one
//! webhook about one subject. Its row is in the table `webhook_lanes`.

use super::event_type::EventType;
use super::leases::unleased;
use super::{Json, Result, Store};
use crate::scope::Scope;

/// A webhook with a queue that is due.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct DueWebhook {
    pub(crate) id: String,
    pub(crate) url: String,
}

/// A webhook's queue that a process works on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct DeliveryQueue {
    pub(crate) webhook_id: String,
    pub(crate) subject_id: String,
    /// Incremented when a delivery is added to the queue.
    pub(crate) version: i64,
}

/// The next delivery of a queue.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    /// The number of attempts so far.
    pub(crate) attempts: i64,
    pub(crate) event_id: String,
    pub(crate) event_type: EventType,
    /// The scope of the event, and so of the webhook.
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) subject_id: String,
    pub(crate) login_name: Option<String>,
    pub(crate) data: Json<serde_json::Value>,
    pub(crate) happened_at: i64,
    pub(crate) webhook_id: String,
    pub(crate) url: String,
    pub(crate) sealed_secret: String,
    pub(crate) includes_payload: i64,
}

/// One attempt to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) started_at: i64,
    pub(crate) duration_millis: i64,
    /// The HTTP status of the answer, if there was one.
    pub(crate) status_code: Option<u16>,
    /// Why it counts as failed.
    pub(crate) error: Option<String>,
    /// The beginning of the answer's body.
    pub(crate) answer: Option<String>,
}

/// The result of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Delivered,
    /// The delivery is retried then. The rest of the queue waits for it.
    TryAgain {
        due_at: i64,
    },
    GivenUp,
}

/// The result of closing a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It was empty.
    Done,
    /// A delivery was added in the meantime; this is the new version.
    Grown { version: i64 },
    /// Another process has it, or the webhook was deleted.
    Lost,
}

impl Store {
    /// The webhooks with a queue that is due, the longest due first.
    pub(crate) async fn webhooks_with_due_queues(&self, now_millis: i64) -> Result<Vec<DueWebhook>> {
        let unleased = unleased("$1");
        Ok(sqlx::query_as(&format!(
            "SELECT webhooks.id, url FROM webhook_lanes JOIN webhooks ON webhooks.id = webhook_id
             WHERE due_at <= $1 AND {unleased}
             GROUP BY webhooks.id, url ORDER BY min(due_at), webhooks.id"
        ))
        .bind(now_millis)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Claims at most `limit` of a webhook's queues that are due and under no lease.
    pub(crate) async fn claim_delivery_queues(
        &self,
        webhook_id: &str,
        lease_owner: &str,
        now_millis: i64,
        lease_until: i64,
        limit: u32,
    ) -> Result<Vec<DeliveryQueue>> {
        // The condition is repeated outside: with several writers, another may have claimed it in between.
        let unleased = unleased("$3");
        Ok(sqlx::query_as(&format!(
            "UPDATE webhook_lanes SET lease_owner = $2, lease_until = $4
             WHERE webhook_id = $1 AND {unleased}
                 AND subject_id IN (SELECT subject_id FROM webhook_lanes
                     WHERE webhook_id = $1 AND due_at <= $3 AND {unleased}
                     ORDER BY due_at LIMIT $5)
             RETURNING webhook_id, subject_id, version"
        ))
        .bind(webhook_id)
        .bind(lease_owner)
        .bind(now_millis)
        .bind(lease_until)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?)
    }

    /// The next delivery of a queue.
    pub(crate) async fn next_delivery(&self, queue: &DeliveryQueue) -> Result<Option<Delivery>> {
        Ok(sqlx::query_as(
            "SELECT webhook_deliveries.id, attempts, event_id, event_type, events.tenant_id, events.subject_id,
                 login_name, data, events.created_at AS happened_at, webhook_id, events.mode, url, sealed_secret,
                 includes_payload
             FROM webhook_deliveries
             JOIN events ON events.id = event_id
             JOIN webhooks ON webhooks.id = webhook_id
             WHERE webhook_id = $1 AND webhook_deliveries.subject_id = $2 AND status = 'PENDING'
             ORDER BY webhook_deliveries.seq LIMIT 1",
        )
        .bind(&queue.webhook_id)
        .bind(&queue.subject_id)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Stores an attempt and its result. The lease lasts until `lease_until`, unless the queue has to wait. Stores
    /// nothing and returns false if another process has taken the queue over.
    pub(crate) async fn record_attempt(
        &self,
        delivery: &Delivery,
        attempt: &Attempt,
        next: Next,
        (lease_owner, lease_until): (&str, i64),
    ) -> Result<bool> {
        let (due_at, lease) = match next {
            Next::Delivered | Next::GivenUp => (None, Some((lease_owner, lease_until))),
            Next::TryAgain { due_at } => (Some(due_at), None),
        };
        let mut transaction = self.write().await?;
        let answer = match &attempt.answer {
            // A later revocation deletes what is stored here, but an earlier one cannot.
            Some(answer) if self.is_remembered(&mut transaction, &delivery.subject_id).await? => Some(answer),
            _ => None,
        };
        let kept = sqlx::query(
            "UPDATE webhook_lanes SET due_at = coalesce($4, due_at), lease_owner = $5, lease_until = $6
             WHERE webhook_id = $1 AND subject_id = $2 AND lease_owner = $3",
        )
        .bind(&delivery.webhook_id)
        .bind(&delivery.subject_id)
        .bind(lease_owner)
        .bind(due_at)
        .bind(lease.map(|(owner, _)| owner))
        .bind(lease.map(|(_, until)| until))
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_millis, status_code, error,
                 answer)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&delivery.id)
        .bind(delivery.attempts + 1)
        .bind(attempt.started_at)
        .bind(attempt.duration_millis)
        .bind(attempt.status_code.map(i64::from))
        .bind(&attempt.error)
        .bind(answer)
        .execute(&mut *transaction)
        .await?;
        let (status, ended_at) = match next {
            Next::Delivered => ("DELIVERED", Some(attempt.started_at + attempt.duration_millis)),
            Next::GivenUp => ("GIVEN_UP", Some(attempt.started_at + attempt.duration_millis)),
            Next::TryAgain { .. } => ("PENDING", None),
        };
        sqlx::query(
            "UPDATE webhook_deliveries SET attempts = attempts + 1, status = $2, ended_at = $3 WHERE id = $1",
        )
        .bind(&delivery.id)
        .bind(status)
        .bind(ended_at)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Deletes an empty queue, unless something was added since `queue.version`.
    pub(crate) async fn close_delivery_queue(
        &self,
        queue: &DeliveryQueue,
        lease_owner: &str,
    ) -> Result<Closed> {
        let closed = sqlx::query(
            "DELETE FROM webhook_lanes
             WHERE webhook_id = $1 AND subject_id = $2 AND lease_owner = $3 AND version = $4",
        )
        .bind(&queue.webhook_id)
        .bind(&queue.subject_id)
        .bind(lease_owner)
        .bind(queue.version)
        .execute(&self.pool)
        .await?;
        if closed.rows_affected() > 0 {
            return Ok(Closed::Done);
        }
        let version: Option<(i64,)> = sqlx::query_as(
            "SELECT version FROM webhook_lanes WHERE webhook_id = $1 AND subject_id = $2 AND lease_owner = $3",
        )
        .bind(&queue.webhook_id)
        .bind(&queue.subject_id)
        .bind(lease_owner)
        .fetch_optional(&self.pool)
        .await?;
        Ok(version.map_or(Closed::Lost, |(version,)| Closed::Grown { version }))
    }

    /// Ends a queue's lease before the queue is empty, so that others get a turn.
    pub(crate) async fn release_delivery_queue(
        &self,
        queue: &DeliveryQueue,
        lease_owner: &str,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE webhook_lanes SET lease_owner = NULL, lease_until = NULL
             WHERE webhook_id = $1 AND subject_id = $2 AND lease_owner = $3",
        )
        .bind(&queue.webhook_id)
        .bind(&queue.subject_id)
        .bind(lease_owner)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ends the leases of a process that stops.
    pub(crate) async fn release_delivery_queues(&self, lease_owner: &str) -> Result<()> {
        sqlx::query("UPDATE webhook_lanes SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1")
            .bind(lease_owner)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
