//! Events as rows. An event is written in the transaction of what it reports, and with it, for each webhook that
//! subscribed to it, a delivery: a process that dies at any point loses none.
//!
//! Deliveries of one webhook about one subject wait in a queue (table `webhook_lanes`), which one process works on at a
//! time. That keeps their order.

use super::event::Event;
use super::event_type::EventType;
use super::{Connection, Json, Result, Store};
use crate::ids::new_id;

/// Writes events, within the caller's transaction, in the order in which they are given. Events that nobody has
/// subscribed to are not kept.
pub(super) async fn record(connection: &mut Connection, events: &[Event<'_>], now_millis: i64) -> Result<()> {
    let Some(first) = events.first() else { return Ok(()) };
    let webhooks: Vec<(String, Json<Vec<EventType>>)> = sqlx::query_as(
        "SELECT id, event_types FROM webhooks WHERE tenant_id = $1 AND mode = $2 AND is_active = 1
         ORDER BY seq",
    )
    .bind(first.scope.tenant())
    .bind(first.scope.mode_name())
    .fetch_all(&mut *connection)
    .await?;
    for event in events {
        let subscribers: Vec<&str> = webhooks
            .iter()
            .filter(|(_, types)| types.iter().any(|chosen| chosen.covers(event.event_type)))
            .map(|(id, _)| id.as_str())
            .collect();
        if subscribers.is_empty() {
            continue;
        }
        let event_id = new_id("et");
        insert(connection, &event_id, event, now_millis).await?;
        for webhook_id in subscribers {
            queue(connection, webhook_id, &event_id, event.subject_id, now_millis).await?;
        }
    }
    Ok(())
}

/// Adds an event to the end of a webhook's queue. The queue is locked before the delivery gets its number, so that the
/// numbers within it are in the order in which they become visible.
pub(super) async fn queue(
    connection: &mut Connection,
    webhook_id: &str,
    event_id: &str,
    subject_id: &str,
    now_millis: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO webhook_lanes (webhook_id, subject_id, version, due_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (webhook_id, subject_id) DO UPDATE SET version = webhook_lanes.version + 1",
    )
    .bind(webhook_id)
    .bind(subject_id)
    .bind(now_millis)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO webhook_deliveries (id, webhook_id, event_id, subject_id, status, attempts, created_at)
         VALUES ($1, $2, $3, $4, 'PENDING', 0, $5)",
    )
    .bind(new_id("dl"))
    .bind(webhook_id)
    .bind(event_id)
    .bind(subject_id)
    .bind(now_millis)
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes what events and the answers to them say about a person, within the caller's transaction. Pending events are
/// sent without it.
pub(super) async fn forget_person(connection: &mut Connection, subject_id: &str) -> Result<()> {
    for sql in [
        "UPDATE events SET login_name = NULL WHERE subject_id = $1 AND login_name IS NOT NULL",
        // A receiver may have answered with what it was sent.
        "UPDATE webhook_attempts SET answer = NULL WHERE answer IS NOT NULL
             AND delivery_id IN (SELECT id FROM webhook_deliveries WHERE subject_id = $1)",
    ] {
        sqlx::query(sql).bind(subject_id).execute(&mut *connection).await?;
    }
    Ok(())
}

impl Store {
    /// Whether an event's subject exists and is not revoked. This stays so until the caller's transaction has ended.
    pub(super) async fn is_remembered(&self, connection: &mut Connection, subject_id: &str) -> Result<bool> {
        for table in [
            "accounts WHERE id = $1 AND status <> 'DISCONNECTED'",
            "archives WHERE id = $1 AND status <> 'REVOKED'",
            "users WHERE id = $1",
            "invites WHERE id = $1",
        ] {
            let sql = format!("SELECT id FROM {table} {}", self.dialect.for_update());
            if sqlx::query(&sql).bind(subject_id).fetch_optional(&mut *connection).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

async fn insert(connection: &mut Connection, id: &str, event: &Event<'_>, now_millis: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO events (id, tenant_id, subject_id, event_type, login_name, data, created_at, mode)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(event.scope.tenant())
    .bind(event.subject_id)
    .bind(event.event_type)
    .bind(event.login_name)
    .bind(Json(&event.data))
    .bind(now_millis)
    .bind(event.scope.mode_name())
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Deletes events from before `before_millis` that have no pending delivery, with the log of their deliveries.
    /// Returns their number.
    pub(crate) async fn forget_events(&self, before_millis: i64) -> Result<u64> {
        let forgotten = sqlx::query(
            "DELETE FROM events WHERE created_at <= $1 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries
                 WHERE event_id = events.id AND status = 'PENDING')",
        )
        .bind(before_millis)
        .execute(&self.pool)
        .await?
        .rows_affected();
        if forgotten > 0 {
            self.mark_deleted();
        }
        Ok(forgotten)
    }
}
