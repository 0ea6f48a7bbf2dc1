//! The database. All SQL lives here, one file a table or two, so that another database can join later.

mod accounts;
mod archive_progress;
mod archives;
mod connect;
mod consents;
mod employers;
mod keys;
mod progress;
mod records;
mod sandbox_grants;
mod sessions;
mod sign_ins;
mod templates;
mod tokens;
mod users;

pub(crate) use accounts::{
    Account, AccountFilter, AccountStatus, CodeDelivery, LinkingStep, NewAccount, PendingChallenge, Started,
};
pub(crate) use archive_progress::ArchiveEnd;
pub(crate) use archives::{Announced, Archive, ArchiveFile, ArchiveFilter, ArchiveStatus, NewArchive};
pub use connect::Database;
pub(crate) use consents::{GivenConsent, NewConsent};
pub(crate) use keys::ApiKey;
pub(crate) use progress::Change;
pub(crate) use records::{DateRule, Record, RecordFilter};
pub(crate) use sandbox_grants::{Grant, GrantKind};
pub(crate) use sessions::{NewSession, Session};
pub(crate) use sign_ins::PendingSignIn;
pub(crate) use templates::Look;
pub(crate) use tokens::{Exchange, NewLinkToken};
pub(crate) use users::{User, UserFilter};

use sqlx::SqlitePool;

/// The database did what it must not. Nothing a caller can mend: it is logged and becomes a `SERVER_ERROR`.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    #[error("the database could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("a value could not be written as JSON")]
    Json(#[from] serde_json::Error),
    #[error("the database's folder could not be made")]
    Folder(#[from] std::io::Error),
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// Access to the database; clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pool: SqlitePool,
}

/// Which part of a list: at most `limit` rows older than the row numbered `after`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    pub(crate) after: Option<i64>,
    pub(crate) limit: u32,
}

/// A half-open span of time in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    pub(crate) from: Option<i64>,
    pub(crate) until: Option<i64>,
}

impl Store {
    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// A transaction that may write. Taking the write lock first avoids the deadlock of two readers that both
    /// want to become writers.
    async fn write(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }
}
