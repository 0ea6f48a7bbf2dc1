//! Which database failures are temporary: the server is unreachable, starting, stopping or overloaded. A retry may
//! succeed. Any other failure needs a fix.

use sqlx::Error;
use std::error::Error as Failure;
use std::iter::successors;

/// The retry interval.
const RETRY_AFTER_SECONDS: u32 = 5;

/// Classes of `SQLSTATE`, which has five characters: lost connections, transactions that had to give way to others, and
/// resources that ran out.
const CLASSES: [&str; 3] = ["08", "40", "53"];

/// PostgreSQL's codes while it stops, has crashed, or starts.
const STOPPING_OR_STARTING: [&str; 3] = ["57P01", "57P02", "57P03"];

/// SQLite's codes for a writer that took too long and for a full disk. Extended codes have these in their last byte.
const SQLITE_BUSY_OR_FULL: [u32; 2] = [5, 13];

/// After how many seconds to retry, if a failure was caused by a temporary one of the database.
pub(crate) fn retry_after_seconds(failure: &(dyn Failure + 'static)) -> Option<u32> {
    successors(Some(failure), |failure| (*failure).source())
        .filter_map(|cause| cause.downcast_ref::<Error>())
        .any(is_temporary)
        .then_some(RETRY_AFTER_SECONDS)
}

/// Whether an error is temporary.
fn is_temporary(error: &Error) -> bool {
    match error {
        // A server that hangs up during the handshake has broken the protocol, according to sqlx.
        Error::PoolTimedOut | Error::PoolClosed | Error::Io(_) | Error::Tls(_) | Error::Protocol(_) => true,
        Error::Database(error) => error.code().is_some_and(|code| is_temporary_code(&code)),
        _ => false,
    }
}

fn is_temporary_code(code: &str) -> bool {
    if code.len() == 5 {
        CLASSES.iter().any(|class| code.starts_with(class)) || STOPPING_OR_STARTING.contains(&code)
    } else {
        code.parse::<u32>().is_ok_and(|number| SQLITE_BUSY_OR_FULL.contains(&(number & 0xff)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection as _, Executor as _, SqliteConnection};

    #[test]
    fn codes_of_postgres() {
        for code in ["08006", "08001", "40P01", "53300", "57P01", "57P03"] {
            assert!(is_temporary_code(code), "{code}");
        }
        for code in ["23505", "42P01", "57014", "22P02", "XX000"] {
            assert!(!is_temporary_code(code), "{code}");
        }
    }

    #[tokio::test]
    async fn a_database_that_somebody_else_writes_to() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}?mode=rwc", folder.path().join("busy.db").display());
        let mut writer = SqliteConnection::connect(&address).await.unwrap();
        writer.execute("CREATE TABLE things (id INTEGER); BEGIN IMMEDIATE").await.unwrap();
        let mut other = SqliteConnection::connect(&address).await.unwrap();
        other.execute("PRAGMA busy_timeout = 0").await.unwrap();
        assert!(is_temporary(&other.execute("INSERT INTO things VALUES (1)").await.unwrap_err()));
        assert!(!is_temporary(&other.execute("INSERT INTO nothing VALUES (1)").await.unwrap_err()));
    }

    #[test]
    fn what_never_came_to_the_database() {
        assert!(is_temporary(&Error::PoolTimedOut) && is_temporary(&Error::PoolClosed));
        assert!(is_temporary(&Error::Io(std::io::ErrorKind::ConnectionReset.into())));
        assert!(is_temporary(&Error::Protocol("unexpected response from SSLRequest: 0x00".into())));
        assert!(!is_temporary(&Error::RowNotFound));
    }
}
