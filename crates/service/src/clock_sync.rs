//! Keeps a process's clock where the database says that the sandbox's clock is, so that every process has the same time.

use crate::clock::Clock;
use crate::jobs::Periodic;
use crate::store::{Store, StoreError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often the database is asked how far the clock is moved.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Moves the clock to where the database says that it is.
pub(crate) async fn sync(clock: &Clock, store: &Store) -> Result<(), StoreError> {
    let ahead_millis = store.clock_offset().await?;
    if clock.set_ahead(ahead_millis) {
        tracing::info!(ahead_millis, "the clock was moved");
    }
    Ok(())
}

/// Keeps the clock where the database says that it is, in the background.
pub(crate) fn spawn(clock: Clock, store: Store, stopping: CancellationToken) {
    tokio::spawn(Periodic::new("following the sandbox's clock", LOOK_EVERY).run(stopping, move |_| {
        let (clock, store) = (clock.clone(), store.clone());
        async move { sync(&clock, &store).await }
    }));
}
