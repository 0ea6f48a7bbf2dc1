//! `wink-service backup`: copies everything while the service runs.

use super::failure::{CommandFailure, Result};
use super::places::Places;
use crate::files::FilesPlace;
use crate::keys::key_files;
use crate::private;
use clap::Args;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file name of the database in a backup.
const DATABASE: &str = "wink.db";

/// Options of `backup`.
#[derive(Debug, Args)]
#[command(
    after_help = "To restore, stop every process of the service, put what is in the backup in the place of the data folder, \
    and start again. What was revoked since the backup was made is back then: revoke it again, and delete backups \
    that are older than you may keep the data."
)]
pub struct Backup {
    #[command(flatten)]
    places: Places,

    /// Folder for the backup. It must be empty or not exist.
    #[arg(value_name = "FOLDER")]
    target: PathBuf,

    /// Leave the key files out. A backup without keys cannot be restored, and its documents cannot be decrypted.
    #[arg(long)]
    without_keys: bool,
}

impl Backup {
    /// Makes a backup.
    ///
    /// # Errors
    /// The database is on a server, or reading or writing failed.
    pub async fn run(&self, output: &mut impl Write) -> Result<()> {
        let places = &self.places;
        if places.database.database.is_on_a_server() {
            return Err(CommandFailure::Refused(
                "the database is on a PostgreSQL server, which has a program for this: \
                 pg_dump --format=custom --file=wink.dump ADDRESS. Copy the data folder too, which has the keys, and \
                 see to it that the place of uploaded files is kept"
                    .to_owned(),
            ));
        }
        make(&self.target)?;
        let store = places.database.open().await?;
        // The database first: files that are added afterwards are surplus and harmless, and none is missing.
        let copy = self.target.join(DATABASE);
        store.copy_to(&copy).await?;
        store.close().await;
        writeln!(output, "database   {}", copy.display())?;
        self.copy_files(output)?;
        self.copy_keys(output)
    }

    fn copy_files(&self, output: &mut impl Write) -> Result<()> {
        match self.places.files() {
            FilesPlace::Folder(folder) => {
                let copied = copy_folder(&folder, &self.target.join("files"))?;
                writeln!(output, "files      {copied}")?;
            }
            FilesPlace::Bucket(_) => {
                writeln!(output, "files      are in a bucket and not copied; keep versions or a copy of it")?;
            }
        }
        Ok(())
    }

    fn copy_keys(&self, output: &mut impl Write) -> Result<()> {
        if self.without_keys {
            writeln!(output, "keys       left out; the backup cannot be restored without them")?;
            return Ok(());
        }
        let mut copied = 0;
        for name in key_files() {
            let from = self.places.folder().join(name);
            if from.is_file() {
                copy(&from, &self.target.join(name))?;
                copied += 1;
            }
        }
        writeln!(output, "keys       {copied}; they decrypt the documents, so keep the backup safe")?;
        Ok(())
    }
}

/// Creates a folder for this user alone.
fn make(folder: &Path) -> Result<()> {
    let failed = |source| CommandFailure::File { path: folder.to_owned(), source };
    private::create_folder(folder).map_err(failed)?;
    if fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(CommandFailure::Refused(format!(
            "{} is not empty; name an empty folder or one that does not exist",
            folder.display()
        )));
    }
    Ok(())
}

/// Copies the contents of a folder and returns the number of files. Files that are deleted in between are left out.
fn copy_folder(from: &Path, to: &Path) -> Result<u64> {
    let failed = |source| CommandFailure::File { path: from.to_owned(), source };
    let entries = match fs::read_dir(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries.map_err(failed)?,
    };
    make(to)?;
    let mut copied = 0;
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied += copy_folder(&path, &target)?;
        } else if copy(&path, &target)? {
            copied += 1;
        }
    }
    Ok(copied)
}

/// Copies a file. False if it no longer exists.
fn copy(from: &Path, to: &Path) -> Result<bool> {
    match private::copy_file(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(CommandFailure::File { path: from.to_owned(), source }),
    }
}
