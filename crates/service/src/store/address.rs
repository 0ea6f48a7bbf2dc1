//! Where the database is: a path or an address, from the command line.

use super::dialect::Dialect;
use sqlx::ConnectOptions as _;
use sqlx::any::AnyConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The place of the database: a path, or an address such as `sqlite://data/wink.db` or `postgres://user@host/name`.
#[derive(Clone)]
pub struct Database(Address);

#[derive(Clone)]
enum Address {
    Sqlite(SqliteConnectOptions),
    /// Holds the server in a form that may be shown.
    Postgres(AnyConnectOptions, String),
}

impl Default for Database {
    fn default() -> Self {
        Self(Address::Sqlite(SqliteConnectOptions::new().filename(Self::DEFAULT)))
    }
}

impl FromStr for Database {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // The address may contain the password, so these messages leave it out.
        let readable = |error: sqlx::Error| error.to_string();
        Ok(Self(match text.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Address::Sqlite(SqliteConnectOptions::from_str(text).map_err(readable)?),
            Some("postgres" | "postgresql") => {
                let server = PgConnectOptions::from_str(text).map_err(readable)?;
                let server = match server.get_socket() {
                    Some(folder) => format!("{}, port {}", folder.display(), server.get_port()),
                    None => format!("{}:{}", server.get_host(), server.get_port()),
                };
                Address::Postgres(AnyConnectOptions::from_str(text).map_err(readable)?, server)
            }
            _ if text.contains("://") => {
                return Err("must be a path, sqlite://… or postgres://…".to_owned());
            }
            _ => Address::Sqlite(SqliteConnectOptions::new().filename(text)),
        }))
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Address::Sqlite(options) => write!(formatter, "Database({})", options.get_filename().display()),
            Address::Postgres(..) => formatter.write_str("Database(postgres://***)"),
        }
    }
}

impl Database {
    /// The default place.
    pub(crate) const DEFAULT: &str = "data/wink.db";

    /// The folder of the database. `None` if it is on a server.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match &self.0 {
            Address::Sqlite(options) => {
                Some(options.get_filename().parent().map(Path::to_path_buf).unwrap_or_default())
            }
            Address::Postgres(..) => None,
        }
    }

    /// Whether the database is on a server.
    pub fn is_on_a_server(&self) -> bool {
        self.file().is_none()
    }

    /// The database's file. `None` if it is on a server.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.0 {
            Address::Sqlite(options) => Some(options.get_filename()),
            Address::Postgres(..) => None,
        }
    }

    /// The server's address, without credentials.
    pub(super) fn server(&self) -> Option<&str> {
        match &self.0 {
            Address::Sqlite(_) => None,
            Address::Postgres(_, server) => Some(server),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match &self.0 {
            Address::Sqlite(_) => Dialect::Sqlite,
            Address::Postgres(..) => Dialect::Postgres,
        }
    }

    /// How to connect to it.
    pub(super) fn options(&self) -> Result<AnyConnectOptions, sqlx::Error> {
        match &self.0 {
            Address::Sqlite(options) => {
                // Absolute, because the first folder of a relative path would be read as a host.
                let path = std::path::absolute(options.get_filename())?;
                // sqlx escapes everything except the percent sign.
                let path = path.to_string_lossy().replace('%', "%25");
                let options = options.clone().filename(path).create_if_missing(true);
                AnyConnectOptions::from_url(&options.to_url_lossy())
            }
            Address::Postgres(options, _) => Ok(options.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Database, String> {
        text.parse()
    }

    #[test]
    fn a_path_or_an_address() {
        for path in ["data/wink.db", "sqlite://data/wink.db$1mode=rwc", "sqlite:data/wink.db"] {
            let database = parse(path).unwrap();
            assert_eq!(database.dialect(), Dialect::Sqlite, "{path}");
            assert_eq!(database.folder().unwrap(), Path::new("data"), "{path}");
        }
        for address in ["postgres://wink:secret@db.example/wink", "postgresql:///wink$1host=/run/postgresql"]
        {
            let database = parse(address).unwrap();
            assert_eq!(database.dialect(), Dialect::Postgres, "{address}");
            assert_eq!(database.folder(), None);
            assert!(!database.server().unwrap().contains("wink"), "nobody's name, and no password");
            assert!(!format!("{database:?}").contains("secret"));
        }
        assert!(parse("mysql://db.example/wink").is_err());
    }

    #[tokio::test]
    async fn any_path_can_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["plain.db", "a space#and$1more%20.db", "@host:80.db"] {
            let path = folder.path().join(name);
            let store = super::super::Store::open(&parse(path.to_str().unwrap()).unwrap()).await.unwrap();
            store.close().await;
            assert!(path.is_file(), "{name}");
        }
    }
}
