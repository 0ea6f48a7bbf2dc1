//! The database, SQLite or PostgreSQL. All SQL is here, one file for one or two tables, in what both databases
//! understand. The differences are in [`dialect`].

mod account;
mod account_events;
mod accounts;
mod address;
mod archive;
mod archive_checks;
mod archive_items;
mod archive_pieces;
mod archive_progress;
mod archive_scans;
mod archives;
mod challenges;
mod code;
pub(crate) mod columns;
mod connect;
mod consents;
mod deliveries;
mod delivery_log;
mod dialect;
mod employers;
mod erasing;
mod event;
mod event_type;
mod events;
mod exports;
mod forgetting;
mod invites;
mod invites_of_keys;
mod kept;
mod keys;
mod leases;
mod links;
mod mails;
mod migrations;
mod monitor;
mod outage;
mod pool;
mod probe;
mod progress;
mod queues;
mod quotas;
mod readiness;
mod records;
mod reserve;
mod resetting;
mod rotating_keys;
mod sandbox_grants;
#[cfg(test)]
mod scoping;
mod sessions;
mod settings;
mod sign_ins;
mod suppressed;
mod tasks;
mod templates;
mod tokens;
mod transaction;
mod users;
mod webhooks;

pub(crate) use account::{
    Account, AccountStatus, LinkingStep, MonitorStatus, PendingChallenge, PendingSignIn,
};
pub(crate) use accounts::{AccountFilter, NewAccount, Started};
pub use address::Database;
pub(crate) use archive::{Archive, ArchiveFile, ArchiveStatus, GivenBy};
pub(crate) use archive_checks::ManualResult;
pub(crate) use archive_pieces::StoredFile;
pub(crate) use archive_progress::ArchiveEnd;
pub(crate) use archives::{Announced, ArchiveFilter, NewArchive, NotAnnounced, SubmittedFile};
pub(crate) use columns::Json;
pub(crate) use consents::{GivenConsent, NewConsent};
pub(crate) use deliveries::{Attempt, Closed, Delivery, DeliveryQueue, DueWebhook, Next};
pub(crate) use delivery_log::{DeliveryFilter, LoggedAttempt, LoggedDelivery, Which};
pub(crate) use event_type::EventType;
pub(crate) use exports::{Export, ExportFormat};
pub(crate) use invites::{Invite, InviteLog, InviteStatus, NewInvite};
pub(crate) use invites_of_keys::OpenInvite;
pub(crate) use keys::ApiKey;
pub(crate) use leases::LONGEST_LEASE_MILLIS;
pub(crate) use links::{Link, LinkFilter};
pub(crate) use mails::Mail;
pub(crate) use outage::{Outage, outage, retry_after_seconds};
pub(crate) use probe::Used;
pub(crate) use progress::{Change, NextSync};
pub(crate) use records::{DateRule, KindsByAccount, Record, RecordFilter};
pub(crate) use reserve::RESERVE_FILE;
pub(crate) use resetting::Reset;
pub(crate) use rotating_keys::{KeyKind, StoredKey};
pub(crate) use sandbox_grants::{Grant, GrantKind};
pub(crate) use sessions::{NewSession, OpenedBefore, Session};
pub(crate) use tasks::{SourceType, Task, TaskFilter, TaskKind};
pub(crate) use templates::{
    ConsentTemplate, InviteCompany, InviteEmail, InvitePage, InviteTemplate, InviteTexts, Look,
    NewConsentTemplate, OwnConsent, Template, WinkTemplate,
};
pub(crate) use tokens::{Exchange, NewLinkToken};
pub(crate) use users::{User, UserFilter};
pub(crate) use webhooks::{NewWebhook, Webhook};

use crate::quotas::{QuotaExceeded, Quotas};
use crate::scope::Scope;
use crate::shared_check::SharedCheck;
use connect::Keeper;
use dialect::Dialect;
pub(crate) use erasing::Erased;
use erasing::Erasing;
use reserve::Reserve;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use transaction::Turn;

