//! Which failures of the database, and of files, come from outside and pass: the server is unreachable, starting, stopping or
//! overloaded, or the disk is full. A retry may succeed. Any other failure needs a fix.

use super::StoreError;
use sqlx::Error;
use std::error::Error as Failure;
use std::io;
use std::iter::successors;

/// Classes of `SQLSTATE`, which has five characters: lost connections, transactions that had to give way to others, and
/// resources that ran out.
const CLASSES: [&str; 3] = ["08", "40", "53"];

/// PostgreSQL's codes while it stops, has crashed, or starts.
const STOPPING_OR_STARTING: [&str; 3] = ["57P01", "57P02", "57P03"];

/// PostgreSQL's `disk_full`.
const POSTGRES_FULL: &str = "53100";

/// SQLite's: somebody else has been writing for too long. More exact ones have it as their last byte.
const SQLITE_BUSY: u32 = 5;

/// SQLite's: the disk is full. So it says only where the system says `ENOSPC`.
const SQLITE_FULL: u32 = 13;

/// What SQLite says where a file cannot grow for another reason, such as a quota: writing, truncating or syncing failed, or
/// the log's index could not be made.
const SQLITE_CANNOT_GROW: [u32; 6] = [778, 1034, 1546, 4618, 4874, 5386];

/// SQLite's: the file could not be opened, which may be for want of space or of descriptors.
const SQLITE_CANNOT_OPEN: u32 = 14;

/// A failure that passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outage {
    /// Try again later.
    Passing,
    /// Nothing can be stored until there is space. What is there can be read and deleted.
    DiskFull,
}

impl Outage {
    /// In how many seconds to try again.
    pub(crate) const RETRY_AFTER_SECONDS: u32 = 5;
}

/// What a failure comes from, if that passes.
pub(crate) fn outage(failure: &(dyn Failure + 'static)) -> Option<Outage> {
    successors(Some(failure), |failure| (*failure).source()).find_map(|cause| {
        if let Some(error) = cause.downcast_ref::<Error>() {
            return of_database(error);
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return is_full(error).then_some(Outage::DiskFull);
        }
        matches!(cause.downcast_ref(), Some(StoreError::DiskFull)).then_some(Outage::DiskFull)
    })
}

/// In how many seconds the same may be tried again, where what a failure comes from passes.
pub(crate) fn retry_after_seconds(failure: &(dyn Failure + 'static)) -> Option<u32> {
    outage(failure).map(|_| Outage::RETRY_AFTER_SECONDS)
}

fn of_database(error: &Error) -> Option<Outage> {
    match error {
        Error::Io(error) if is_full(error) => Some(Outage::DiskFull),
        // A server that hangs up in the middle of a greeting has broken the protocol for sqlx.
        Error::PoolTimedOut | Error::PoolClosed | Error::Io(_) | Error::Tls(_) | Error::Protocol(_) => {
            Some(Outage::Passing)
        }
        Error::Database(error) => of_code(&error.code()?),
        _ => None,
    }
}

/// No space, a quota that is used up, or the largest size that a file may have here.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

fn of_code(code: &str) -> Option<Outage> {
    if code.len() == 5 {
        let passes =
            CLASSES.iter().any(|class| code.starts_with(class)) || STOPPING_OR_STARTING.contains(&code);
        return if code == POSTGRES_FULL {
            Some(Outage::DiskFull)
        } else {
            passes.then_some(Outage::Passing)
        };
    }
    let number = code.parse::<u32>().ok()?;
    match number & 0xff {
        SQLITE_BUSY | SQLITE_CANNOT_OPEN => Some(Outage::Passing),
        SQLITE_FULL => Some(Outage::DiskFull),
        _ => SQLITE_CANNOT_GROW.contains(&number).then_some(Outage::DiskFull),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection as _, Executor as _, SqliteConnection};

    #[test]
    fn codes_of_postgres() {
        for code in ["08006", "08001", "40P01", "53300", "57P01", "57P03"] {
            assert_eq!(of_code(code), Some(Outage::Passing), "{code}");
        }
        assert_eq!(of_code("53100"), Some(Outage::DiskFull));
        for code in ["23505", "42P01", "57014", "22P02", "XX000"] {
            assert_eq!(of_code(code), None, "{code}");
        }
    }

    #[test]
    fn codes_of_sqlite() {
        for (code, outage) in [
            ("5", Some(Outage::Passing)),
            ("517", Some(Outage::Passing)),
            ("13", Some(Outage::DiskFull)),
            ("778", Some(Outage::DiskFull)),
            ("4874", Some(Outage::DiskFull)),
            ("14", Some(Outage::Passing)),
            ("11", None),
            ("266", None),
            ("2067", None),
        ] {
            assert_eq!(of_code(code), outage, "{code}");
        }
    }

    #[test]
    fn files_that_cannot_grow() {
        // `ENOSPC`, `EDQUOT`, `EFBIG`, and `EACCES`.
        for (number, is_full) in [(28, true), (122, true), (27, true), (13, false)] {
            let error = io::Error::from_raw_os_error(number);
            let text = error.to_string();
            assert_eq!(outage(&error).is_some(), is_full, "{text}");
            let source = object_store::Error::Generic { store: "a folder", source: error.into() };
            let stored = crate::files::FilesError::from(source);
            assert_eq!(outage(&stored) == Some(Outage::DiskFull), is_full, "{text}");
        }
        assert_eq!(outage(&StoreError::DiskFull), Some(Outage::DiskFull));
    }

    #[tokio::test]
    async fn a_database_that_somebody_else_writes_to() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}?mode=rwc", folder.path().join("busy.db").display());
        let mut writer = SqliteConnection::connect(&address).await.unwrap();
        writer.execute("CREATE TABLE things (id INTEGER); BEGIN IMMEDIATE").await.unwrap();
        let mut other = SqliteConnection::connect(&address).await.unwrap();
        other.execute("PRAGMA busy_timeout = 0").await.unwrap();
        let busy = other.execute("INSERT INTO things VALUES (1)").await.unwrap_err();
        assert_eq!(outage(&busy), Some(Outage::Passing));
        assert_eq!(outage(&other.execute("INSERT INTO nothing VALUES (1)").await.unwrap_err()), None);
    }

    #[test]
    fn what_never_came_to_the_database() {
        for passing in [
            Error::PoolTimedOut,
            Error::PoolClosed,
            Error::Io(io::ErrorKind::ConnectionReset.into()),
            Error::Protocol("unexpected response from SSLRequest: 0x00".into()),
        ] {
            assert_eq!(outage(&passing), Some(Outage::Passing), "{passing}");
        }
        assert_eq!(outage(&Error::RowNotFound), None);
    }
}
