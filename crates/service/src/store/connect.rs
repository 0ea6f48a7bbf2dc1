//! Opening the database: its address, its pragmas, its migrations.

use super::{Result, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Where the database is: a path, or an address such as `sqlite://data/wink.db`.
#[derive(Clone, Debug)]
pub struct Database(SqliteConnectOptions);

impl FromStr for Database {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let options = if text.starts_with("sqlite:") {
            SqliteConnectOptions::from_str(text).map_err(|error| error.to_string())?
        } else if text.contains("://") {
            return Err("only SQLite is supported: give a path or sqlite://path".to_owned());
        } else {
            SqliteConnectOptions::new().filename(text)
        };
        Ok(Self(options.create_if_missing(true)))
    }
}

impl Database {
    /// The folder that the database is in.
    pub(crate) fn folder(&self) -> PathBuf {
        self.0.get_filename().parent().map(Path::to_path_buf).unwrap_or_default()
    }
}

impl Store {
    /// Opens the database, making its folder and bringing its tables up to date.
    pub(crate) async fn open(database: &Database) -> Result<Self> {
        let folder = database.folder();
        if !folder.as_os_str().is_empty() {
            std::fs::create_dir_all(&folder)?;
        }
        let options = database
            .0
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            // Revoked data must be gone from the file too, not only from its index.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        // An earlier process may have been killed between deleting something and erasing it.
        Ok(Self { pool, has_deleted: Arc::new(AtomicBool::new(true)) })
    }

    /// Closes every connection, once the write-ahead log is folded into the file.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.fold().await {
            tracing::warn!(?error, "the write-ahead log stays until the next start");
        }
        self.pool.close().await;
    }
}
