//! Where the database is: a path or an address, from the command line.

use super::dialect::Dialect;
use sqlx::ConnectOptions as _;
use sqlx::any::AnyConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::sqlite::SqliteConnectOptions;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The place of the database: a path, or an address such as `sqlite://data/wink.db` or `postgres://user@host/name`.
#[derive(Clone)]
pub struct Database(Address);

#[derive(Clone)]
enum Address {
    Sqlite(SqliteConnectOptions),
    Postgres(AnyConnectOptions, Server),
}

/// A server of PostgreSQL.
#[derive(Clone)]
struct Server {
    /// Where it is, as it may be shown to people.
    place: String,
    /// Whether nobody in between can read along or answer in its place.
    is_protected: bool,
}

impl Server {
    fn of(options: &PgConnectOptions) -> Self {
        let (host, port) = (options.get_host(), options.get_port());
        let socket = options.get_socket().map(PathBuf::as_path).or_else(|| {
            let folder = Path::new(host);
            folder.is_absolute().then_some(folder)
        });
        let place = match socket {
            Some(folder) => format!("{}, port {port}", folder.display()),
            None => format!("{host}:{port}"),
        };
        let is_here = socket.is_some() || is_this_machine(host);
        Self { place, is_protected: is_here || matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) }
    }
}

fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.to_canonical().is_loopback())
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
                let server = Server::of(&PgConnectOptions::from_str(text).map_err(readable)?);
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
            Address::Postgres(_, server) => Some(&server.place),
        }
    }

    /// Refuses a server that is reached over a network without TLS that verifies whose server it is.
    pub(super) fn check_protection(&self) -> super::Result<()> {
        match &self.0 {
            Address::Postgres(_, server) if !server.is_protected => {
                Err(super::StoreError::Unprotected { server: server.place.clone() })
            }
            Address::Sqlite(_) | Address::Postgres(..) => Ok(()),
        }
    }

    /// Where it is, as it may be shown to people.
    pub(crate) fn place(&self) -> String {
        match &self.0 {
            Address::Sqlite(options) => options.get_filename().display().to_string(),
            Address::Postgres(_, server) => format!("the database on PostgreSQL at {}", server.place),
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
        for path in ["data/wink.db", "sqlite://data/wink.db?mode=rwc", "sqlite:data/wink.db"] {
            let database = parse(path).unwrap();
            assert_eq!(database.dialect(), Dialect::Sqlite, "{path}");
            assert_eq!(database.folder().unwrap(), Path::new("data"), "{path}");
        }
        for address in ["postgres://wink:secret@db.example/wink", "postgresql:///wink?host=/run/postgresql"] {
            let database = parse(address).unwrap();
            assert_eq!(database.dialect(), Dialect::Postgres, "{address}");
            assert_eq!(database.folder(), None);
            assert!(!database.server().unwrap().contains("wink"), "nobody's name, and no password");
            assert!(!format!("{database:?}").contains("secret"));
        }
        assert!(parse("mysql://db.example/wink").is_err());
    }

    #[test]
    fn a_server_elsewhere_needs_tls_that_verifies_it() {
        for (address, is_protected) in [
            ("postgres://wink@localhost/wink", true),
            ("postgres://wink@127.0.0.1:5433/wink", true),
            ("postgres://wink@[::1]/wink", true),
            ("postgres:///wink?host=/run/postgresql", true),
            ("postgres://wink@db.example/wink?sslmode=verify-full", true),
            ("postgres://wink@db.example/wink?sslmode=verify-full&sslrootcert=/etc/ca.pem", true),
            ("postgres://wink@db.example/wink", false),
            ("postgres://wink@db.example/wink?sslmode=disable", false),
            ("postgres://wink@db.example/wink?sslmode=require", false),
            // Somebody else's certificate of the same authority would do.
            ("postgres://wink@db.example/wink?sslmode=verify-ca", false),
            ("postgres://wink@10.0.0.5/wink", false),
            ("postgres://wink@localhost.example/wink", false),
            ("postgres://wink@localhost/wink?host=db.example", false),
        ] {
            assert_eq!(parse(address).unwrap().check_protection().is_ok(), is_protected, "{address}");
        }
        let refused = parse("postgres://wink:hush@db.example/wink").unwrap().check_protection().unwrap_err();
        let words = refused.to_string();
        assert!(words.contains("db.example:5432") && words.contains("sslmode=verify-full"), "{words}");
        assert!(!words.contains("hush"), "{words}");
        parse("data/wink.db").unwrap().check_protection().unwrap();
    }

    #[tokio::test]
    async fn any_path_can_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["plain.db", "a space#and?more%20.db", "@host:80.db"] {
            let path = folder.path().join(name);
            // The second time it is there, and is probed.
            for _ in 0..2 {
                let store = super::super::Store::open(&parse(path.to_str().unwrap()).unwrap()).await.unwrap();
                let again = super::super::Store::probe(&parse(path.to_str().unwrap()).unwrap()).await;
                assert!(again.unwrap().is_some(), "{name}");
                store.close().await;
                assert!(path.is_file(), "{name}");
            }
        }
    }
}
