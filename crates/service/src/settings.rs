//! What the service is started with. Each setting is an option of `wink-service serve` and a variable of the environment;
//! tests start from [`Settings::default`].

use crate::files::{FilesKey, FilesPlace};
use crate::free_disk::DiskGauge;
use crate::mail::AllowedRecipient;
use crate::quotas::QuotaLimit;
use crate::scanner::ScannerAddress;
use crate::store::Database;
use crate::webhooks::Reach;
use clap::Args;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::ParseIntError;
use std::path::PathBuf;
use std::time::Duration;
use wink_wire::Secret;

const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const KEY_DAYS: u16 = 30;
const RATE_LIMIT: u32 = 20;
const SECRET_LIMIT: u32 = 20;
const LINK_RATE_LIMIT: u32 = 100;
const KEEP_ALIVE_SECONDS: u16 = 75;
const LINK_TOKEN_MINUTES: u16 = 300;
const MIN_FREE_DISK: u8 = 10;
const SANDBOX_PACE_MILLIS: &str = "900";
const TESSERACT: &str = "tesseract";

/// What the service is started with.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Address and port to listen on.
    #[arg(long, env = "WINK_LISTEN", value_name = "ADDRESS:PORT", default_value_t = LISTEN)]
    pub listen: SocketAddr,

    /// Database: the path of an SQLite file, which is created if it does not exist, or an address such as
    /// `postgres://user:password@host/name?sslmode=verify-full`.
    #[arg(
        long,
        env = "WINK_DATABASE",
        hide_env_values = true,
        value_name = "PATH|ADDRESS",
        default_value = Database::DEFAULT
    )]
    pub database: Database,

    /// Folder for the keys and other data outside the database. Defaults to the folder of the SQLite database, or to
    /// `data`.
    #[arg(long, env = "WINK_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// Where uploaded files are stored: a folder, or `s3://bucket/prefix` with the usual AWS variables. Defaults to the
    /// folder `files` in the data folder.
    #[arg(long, env = "WINK_FILES", value_name = "PLACE")]
    pub files: Option<FilesPlace>,

    /// Key that encrypts uploaded files: 32 bytes as base64. Set it as an environment variable, so that other users do
    /// not see it. Defaults to `files-key` in the data folder, which is created.
    #[arg(long, env = "WINK_FILES_KEY", value_name = "KEY", hide_env_values = true)]
    pub files_key: Option<FilesKey>,

    /// Key for hashing a person's identity at a source, at least 32 characters. Processes that share a database need
    /// the same key. Without it, the service creates one in the data folder.
    #[arg(long, env = "WINK_SOURCE_KEY", hide_env_values = true, value_name = "KEY")]
    pub source_key: Option<Secret>,

    /// Key that encrypts the rotating keys in the database, at least 32 characters. Processes that share a database
    /// need the same key. Without it, the service creates one in the data folder.
    #[arg(long, env = "WINK_MASTER_KEY", hide_env_values = true, value_name = "KEY")]
    pub master_key: Option<Secret>,

    /// A private key for sealed credentials, for the first key that is made: PKCS #8 in base64. It takes a second to make
    /// one, which tests need not spend each.
    #[arg(skip)]
    pub made_ahead: Option<Secret>,

    /// Days after which the keys that encrypt credentials and sign tokens are rotated.
    #[arg(
        long,
        env = "WINK_KEY_DAYS",
        value_name = "DAYS",
        default_value_t = KEY_DAYS,
        value_parser = clap::value_parser!(u16).range(1..=3650)
    )]
    pub key_days: u16,

    /// Folder to serve at `/`, with the widget's files and the playground.
    #[arg(long, env = "WINK_ASSETS", value_name = "FOLDER")]
    pub assets: Option<PathBuf>,

    /// Number of generated employers in the provider catalogue. The same number gives the same employers.
    #[arg(long, env = "WINK_EMPLOYERS", value_name = "N", default_value_t = 0)]
    pub employers: u32,

    /// Maximum requests per second from one address on the Open API. 0 means no limit.
    #[arg(long, env = "WINK_RATE_LIMIT", value_name = "N", default_value_t = RATE_LIMIT)]
    pub rate_limit: u32,

    /// Maximum API secrets per minute that are verified for one address. 0 means no limit. A correct secret is
    /// remembered for a while and does not count.
    #[arg(long, env = "WINK_SECRET_LIMIT", value_name = "N", default_value_t = SECRET_LIMIT)]
    pub secret_limit: u32,

    /// Maximum requests per second from one address on the Link API and on pages. 0 means no limit.
    #[arg(long, env = "WINK_LINK_RATE_LIMIT", value_name = "N", default_value_t = LINK_RATE_LIMIT)]
    pub link_rate_limit: u32,

    /// Limits on what a session, a user, a tenant or a recipient may have or do, such as `webhooks=50,templates=1000`. 0 means
    /// no limit. docs/deploy.md lists the quotas and their defaults.
    #[arg(long, env = "WINK_QUOTAS", value_name = "NAME=N", value_delimiter = ',')]
    pub quotas: Vec<QuotaLimit>,

    /// Percentage of the disk that must be free for documents to be accepted. 0 means no limit. The disks of the data folder
    /// and of the folder of uploaded files count.
    #[arg(
        long,
        env = "WINK_MIN_FREE_DISK",
        value_name = "PERCENT",
        default_value_t = MIN_FREE_DISK,
        value_parser = clap::value_parser!(u8).range(..=99)
    )]
    pub min_free_disk: u8,

    /// Where it is read how much of the disk is free, for tests.
    #[arg(skip)]
    pub disk_gauge: DiskGauge,

    /// Trusted proxy networks, such as `10.0.0.0/8,fd00::/8`. For requests from them, the limits count the address in
    /// `X-Forwarded-For`; otherwise the sender's address.
    #[arg(long, env = "WINK_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpNet>,

    /// Maximum number of connections at once. Defaults to what the limit of open files suffices for, at most 10000.
    #[arg(long, env = "WINK_CONNECTIONS", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub connections: Option<u32>,

    /// Maximum number of connections at once from one address that is no trusted proxy. 0 means no limit. Defaults to a
    /// quarter of all connections.
    #[arg(long, env = "WINK_CONNECTIONS_PER_ADDRESS", value_name = "N")]
    pub connections_per_address: Option<u32>,

    /// How long a connection may be idle between two requests, in seconds. It must be longer than a proxy in front keeps
    /// its idle connections.
    #[arg(
        long,
        env = "WINK_KEEP_ALIVE_SECONDS",
        value_name = "SECONDS",
        default_value_t = KEEP_ALIVE_SECONDS,
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub keep_alive_seconds: u16,

    /// How long a link token is valid, in minutes. 0 creates tokens that have already expired.
    #[arg(
        long,
        env = "WINK_LINK_TOKEN_MINUTES",
        value_name = "MINUTES",
        default_value_t = LINK_TOKEN_MINUTES,
        value_parser = clap::value_parser!(u16).range(..=300)
    )]
    pub link_token_minutes: u16,

    /// Enable the sandbox: test people, its own API key, and the pages under `/sandbox`. Without this option, the sandbox
    /// is enabled if only this machine can reach the service.
    #[arg(
        long,
        env = "WINK_SANDBOX",
        value_name = "BOOL",
        num_args = 0..=1,
        default_missing_value = "true"
    )]
    pub sandbox: Option<bool>,

    /// Duration of each step of linking in the sandbox, in milliseconds.
    #[arg(
        long,
        env = "WINK_SANDBOX_PACE",
        value_name = "MILLIS",
        default_value = SANDBOX_PACE_MILLIS,
        value_parser = parse_millis
    )]
    pub sandbox_pace: Duration,

    /// Enable the playground's helpers, which return sandbox tokens and data without the API secret.
    #[arg(long, env = "WINK_PLAYGROUND")]
    pub playground: bool,

    /// Path or name of Tesseract, the program that reads pictures of documents. Without it, pictures end in
    /// UNSUPPORTED.
    #[arg(long, env = "WINK_TESSERACT", value_name = "PROGRAM", default_value = TESSERACT)]
    pub tesseract: PathBuf,

    /// This program, which is started again to open a document. Not an option of the command line.
    #[arg(skip = own_program())]
    pub program: PathBuf,

    /// ClamAV's daemon, which scans each file before it is read or handed out: `unix:/run/clamav/clamd.ctl` or
    /// `tcp:127.0.0.1:3310`. While it is away, documents wait. Without this option, nothing is scanned.
    #[arg(long, env = "WINK_SCANNER", value_name = "ADDRESS")]
    pub scanner: Option<ScannerAddress>,

    /// The service's address as browsers see it, such as `https://wink.example.com`. Without it, the service only
    /// listens on loopback addresses. If other machines can reach it, production keys need an https address.
    #[arg(long, env = "WINK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Key that encrypts webhook secrets in the database, at least 32 characters. Processes that share a database need
    /// the same key. Without it, the service creates one in the data folder.
    #[arg(long, env = "WINK_WEBHOOK_KEY", hide_env_values = true, value_name = "KEY")]
    pub webhook_key: Option<Secret>,

    /// Which addresses webhooks may use. Defaults to `loopback` if only this machine can reach the service, otherwise to
    /// `public`.
    #[arg(long, env = "WINK_WEBHOOK_REACH", value_name = "REACH", value_enum)]
    pub webhook_reach: Option<Reach>,

    /// Mail server: `smtps://user:password@host`, or `smtp://user:password@host?tls=required`. Without it, e-mails are
    /// written as .eml files to the folder `mail` in the data folder.
    #[arg(long, env = "WINK_SMTP_URL", hide_env_values = true, value_name = "ADDRESS")]
    pub smtp_url: Option<Secret>,

    /// Sender of e-mails, such as `Invitations <invites@example.com>`. Invites of a tenant with a verified name are sent as
    /// `Acme via Invitations`.
    #[arg(long, env = "WINK_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// Recipients that invites of the sandbox may reach through the mail server, separated by commas: addresses, or `@` and a
    /// domain, such as `qa@example.com,@example.org`. Invites of the sandbox to others are written to the folder.
    #[arg(long, env = "WINK_SANDBOX_MAIL_TO", value_name = "ADDRESSES", value_delimiter = ',')]
    pub sandbox_mail_to: Vec<AllowedRecipient>,

    /// File of providers where people sign in with OAuth 2 or OpenID Connect. docs/connectors.md describes its format.
    #[arg(long, env = "WINK_CONNECTORS", value_name = "FILE")]
    pub connectors: Option<PathBuf>,

    /// Key that encrypts stored logins at those providers, at least 32 characters. Processes that share a database need
    /// the same key. Without it, the service creates one in the data folder.
    #[arg(long, env = "WINK_CONNECTOR_KEY", hide_env_values = true, value_name = "KEY")]
    pub connector_key: Option<Secret>,
}

