//! The connections to a database, and the settings of each.

use super::dialect::Dialect;
use super::{Database, Result, StoreError};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection as _, Error, Executor as _};
use std::time::Duration;
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