/// Why a call failed. A failure of the database is logged, and becomes `SERVER_UNAVAILABLE` if it is temporary, otherwise
/// `SERVER_ERROR`: callers cannot fix it. A quota is the caller's own.
#[derive(thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    #[error(
        "cannot connect to PostgreSQL at {server}; check that it runs and that WINK_DATABASE is its address"
    )]
    Unreachable { server: String, source: sqlx::Error },
    #[error(
        "PostgreSQL at {server} is on another machine, and WINK_DATABASE does not ask for verified TLS: add \
         ?sslmode=verify-full, and &sslrootcert=FILE if the server's certificate is of your own authority"
    )]
    Unprotected { server: String },
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("a value could not be serialized as JSON")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Quota(#[from] QuotaExceeded),
    #[error("the disk is full; what room is left is for deleting")]
    DiskFull,
    #[error("a file of the database could not be created")]
    File(#[from] std::io::Error),
    #[error(
        "{} cannot be written by this user; change its owner or permissions, or name another place with WINK_DATABASE",
        path.display()
    )]
    Unusable { path: PathBuf, source: std::io::Error },
    #[error("{} could not be opened, because its disk is full; make space, and start again", path.display())]
    NoSpace { path: PathBuf, source: sqlx::Error },
    #[error("{} is the database of another program; name another file with WINK_DATABASE", path.display())]
    Foreign { path: PathBuf },
    #[error("{} could not be opened; check that WINK_DATABASE names the service's database", path.display())]
    Unopened { path: PathBuf, source: sqlx::Error },
    #[error(
        "{} is damaged, or is not a database of SQLite ({what}); restore it from a backup, or name another file with \
         WINK_DATABASE",
        path.display()
    )]
    Damaged { path: PathBuf, what: String },
    #[error(
        "{place} was used with a newer version of the service (step {number:04}); start that version, or restore the \
         backup from before the upgrade"
    )]
    Newer { place: String, number: i64 },
}

impl StoreError {
    /// What is the matter, if the failure is temporary.
    pub(crate) fn outage(&self) -> Option<Outage> {
        outage(self)
    }

    /// Whether there is no space left for what is to be stored.
    fn is_disk_full(&self) -> bool {
        self.outage() == Some(Outage::DiskFull)
    }
}

/// For the log, without PostgreSQL's details, which contain values of rows.
impl fmt::Debug for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                let code = error.code().unwrap_or_default();
                write!(formatter, "Database({code} {})", error.message())
            }
            Self::Database(error) => write!(formatter, "Database({error})"),
            Self::Unreachable { server, source } => write!(formatter, "Unreachable({server} {source})"),
            Self::Unprotected { server } => write!(formatter, "Unprotected({server})"),
            Self::Migration(error) => write!(formatter, "Migration({error})"),
            Self::Json(error) => write!(formatter, "Json({error})"),
            Self::Quota(exceeded) => write!(formatter, "Quota({})", exceeded.quota.name()),
            Self::DiskFull => formatter.write_str("DiskFull"),
            Self::File(error) => write!(formatter, "File({error})"),
            Self::Unusable { path, source } => write!(formatter, "Unusable({} {source})", path.display()),
            Self::Foreign { path } => write!(formatter, "Foreign({})", path.display()),
            Self::NoSpace { path, source } => write!(formatter, "NoSpace({} {source})", path.display()),
            Self::Unopened { path, source } => write!(formatter, "Unopened({} {source})", path.display()),
            Self::Damaged { path, what } => write!(formatter, "Damaged({} {what})", path.display()),
            Self::Newer { place, number } => write!(formatter, "Newer({place} {number})"),
        }
    }
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// The connection of a transaction, for its steps.
type Connection = sqlx::AnyConnection;

/// Access to the database; clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pool: sqlx::AnyPool,
    keeper: Keeper,
    dialect: Dialect,
    erasing: Arc<Erasing>,
    turn: Turn,
    quotas: Arc<Quotas>,
    reserve: Arc<Reserve>,
    write_check: Arc<SharedCheck<StoreError>>,
    /// When that check last wrote something.
    written_at: Arc<Mutex<Option<Instant>>>,
}

/// An account or archive whose retention is over.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct OldSource {
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) id: String,
}

/// A page of a list: at most `limit` rows older than the row with the number `after`.
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
    /// The same, with these quotas in force.
    pub(crate) fn with_quotas(self, quotas: Quotas) -> Self {
        Self { quotas: Arc::new(quotas), ..self }
    }

    /// Locks a user until this transaction ends, for decisions that depend on several of the user's rows, or on one
    /// that does not exist yet.
    async fn lock_user(&self, connection: &mut Connection, user_id: &str) -> Result<()> {
        let sql = format!("SELECT id FROM users WHERE id = $1 {}", self.dialect.for_update());
        sqlx::query(&sql).bind(user_id).execute(connection).await?;
        Ok(())
    }
}
