//! The command line.

mod backup;
mod clock;
mod failure;
mod healthcheck;
mod keys;
mod links;
mod migrate;
mod papers;
mod places;
mod users;
mod webhooks;

pub use backup::Backup;
pub use clock::ClockCommand;
pub use failure::CommandFailure;
pub use healthcheck::Healthcheck;
pub use keys::KeysCommand;
pub use links::LinksCommand;
pub use migrate::Migrate;
pub use papers::{Completions, Man};
pub use users::UsersCommand;
pub use webhooks::{Deliveries, Listen, Redeliver, WebhooksCommand};

use crate::files::{FilesKey, FilesPlace};
use crate::settings::Settings;
use crate::store::Database;
use crate::webhooks::Reach;
use clap::{Parser, Subcommand, ValueEnum};
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use wink_wire::Secret;

/// The service behind the Wink widget: the Open API for hosts, the Link API for the widget, and a sandbox.
#[derive(Debug, Parser)]
#[command(name = "wink-service", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, at the start")]
pub enum Command {
    /// Answer requests until interrupted.
    Serve(Serve),
    /// Bring the database's tables up to date, or say what that would do.
    Migrate(Migrate),
    /// List, make and revoke API keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// List and show users, and forget one.
    #[command(subcommand)]
    Users(UsersCommand),
    /// Receive events, look at deliveries, deliver again.
    #[command(subcommand)]
    Webhooks(WebhooksCommand),
    /// Say whether an organization tells others, and is told, how often a person was linked.
    #[command(subcommand)]
    Links(LinksCommand),
    /// Move the time of a sandbox.
    #[command(subcommand)]
    Clock(ClockCommand),
    /// Copy the database, the uploaded files and the keys, beside a running service.
    Backup(Backup),
    /// Ask the service on this machine whether it can take requests.
    Healthcheck(Healthcheck),
    /// Print what a shell needs to complete this program's commands.
    Completions(Completions),
    /// Print this program's manual page, or write those of all commands.
    Man(Man),
}

