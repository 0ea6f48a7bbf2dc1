//! `wink-service users`: lists, shows and forgets users.

use super::failure::{CommandFailure, Result};
use super::places::{DatabaseOption, Places};
use crate::clock::{Clock, iso};
use crate::clock_sync;
use crate::files::Room;
use crate::invites::{LettersError, forget_letters};
use crate::store::{Account, AccountFilter, Archive, ArchiveFilter, Erased, Slice, Span, Store, User};
use clap::{Args, Subcommand};
use std::io::Write;

/// Maximum number of a user's accounts and archives that are shown, and of users that are listed.
const PAGE: u32 = 500;

/// What `users` can do.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// List users, newest first.
    List(ListUsers),
    /// Show a user with accounts, documents and the host's metadata.
    Show(ShowUser),
    /// Revoke everything a user shared, notify the host, and delete the user's data.
    Forget(ForgetUser),
}

/// Options of `users list`.
#[derive(Debug, Args)]
pub struct ListUsers {
    #[command(flatten)]
    database: DatabaseOption,

    /// Only users of this tenant.
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,

    /// Maximum number of users.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
}

/// Options of `users show`.
#[derive(Debug, Args)]
pub struct ShowUser {
    #[command(flatten)]
    database: DatabaseOption,

    /// The user's ID.
    #[arg(value_name = "USER")]
    user: String,
}

/// Options of `users forget`.
#[derive(Debug, Args)]
#[command(
    after_help = "Accounts and documents are revoked first, and webhooks are notified. Then every row about the user is \
    deleted, with the receipts of what the person agreed to, and what lies in the place of uploaded files. What this \
    machine cannot reach (files in another place, e-mails in a folder of another machine) is deleted by the services \
    that run there, within a minute. Backups still have it."
)]
pub struct ForgetUser {
    #[command(flatten)]
    places: Places,

    /// The user's ID.
    #[arg(value_name = "USER")]
    user: String,
}

impl UsersCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// The database, the files or the output fail, or the user does not exist.
    pub async fn run(&self, clock: &Clock, output: &mut impl Write) -> Result<()> {
        match self {
            Self::List(options) => options.run(output).await,
            Self::Show(options) => options.run(output).await,
            Self::Forget(options) => options.run(clock, output).await,
        }
    }
}

impl ListUsers {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        let (mut listed, mut after) = (0, None);
        while listed < self.limit {
            let slice = Slice { after, limit: PAGE.min(self.limit - listed) };
            let users = store.users_of_any_scope(self.tenant.as_deref(), slice).await?;
            let Some(last) = users.last() else { break };
            after = Some(last.seq);
            for user in &users {
                let providers = user.providers.0.join(" ");
                writeln!(output, "{}  {}  {}", iso(user.created_at), user.id, or_none(&providers))?;
                listed += 1;
            }
        }
        if listed == 0 {
            writeln!(output, "There are no users.")?;
        }
        store.close().await;
        Ok(())
    }
}

impl ShowUser {
    async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        let user = find(&store, &self.user).await?;
        let (tenant, mode) = (user.scope.tenant(), user.scope.mode_name());
        let created = iso(user.created_at);
        writeln!(output, "User     {}\nTenant   {tenant}\nMode     {mode}\nCreated  {created}", user.id)?;
        for (name, value) in &user.external_metadata.0 {
            writeln!(output, "Metadata {name}: {value}")?;
        }
        let slice = Slice { after: None, limit: PAGE };
        let only = (user.scope.clone(), Some(user.id.clone()), Span::default());
        let (scope, user_id, created) = only.clone();
        for account in store.accounts(&AccountFilter { scope, user_id, created }, slice).await? {
            print_account(output, &account)?;
        }
        let (scope, user_id, created) = only;
        let filter = ArchiveFilter { scope, user_id, file_type: None, created };
        for archive in store.archives(&filter, slice).await? {
            print_archive(output, &archive)?;
        }
        store.close().await;
        Ok(())
    }
}

impl ForgetUser {
    async fn run(&self, clock: &Clock, output: &mut impl Write) -> Result<()> {
        let store = self.places.database.open().await?;
        clock_sync::sync(clock, &store).await?;
        let user = find(&store, &self.user).await?;
        let sources = store.close_user(&user).await?;
        for id in &sources.accounts {
            store.revoke_account(&user.scope, id, clock.now_millis()).await?;
            writeln!(output, "account {id}: revoked")?;
        }
        for id in &sources.archives {
            store.revoke_archive(&user.scope, id, clock.now_millis()).await?;
            writeln!(output, "document {id}: revoked")?;
        }
        if !store.delete_user(&user).await? {
            return Err(missing(&user.id));
        }
        // Files that can be deleted now are, and all stay on the list: a running service deletes late arrivals too.
        let doomed = store.doomed_files().await?;
        if !doomed.is_empty() {
            let place = self.places.files();
            let room = Room::open(&place)?;
            let mut pieces = 0;
            for file in &doomed {
                pieces += room.delete(file).await?;
            }
            if pieces > 0 {
                writeln!(output, "contents of files: deleted")?;
            } else {
                writeln!(
                    output,
                    "contents of files: there are no files in {place}; if they are stored elsewhere (WINK_FILES), a \
                     running service deletes them within a minute"
                )?;
            }
        }
        // Without a mail server, e-mails are in a folder.
        let mail = self.places.folder().join("mail");
        match forget_letters(&store, &mail).await {
            Ok(0) => {}
            Ok(_) => writeln!(output, "e-mails in the folder: deleted")?,
            Err(LettersError::Store(error)) => return Err(error.into()),
            Err(LettersError::Folder(source)) => return Err(CommandFailure::File { path: mail, source }),
        }
        if sources.invites > 0 && self.places.database.database.is_on_a_server() {
            writeln!(
                output,
                "e-mails in a folder of another machine: the service on that machine deletes them within a minute"
            )?;
        }
        let rest = match store.erase_now().await? {
            Erased::Everything => "",
            Erased::AllButLog => {
                "; the database is being read, and the running service erases what is left in its log within a minute"
            }
            Erased::Nothing => {
                "; copies may be left in the database's file, because its disk has too little space to rewrite it: make \
                 space, then restart the service, which erases them"
            }
        };
        writeln!(output, "user {}: forgotten{rest}", user.id)?;
        store.close().await;
        Ok(())
    }
}

/// A user of any tenant and mode.
async fn find(store: &Store, id: &str) -> Result<User> {
    store.user_of_any_scope(id).await?.ok_or_else(|| missing(id))
}

fn missing(id: &str) -> CommandFailure {
    CommandFailure::Refused(format!("there is no user {id}; `wink-service users list` shows all users"))
}

fn print_account(output: &mut impl Write, account: &Account) -> std::io::Result<()> {
    let status = crate::store::columns::name_of(&account.status).unwrap_or_default();
    write!(output, "Account  {}  {}  {status}", account.id, account.provider_id)?;
    if let Some(code) = account.error_code {
        write!(output, " {}", code.0.name())?;
    }
    if let Some(connected_at) = account.connected_at {
        write!(output, ", connected {}", iso(connected_at))?;
    }
    writeln!(output)
}

fn print_archive(output: &mut impl Write, archive: &Archive) -> std::io::Result<()> {
    let status = crate::store::columns::name_of(&archive.status).unwrap_or_default();
    writeln!(
        output,
        "Document {}  {}  {status}, {} files, given {}",
        archive.id,
        archive.file_type.name(),
        archive.files.len(),
        iso(archive.created_at)
    )
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "nothing linked" } else { text }
}
