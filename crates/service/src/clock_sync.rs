//! Applies the sandbox clock's offset from the database, so that all processes have the same time.

use crate::clock::Clock;
use crate::jobs::Periodic;
use crate::store::{Store, StoreError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often the offset is read from the database.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Reads the offset from the database and applies it.
pub(crate) async fn sync(clock: &Clock, store: &Store) -> Result<(), StoreError> {
    let ahead_millis = store.clock_offset().await?;
    if clock.set_ahead(ahead_millis) {
        tracing::info!(ahead_millis, "the clock was moved");
    }
    Ok(())
}

/// Starts the task that applies the offset in the background.
pub(crate) fn spawn(clock: Clock, store: Store, stopping: CancellationToken) {
    tokio::spawn(Periodic::new("following the sandbox's clock", LOOK_EVERY).run(stopping, move |_| {
        let (clock, store) = (clock.clone(), store.clone());
        async move { sync(&clock, &store).await }
    }));
}
