//! Which database failures are temporary: the server is unreachable, starting, stopping or overloaded. A retry may
//! succeed. Any other failure needs a fix.

use sqlx::Error;
use std::error::Error as Failure;
use std::iter::successors;

/// When to come back.
const RETRY_AFTER_SECONDS: u32 = 5;

/// Classes of `SQLSTATE`, which has five characters: lost connections, transactions that had to give way to others, and
/// resources that ran out.
const CLASSES: [&str; 3] = ["08", "40", "53"];

/// What PostgreSQL says when it stops, has crashed, or starts.
const STOPPING_OR_STARTING: [&str; 3] = ["57P01", "57P02", "57P03"];

/// SQLite's: somebody else has been writing for too long, and the disk is full. More exact ones have them as their last
/// byte.
const SQLITE_BUSY_OR_FULL: [u32; 2] = [5, 13];

/// In how many seconds the same may be tried again, where what a failure comes from is one of the database's that passes.
pub(crate) fn retry_after_seconds(failure: &(dyn Failure + 'static)) -> Option<u32> {
    successors(Some(failure), |failure| (*failure).source())
        .filter_map(|cause| cause.downcast_ref::<Error>())
        .any(is_passing)
        .then_some(RETRY_AFTER_SECONDS)
}

/// Whether an error is temporary.
fn is_passing(error: &Error) -> bool {
    match error {
        // A server that hangs up in the middle of a greeting has broken the protocol for sqlx.
        Error::PoolTimedOut | Error::PoolClosed | Error::Io(_) | Error::Tls(_) | Error::Protocol(_) => true,
        Error::Database(error) => error.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

fn is_passing_code(code: &str) -> bool {
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
            assert!(is_passing_code(code), "{code}");
        }
        for code in ["23505", "42P01", "57014", "22P02", "XX000"] {
            assert!(!is_passing_code(code), "{code}");
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
        assert!(is_passing(&other.execute("INSERT INTO things VALUES (1)").await.unwrap_err()));
        assert!(!is_passing(&other.execute("INSERT INTO nothing VALUES (1)").await.unwrap_err()));
    }

    #[test]
    fn what_never_came_to_the_database() {
        assert!(is_passing(&Error::PoolTimedOut) && is_passing(&Error::PoolClosed));
        assert!(is_passing(&Error::Io(std::io::ErrorKind::ConnectionReset.into())));
        assert!(is_passing(&Error::Protocol("unexpected response from SSLRequest: 0x00".into())));
        assert!(!is_passing(&Error::RowNotFound));
    }
}
