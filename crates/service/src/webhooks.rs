//! Webhooks: sending events to hosts' servers. The store writes an event in the transaction of what it reports; this module
//! sends it, at least once and, for one account, in order.
//!
//! [`dispatcher`] claims queues (what one webhook is sent about one account), [`worker`] works through one, and [`sender`]
//! makes an attempt. Nothing that matters is kept in the process.

mod address;
mod body;
mod dispatcher;
mod listener;
mod schedule;
mod sender;
mod signature;
mod slots;
mod sweeper;
mod worker;

pub(crate) use address::BadReach;
pub use address::Reach;
pub use listener::{Listener, listen};
pub(crate) use sender::NoClient;

use crate::clock::Clock;
use crate::ids::new_id;
use crate::jobs::ProcessId;
use crate::scope::Scope;
use crate::sealing::{SealingKey, Unsealable};
use crate::store::EventType;
use crate::store::{LONGEST_LEASE_MILLIS, NewWebhook, Store, StoreError, Webhook};
use sender::Sender;
use slots::Slots;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wink_wire::Secret;

/// How long a process may work on a queue before it must renew its lease, in milliseconds. Longer than an attempt.
const LEASE_MILLIS: i64 = 20_000;
const _: () = assert!(LEASE_MILLIS < LONGEST_LEASE_MILLIS);

/// Why a webhook could not be created or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WebhooksError {
    #[error("url {0}")]
    Address(#[from] address::BadAddress),
    #[error(transparent)]
    Sealing(#[from] Unsealable),
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Result<T> = std::result::Result<T, WebhooksError>;

/// Creates webhooks and sends events to them. Clones share the state.
#[derive(Clone)]
pub(crate) struct Webhooks(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    sealing_key: SealingKey,
    reach: Reach,
    sender: Sender,
    process: ProcessId,
    slots: Slots,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

/// What a host sets when it creates a webhook.
#[derive(Debug)]
pub(crate) struct WebhookInput<'a> {
    pub(crate) scope: &'a Scope,
    /// The API key that creates it.
    pub(crate) api_key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) url: &'a str,
    pub(crate) secret: &'a Secret,
    pub(crate) event_types: &'a [EventType],
    pub(crate) is_active: bool,
    pub(crate) includes_payload: bool,
}

impl Webhooks {
    pub(crate) fn new(
        store: Store,
        clock: Clock,
        sealing_key: SealingKey,
        reach: Reach,
        process: ProcessId,
        stopping: CancellationToken,
    ) -> std::result::Result<Self, NoClient> {
        Ok(Self(Arc::new(Inner {
            store,
            clock,
            sealing_key,
            reach,
            sender: Sender::new(reach)?,
            process,
            slots: Slots::default(),
            stopping,
            tasks: TaskTracker::new(),
        })))
    }

    /// Creates a webhook. It receives the events that happen afterwards.
    pub(crate) async fn add(&self, input: &WebhookInput<'_>) -> Result<Webhook> {
        let inner = &self.0;
        address::check(input.url, inner.reach, input.scope.mode())?;
        let id = new_id("wh");
        let new = NewWebhook {
            id: &id,
            scope: input.scope,
            api_key: input.api_key,
            name: input.name,
            url: input.url,
            sealed_secret: &inner.sealing_key.seal(input.secret, &id)?,
            event_types: input.event_types,
            is_active: input.is_active,
            includes_payload: input.includes_payload,
            created_at: inner.clock.now_millis(),
        };
        let webhook = inner.store.add_webhook(&new).await?;
        tracing::info!(webhook = id, "webhook added");
        Ok(webhook)
    }

    /// Replaces a webhook's secret. Returns `None` if the scope has no such webhook.
    pub(crate) async fn change_secret(
        &self,
        scope: &Scope,
        id: &str,
        secret: &Secret,
    ) -> Result<Option<Webhook>> {
        let inner = &self.0;
        let sealed_secret = inner.sealing_key.seal(secret, id)?;
        let now_millis = inner.clock.now_millis();
        let changed = inner.store.change_webhook_secret(scope, id, &sealed_secret, now_millis).await?;
        if changed.is_some() {
            tracing::info!(webhook = id, "webhook secret changed");
        }
        Ok(changed)
    }

    /// Stops sending, and leaves the rest to the next process.
    pub(crate) async fn stop(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        if let Err(error) = self.0.store.release_delivery_queues(self.0.process.as_str()).await {
            tracing::warn!(?error, "leases could not be ended; they run out by themselves");
        }
    }
}
