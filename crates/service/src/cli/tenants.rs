//! `wink-service tenants`: the names under which hosts send invites.

use super::failure::{CommandFailure, Result};
use super::places::DatabaseOption;
use crate::invites::{check_name, skeleton};
use crate::store::Store;
use clap::{Args, Subcommand};
use std::io::Write;

/// What `tenants` can do.
#[derive(Debug, Subcommand)]
pub enum TenantsCommand {
    /// List tenants with their verified names.
    List(ListTenants),
    /// Set the name under which a tenant's invites are sent. Verify first that the host may use it.
    VerifyName(VerifyName),
    /// Remove the verified name. Invites are then sent under the operator's name alone.
    RemoveName(RemoveName),
}

/// Options of `tenants list`.
#[derive(Debug, Args)]
pub struct ListTenants {
    #[command(flatten)]
    database: DatabaseOption,
}

/// Options of `tenants verify-name`.
#[derive(Debug, Args)]
pub struct VerifyName {
    #[command(flatten)]
    database: DatabaseOption,

    /// The tenant's ID.
    #[arg(value_name = "TENANT")]
    tenant: String,

    /// The name, such as `Acme`. E-mails come from `Acme via` and the name in `WINK_MAIL_FROM`.
    #[arg(value_name = "NAME")]
    name: String,
}

/// Options of `tenants remove-name`.
#[derive(Debug, Args)]
pub struct RemoveName {
    #[command(flatten)]
    database: DatabaseOption,

    /// The tenant's ID.
    #[arg(value_name = "TENANT")]
    tenant: String,
}

impl TenantsCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// The database or the output fails, or the command is refused.
    pub async fn run(&self, output: &mut impl Write) -> Result<()> {
        match self {
            Self::List(options) => options.run(output).await,
            Self::VerifyName(options) => options.run(output).await,
            Self::RemoveName(options) => options.run(output).await,
        }
    }
}

impl ListTenants {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        for tenant in store.tenants_of_any_scope().await? {
            writeln!(
                output,
                "{}  {}",
                tenant.id,
                tenant.verified_name.as_deref().unwrap_or("no verified name")
            )?;
        }
        store.close().await;
        Ok(())
    }
}

impl VerifyName {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        check_name(&self.name).map_err(|bad| CommandFailure::Refused(format!("the name {bad}")))?;
        let store = self.database.open().await?;
        let set = self.set(&store).await;
        store.close().await;
        set?;
        writeln!(output, "Invites of {} are sent as \"{} via …\".", self.tenant, self.name)?;
        Ok(())
    }

    async fn set(&self, store: &Store) -> Result<()> {
        let own = skeleton(&self.name);
        let tenants = store.tenants_of_any_scope().await?;
        let other = tenants.iter().find(|other| {
            other.id != self.tenant
                && other.verified_name.as_deref().is_some_and(|name| skeleton(name) == own)
        });
        if let Some(other) = other {
            return Err(CommandFailure::Refused(format!(
                "the name looks like that of the tenant {}",
                other.id
            )));
        }
        require(&self.tenant, store.set_verified_name_of_any_scope(&self.tenant, Some(&self.name)).await?)
    }
}

impl RemoveName {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        let is_known = store.set_verified_name_of_any_scope(&self.tenant, None).await?;
        store.close().await;
        require(&self.tenant, is_known)?;
        writeln!(output, "Invites of {} are sent under the operator's name alone.", self.tenant)?;
        Ok(())
    }
}

fn require(tenant: &str, is_known: bool) -> Result<()> {
    if is_known {
        return Ok(());
    }
    Err(CommandFailure::Refused(format!(
        "there is no tenant {tenant}; `wink-service tenants list` shows all tenants"
    )))
}
