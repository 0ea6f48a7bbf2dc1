//! What the service is started with. Each setting is an option of `wink-service serve` and a variable of the environment;
//! tests start from [`Settings::default`].

use crate::files::{FilesKey, FilesPlace};
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
const LINK_TOKEN_MINUTES: u16 = 300;
const SANDBOX_PACE_MILLIS: &str = "900";
const TESSERACT: &str = "tesseract";

/// What the service is started with.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Address and port to listen on.
    #[arg(long, env = "WINK_LISTEN", value_name = "ADDRESS:PORT", default_value_t = LISTEN)]
    pub listen: SocketAddr,

    /// Database: the path of a SQLite one, which is made where it does not exist, or an address such as
    /// `postgres://user:password@host/name`.
    #[arg(
        long,
        env = "WINK_DATABASE",
        hide_env_values = true,
        value_name = "PATH|ADDRESS",
        default_value = Database::DEFAULT
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

    /// A private key for sealed credentials, for the first key that is made: PKCS #8 in base64. It takes a second to make
    /// one, which tests need not spend each.
    #[arg(skip)]
    pub made_ahead: Option<Secret>,

    /// Days after which the keys that credentials are sealed with and tokens are signed with are replaced.
    #[arg(
        long,
        env = "WINK_KEY_DAYS",
        value_name = "DAYS",
        default_value_t = KEY_DAYS,
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
    #[arg(long, env = "WINK_RATE_LIMIT", value_name = "N", default_value_t = RATE_LIMIT)]
    pub rate_limit: u32,

    /// API secrets a minute that are compared for one address; 0 for no limit. One that was right is remembered for a
    /// while and does not count.
    #[arg(long, env = "WINK_SECRET_LIMIT", value_name = "N", default_value_t = SECRET_LIMIT)]
    pub secret_limit: u32,

    /// Requests a second that one address may make on the Link API, and on pages; 0 for no limit.
    #[arg(long, env = "WINK_LINK_RATE_LIMIT", value_name = "N", default_value_t = LINK_RATE_LIMIT)]
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
        default_value_t = LINK_TOKEN_MINUTES,
        value_parser = clap::value_parser!(u16).range(..=300)
    )]
    pub link_token_minutes: u16,

    /// How long each step of linking takes in the sandbox, in milliseconds.
    #[arg(
        long,
        env = "WINK_SANDBOX_PACE",
        value_name = "MILLIS",
        default_value = SANDBOX_PACE_MILLIS,
        value_parser = parse_millis
    )]
    pub sandbox_pace: Duration,

    /// Answer the playground's helpers, which hand out sandbox tokens and data without the API secret.
    #[arg(long, env = "WINK_PLAYGROUND")]
    pub playground: bool,

    /// Tesseract, which reads pictures of documents: a path, or a name on the search path. Where it is not installed,
    /// pictures end in UNSUPPORTED.
    #[arg(long, env = "WINK_TESSERACT", value_name = "PROGRAM", default_value = TESSERACT)]
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
            trusted_proxies: Vec::new(),
            link_token_minutes: LINK_TOKEN_MINUTES,
            sandbox_pace: parse_millis(SANDBOX_PACE_MILLIS).unwrap_or_default(),
            playground: false,
            tesseract: TESSERACT.into(),
            public_url: None,
            webhook_key: None,
            webhook_reach: Reach::Loopback,
            smtp_url: None,
            mail_from: None,
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
