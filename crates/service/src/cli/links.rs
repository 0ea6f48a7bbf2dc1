//! `wink-service links`: which organizations take part in `/v1/links`.

use crate::store::{Database, Store, StoreError};
use clap::{Args, Subcommand};

/// What `links` can do.
#[derive(Debug, Subcommand)]
pub enum LinksCommand {
    /// Take part: others learn when and how often this organization linked a person, and it learns the same of them.
    Join(Organization),
    /// Take part no longer.
    Leave(Organization),
}

/// Whose links are meant.
#[derive(Debug, Args)]
pub struct Organization {
    /// The service's database.
    #[arg(
        long,
        env = "WINK_DATABASE",
        hide_env_values = true,
        value_name = "PATH|ADDRESS",
        default_value = "data/wink.db"
    )]
    database: Database,

    /// The organization's id, which its users' ids begin with.
    #[arg(value_name = "ID")]
    tenant: String,
}

/// It could not be said.
#[derive(Debug, thiserror::Error)]
pub enum LinksFailure {
    /// The database could not be read or written.
    #[error("the database could not be read or written")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no such organization.
    #[error("there is no organization {0}")]
    Missing(String),
}

impl LinksCommand {
    /// Does it.
    ///
    /// # Errors
    /// The database fails, or does not know the organization.
    pub async fn run(&self) -> Result<(), LinksFailure> {
        let (Organization { database, tenant }, takes_part) = match self {
            Self::Join(organization) => (organization, true),
            Self::Leave(organization) => (organization, false),
        };
        let store = Store::open(database).await?;
        let is_known = store.share_links(tenant, takes_part).await?;
        store.close().await;
        if is_known { Ok(()) } else { Err(LinksFailure::Missing(tenant.clone())) }
    }
}

impl From<StoreError> for LinksFailure {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}