/// Options of `serve`. Each can be given as a flag or in the environment.
#[derive(Debug, clap::Args)]
#[command(after_help = "The log goes to the standard error output; WINK_LOG=debug shows more of it \
    (or a filter such as WINK_LOG=warn,wink_service=debug).\n\n\
    Traces are sent where OTEL_EXPORTER_OTLP_ENDPOINT leads, for example http://127.0.0.1:4318; \
    OpenTelemetry's other variables count too.\n\n\
    A bucket of files needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or AWS_ENDPOINT for another \
    storage than Amazon's.")]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "WINK_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Database: the path of a SQLite one, which is made where it does not exist, or an address such as
    /// `postgres://user:password@host/name`.
    #[arg(
        long,
        env = "WINK_DATABASE",
        hide_env_values = true,
        value_name = "PATH|ADDRESS",
        default_value = "data/wink.db"
    )]
    pub database: Database,

    /// Folder for the keys and whatever else is not in the database. Without it, the one that the SQLite database is
    /// in, or `data`.
    #[arg(long, env = "WINK_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// Where uploaded files are kept: a folder, or `s3://bucket/prefix` with the usual AWS variables. Without it, the
    /// folder `files` in the data folder.
    #[arg(long, env = "WINK_FILES", value_name = "PLACE")]
    pub files: Option<FilesPlace>,

    /// Key that uploaded files are sealed with, base64 of 32 bytes; better given in the environment, where other users
    /// do not see it. Without it, the key in `files-key` in the data folder, which is made.
    #[arg(long, env = "WINK_FILES_KEY", value_name = "KEY", hide_env_values = true)]
    pub files_key: Option<FilesKey>,

    /// Key under which it is hashed who somebody is at a source, at least 32 characters. Processes that share a
    /// database need the same. Without it, one is made and kept in the data folder.
    #[arg(long, env = "WINK_SOURCE_KEY", hide_env_values = true, value_name = "KEY")]
    pub source_key: Option<Secret>,

    /// Key that the keys which are replaced from time to time are encrypted with in the database, at least 32 characters.
    /// Processes that share a database need the same. Without it, one is made and kept in the data folder.
    #[arg(long, env = "WINK_MASTER_KEY", hide_env_values = true, value_name = "KEY")]
    pub master_key: Option<Secret>,

    /// Days after which the keys that credentials are sealed with and tokens are signed with are replaced.
    #[arg(
        long,
        env = "WINK_KEY_DAYS",
        value_name = "DAYS",
        default_value_t = 30,
        value_parser = clap::value_parser!(u16).range(1..=3650)
    )]
    pub key_days: u16,

    /// Folder to serve at `/`: the widget's files and the playground.
    #[arg(long, env = "WINK_ASSETS", value_name = "FOLDER")]
    pub assets: Option<PathBuf>,

    /// How many employers to generate into the provider catalogue, the same ones every time.
    #[arg(long, env = "WINK_EMPLOYERS", value_name = "N", default_value_t = 0)]
    pub employers: u32,

    /// Requests a second that one address may make on the Open API; 0 for no limit.
    #[arg(long, env = "WINK_RATE_LIMIT", value_name = "N", default_value_t = 20)]
    pub rate_limit: u32,

    /// API secrets a minute that are compared for one address; 0 for no limit. One that was right is remembered for a
    /// while and does not count.
    #[arg(long, env = "WINK_SECRET_LIMIT", value_name = "N", default_value_t = 20)]
    pub secret_limit: u32,

    /// Requests a second that one address may make on the Link API, and on pages; 0 for no limit.
    #[arg(long, env = "WINK_LINK_RATE_LIMIT", value_name = "N", default_value_t = 100)]
    pub link_rate_limit: u32,

    /// Networks of the proxies in front, such as `10.0.0.0/8,fd00::/8`. For whom they pass a request on, as
    /// `X-Forwarded-For` says, counts in the limits; without them it is the sender.
    #[arg(long, env = "WINK_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpNet>,

    /// How long a link token can be exchanged, in minutes; 0 makes tokens that have expired already.
    #[arg(
        long,
        env = "WINK_LINK_TOKEN_MINUTES",
        value_name = "MINUTES",
        default_value_t = 300,
        value_parser = clap::value_parser!(u16).range(..=300)
    )]
    pub link_token_minutes: u16,

    /// How long each step of linking takes in the sandbox, in milliseconds.
    #[arg(long, env = "WINK_SANDBOX_PACE", value_name = "MILLIS", default_value_t = 900)]
    pub sandbox_pace: u64,

    /// Answer the playground's helpers, which hand out sandbox tokens and data without the API secret.
    #[arg(long, env = "WINK_PLAYGROUND")]
    pub playground: bool,

    /// Tesseract, which reads pictures of documents: a path, or a name on the search path. Where it is not installed,
    /// pictures end in UNSUPPORTED.
    #[arg(long, env = "WINK_TESSERACT", value_name = "PROGRAM", default_value = "tesseract")]
    pub tesseract: PathBuf,

    /// The service's address as browsers see it, where that is not the address it listens on.
    #[arg(long, env = "WINK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Key that webhooks' secrets are encrypted with in the database, at least 32 characters. Processes that share a
    /// database need the same. Without it, one is made and kept beside the database.
    #[arg(long, env = "WINK_WEBHOOK_KEY", hide_env_values = true, value_name = "KEY")]
    pub webhook_key: Option<Secret>,

    /// Which addresses webhooks may lead to.
    #[arg(long, env = "WINK_WEBHOOK_REACH", value_enum, default_value_t = Reach::Loopback)]
    pub webhook_reach: Reach,

    /// Mail server that e-mails go through: `smtps://user:password@host`, or `smtp://user:password@host?tls=required`.
    /// Without it, they are written into the folder `mail` in the data folder, as .eml files.
    #[arg(long, env = "WINK_SMTP_URL", hide_env_values = true, value_name = "ADDRESS")]
    pub smtp_url: Option<Secret>,

    /// Whom e-mails are from, such as `Invitations <invites@example.com>`. Invitations carry the name of their
    /// template instead of this one.
    #[arg(long, env = "WINK_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// File of providers that people sign into by OAuth 2 or OpenID Connect; docs/connectors.md says what is in it.
    #[arg(long, env = "WINK_CONNECTORS", value_name = "FILE")]
    pub connectors: Option<PathBuf>,

    /// Key that what is kept of logins at those providers is encrypted with in the database, at least 32 characters.
    /// Processes that share a database need the same. Without it, one is made and kept in the data folder.
    #[arg(long, env = "WINK_CONNECTOR_KEY", hide_env_values = true, value_name = "KEY")]
    pub connector_key: Option<Secret>,

    /// Address and port to answer `GET /metrics` on, for Prometheus. Without it, nothing is measured. There is no
    /// password: let only monitoring reach it.
    #[arg(long, env = "WINK_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// How the log is written.
    #[arg(long, env = "WINK_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one JSON object a line.
    Json,
}

impl Serve {
    /// The settings that these options stand for.
    pub fn settings(&self) -> Settings {
        Settings {
            database: self.database.clone(),
            data: self.data.clone(),
            source_key: self.source_key.clone(),
            master_key: self.master_key.clone(),
            key_days: self.key_days,
            made_ahead: None,
            files: self.files.clone(),
            files_key: self.files_key.clone(),
            assets: self.assets.clone(),
            employers: self.employers,
            rate_limit: self.rate_limit,
            secret_limit: self.secret_limit,
            trusted_proxies: self.trusted_proxies.clone(),
            link_rate_limit: self.link_rate_limit,
            link_token_minutes: self.link_token_minutes,
            sandbox_pace: Duration::from_millis(self.sandbox_pace),
            playground: self.playground,
            tesseract: self.tesseract.clone(),
            public_url: self.public_url.clone(),
            webhook_key: self.webhook_key.clone(),
            webhook_reach: self.webhook_reach,
            smtp_url: self.smtp_url.clone(),
            mail_from: self.mail_from.clone(),
            connectors: self.connectors.clone(),
            connector_key: self.connector_key.clone(),
        }
    }
}
