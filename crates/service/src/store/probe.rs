//! Looks at a database before anything is written, so that one that cannot be used is named, and left as it is.

use super::outage::{Outage, outage};
use super::pool::pool;
use super::{Database, Result, Store, StoreError, migrations};
use crate::private;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyPool, Connection as _, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A larger file is not read as a whole: a start must not take long. Most damage shows in its first pages anyway.
const LARGEST_CHECKED_BYTES: u64 = 64 * 1024 * 1024;

/// Steps that made the tables that are looked into.
const SETTINGS_STEP: i64 = 6;
const PIECES_STEP: i64 = 12;

/// SQLite's codes for a file that is not as SQLite writes it. More exact ones have them as their last byte.
const DAMAGED: [u32; 2] = [11, 26];

/// SQLite's codes where another process writes, recovers, or removes the files beside the database: busy, locked, read-only,
/// input or output, cannot open.
const PASSING: [u32; 5] = [BUSY, 6, 8, 10, 14];
const BUSY: u32 = 5;

const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// What a database was used for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Used {
    /// The numbers of the steps that brought it up to date.
    pub(super) applied: BTreeSet<i64>,
    /// What every process must agree on, by name.
    pub(crate) settings: BTreeMap<String, String>,
    /// Whether there are uploaded files.
    pub(crate) has_files: bool,
}

impl Store {
    /// Looks at a database and changes nothing. `None` if it is missing or empty: opening it makes the tables.
    ///
    /// # Errors
    /// It is damaged or newer than this program, or cannot be written or reached.
    pub(crate) async fn probe(database: &Database) -> Result<Option<Used>> {
        let Some(file) = database.file() else {
            let mut server = Reader::Postgres(pool(database).await?);
            let probed = read(&mut server, database).await;
            server.close().await;
            return probed;
        };
        match check_file(file)? {
            None => Ok(None),
            Some(metadata) if metadata.len() == 0 => Ok(None),
            Some(metadata) => probe_file(database, file, metadata.len()).await,
        }
    }
}

