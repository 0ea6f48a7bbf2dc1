//! An archive: documents that a person uploads instead of logging in somewhere.
//!
//! An upload goes in three steps, so that a lost connection costs one piece at most: announce the files, send each
//! in pieces in order, submit. Announcing again with the same key returns the same archive, and so does announcing the
//! same content again before everything was sent, with any key. An archive always says how much of each file has arrived.

use crate::Sha256;
use serde::{Deserialize, Serialize};

/// Largest file, in bytes: 15 MB.
pub const LARGEST_FILE_BYTES: u64 = 15 * 1024 * 1024;

/// Largest piece of a file that is sent at once, in bytes.
pub const LARGEST_PIECE_BYTES: u64 = 256 * 1024;

/// Most files of one archive.
pub const MOST_FILES: usize = 10;

/// Announces an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartArchive {
    /// Chosen by the widget, unique to this attempt. The same key gets the same archive again. 8 to 64 characters.
    pub idempotency_key: String,
    /// What kind of document it is.
    pub file_type: FileType,
    /// The source it comes from, where the person chose one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
    /// The files, 1 to [`MOST_FILES`].
    pub files: Vec<NewFile>,
}

/// A file that is going to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewFile {
    /// Its name on the person's device, for the person to recognise it.
    pub name: String,
    /// What it is.
    pub format: FileFormat,
    /// Its size in bytes, 1 to [`LARGEST_FILE_BYTES`].
    pub size_bytes: u64,
    /// Which side of the document it shows, for types that have two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// The digest of the file's content, which is checked against what arrives. An upload whose files all have one can
    /// be resumed later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
}

/// Kinds of document that the widget offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileType {
    /// A payslip.
    Payslip,
    /// An income tax return or certificate of tax withheld.
    TaxDocument,
    /// A company's identity card, front and back.
    CompanyId,
    /// A type newer than this build.
    #[serde(other)]
    Unknown,
}

impl FileType {
    /// The contract's spelling, for example `TAX_DOCUMENT`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payslip => "PAYSLIP",
            Self::TaxDocument => "TAX_DOCUMENT",
            Self::CompanyId => "COMPANY_ID",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// File formats that are accepted, recognized by the first bytes of a file and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the formats' own")]
pub enum FileFormat {
    Pdf,
    Png,
    Jpeg,
    Tiff,
    /// A format newer than this build.
    #[serde(other)]
    Unknown,
}

/// A side of a document that has two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Side {
    Front,
    Back,
    /// A side newer than this build.
    #[serde(other)]
    Unknown,
}

/// Where an archive stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveView {
    /// Id, with prefix `u-`.
    pub archive_id: String,
    /// What kind of document it is.
    pub file_type: FileType,
    /// Grows with every change of `status`; what a waiting reader passes as `afterVersion`.
    pub version: u64,
    /// Where it stands.
    pub status: ArchiveStatus,
    /// Its files, in the order in which they were announced.
    pub files: Vec<FileView>,
    /// When it was last announced, ISO 8601 in UTC.
    pub created_at: String,
    /// With `ERROR`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<ArchiveErrorCode>,
    /// With `ERROR`: finds the failure in the service's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileView {
    /// Id, with prefix `f-`.
    pub file_id: String,
    /// Its name on the person's device.
    pub name: String,
    /// What it is.
    pub format: FileFormat,
    /// Which side of the document it shows, for types that have two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Its size in bytes, as announced.
    pub size_bytes: u64,
    /// How much of it has arrived, in bytes; the next piece begins here.
    pub received_bytes: u64,
}

/// Stages of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ArchiveStatus {
    /// Announced; pieces are arriving. Hosts do not see it yet, and it is forgotten a day after it was last announced.
    Uploading,
    /// Submitted; being read.
    Started,
    /// Read.
    Analyzed,
    /// Kept, but nothing that can be read by machine.
    Unsupported,
    /// It could not be read, see `errorCode`.
    Error,
    /// Deleted.
    Revoked,
    /// A status newer than this build.
    #[serde(other)]
    Unknown,
}

