//! `wink-service suppressions`: addresses that get no more invites of a tenant.

use super::failure::{CommandFailure, Result};
use super::places::{DatabaseOption, Places};
use crate::clock::iso;
use crate::ids::SourceKey;
use crate::invites::address_hash;
use crate::keys::SharedKey;
use clap::{Args, Subcommand};
use std::io::Write;
use wink_wire::Secret;

/// What `suppressions` can do.
#[derive(Debug, Subcommand)]
pub enum SuppressionsCommand {
    /// List suppressed addresses, as hashes: the addresses themselves are not stored.
    List(ListSuppressions),
    /// Let a tenant invite an address again. Do this only if the person asks for it.
    Remove(RemoveSuppression),
}

/// Options of `suppressions list`.
#[derive(Debug, Args)]
pub struct ListSuppressions {
    #[command(flatten)]
    database: DatabaseOption,

    /// Only addresses of this tenant.
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,
}

/// Options of `suppressions remove`.
#[derive(Debug, Args)]
pub struct RemoveSuppression {
    #[command(flatten)]
    places: Places,

    /// Key for hashing a person's identity at a source. The same value as for `serve`.
    #[arg(long, env = "WINK_SOURCE_KEY", hide_env_values = true, value_name = "KEY")]
    source_key: Option<Secret>,

    /// The tenant's ID.
    #[arg(value_name = "TENANT")]
    tenant: String,

    /// The e-mail address.
    #[arg(value_name = "ADDRESS")]
    address: String,
}

impl SuppressionsCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// The database, the key or the output fails, or the address is not on the list.
    pub async fn run(&self, output: &mut impl Write) -> Result<()> {
        match self {
            Self::List(options) => options.run(output).await,
            Self::Remove(options) => options.run(output).await,
        }
    }
}

impl ListSuppressions {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        let suppressed = store.suppressed_of_any_scope(self.tenant.as_deref()).await?;
        for one in &suppressed {
            writeln!(output, "{}  {}  {}", iso(one.created_at), one.tenant_id, one.address_hash)?;
        }
        if suppressed.is_empty() {
            writeln!(output, "No addresses are suppressed.")?;
        }
        store.close().await;
        Ok(())
    }
}

impl RemoveSuppression {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let folder = self.places.folder();
        // Without this check, loading the key would make one, with which no address is found.
        if self.source_key.is_none() && !folder.join(SharedKey::Source.file()).is_file() {
            return Err(CommandFailure::Refused(format!(
                "the key that addresses are hashed with is not in {}; set WINK_SOURCE_KEY or WINK_DATA as for `serve`",
                folder.display()
            )));
        }
        let store = self.places.database.open().await?;
        let key = SharedKey::Source.load(&store, &folder, self.source_key.as_ref()).await?;
        let hash = address_hash(&SourceKey::new(key), &self.tenant, &self.address);
        let was_there = store.unsuppress_of_any_scope(&self.tenant, &hash).await?;
        store.close().await;
        if !was_there {
            return Err(CommandFailure::Refused(format!(
                "this address is not suppressed for the tenant {}",
                self.tenant
            )));
        }
        writeln!(output, "The tenant {} can invite this address again.", self.tenant)?;
        Ok(())
    }
}
