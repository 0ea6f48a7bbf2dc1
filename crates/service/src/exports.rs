//! Exports: everything stored of an account as one file for people, a table or a document. The file is sealed and
//! stored with the uploaded documents, and deleted with the account.

mod pdf;
mod sheet;
mod table;

#[cfg(test)]
mod tests;

use crate::clock::Clock;
use crate::documents::FileName;
use crate::files::{Files, FilesError, Piece};
use crate::free_disk::{DiskFull, FreeDisk};
use crate::ids::new_id;
use crate::jobs::{Pool, PoolError};
use crate::store::{Account, Export, ExportFormat, Store, StoreError};
use md5::{Digest as _, Md5};
use sheet::Sheet;
use wink_wire::hex_digits;

/// Maximum number of exports that are created at the same time: each may take much memory.
const MAX_AT_ONCE: usize = 2;

/// An export could not be created.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    #[error("the account was revoked meanwhile")]
    Revoked,
    #[error(transparent)]
    DiskFull(#[from] DiskFull),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a file could not be read or written")]
    Files(#[from] FilesError),
    #[error("the export could not be written")]
    Unmade(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<PoolError> for ExportError {
    fn from(error: PoolError) -> Self {
        Self::Unmade(error.into())
    }
}

type Result<T> = std::result::Result<T, ExportError>;

/// Creates exports and finds them.
#[derive(Debug)]
pub(crate) struct Exports {
    store: Store,
    files: Files,
    disk: FreeDisk,
    clock: Clock,
    making: Pool,
}

/// The content of an export's file, with its name and type.
#[derive(Debug)]
pub(crate) struct ExportedFile {
    pub(crate) name: FileName,
    pub(crate) format: ExportFormat,
    pub(crate) content: Vec<u8>,
}

impl Exports {
    pub(crate) fn new(store: Store, files: Files, disk: FreeDisk, clock: Clock) -> Self {
        Self { store, files, disk, clock, making: Pool::new(MAX_AT_ONCE) }
    }

    /// Creates a file of what is stored of an account now.
    ///
    /// # Errors
    /// The account is not connected, or no longer; the tenant's quota is used up; too little of the disk is free.
    pub(crate) async fn make(&self, account: &Account, format: ExportFormat) -> Result<Export> {
        let turn = self.making.turn().await?;
        self.disk.check()?;
        let created_at = self.clock.now_millis();
        let export = Export {
            id: new_id("ex"),
            account_id: account.id.clone(),
            format,
            size_bytes: 0,
            md5: String::new(),
            piece: String::new(),
            created_at,
        };
        // The row first: from here on the file is deleted with the account, whatever happens to this process.
        if !self.store.begin_export(&account.scope, &export).await? {
            return Err(ExportError::Revoked);
        }
        let sheet = Sheet::of(&self.store, account, created_at).await?;
        let content = turn.run(move || write(&sheet, format)).await?.map_err(ExportError::Unmade)?;
        let Piece { size_bytes, name, .. } = self.files.write(&export.id, 0, &content).await?;
        let export = Export {
            size_bytes: i64::try_from(size_bytes).unwrap_or(i64::MAX),
            md5: hex_digits(Md5::digest(&content)),
            piece: name,
            ..export
        };
        if !self.store.finish_export(&export).await? {
            self.files.delete(&export.id).await?;
            return Err(ExportError::Revoked);
        }
        Ok(export)
    }

    /// The file of an export, for the holder of an address that this service signed.
    pub(crate) async fn file(&self, id: &str) -> Result<Option<ExportedFile>> {
        let Some(export) = self.store.export_of_any_scope(id).await? else { return Ok(None) };
        let size_bytes = export.size_bytes.try_into().unwrap_or(0);
        let piece = Piece { offset_bytes: 0, size_bytes, name: export.piece };
        let content = self.files.read(id, &[piece]).await?;
        let name = FileName::new(&export.account_id, export.format.extension());
        Ok(Some(ExportedFile { name, format: export.format, content }))
    }
}

fn write(
    sheet: &Sheet,
    format: ExportFormat,
) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    match format {
        ExportFormat::Csv => Ok(table::write(sheet)?),
        ExportFormat::Pdf => Ok(pdf::write(sheet)?),
    }
}
