//! Storage of uploaded files, encrypted: a folder, or a bucket of an object storage, with one object for each piece,
//! sealed with the service's key.
//!
//! It does not know which pieces count; the database does. A piece is on disk before the database counts it, so after a
//! crash there may be surplus pieces, but never missing ones. Surplus pieces have their file's id and are deleted with
//! it.

mod place;
mod seal;

pub use place::{Bucket, FilesPlace};
pub use seal::FilesKey;

use crate::ids::new_id;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutPayload};
use seal::Seal;
use std::io;
use std::sync::Arc;

/// Object that is written to find out whether anything can be.
const WRITE_CHECK: &str = "write-check";

/// Object with a known sealed text, which reveals a wrong key at start.
const KEY_CHECK: &str = "key-check";

/// Content could not be stored or found.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FilesError {
    #[error("the content does not exist or was deleted")]
    Gone,
    #[error("the content was altered, or encrypted with another key")]
    Unsealable,
    #[error(
        "WINK_FILES_KEY (or the file files-key) differs from the key that the stored files were encrypted with"
    )]
    WrongKey,
    #[error("the file storage failed")]
    Storage(#[source] object_store::Error),
    #[error("the folder for files could not be created")]
    Folder(#[from] io::Error),
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Gone,
            error => Self::Storage(error),
        }
    }
}

type Result<T> = std::result::Result<T, FilesError>;

/// A piece of a file: its offset, its length, and the object that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) offset_bytes: u64,
    pub(crate) size_bytes: u64,
    pub(crate) name: String,
}

/// Storage of file contents. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    room: Room,
    seal: Arc<Seal>,
}

/// Storage without the key, for commands that delete files and do not read them.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    objects: Arc<dyn ObjectStore>,
    prefix: Path,
    is_folder: bool,
}

impl Files {
    /// Opens a storage, and creates it if it does not exist.
    ///
    /// # Errors
    /// The storage is unreachable, or its contents were sealed with another key.
    pub(crate) async fn open(place: &FilesPlace, key: &FilesKey) -> Result<Self> {
        let files = Self { room: Room::open(place)?, seal: Arc::new(Seal::new(key)?) };
        files.check_key().await?;
        Ok(files)
    }

    /// Whether a storage was used before. Changes nothing.
    pub(crate) async fn has_key_check(place: &FilesPlace) -> Result<bool> {
        let Some(room) = Room::find(place)? else { return Ok(false) };
        match room.objects.head(&room.path(KEY_CHECK)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            found => Ok(found.map(|_| true)?),
        }
    }

    /// Checks that a storage, if it was used before, was used with this key. Changes nothing.
    pub(crate) async fn check(place: &FilesPlace, key: &FilesKey) -> Result<()> {
        let seal = Arc::new(Seal::new(key)?);
        match Room::find(place)? {
            Some(room) => match (Self { room, seal }).open_key_check().await {
                Err(FilesError::Gone) => Ok(()),
                checked => checked,
            },
            None => Ok(()),
        }
    }

    /// Stores a piece of a file and returns its object's name once it is on disk. Nothing else changes: the same piece
    /// may be stored twice, and only one of them counts.
    pub(crate) async fn write(&self, file_id: &str, offset_bytes: u64, piece: &[u8]) -> Result<Piece> {
        let name = new_id("p");
        let sealed = self.seal.close(&place_of(file_id, offset_bytes), piece)?;
        self.room.objects.put(&self.room.path(file_id).join(name.as_str()), PutPayload::from(sealed)).await?;
        Ok(Piece { offset_bytes, size_bytes: piece.len() as u64, name })
    }

    /// The content of consecutive pieces.
    pub(crate) async fn read(&self, file_id: &str, pieces: &[Piece]) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        for piece in pieces {
            let object = self.room.objects.get(&self.room.path(file_id).join(piece.name.as_str())).await?;
            let sealed = object.bytes().await?.to_vec();
            let opened = self.seal.open(&place_of(file_id, piece.offset_bytes), sealed)?;
            if content.len() as u64 != piece.offset_bytes || opened.len() as u64 != piece.size_bytes {
                return Err(FilesError::Unsealable);
            }
            content.extend_from_slice(&opened);
        }
        Ok(content)
    }

    /// Writes a little to a folder and deletes it, so that a disk that is full or read-only is noticed. A bucket has no
    /// disk of ours.
    pub(crate) async fn check_writes(&self) -> Result<()> {
        if !self.room.is_folder {
            return Ok(());
        }
        let path = self.room.path(&new_id(WRITE_CHECK));
        let written = self.room.objects.put(&path, PutPayload::from_static(&[0; 4096])).await;
        self.room.remove(&path).await?;
        Ok(written.map(drop)?)
    }

    /// Deletes one piece.
    pub(crate) async fn discard(&self, file_id: &str, piece: &Piece) -> Result<()> {
        self.room.remove(&self.room.path(file_id).join(piece.name.as_str())).await
    }

    /// Deletes all pieces of a file, counted or not. Succeeds if the file is already gone.
    pub(crate) async fn delete(&self, file_id: &str) -> Result<()> {
        self.room.delete(file_id).await.map(drop)
    }

    /// Checks the key, and leaves something to check it with. Writes nothing where that is there: the disk may be full.
    async fn check_key(&self) -> Result<()> {
        match self.open_key_check().await {
            Err(FilesError::Gone) => {}
            checked => return checked,
        }
        let path = self.room.path(KEY_CHECK);
        let made = self.seal.close(KEY_CHECK.as_bytes(), KEY_CHECK.as_bytes())?;
        match self.room.objects.put_opts(&path, PutPayload::from(made), PutMode::Create.into()).await {
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => {
                self.open_key_check().await
            }
            made => Ok(made.map(drop)?),
        }
    }

    async fn open_key_check(&self) -> Result<()> {
        let sealed = self.room.objects.get(&self.room.path(KEY_CHECK)).await?.bytes().await?.to_vec();
        self.seal.open(KEY_CHECK.as_bytes(), sealed).map_err(|_| FilesError::WrongKey)?;
        Ok(())
    }
}

impl Room {
    /// Opens a storage, and creates it if it does not exist.
    ///
    /// # Errors
    /// The storage is unreachable.
    pub(crate) fn open(place: &FilesPlace) -> Result<Self> {
        let (objects, prefix) = place.open()?;
        Ok(Self { objects, prefix, is_folder: matches!(place, FilesPlace::Folder(_)) })
    }

    /// The same, but creates nothing: none if there is no such folder.
    fn find(place: &FilesPlace) -> Result<Option<Self>> {
        match place {
            FilesPlace::Folder(folder) if !folder.exists() => Ok(None),
            FilesPlace::Folder(_) | FilesPlace::Bucket(_) => Self::open(place).map(Some),
        }
    }

    /// Deletes all pieces of a file, counted or not, and returns their number. Succeeds if the file is already gone.
    pub(crate) async fn delete(&self, file_id: &str) -> Result<usize> {
        let listed = self.objects.list_with_delimiter(Some(&self.path(file_id))).await?;
        for object in &listed.objects {
            self.remove(&object.location).await?;
        }
        Ok(listed.objects.len())
    }

    async fn remove(&self, path: &Path) -> Result<()> {
        match self.objects.delete(path).await {
            Err(object_store::Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn path(&self, name: &str) -> Path {
        self.prefix.clone().join(name)
    }
}

/// What a piece is bound to, so that it cannot be used for another file or offset.
fn place_of(file_id: &str, offset_bytes: u64) -> Vec<u8> {
    format!("{file_id}/{offset_bytes}").into_bytes()
}

#[cfg(test)]
mod tests;
