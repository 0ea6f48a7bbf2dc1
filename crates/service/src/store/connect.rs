//! Opens the database: the settings of each connection, and its migrations.

use super::dialect::Dialect;
use super::probe::complaint;
use super::reserve::Reserve;
use super::{Database, Result, Store, StoreError, migrations};
use crate::private;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection as _, Error, Executor as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::timeout;

/// The maximum number of connections of a process.
pub(crate) const MAX_CONNECTIONS: u32 = 8;

/// Timeout for a connection. PostgreSQL is retried until then: a server that restarts is back by then, and callers
/// learn soon that it is down.
const POSTGRES_TIMEOUT: Duration = Duration::from_secs(5);

/// Timeout with SQLite, where all connections may be in use by waiting writers, each of which may wait this long.
const SQLITE_TIMEOUT: Duration = Duration::from_secs(30);

/// Settings of each SQLite connection. Revoked data must be gone from the file too, not only from its index. Writers
/// wait while the database is rewritten (see [`super::erasing`]).
const PRAGMAS: &str = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

/// The connection that is never used. While it is open, SQLite keeps the write-ahead log and the log's index. Making them
/// again takes room on the disk, and the pool closes each connection whose write found the disk full: without this one
/// nothing could be read any more.
pub(super) type Keeper = Arc<Mutex<Option<AnyConnection>>>;

/// Turns the write-ahead log on, which is kept in the database's file, and opens it.
const OPEN_LOG: &str =
    "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; SELECT count(*) FROM sqlite_master";

impl Store {
    /// Opens the database, making its folder and bringing its tables up to date. One that cannot be used is left as it is.
    pub(crate) async fn open(database: &Database) -> Result<Self> {
        Self::probe(database).await?;
        Self::open_after_probe(database).await
    }

    /// The same, when [`Store::probe`] found nothing to complain about.
    pub(crate) async fn open_after_probe(database: &Database) -> Result<Self> {
        if let Some(folder) = database.folder().filter(|folder| !folder.as_os_str().is_empty()) {
            private::create_folder(&folder)
                .map_err(|source| StoreError::Unusable { path: folder.clone(), source })?;
        }
        let opened = async {
            if let Some(file) = database.file() {
                // SQLite gives the files beside it the same permissions.
                private::make_file(file)?;
            }
            let keeper = keep_open(database).await?;
            let pool = pool(database).await?;
            migrations::run(database, &pool).await?;
            Ok((pool, Arc::new(Mutex::new(keeper))))
        };
        let (pool, keeper) = match (opened.await, database.file()) {
            (Err(StoreError::Database(error)), Some(file)) => Err(complaint(file, error)),
            (opened, _) => opened,
        }?;
        Ok(Self {
            pool,
            keeper,
            dialect: database.dialect(),
            erasing: Arc::default(),
            turn: Arc::default(),
            quotas: Arc::default(),
            reserve: Arc::new(Reserve::beside(database)),
            written_at: Arc::default(),
        })
    }

    /// Lists the migrations that a database lacks, by number and name. Changes and creates nothing.
    ///
    /// # Errors
    /// Also if a newer version of the service has migrated the database.
    pub(crate) async fn pending_migrations(database: &Database) -> Result<Vec<(i64, String)>> {
        let used = Self::probe(database).await?.unwrap_or_default();
        Ok(migrations::pending(database.dialect(), &used.applied))
    }

    /// Copies an SQLite database to a new file, also while others read and write.
    pub(crate) async fn copy_to(&self, file: &Path) -> Result<()> {
        // SQLite writes into an existing file if it is empty.
        private::make_file(file)?;
        sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy().into_owned()).execute(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection. For SQLite, this moves the write-ahead log into the file.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.fold().await {
            tracing::warn!(?error, "the write-ahead log stays until the next start");
        }
        if let Some(keeper) = self.keeper.lock().await.take() {
            drop(keeper.close().await);
        }
        self.pool.close().await;
    }
}

/// Opens SQLite's files and keeps them.
async fn keep_open(database: &Database) -> Result<Option<AnyConnection>> {
    if database.is_on_a_server() {
        return Ok(None);
    }
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect_with(&database.options()?).await?;
    connection.execute(OPEN_LOG).await?;
    Ok(Some(connection))
}

/// Connections to a database, with our settings. Creates a missing SQLite database.
pub(super) async fn pool(database: &Database) -> Result<AnyPool> {
    database.check_protection()?;
    sqlx::any::install_default_drivers();
    let dialect = database.dialect();
    let options = database.options()?;
    let opened = AnyPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .acquire_timeout(match dialect {
            Dialect::Sqlite => SQLITE_TIMEOUT,
            Dialect::Postgres => POSTGRES_TIMEOUT,
        })
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if dialect == Dialect::Sqlite {
                    connection.execute(PRAGMAS).await?;
                }
                Ok(())
            })
        })
        .after_release(|connection, _| Box::pin(has_ended_its_transaction(connection)))
        .connect_with(options.clone())
        .await;
    match (opened, database.server()) {
        (Err(Error::PoolTimedOut), Some(server)) => Err(StoreError::Unreachable {
            server: server.to_owned(),
            source: connection_error(&options).await,
        }),
        (Err(source @ (Error::Io(_) | Error::Tls(_) | Error::Protocol(_))), Some(server)) => {
            Err(StoreError::Unreachable { server: server.to_owned(), source })
        }
        (opened, _) => Ok(opened?),
    }
}

/// Whether a connection may return to the pool: its next user must not find an open transaction in it.
///
/// SQLite ends a transaction by itself when a write fails for lack of space or memory, for a fault of the disk or an
/// interrupt. The rollback that follows then fails too, as there is nothing left to roll back, and sqlx still counts the
/// transaction as open. Every later transaction on that connection would be refused. Such a connection is closed, and
/// the pool opens another when it needs one.
async fn has_ended_its_transaction(connection: &mut AnyConnection) -> sqlx::Result<bool> {
    // The rollback of a dropped transaction is only queued so far. This waits until it is carried out.
    connection.ping().await?;
    let is_in_transaction = connection.is_in_transaction();
    if is_in_transaction {
        tracing::warn!("SQLite ended a transaction by itself; its connection is closed");
    }
    Ok(!is_in_transaction)
}

/// Why a server cannot be reached. The pool does not report this.
async fn connection_error(options: &AnyConnectOptions) -> Error {
    match timeout(Duration::from_secs(1), AnyConnection::connect_with(options)).await {
        Ok(Err(error)) => error,
        Ok(Ok(_)) | Err(_) => Error::PoolTimedOut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{Future as _, poll_fn};
    use std::pin::pin;
    use std::task::Poll;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_that_is_given_up_leaves_no_transaction_behind() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wink.db").display().to_string().parse().unwrap();
        let store = Store::open(&database).await.unwrap();
        for polls in 0..300 {
            let mut begun = pin!(store.write());
            let mut left = polls % 6;
            poll_fn(|context| {
                if left == 0 || begun.as_mut().poll(context).is_ready() {
                    return Poll::Ready(());
                }
                left -= 1;
                Poll::Pending
            })
            .await;
        }
        for _ in 0..50 {
            store.write().await.unwrap().commit().await.unwrap();
        }
    }
}
