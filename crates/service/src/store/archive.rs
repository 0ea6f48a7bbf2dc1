//! An archive: its row with those of its files, and the values of their columns.

use super::code::Coded;
use super::columns::text_columns;
use super::{Json, Result};
use crate::documents::{DocumentType, Format, Side, Unsupported};
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{FromRow as _, Row as _};
use wink_wire::ArchiveErrorCode;

/// The status of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ArchiveStatus {
    Uploading,
    Started,
    Analyzed,
    Unsupported,
    Error,
    Revoked,
}

/// Who uploaded a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum GivenBy {
    /// A person, through the widget.
    User,
    /// A host, over the Open API.
    Tenant,
}

impl GivenBy {
    /// The value in place of a provider's id.
    pub(crate) const fn provider_id(self) -> &'static str {
        match self {
            Self::User => "user-provided",
            Self::Tenant => "tenant-provided",
        }
    }
}

text_columns!(ArchiveStatus, GivenBy, DocumentType, Format, Side);

/// An archive with its files.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Archive {
    pub(crate) seq: i64,
    pub(crate) id: String,
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) user_id: String,
    pub(crate) given_by: GivenBy,
    pub(crate) file_type: DocumentType,
    /// The type that was detected.
    pub(crate) classification: Option<DocumentType>,
    pub(crate) version: i64,
    pub(crate) status: ArchiveStatus,
    /// What was read, as the Open API shows it.
    pub(crate) analysis: Option<Json<serde_json::Value>>,
    pub(crate) error_code: Option<Coded<ArchiveErrorCode>>,
    pub(crate) reference: Option<String>,
    /// Why it was not read.
    pub(crate) unsupported: Option<Coded<Unsupported>>,
    pub(crate) attempts: i64,
    /// When a scanner found nothing in its files.
    pub(crate) scanned_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// In the order of the announcement. Empty once the archive is revoked.
    #[sqlx(skip)]
    pub(crate) files: Vec<ArchiveFile>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ArchiveFile {
    #[sqlx(rename = "file_id")]
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) side: Option<Side>,
    /// The type that a host gave, in the specification's spelling.
    pub(crate) sub_type: Option<String>,
    #[sqlx(try_from = "i64")]
    pub(crate) size_bytes: u64,
    #[sqlx(try_from = "i64")]
    pub(crate) received_bytes: u64,
    /// The digest of the content in hexadecimal digits, if it was announced.
    pub(crate) sha256: Option<String>,
}

impl Archive {
    /// Whether this is an upload that the same files can resume.
    pub(super) fn can_resume(&self) -> bool {
        self.status == ArchiveStatus::Uploading
            && self.given_by == GivenBy::User
            && self.files.iter().all(|file| file.sha256.is_some())
    }

    /// Whether it has these files, under any names.
    pub(crate) fn has_files(&self, files: &[ArchiveFile]) -> bool {
        let content = |file: &ArchiveFile| (file.size_bytes, file.format, file.side, file.sha256.clone());
        self.files.iter().map(content).eq(files.iter().map(content))
    }
}

/// Finds the archives that `which` chooses, newest first, with a row for each of their files. [`gather`] reads it.
pub(super) fn select(which: &str) -> String {
    format!(
        "SELECT archives.seq, archives.id, tenant_id, user_id, mode, given_by, file_type, classification, version,
             status, analysis, error_code, reference, unsupported, attempts, scanned_at, created_at, updated_at,
             archive_files.id AS file_id, name, format, side, sub_type, size_bytes, received_bytes, sha256
         FROM (SELECT * FROM archives {which}) AS archives
         LEFT JOIN archive_files ON archive_id = archives.id
         ORDER BY archives.seq DESC, position"
    )
}

/// Builds archives from the rows that [`select`] finds.
pub(super) fn gather(rows: &[AnyRow]) -> Result<Vec<Archive>> {
    let mut archives = Vec::new();
    for rows in rows.chunk_by(|one, other| seq(one) == seq(other)) {
        let Some(first) = rows.first() else { continue };
        let mut archive = Archive::from_row(first)?;
        // An archive without files has one row, without a file.
        if first.try_get::<Option<String>, _>("file_id")?.is_some() {
            archive.files = rows.iter().map(ArchiveFile::from_row).collect::<std::result::Result<_, _>>()?;
        }
        archives.push(archive);
    }
    Ok(archives)
}

fn seq(row: &AnyRow) -> Option<i64> {
    row.try_get("seq").ok()
}
