//! Opens the database: its files, and its migrations.

use super::pool::pool;
use super::probe::{complaint, is_locked};
use super::reserve::Reserve;
use super::{Database, Result, Store, StoreError, migrations};
use crate::private;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// The connection that is never used. While it is open, SQLite keeps the write-ahead log and the log's index. Making them
/// again takes room on the disk, and the pool closes each connection whose write found the disk full: without this one
/// nothing could be read any more.
pub(super) type Keeper = Arc<Mutex<Option<AnyConnection>>>;

/// Turns the write-ahead log on, which is kept in the database's file, and opens it.
const OPEN_LOG: &str =
    "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; SELECT count(*) FROM sqlite_master";

/// SQLite never waits when it turns the log on while another process opens the file, so we do. The same time as its
/// `busy_timeout`.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

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
        let opened = match connect(database).await {
            // SQLite needs space to open a file, and nothing could be deleted if the service did not start.
            Err(error) if error.is_disk_full() && Reserve::beside(database).give_up() => {
                connect(database).await
            }
            opened => opened,
        };
        let (pool, keeper) = match (opened, database.file()) {
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
            write_check: Arc::default(),
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

/// Opens the database and brings its tables up to date.
async fn connect(database: &Database) -> Result<(AnyPool, Keeper)> {
    if let Some(file) = database.file() {
        // SQLite gives the files beside it the same permissions.
        private::make_file(file)?;
    }
    let keeper = keep_open(database).await?;
    let pool = pool(database).await?;
    migrations::run(database, &pool).await?;
    Ok((pool, Arc::new(Mutex::new(keeper))))
}

/// Opens SQLite's files and keeps them.
async fn keep_open(database: &Database) -> Result<Option<AnyConnection>> {
    if database.is_on_a_server() {
        return Ok(None);
    }
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect_with(&database.options()?).await?;
    let end = Instant::now() + LONGEST_WAIT;
    loop {
        match connection.execute(OPEN_LOG).await {
            Ok(_) => return Ok(Some(connection)),
            Err(error) if is_locked(&error) && Instant::now() < end => sleep(BETWEEN_TRIES).await,
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::transaction::tests::SmallDisk;
    use std::future::{Future as _, poll_fn};
    use std::pin::pin;
    use std::task::Poll;

    #[tokio::test]
    async fn it_is_opened_on_a_full_disk_and_what_is_there_can_be_deleted() {
        let Some(disk) = SmallDisk::mount() else {
            eprintln!("skipped: only root may mount a small disk");
            return;
        };
        let database = disk.folder().join("wink.db").display().to_string().parse().unwrap();
        let store = Store::open(&database).await.unwrap();
        store.keep_reserve().await;
        store.settle("name", "value").await.unwrap();
        store.close().await;
        let mut filler = std::fs::File::create(disk.folder().join("filler")).unwrap();
        while std::io::Write::write_all(&mut filler, &[1; 512]).is_ok() {}

        let store = Store::open(&database).await.unwrap();
        store.keep_reserve().await;
        let delete = async || {
            let mut transaction = store.write_to_delete().await?;
            sqlx::query("DELETE FROM settings WHERE name = 'name'").execute(&mut *transaction).await?;
            Ok(transaction.commit().await?)
        };
        store.deleting(delete).await.unwrap();
        store.close().await;
    }

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
