//! The log of deliveries, and redelivering by hand.

use super::event_type::EventType;
use super::events::queue;
use super::{Result, Store};

/// A delivery as the log shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LoggedDelivery {
    pub(crate) id: String,
    pub(crate) event_id: String,
    pub(crate) event_type: EventType,
    pub(crate) subject_id: String,
    pub(crate) webhook_id: String,
    pub(crate) status: String,
    pub(crate) attempts: i64,
    pub(crate) created_at: i64,
    /// When a pending delivery is tried again.
    pub(crate) due_at: Option<i64>,
}

/// An attempt as the log shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LoggedAttempt {
    pub(crate) number: i64,
    pub(crate) started_at: i64,
    pub(crate) duration_millis: i64,
    pub(crate) status_code: Option<i64>,
    pub(crate) error: Option<String>,
    pub(crate) answer: Option<String>,
}

/// A filter for deliveries. A field without a value excludes nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeliveryFilter {
    pub(crate) webhook_id: Option<String>,
    pub(crate) event_id: Option<String>,
    /// An account, archive or user.
    pub(crate) subject_id: Option<String>,
    pub(crate) status: Option<&'static str>,
}

/// Chooses among the deliveries of one event to one webhook, if it was redelivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    All,
    Newest,
}

impl Store {
    /// Deliveries of any tenant and mode, newest first, for an operator.
    pub(crate) async fn deliveries_of_any_scope(
        &self,
        filter: &DeliveryFilter,
        which: Which,
        limit: u32,
    ) -> Result<Vec<LoggedDelivery>> {
        let only = match which {
            Which::All => "",
            Which::Newest => {
                "AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS later
                     WHERE later.event_id = webhook_deliveries.event_id
                         AND later.webhook_id = webhook_deliveries.webhook_id
                         AND later.seq > webhook_deliveries.seq)"
            }
        };
        Ok(sqlx::query_as(&format!(
            "SELECT webhook_deliveries.id, event_id, event_type, webhook_deliveries.subject_id,
                 webhook_deliveries.webhook_id, status, attempts, webhook_deliveries.created_at,
                 CASE WHEN status = 'PENDING' THEN due_at END AS due_at
             FROM webhook_deliveries
             JOIN events ON events.id = event_id
             LEFT JOIN webhook_lanes ON webhook_lanes.webhook_id = webhook_deliveries.webhook_id
                 AND webhook_lanes.subject_id = webhook_deliveries.subject_id
             WHERE ($1 IS NULL OR webhook_deliveries.webhook_id = $1) AND ($2 IS NULL OR event_id = $2)
                 AND ($3 IS NULL OR webhook_deliveries.subject_id = $3) AND ($4 IS NULL OR status = $4) {only}
             ORDER BY webhook_deliveries.seq DESC LIMIT $5"
        ))
        .bind(&filter.webhook_id)
        .bind(&filter.event_id)
        .bind(&filter.subject_id)
        .bind(filter.status)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?)
    }

    /// A delivery's attempts, oldest first: those that it had when it was read, so that the two agree.
    pub(crate) async fn logged_attempts(&self, delivery: &LoggedDelivery) -> Result<Vec<LoggedAttempt>> {
        Ok(sqlx::query_as(
            "SELECT number, started_at, duration_millis, status_code, error, answer FROM webhook_attempts
             WHERE delivery_id = $1 AND number <= $2 ORDER BY number",
        )
        .bind(&delivery.id)
        .bind(delivery.attempts)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Redelivers: a finished delivery is added to the end of its queue, a pending one is tried now.
    pub(crate) async fn redeliver(&self, delivery: &LoggedDelivery, now_millis: i64) -> Result<()> {
        let mut transaction = self.write().await?;
        if delivery.status == "PENDING" {
            sqlx::query("UPDATE webhook_lanes SET due_at = $3 WHERE webhook_id = $1 AND subject_id = $2")
                .bind(&delivery.webhook_id)
                .bind(&delivery.subject_id)
                .bind(now_millis)
                .execute(&mut *transaction)
                .await?;
        } else {
            let LoggedDelivery { webhook_id, event_id, subject_id, .. } = delivery;
            queue(&mut transaction, webhook_id, event_id, subject_id, now_millis).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
