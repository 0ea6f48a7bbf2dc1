//! `wink-service keys`: the API keys of hosts.

use super::failure::{CommandFailure, Result};
use super::places::DatabaseOption;
use crate::clock::{Clock, iso};
use crate::clock_sync;
use crate::invites::VALID_DAYS;
use crate::keys;
use crate::retention::DAY_MILLIS;
use crate::scope::{Mode, Scope};
use crate::store::{OpenInvite, Store, Webhook};
use clap::{Args, Subcommand, ValueEnum};
use std::io::Write;

/// Maximum length of a tenant's ID. The IDs of its users start with it.
const LONGEST_TENANT: usize = 40;

/// What `keys` can do.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// List the API keys of all tenants, without their secrets.
    List(ListKeys),
    /// Create an API key and print its secret. The secret cannot be shown again.
    Create(CreateKey),
    /// Revoke an API key. Requests with it are refused from then on, and its link tokens and sessions end.
    Revoke(RevokeKey),
}

/// Options of `keys list`.
#[derive(Debug, Args)]
pub struct ListKeys {
    #[command(flatten)]
    database: DatabaseOption,
}

/// Options of `keys create`.
#[derive(Debug, Args)]
pub struct CreateKey {
    #[command(flatten)]
    database: DatabaseOption,

    /// The host's ID. The IDs of its users start with it. A new ID creates a new tenant.
    #[arg(long, value_name = "ID", value_parser = tenant)]
    tenant: String,

    /// Whether the key is for test people or real people.
    #[arg(long, value_enum, default_value_t = KeyMode::Sandbox)]
    mode: KeyMode,
}

/// Options of `keys revoke`.
#[derive(Debug, Args)]
pub struct RevokeKey {
    #[command(flatten)]
    database: DatabaseOption,

    /// The API key, not its secret.
    #[arg(value_name = "KEY")]
    key: String,

    /// Also remove the webhooks that were created with it. Without this they are listed and still receive events.
    #[arg(long)]
    webhooks: bool,

    /// Also end the open invites that were created with it. Without this they are listed and stay open.
    #[arg(long)]
    invites: bool,
}

/// What a key links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KeyMode {
    /// Test people.
    Sandbox,
    /// Real people.
    Production,
}

impl KeysCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// The database or the output fails, or the command is refused.
    pub async fn run(&self, clock: &Clock, output: &mut impl Write) -> Result<()> {
        match self {
            Self::List(options) => options.run(output).await,
            Self::Create(options) => options.run(clock, output).await,
            Self::Revoke(options) => options.run(clock, output).await,
        }
    }
}

impl ListKeys {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        let keys = store.api_keys().await?;
        for key in &keys {
            let standing = key.revoked_at.map_or_else(String::new, |at| format!(", revoked {}", iso(at)));
            let (tenant, mode) = (key.scope.tenant(), key.scope.mode_name());
            writeln!(output, "{}  {tenant}  {mode}  made {}{standing}", key.key, iso(key.created_at))?;
        }
        if keys.is_empty() {
            writeln!(output, "There are no API keys; `wink-service keys create --tenant ID` creates one.")?;
        }
        store.close().await;
        Ok(())
    }
}

impl CreateKey {
    async fn run(&self, clock: &Clock, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        if self.mode == KeyMode::Production && store.clock_offset().await? != 0 {
            return Err(CommandFailure::Refused(
                "the clock of this database is moved, and real people must not be linked with it; \
                 `wink-service clock reset` sets it right"
                    .to_owned(),
            ));
        }
        clock_sync::sync(clock, &store).await?;
        let scope = Scope::of_new_key(&self.tenant, self.mode.into());
        let made = keys::create(&store, &scope, clock.now_millis()).await?;
        writeln!(output, "API key     {}\nAPI secret  {}", made.api_key, made.api_secret.expose())?;
        writeln!(output, "\nThe secret is not stored and cannot be shown again.")?;
        store.close().await;
        Ok(())
    }
}

impl RevokeKey {
    async fn run(&self, clock: &Clock, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        clock_sync::sync(clock, &store).await?;
        let Some(ended) = store.revoke_api_key(&self.key, clock.now_millis()).await? else {
            return Err(CommandFailure::Refused(format!(
                "there is no API key {}; `wink-service keys list` shows all keys",
                self.key
            )));
        };
        writeln!(output, "{} is revoked.", self.key)?;
        writeln!(output, "Ended: sessions {}, unused link tokens {}.", ended.sessions, ended.link_tokens)?;
        self.handle_webhooks(&store, output).await?;
        self.handle_invites(&store, clock.now_millis(), output).await?;
        store.close().await;
        Ok(())
    }

    async fn handle_webhooks(&self, store: &Store, output: &mut impl Write) -> Result<()> {
        let made = store.webhooks_of_key(&self.key).await?;
        if self.webhooks {
            store.delete_webhooks_of_key(&self.key).await?;
            print_webhooks(output, "Removed webhooks:", &made)?;
        } else {
            let heading = format!(
                "Webhooks created with it still receive events; `wink-service keys revoke {} --webhooks` removes them:",
                self.key
            );
            print_webhooks(output, &heading, &made)?;
        }
        let unknown = store.webhooks_of_unknown_keys(&self.key).await?;
        print_webhooks(
            output,
            "Webhooks of the same tenant and mode that may have been created with it, before this was recorded; \
             `DELETE /v1/webhooks/{id}` removes one:",
            &unknown,
        )
    }
}

impl RevokeKey {
    async fn handle_invites(&self, store: &Store, now_millis: i64, output: &mut impl Write) -> Result<()> {
        let created_after = now_millis - VALID_DAYS * DAY_MILLIS;
        if self.invites {
            let ended = store.end_invites_of_key(&self.key, now_millis).await?;
            print_invites(output, "Ended invites:", &ended)?;
        } else {
            let heading = format!(
                "Invites created with it stay open; `wink-service keys revoke {} --invites` ends them:",
                self.key
            );
            print_invites(output, &heading, &store.invites_of_key(&self.key, created_after).await?)?;
        }
        let unknown = store.invites_of_unknown_keys(&self.key, created_after).await?;
        print_invites(
            output,
            "Open invites of the same tenant and mode that may have been created with it, before this was recorded; \
             `wink-service users forget USER` ends one with its user:",
            &unknown,
        )
    }
}

impl From<KeyMode> for Mode {
    fn from(mode: KeyMode) -> Self {
        match mode {
            KeyMode::Sandbox => Self::Sandbox,
            KeyMode::Production => Self::Production,
        }
    }
}

fn print_webhooks(output: &mut impl Write, heading: &str, webhooks: &[Webhook]) -> Result<()> {
    if webhooks.is_empty() {
        return Ok(());
    }
    writeln!(output, "{heading}")?;
    for webhook in webhooks {
        writeln!(output, "  {}  {}  {}", webhook.id, webhook.name, webhook.url)?;
    }
    Ok(())
}

fn print_invites(output: &mut impl Write, heading: &str, invites: &[OpenInvite]) -> Result<()> {
    if invites.is_empty() {
        return Ok(());
    }
    writeln!(output, "{heading}")?;
    for invite in invites {
        let created = iso(invite.created_at);
        writeln!(output, "  {}  user {}  created {created}", invite.id, invite.user_id)?;
    }
    Ok(())
}

fn tenant(text: &str) -> std::result::Result<String, String> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if text.is_empty() || text.len() > LONGEST_TENANT || !text.bytes().all(allowed) {
        return Err(format!("must have 1 to {LONGEST_TENANT} characters of a-z, 0-9 and -"));
    }
    Ok(text.to_owned())
}
