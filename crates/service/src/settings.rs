//! What the service is started with, wherever it comes from.

use crate::files::{FilesKey, FilesPlace};
use crate::store::Database;
use crate::webhooks::Reach;
use ipnet::IpNet;
use std::path::PathBuf;
use std::time::Duration;
use wink_wire::Secret;

/// What the service is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the database is.
    pub database: Database,
    /// The folder of the keys and of what else is not in the database; else the one that the database is in.
    pub data: Option<PathBuf>,
    /// The key under which it is hashed who somebody is at a source; else the one in `source-key` in the data folder,
    /// which is made.
    pub source_key: Option<Secret>,
    /// The key that the rotating keys are encrypted with in the database; else the one in `master-key` in the data
    /// folder, which is made.
    pub master_key: Option<Secret>,
    /// For how many days a rotating key is used.
    pub key_days: u16,
    /// A private key for sealed credentials, taken where one has to be made: PKCS #8 in base64. It takes a second to make
    /// one, which tests need not do each.
    pub made_ahead: Option<Secret>,
    /// Where uploaded files are; else in the folder `files` in the data folder.
    pub files: Option<FilesPlace>,
    /// The key that uploaded files are sealed with; else the one in `files-key` in the data folder, which is made.
    pub files_key: Option<FilesKey>,
    /// The folder served at `/`, if any.
    pub assets: Option<PathBuf>,
    /// How many employers are generated into the catalogue.
    pub employers: u32,
    /// Requests per second and address on the Open API; 0 for no limit.
    pub rate_limit: u32,
    /// API secrets per minute and address that are compared, which costs time; 0 for no limit. One that was right is
    /// remembered and does not count.
    pub secret_limit: u32,
    /// Requests per second and address on the Link API; 0 for no limit.
    pub link_rate_limit: u32,
    /// The networks of proxies that are believed whom they pass a request on for.
    pub trusted_proxies: Vec<IpNet>,
    /// How many minutes a link token can be exchanged.
    pub link_token_minutes: u16,
    /// How long each step of a sandbox link takes.
    pub sandbox_pace: Duration,
    /// Whether the playground's helpers answer.
    pub playground: bool,
    /// The program that reads pictures, a path or a name on the search path. It need not be there.
    pub tesseract: PathBuf,
    /// The service's address as browsers see it, without a slash at the end; else taken from each request.
    pub public_url: Option<String>,
    /// The key that webhooks' secrets are encrypted with; else one is made and kept beside the database.
    pub webhook_key: Option<Secret>,
    /// Which addresses webhooks may lead to.
    pub webhook_reach: Reach,
    /// The mail server that e-mails go through, as an address; else they are written into the folder `mail` in the data
    /// folder.
    pub smtp_url: Option<Secret>,
    /// Whom e-mails are from, with or without a name.
    pub mail_from: Option<String>,
    /// The file of providers that people sign into by OAuth 2 or OpenID Connect, if any.
    pub connectors: Option<PathBuf>,
    /// The key that what is kept of logins there is encrypted with; else the one in `connector-key` in the data folder,
    /// which is made.
    pub connector_key: Option<Secret>,
}

impl Settings {
    /// The folder of what is not in the database.
    pub(super) fn folder(&self) -> PathBuf {
        self.data.clone().or_else(|| self.database.folder()).unwrap_or_else(|| "data".into())
    }
}