/// Probes a file of SQLite. If another process opens or closes it at the same time, it is probed again.
async fn probe_file(database: &Database, file: &Path, size_bytes: u64) -> Result<Option<Used>> {
    let path = std::path::absolute(file)?;
    let mut tries = TRIES;
    loop {
        let way = Way::to(&path);
        let probed = match Reader::open(&path, way, size_bytes).await {
            Ok(mut reader) => {
                let probed = read(&mut reader, database).await;
                reader.close().await;
                probed
            }
            Err(error) => Err(error),
        };
        tries -= 1;
        let is_disturbed = way != Way::to(&path) || probed.as_ref().is_err_and(is_passing);
        if tries == 0 || !is_disturbed {
            return probed.map_err(|error| match error {
                StoreError::Database(error) => complaint(file, error),
                StoreError::Damaged { what, .. } => StoreError::Damaged { path: file.to_owned(), what },
                other => other,
            });
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

/// Whether a failure may come from another process that opens or closes the file.
fn is_passing(error: &StoreError) -> bool {
    match error {
        StoreError::Database(error) => code_of(error).is_some_and(|code| PASSING.contains(&code)),
        _ => false,
    }
}

/// Whether a file is there. It and its folder must be this user's to write.
fn check_file(file: &Path) -> Result<Option<Metadata>> {
    let unusable = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::Unusable { path, source }
    };
    let metadata = match file.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        metadata => Some(metadata.map_err(unusable(file))?),
    };
    if let Some(metadata) = &metadata {
        if metadata.is_dir() {
            return Err(unusable(file)(io::ErrorKind::IsADirectory.into()));
        }
        private::check_writable(file).map_err(|(path, error)| unusable(&path)(error))?;
    }
    // SQLite makes files beside the database.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    private::check_writable(folder).map_err(|(path, error)| unusable(&path)(error))?;
    Ok(metadata)
}

async fn read(reader: &mut Reader, database: &Database) -> Result<Option<Used>> {
    if reader.count(database.dialect().count_migration_tables()).await? == 0 {
        // A server's database may be shared, a file is not.
        return match database.file() {
            Some(file) if reader.count("SELECT count(*) FROM sqlite_master").await? > 0 => {
                Err(StoreError::Foreign { path: file.to_owned() })
            }
            Some(_) | None => Ok(None),
        };
    }
    let applied: BTreeSet<i64> = reader
        .pairs("SELECT CAST(version AS TEXT), '' FROM _sqlx_migrations WHERE success")
        .await?
        .into_iter()
        .filter_map(|(number, _)| number.parse().ok())
        .collect();
    migrations::check_not_newer(database, &applied)?;
    let mut used = Used { applied, ..Used::default() };
    if used.applied.contains(&SETTINGS_STEP) {
        used.settings = reader.pairs("SELECT name, value FROM settings").await?.into_iter().collect();
    }
    if used.applied.contains(&PIECES_STEP) {
        used.has_files = !reader.pairs("SELECT file_id, '' FROM archive_pieces LIMIT 1").await?.is_empty();
    }
    Ok(Some(used))
}

/// A connection that only reads, and makes no file.
enum Reader {
    Sqlite(Box<SqliteConnection>),
    Postgres(AnyPool),
}

impl Reader {
    /// Opens SQLite's file, and reads it through unless it is large.
    async fn open(path: &Path, way: Way, size_bytes: u64) -> Result<Self> {
        let mut connection = SqliteConnection::connect_with(&way.options(path)).await?;
        if size_bytes <= LARGEST_CHECKED_BYTES {
            let found: String =
                sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
            if found != "ok" {
                return Err(StoreError::Damaged { path: path.to_owned(), what: found });
            }
        }
        Ok(Self::Sqlite(Box::new(connection)))
    }

    /// Rows of two texts.
    async fn pairs(&mut self, sql: &str) -> Result<Vec<(String, String)>> {
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_as(sql).fetch_all(&mut **connection).await?,
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(&*pool).await?,
        })
    }

    async fn count(&mut self, sql: &str) -> Result<i64> {
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(&mut **connection).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(&*pool).await?,
        })
    }

    async fn close(self) {
        match self {
            // It has written nothing, so it leaves nothing behind either way.
            Self::Sqlite(connection) => drop(connection.close().await),
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// How to read SQLite's file without writing to it or making files beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// No process has it open, and the last one closed it in order: the file is all there is.
    Alone,
    /// With the log beside it and the log's index, which is read as it is.
    WithIndex,
    /// With the log beside it, whose index is missing.
    WithLog,
}

impl Way {
    fn to(path: &Path) -> Self {
        if !beside(path, "-wal").exists() && !beside(path, "-journal").exists() {
            Self::Alone
        } else if beside(path, "-shm").exists() {
            Self::WithIndex
        } else {
            Self::WithLog
        }
    }

    fn options(self, path: &Path) -> SqliteConnectOptions {
        let options = SqliteConnectOptions::new().read_only(true);
        match self {
            Self::Alone => options.filename(path).immutable(true),
            Self::WithIndex => {
                let path = utf8_percent_encode(&path.to_string_lossy(), NON_ALPHANUMERIC).to_string();
                options.filename(format!("file:{path}?readonly_shm=1"))
            }
            Self::WithLog => options.filename(path),
        }
    }
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    name.into()
}

/// What a failure of SQLite says about its file.
pub(super) fn complaint(file: &Path, error: sqlx::Error) -> StoreError {
    let path = file.to_owned();
    match error.as_database_error() {
        Some(found) if code_of(&error).is_some_and(|code| DAMAGED.contains(&code)) => {
            StoreError::Damaged { path, what: found.message().to_owned() }
        }
        _ if outage(&error) == Some(Outage::DiskFull) => StoreError::NoSpace { path, source: error },
        _ => StoreError::Unopened { path, source: error },
    }
}

/// Whether another process has the file locked.
pub(super) fn is_locked(error: &sqlx::Error) -> bool {
    code_of(error) == Some(BUSY)
}

/// SQLite's code for a failure, without the part that makes it more exact.
fn code_of(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    Some(code.parse::<u32>().ok()? & 0xff)
}