/// Why a document was refused or could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ArchiveErrorCode {
    /// Not one of the supported formats.
    UnsupportedFormat,
    /// Over [`LARGEST_FILE_BYTES`].
    FileTooLarge,
    /// A file without content, or a PDF without pages.
    EmptyFile,
    /// A PDF that asks for a password.
    EncryptedFile,
    /// Damaged, or an image that cannot be made out.
    UnreadableFile,
    /// It has more in it than a document: another file, or what a scanner knows as harmful.
    UnsafeFile,
    /// Readable, but not the kind of document it was uploaded as.
    WrongDocument,
    /// Also stands for every code newer than this build.
    #[serde(other)]
    SystemError,
}

impl ArchiveErrorCode {
    /// Every code.
    pub const ALL: [Self; 8] = [
        Self::UnsupportedFormat,
        Self::FileTooLarge,
        Self::EmptyFile,
        Self::EncryptedFile,
        Self::UnreadableFile,
        Self::UnsafeFile,
        Self::WrongDocument,
        Self::SystemError,
    ];

    /// As it is written on the wire, for example `UNREADABLE_FILE`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnsupportedFormat => "UNSUPPORTED_FORMAT",
            Self::FileTooLarge => "FILE_TOO_LARGE",
            Self::EmptyFile => "EMPTY_FILE",
            Self::EncryptedFile => "ENCRYPTED_FILE",
            Self::UnreadableFile => "UNREADABLE_FILE",
            Self::UnsafeFile => "UNSAFE_FILE",
            Self::WrongDocument => "WRONG_DOCUMENT",
            Self::SystemError => "SYSTEM_ERROR",
        }
    }

    /// The code with this name. `None` if this build does not know it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_as_the_texts_say() {
        assert_eq!((LARGEST_FILE_BYTES, LARGEST_PIECE_BYTES), (15_728_640, 262_144));
    }

    #[test]
    fn names_are_what_serde_writes() {
        for code in ArchiveErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
        for file_type in [FileType::Payslip, FileType::TaxDocument, FileType::CompanyId] {
            assert_eq!(serde_json::to_value(file_type).unwrap(), file_type.name());
        }
    }

    #[test]
    fn unknown_values_of_newer_services_are_accepted() {
        assert_eq!(serde_json::from_str::<FileType>("\"PASSPORT\"").unwrap(), FileType::Unknown);
        assert_eq!(serde_json::from_str::<ArchiveStatus>("\"SEALED\"").unwrap(), ArchiveStatus::Unknown);
        assert_eq!(
            serde_json::from_str::<ArchiveErrorCode>("\"BLUE\"").unwrap(),
            ArchiveErrorCode::SystemError
        );
    }

    #[test]
    fn wire_shape_of_an_archive() {
        let archive = ArchiveView {
            archive_id: "u-1".into(),
            file_type: FileType::CompanyId,
            version: 2,
            status: ArchiveStatus::Uploading,
            files: vec![FileView {
                file_id: "f-1".into(),
                name: "card.jpg".into(),
                format: FileFormat::Jpeg,
                side: Some(Side::Front),
                size_bytes: 300_000,
                received_bytes: 262_144,
            }],
            created_at: "2026-11-22T08:00:00Z".into(),
            error_code: None,
            reference: None,
        };
        insta::assert_json_snapshot!(archive, @r#"
        {
          "archiveId": "u-1",
          "fileType": "COMPANY_ID",
          "version": 2,
          "status": "UPLOADING",
          "files": [
            {
              "fileId": "f-1",
              "name": "card.jpg",
              "format": "JPEG",
              "side": "FRONT",
              "sizeBytes": 300000,
              "receivedBytes": 262144
            }
          ],
          "createdAt": "2026-11-22T08:00:00Z"
        }
        "#);
    }
}
