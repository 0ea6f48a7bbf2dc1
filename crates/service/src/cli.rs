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

use crate::settings::Settings;
use clap::{Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;

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

impl Command {
    /// Whether what it writes is for its user alone. Manual pages and completions are for everybody.
    pub fn keeps_secrets(&self) -> bool {
        match self {
            Self::Serve(_)
            | Self::Migrate(_)
            | Self::Keys(_)
            | Self::Users(_)
            | Self::Webhooks(_)
            | Self::Links(_)
            | Self::Clock(_)
            | Self::Backup(_)
            | Self::Healthcheck(_) => true,
            Self::Completions(_) | Self::Man(_) => false,
        }
    }
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
    #[command(flatten)]
    settings: Settings,

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
    /// The settings that these options stand for, on a socket that listens at an address.
    pub fn settings(&self, listen: SocketAddr) -> Settings {
        Settings { listen, ..self.settings.clone() }
    }

    /// Where to listen.
    pub fn listen(&self) -> SocketAddr {
        self.settings.listen
    }
}
