//! The service behind the Wink widget: the Open API for hosts' servers, the Link API for the widget, and the
//! sandbox. The binary is a thin shell around [`App`], which tests use too.

mod analysis;
mod api_secrets;
mod app;
mod archives;
mod assets;
mod banner;
mod catalogue;
mod changes;
mod cli;
mod clock;
mod clock_sync;
mod confined;
mod connectors;
mod contents;
mod data_folder;
mod descriptors;
mod documents;
mod envelopes;
mod exports;
mod file_addresses;
mod files;
mod free_disk;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod http;
mod ids;
mod insights;
mod invites;
mod jobs;
mod keyring;
mod keys;
mod link_api;
mod link_tokens;
mod linking;
mod logging;
mod mail;
mod messages;
mod metrics;
mod open_api;
mod pages;
mod paging;
mod payload;
mod preflight;
mod private;
mod quotas;
mod records;
mod refusal;
mod retention;
mod router;
mod scanner;
mod scope;
mod sealing;
mod serve;
mod service_address;
mod settings;
mod shared_check;
mod state;
mod store;
mod templates;
mod texts;
mod tokens;
mod traces;
mod waiting;
mod webhooks;

pub use app::{App, StartError};
pub use banner::banner;
pub use cli::{
    Backup, Cli, ClockCommand, Command, CommandFailure, Completions, Confine, Deliveries, Healthcheck,
    KeysCommand, LinksCommand, Listen, LogFormat, Man, Migrate, ReadDocument, Redeliver, Serve,
    SuppressionsCommand, TenantsCommand, UsersCommand, WebhooksCommand,
};
pub use clock::Clock;
pub use descriptors::raise_open_files;
pub use files::{Bucket, FilesKey, FilesPlace};
pub use free_disk::DiskGauge;
pub use keys::{ApiCredentials, SandboxKey};
pub use logging::{Logging, start_logging};
pub use mail::AllowedRecipient;
pub use metrics::Metrics;
pub use private::restrict_new_files;
pub use quotas::{BadQuota, QuotaLimit};
pub use scanner::ScannerAddress;
pub use serve::{interruption, serve, serve_metrics};
pub use settings::Settings;
pub use store::Database;
pub use webhooks::{Listener, Reach, listen};
