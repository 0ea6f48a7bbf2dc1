//! Where the content of uploaded files lies: a folder, one file each, named by its id. Another kind of storage
//! would offer the same calls.
//!
//! It knows nothing of what counts. How much of a file has arrived is said by the database, and a piece is on the
//! disk before the database counts it: after a crash there may be more here than counts, never less.

use axum::body::Bytes;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of files. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    folder: Arc<Path>,
}

impl Files {
    /// Opens a folder, which is made where it does not exist, for this user alone.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Self { folder: folder.into() })
    }

    /// Makes an empty file. Only then can it be written to: a late piece cannot bring a deleted file back.
    pub(crate) async fn create(&self, id: &str) -> io::Result<()> {
        let path = self.path(id);
        aside(move || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(path).map(drop)
        })
        .await
    }

    /// Writes a piece and returns once it is on the disk. What lay there before, and does not count, is overwritten.
    pub(crate) async fn write(&self, id: &str, offset_bytes: u64, piece: Bytes) -> io::Result<()> {
        let path = self.path(id);
        aside(move || {
            let mut file = OpenOptions::new().write(true).open(path)?;
            file.seek(SeekFrom::Start(offset_bytes))?;
            file.write_all(&piece)?;
            file.sync_data()
        })
        .await
    }

    /// The first `size_bytes` bytes, which must be there.
    pub(crate) async fn read(&self, id: &str, size_bytes: u64) -> io::Result<Vec<u8>> {
        let path = self.path(id);
        aside(move || {
            let mut content = Vec::new();
            File::open(path)?.take(size_bytes).read_to_end(&mut content)?;
            if content.len() as u64 == size_bytes {
                Ok(content)
            } else {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        })
        .await
    }

    /// Deletes a file. One that is gone already is fine.
    pub(crate) async fn delete(&self, id: &str) -> io::Result<()> {
        let path = self.path(id);
        aside(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id)
    }
}

/// Runs what waits for the disk where it holds nobody up.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
