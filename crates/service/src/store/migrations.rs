//! Migrates the database step by step, with the files in `migrations/`.

use super::dialect::Dialect;
use super::{Database, Result, StoreError};
use crate::private;
use sqlx::AnyPool;
use sqlx::migrate::Migrator;
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::time::Duration;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How often a process that waits for another's migration looks whether that has ended.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The steps that a database lacks, by number and name.
pub(super) fn pending(dialect: Dialect, applied: &BTreeSet<i64>) -> Vec<(i64, String)> {
    let pending = steps(dialect).iter().filter(|step| !applied.contains(&step.version));
    pending.map(|step| (step.version, step.description.replace('_', " "))).collect()
}

/// Refuses a database that a newer version of the service has brought up to date.
pub(super) fn check_not_newer(database: &Database, applied: &BTreeSet<i64>) -> Result<()> {
    let steps = steps(database.dialect());
    match applied.iter().find(|number| !steps.version_exists(**number)) {
        Some(number) => Err(StoreError::Newer { place: database.place(), number: *number }),
        None => Ok(()),
    }
}

/// Applies all pending migrations.
pub(super) async fn run(database: &Database, pool: &AnyPool) -> Result<()> {
    let turn = turn_to_migrate(database).await?;
    steps(database.dialect()).run(pool).await?;
    log_split_users(pool).await?;
    drop(turn);
    Ok(())
}

/// Logs which users migration 30 split because they had invented and real people's data. Only once: later, the table
/// lists them.
async fn log_split_users(pool: &AnyPool) -> Result<()> {
    let split: Vec<(String, String, String)> = sqlx::query_as(
        "UPDATE split_users SET is_logged = 1 WHERE is_logged = 0 RETURNING tenant_id, live_id, sandbox_id",
    )
    .fetch_all(pool)
    .await?;
    if !split.is_empty() {
        tracing::warn!(
            users = split.len(),
            "users with sandbox and production data were split; production keeps the id (table split_users)"
        );
    }
    for (tenant, user, sandbox_user) in split {
        tracing::info!(tenant, user, sandbox_user, "user split");
    }
    Ok(())
}

fn steps(dialect: Dialect) -> &'static Migrator {
    match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    }
}

/// Waits until no other process migrates the same SQLite database, because two at once would both create the tables.
/// PostgreSQL's migrations have their own lock. The turn ends when the returned file is dropped.
async fn turn_to_migrate(database: &Database) -> Result<Option<File>> {
    let Some(folder) = database.folder() else { return Ok(None) };
    let path = folder.join("migrating.lock");
    let unusable = |source| StoreError::Unusable { path: path.clone(), source };
    let turn = private::open_file(&path).map_err(unusable)?;
    let mut waits = false;
    loop {
        // A thread that waits for the lock could not be ended, and a process that is asked to stop would not.
        match turn.try_lock() {
            Ok(()) => return Ok(Some(turn)),
            Err(TryLockError::WouldBlock) if waits => {}
            Err(TryLockError::WouldBlock) => {
                waits = true;
                tracing::info!(path = %path.display(), "waiting for another process that migrates the database");
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
