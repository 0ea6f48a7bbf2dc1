//! Webhooks: telling hosts' servers what happened. What is to be told is written by the store in the transaction of
//! what it reports; here it is sent, at least once and, for one account, in order.
//!
//! [`dispatcher`] claims lanes (what one webhook is to be told about one account) and [`courier`] works one off; a try
//! is made by [`sender`]. Nothing that matters is kept in the process.

mod address;
mod body;
mod courier;
mod dispatcher;
mod listener;
mod schedule;
mod sender;
mod signature;
mod sweeper;

pub use address::Reach;
pub use listener::{Listener, listen};
pub(crate) use sender::NoClient;

use crate::clock::Clock;
use crate::ids::new_id;
use crate::scope::Scope;
use crate::sealing::{SealingKey, Unsealable};
use crate::store::EventType;
use crate::store::{NewWebhook, Store, StoreError, Webhook};
use dispatcher::Slots;
use sender::Sender;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wink_wire::Secret;

/// How long a process may work on a lane before it must renew its lease, in milliseconds. Longer than an attempt.
const LEASE_MILLIS: i64 = 20_000;

/// Why a webhook could not be kept or shown.
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

/// Everything that webhooks work with. Clones share it.
#[derive(Clone)]
pub(crate) struct Webhooks(Arc<Parts>);

struct Parts {
    store: Store,
    clock: Clock,
    sealing_key: SealingKey,
    reach: Reach,
    sender: Sender,
    /// Names this process in leases.
    owner: String,
    slots: Slots,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

/// A webhook that a host wants.
#[derive(Debug)]
pub(crate) struct Wish<'a> {
    pub(crate) scope: &'a Scope,
    /// The API key that it is made with.
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
        stopping: CancellationToken,
    ) -> std::result::Result<Self, NoClient> {
        Ok(Self(Arc::new(Parts {
            store,
            clock,
            sealing_key,
            reach,
            sender: Sender::new(reach)?,
            owner: new_id("process"),
            slots: Slots::default(),
            stopping,
            tasks: TaskTracker::new(),
        })))
    }

    /// Keeps a webhook, which is told of what happens from now on.
    pub(crate) async fn add(&self, wish: &Wish<'_>) -> Result<Webhook> {
        let parts = &self.0;
        address::check(wish.url, parts.reach, wish.scope.mode())?;
        let id = new_id("wh");
        let new = NewWebhook {
            id: &id,
            scope: wish.scope,
            api_key: wish.api_key,
            name: wish.name,
            url: wish.url,
            sealed_secret: &parts.sealing_key.seal(wish.secret, &id)?,
            event_types: wish.event_types,
            is_active: wish.is_active,
            includes_payload: wish.includes_payload,
            created_at: parts.clock.now_millis(),
        };
        let webhook = parts.store.add_webhook(&new).await?;
        tracing::info!(webhook = id, "webhook added");
        Ok(webhook)
    }

    /// Stops sending, and leaves what is under way to the next process.
    pub(crate) async fn stop(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        if let Err(error) = self.0.store.release_lanes(&self.0.owner).await {
            tracing::warn!(?error, "leases could not be given back; they run out by themselves");
        }
    }
}
