//! Why a command failed, in a message that says what to do next.

use crate::files::FilesError;
use crate::ids::NoRandomness;
use crate::keys::KeysError;
use crate::store::StoreError;
use std::io;
use std::path::PathBuf;

/// A command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandFailure {
    /// The database could not be read or written.
    #[error("the database could not be read or written")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The storage of uploaded files failed.
    #[error("the storage for uploaded files failed; check WINK_FILES")]
    Files(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A file or folder could not be read or written.
    #[error("{} could not be read or written", path.display())]
    File {
        /// Path of the file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Keys could not be made.
    #[error("the key could not be created")]
    Keys(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
    /// The command must not or cannot run. The message says what to do instead.
    #[error("{0}")]
    Refused(String),
}

impl CommandFailure {
    /// Whether the reader of the output is gone, as with `| head`. That is not a failure.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<StoreError> for CommandFailure {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<FilesError> for CommandFailure {
    fn from(error: FilesError) -> Self {
        Self::Files(error.into())
    }
}

impl From<KeysError> for CommandFailure {
    fn from(error: KeysError) -> Self {
        Self::Keys(error.into())
    }
}

impl From<NoRandomness> for CommandFailure {
    fn from(error: NoRandomness) -> Self {
        Self::Keys(error.into())
    }
}

pub(super) type Result<T> = std::result::Result<T, CommandFailure>;
