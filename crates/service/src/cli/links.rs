//! `wink-service links`: which organizations take part in `/v1/links`.

use super::failure::{CommandFailure, Result};
use super::places::DatabaseOption;
use clap::{Args, Subcommand};

/// What `links` can do.
#[derive(Debug, Subcommand)]
pub enum LinksCommand {
    /// Participate: other organizations see when and how often this one linked a person, and it sees the same of them.
    Join(Organization),
    /// Stop participating.
    Leave(Organization),
}

/// Whose links are meant.
#[derive(Debug, Args)]
pub struct Organization {
    #[command(flatten)]
    database: DatabaseOption,

    /// The organization's ID. The IDs of its users start with it.
    #[arg(value_name = "ID")]
    tenant: String,
}

impl LinksCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// The database fails, or does not have the organization.
    pub async fn run(&self) -> Result<()> {
        let (Organization { database, tenant }, takes_part) = match self {
            Self::Join(organization) => (organization, true),
            Self::Leave(organization) => (organization, false),
        };
        let store = database.open().await?;
        let is_known = store.share_links(tenant, takes_part).await?;
        store.close().await;
        if !is_known {
            return Err(CommandFailure::Refused(format!(
                "there is no organization {tenant}; `wink-service keys list` shows those that have a key"
            )));
        }
        Ok(())
    }
}
