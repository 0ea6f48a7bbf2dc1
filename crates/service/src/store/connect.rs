//! Opening the database: its settings for each connection, its migrations.

use super::dialect::Dialect;
use super::{Database, Result, Store};
use sqlx::Executor as _;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// What each connection to SQLite is told. Revoked data must be gone from the file too, not only from its index.
const PRAGMAS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

impl Store {
    /// Opens the database, making its folder and bringing its tables up to date.
    pub(crate) async fn open(database: &Database) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let dialect = database.dialect();
        if let Some(folder) = database.folder().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let pool = AnyPoolOptions::new()
            .max_connections(8)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if dialect == Dialect::Sqlite {
                        connection.execute(PRAGMAS).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(database.options()?)
            .await?;
        let migrations = match dialect {
            Dialect::Sqlite => &SQLITE,
            Dialect::Postgres => &POSTGRES,
        };
        let turn = turn_to_migrate(database).await?;
        migrations.run(&pool).await?;
        drop(turn);
        // An earlier process may have been killed between deleting something and erasing it.
        Ok(Self { pool, dialect, has_deleted: Arc::new(AtomicBool::new(true)) })
    }

    /// Closes every connection; SQLite's once the write-ahead log is folded into the file.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.fold().await {
            tracing::warn!(?error, "the write-ahead log stays until the next start");
        }
        self.pool.close().await;
    }
}

/// Waits until no other process brings the same SQLite database up to date: two that begin at once would both make the
/// tables. PostgreSQL's migrations see to it themselves. The turn ends with what this answers.
async fn turn_to_migrate(database: &Database) -> Result<Option<File>> {
    let Some(folder) = database.folder() else { return Ok(None) };
    let taken = tokio::task::spawn_blocking(move || {
        let turn = File::create(folder.join("migrating.lock"))?;
        turn.lock()?;
        Ok(turn)
    });
    Ok(Some(taken.await.unwrap_or_else(|error| Err(io::Error::other(error)))?))
}
