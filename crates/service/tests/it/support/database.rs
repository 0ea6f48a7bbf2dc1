//! A database for each test: an SQLite file in the test's folder, or a schema in the PostgreSQL server that
//! `WINK_TEST_POSTGRES` names. `cargo xtask test native` runs the tests with both.

use super::bytes_of;
use sqlx::migrate::Migrator;
use sqlx::{AnyPool, Connection as _, PgConnection, Row as _, SqliteConnection};
use std::path::Path;
use tempfile::TempDir;
use wink_service::Database;

/// What a test's processes share: a database and a folder. Both are deleted with it.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    /// A path or an address, as `WINK_DATABASE` takes it.
    pub(crate) database: String,
}

impl Place {
    /// Creates an empty database.
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let database = match server() {
            Some(server) => new_schema(&server, folder.path()).await,
            None => folder.path().join("data/wink.db").to_str().unwrap().to_owned(),
        };
        Self { folder, database }
    }

    /// Creates a database as it was before a step of the migrations, and connects to it.
    pub(crate) async fn before_step(name: &str) -> (Self, AnyPool) {
        let place = Self::new().await;
        std::fs::create_dir_all(place.data_folder()).unwrap();
        let (kind, address) = if place.database.starts_with("postgres") {
            ("postgres", place.database.clone())
        } else {
            ("sqlite", format!("sqlite://{}?mode=rwc", place.database))
        };
        let steps = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(kind);
        let old_steps = place.folder.path().join("steps");
        std::fs::create_dir(&old_steps).unwrap();
        for step in std::fs::read_dir(steps).unwrap().map(Result::unwrap) {
            if step.file_name().to_str().unwrap() < name {
                std::fs::copy(step.path(), old_steps.join(step.file_name())).unwrap();
            }
        }
        sqlx::any::install_default_drivers();
        let pool = AnyPool::connect(&address).await.unwrap();
        Migrator::new(old_steps.as_path()).await.unwrap().run(&pool).await.unwrap();
        (place, pool)
    }

    /// The database's place.
    pub(crate) fn database(&self) -> Database {
        self.database.parse().unwrap()
    }

    /// The folder for everything that is not in the database.
    pub(crate) fn data_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Changes the database directly.
    pub(crate) async fn run_sql(&self, sql: &str) {
        if server().is_some() {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        if server().is_some() {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            sqlx::query_scalar(&sql).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            sqlx::query_scalar(&sql).fetch_one(&mut connection).await.unwrap()
        }
    }

    /// All contents of the database: SQLite's files, or every row of every table.
    pub(crate) async fn everything(&self) -> Vec<u8> {
        if server().is_none() {
            let read = |name| bytes_of(&self.data_folder().join(name));
            return [read("wink.db"), read("wink.db-wal")].concat();
        }
        let mut connection = PgConnection::connect(&self.database).await.unwrap();
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
        let mut everything = Vec::new();
        for table in sqlx::query(tables).fetch_all(&mut connection).await.unwrap() {
            let table: String = table.get(0);
            let rows = format!("SELECT t::text FROM {table} t");
            for row in sqlx::query(&rows).fetch_all(&mut connection).await.unwrap() {
                everything.extend(row.get::<String, _>(0).into_bytes());
            }
        }
        assert!(!everything.is_empty());
        everything
    }
}

/// The PostgreSQL server to test on, if any.
pub(crate) fn server() -> Option<String> {
    std::env::var("WINK_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Creates a schema named after the test's folder. Returns its address.
async fn new_schema(server: &str, folder: &Path) -> String {
    let name: String =
        folder.file_name().unwrap().to_str().unwrap().chars().filter(char::is_ascii_alphanumeric).collect();
    let schema = format!("test_{}_{name}", std::process::id());
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(&format!("CREATE SCHEMA \"{schema}\"")).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let and = if server.contains('?') { '&' } else { '?' };
    format!("{server}{and}options[search_path]=\"{schema}\"")
}
