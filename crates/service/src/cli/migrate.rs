//! `wink-service migrate`: migrates the database, or shows the pending migrations.

use super::failure::Result;
use super::places::DatabaseOption;
use crate::store::Store;
use clap::Args;
use std::io::Write;

/// Options of `migrate`.
#[derive(Debug, Args)]
#[command(
    after_help = "`serve` migrates at its start too. Make a backup first: a migration can only be undone by restoring one."
)]
pub struct Migrate {
    #[command(flatten)]
    database: DatabaseOption,

    /// Only show the pending migrations.
    #[arg(long)]
    dry_run: bool,
}

impl Migrate {
    /// Runs the command.
    ///
    /// # Errors
    /// The database or the output fails, or a newer version of the service has migrated the database.
    pub async fn run(&self, output: &mut impl Write) -> Result<()> {
        let database = &self.database.database;
        let pending = Store::pending_migrations(database).await?;
        if !self.dry_run {
            Store::open(database).await?.close().await;
        }
        let word = if self.dry_run { "to do" } else { "done " };
        for (number, name) in &pending {
            writeln!(output, "{word}  {number:04} {name}")?;
        }
        match (pending.is_empty(), self.dry_run) {
            (true, _) => writeln!(output, "The database is up to date.")?,
            (false, true) => writeln!(output, "Nothing was changed. Run it without --dry-run to migrate.")?,
            (false, false) => writeln!(output, "The database is up to date now.")?,
        }
        Ok(())
    }
}
