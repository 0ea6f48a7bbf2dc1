//! Transactions that write, and who may begin one.

use super::dialect::Dialect;
use super::{Connection, Result, Store};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The turn of this process's writers on SQLite, which lets one at a time write. Left to itself SQLite has the others
/// sleep and try again, each with a connection that readers then lack, and whoever wakes first goes first, however long
/// another has waited. Here they come one after the other, and take a connection when it is their turn.
pub(super) type Turn = Arc<Mutex<()>>;

/// A transaction. Dropped without a commit, it has changed nothing.
pub(super) struct Transaction {
    // Dropped in this order: the turn goes on once the connection is given back.
    inner: sqlx::Transaction<'static, sqlx::Any>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Transaction {
    pub(super) async fn commit(self) -> sqlx::Result<()> {
        self.inner.commit().await
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.inner
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.inner
    }
}

impl Store {
    /// A transaction that may write. SQLite lets one at a time do so. On PostgreSQL they run beside each other: what a
    /// write is decided on is read with [`Dialect::for_update`], or named in the write's own `WHERE`.
    pub(super) async fn write(&self) -> Result<Transaction> {
        let turn = match self.dialect {
            Dialect::Sqlite => Some(Arc::clone(&self.turn).lock_owned().await),
            Dialect::Postgres => None,
        };
        // In a task of its own, which goes on where a request is given up: cut off in the middle of it, the connection would
        // stay within a transaction that nobody ends.
        let (pool, statement) = (self.pool.clone(), self.dialect.begin_to_write());
        let begun = tokio::spawn(async move {
            let inner = pool.begin_with(statement).await?;
            Ok::<_, sqlx::Error>(Transaction { inner, _turn: turn })
        });
        Ok(begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }
}
