//! Migrates the database step by step, with the files in `migrations/`.

use super::dialect::Dialect;
use super::{Database, Result};
use sqlx::AnyPool;
use sqlx::migrate::{MigrateError, Migrator};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The migrations that a database lacks, by number and name.
///
/// # Errors
/// Also if a newer version of the service has migrated the database.
pub(super) async fn pending(dialect: Dialect, pool: Option<&AnyPool>) -> Result<Vec<(i64, String)>> {
    let steps = steps(dialect);
    let applied = match pool {
        Some(pool) => applied(pool, dialect).await?,
        None => BTreeSet::new(),
    };
    if let Some(newer) = applied.iter().find(|number| !steps.version_exists(**number)) {
        return Err(MigrateError::VersionMissing(*newer).into());
    }
    let pending = steps.iter().filter(|step| !applied.contains(&step.version));
    Ok(pending.map(|step| (step.version, step.description.replace('_', " "))).collect())
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

/// The numbers of the applied migrations.
async fn applied(pool: &AnyPool, dialect: Dialect) -> Result<BTreeSet<i64>> {
    let (tables,): (i64,) = sqlx::query_as(dialect.count_migration_tables()).fetch_one(pool).await?;
    if tables == 0 {
        return Ok(BTreeSet::new());
    }
    let numbers: Vec<(i64,)> = sqlx::query_as("SELECT version FROM _sqlx_migrations").fetch_all(pool).await?;
    Ok(numbers.into_iter().map(|(number,)| number).collect())
}

/// Waits until no other process migrates the same SQLite database, because two at once would both create the tables.
/// PostgreSQL's migrations have their own lock. The turn ends when the returned file is dropped.
async fn turn_to_migrate(database: &Database) -> Result<Option<File>> {
    let Some(folder) = database.folder() else { return Ok(None) };
    let taken = tokio::task::spawn_blocking(move || {
        let turn = crate::private::open_file(&folder.join("migrating.lock"))?;
        turn.lock()?;
        Ok(turn)
    });
    Ok(Some(taken.await.unwrap_or_else(|error| Err(io::Error::other(error)))?))
}