/// The program that runs. On Linux the path stays true if the file is replaced by a newer one.
fn own_program() -> PathBuf {
    if cfg!(target_os = "linux") {
        "/proc/self/exe".into()
    } else {
        std::env::current_exe().unwrap_or_else(|_| "wink-service".into())
    }
}

impl Default for Settings {
    /// What `wink-service serve` takes without options.
    fn default() -> Self {
        Self {
            listen: LISTEN,
            database: Database::default(),
            data: None,
            files: None,
            files_key: None,
            source_key: None,
            master_key: None,
            made_ahead: None,
            key_days: KEY_DAYS,
            assets: None,
            employers: 0,
            rate_limit: RATE_LIMIT,
            secret_limit: SECRET_LIMIT,
            link_rate_limit: LINK_RATE_LIMIT,
            quotas: Vec::new(),
            min_free_disk: MIN_FREE_DISK,
            disk_gauge: DiskGauge::default(),
            trusted_proxies: Vec::new(),
            connections: None,
            connections_per_address: None,
            keep_alive_seconds: KEEP_ALIVE_SECONDS,
            link_token_minutes: LINK_TOKEN_MINUTES,
            sandbox: None,
            sandbox_pace: parse_millis(SANDBOX_PACE_MILLIS).unwrap_or_default(),
            playground: false,
            tesseract: TESSERACT.into(),
            program: own_program(),
            scanner: None,
            public_url: None,
            webhook_key: None,
            webhook_reach: None,
            smtp_url: None,
            mail_from: None,
            sandbox_mail_to: Vec::new(),
            connectors: None,
            connector_key: None,
        }
    }
}

impl Settings {
    /// The folder of what is not in the database.
    pub(crate) fn folder(&self) -> PathBuf {
        self.data.clone().or_else(|| self.database.folder()).unwrap_or_else(|| "data".into())
    }

    /// The storage of uploaded files.
    pub(crate) fn files_place(&self) -> FilesPlace {
        self.files.clone().unwrap_or_else(|| FilesPlace::Folder(self.folder().join("files")))
    }
}

fn parse_millis(text: &str) -> Result<Duration, ParseIntError> {
    text.parse().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Command, FromArgMatches as _};

    #[test]
    fn the_default_is_what_the_program_takes_without_options() {
        // Without the variables, which the machine that runs this may have set.
        let command =
            Settings::augment_args(Command::new("serve")).mut_args(|argument| argument.env(None::<&str>));
        let taken = Settings::from_arg_matches(&command.get_matches_from(["serve"])).unwrap();
        assert_eq!(format!("{taken:#?}"), format!("{:#?}", Settings::default()));
    }
}
