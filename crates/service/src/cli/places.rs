//! Options that locate the database, the files and the data folder. They are those of `serve`.

use super::failure::{CommandFailure, Result};
use crate::files::FilesPlace;
use crate::store::{Database, Store};
use clap::Args;
use std::path::PathBuf;

/// Location of the database.
#[derive(Debug, Args)]
pub(super) struct DatabaseOption {
    /// The service's database.
    #[arg(
        long,
        env = "WINK_DATABASE",
        hide_env_values = true,
        value_name = "PATH|ADDRESS",
        default_value = Database::DEFAULT
    )]
    pub(super) database: Database,
}

/// Location of the database, the data folder and the uploaded files.
#[derive(Debug, Args)]
pub(super) struct Places {
    #[command(flatten)]
    pub(super) database: DatabaseOption,

    /// Folder for the keys and other data outside the database. The same value as for `serve`.
    #[arg(long, env = "WINK_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,

    /// Where uploaded files are stored. The same value as for `serve`.
    #[arg(long, env = "WINK_FILES", value_name = "PLACE")]
    files: Option<FilesPlace>,
}

impl DatabaseOption {
    /// Opens and migrates the database. It must exist: without one, the path is most likely a mistake.
    pub(super) async fn open(&self) -> Result<Store> {
        self.check()?;
        Ok(Store::open(&self.database).await?)
    }

    /// Checks that the database exists.
    pub(super) fn check(&self) -> Result<()> {
        match self.database.file() {
            Some(file) if !file.is_file() => Err(CommandFailure::Refused(format!(
                "there is no database at {}; --database or WINK_DATABASE names another, and `wink-service migrate` \
                 makes a new one",
                file.display()
            ))),
            _ => Ok(()),
        }
    }
}

impl Places {
    /// The data folder.
    pub(super) fn folder(&self) -> PathBuf {
        self.data.clone().or_else(|| self.database.database.folder()).unwrap_or_else(|| "data".into())
    }

    /// The storage of uploaded files.
    pub(super) fn files(&self) -> FilesPlace {
        self.files.clone().unwrap_or_else(|| FilesPlace::Folder(self.folder().join("files")))
    }
}
