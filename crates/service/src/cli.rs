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
mod read_document;
mod suppressions;
mod tenants;
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
pub use read_document::{Confine, ReadDocument};
pub use suppressions::SuppressionsCommand;
pub use tenants::TenantsCommand;
pub use users::UsersCommand;
pub use webhooks::{Deliveries, Listen, Redeliver, WebhooksCommand};

use crate::settings::Settings;
use clap::{Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;

/// The service behind the Wink widget: the Open API for hosts, the Link API for the widget, and a sandbox.
#[derive(Debug, Parser)]
#[command(name = "wink-service", version)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, at the start")]
pub enum Command {
    /// Run the service until it is interrupted.
    Serve(Serve),
    /// Migrate the database, or show what a migration would do.
    Migrate(Migrate),
    /// List, create and revoke API keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// List, show and forget users.
    #[command(subcommand)]
    Users(UsersCommand),
    /// List tenants, and set the verified names under which their invites are sent.
    #[command(subcommand)]
    Tenants(TenantsCommand),
    /// List addresses that get no more invites of a tenant, and remove one from the list.
    #[command(subcommand)]
    Suppressions(SuppressionsCommand),
    /// Receive events, show deliveries and redeliver events.
    #[command(subcommand)]
    Webhooks(WebhooksCommand),
    /// Set whether an organization participates in links: whether it shares, and sees, how often a person was linked.
    #[command(subcommand)]
    Links(LinksCommand),
    /// Show, advance and reset the clock of a sandbox.
    #[command(subcommand)]
    Clock(ClockCommand),
    /// Back up the database, the uploaded files and the keys while the service runs.
    Backup(Backup),
    /// Check whether the service on this machine is ready for requests.
    Healthcheck(Healthcheck),
    /// Find what there is to read in a PDF or picture on the standard input. The service runs this for each uploaded
    /// file: the process has little memory and time, no network, and cannot open other files.
    ReadDocument(ReadDocument),
    /// Run a program without network, and without files but its own. The service runs Tesseract like this.
    #[command(hide = true)]
    Confine(Confine),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page, or write the manual pages of all commands to a folder.
    Man(Man),
}

impl Command {
    /// Whether what it writes is for its user alone. Manual pages and completions are for everybody.
    pub fn keeps_secrets(&self) -> bool {
        match self {
            Self::Serve(_)
            | Self::Migrate(_)
            | Self::Keys(_)
            | Self::Users(_)
            | Self::Tenants(_)
            | Self::Suppressions(_)
            | Self::Webhooks(_)
            | Self::Links(_)
            | Self::Clock(_)
            | Self::Backup(_)
            | Self::Healthcheck(_) => true,
            Self::Completions(_) | Self::Man(_) | Self::ReadDocument(_) | Self::Confine(_) => false,
        }
    }
}

/// Options of `serve`. Each can be set as a flag or as an environment variable.
#[derive(Debug, clap::Args)]
#[command(after_help = "The log goes to the standard error output; WINK_LOG=debug shows more of it \
    (or a filter such as WINK_LOG=warn,wink_service=debug).\n\n\
    Traces are sent where OTEL_EXPORTER_OTLP_ENDPOINT leads, for example http://127.0.0.1:4318; \
    OpenTelemetry's other variables count too.\n\n\
    A bucket of files needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or AWS_ENDPOINT for another \
    storage than Amazon's.")]
pub struct Serve {
    #[command(flatten)]
    settings: Settings,

    /// Address and port that serve `GET /metrics` for Prometheus. Without it, there are no metrics. The endpoint has no
    /// password: allow only your monitoring to reach it.
    #[arg(long, env = "WINK_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// Format of the log.
    #[arg(long, env = "WINK_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// Format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Text, for people.
    Text,
    /// One JSON object per line, for programs.
    Json,
}

impl Serve {
    /// The settings that these options stand for, on a socket that listens at an address.
    pub fn settings(&self, listen: SocketAddr) -> Settings {
        Settings { listen, ..self.settings.clone() }
    }

    /// Where to listen.
    pub fn listen(&self) -> SocketAddr {
        self.settings.listen
    }
}
