//! Announcing an upload: the checks before the first byte is sent.

use super::{Archives, ArchivesError, Result, invalid, refused};
use crate::documents::{DocumentType, Format, Side};
use crate::ids::new_id;
use crate::store::{Announced, Archive, ArchiveFile, GivenBy, NewArchive, NotAnnounced, Session};
use wink_wire::{ArchiveErrorCode, LARGEST_FILE_BYTES, MOST_FILES, StartArchive};

/// Maximum length of a stored file name, in characters; the rest is cut off.
const LONGEST_NAME: usize = 255;

impl Archives {
    /// Announces an upload, or finds an existing one: announced with the same key, or with the same content and not yet
    /// submitted.
    pub(crate) async fn announce(&self, session: &Session, request: &StartArchive) -> Result<Announced> {
        let inner = &self.0;
        if !(8..=64).contains(&request.idempotency_key.chars().count()) {
            return Err(invalid("idempotencyKey", "must have 8 to 64 characters"));
        }
        if request.provider_id.as_deref().is_some_and(|id| inner.catalogue.provider(id).is_none()) {
            return Err(invalid("providerId", "is not in the catalogue"));
        }
        let file_type = DocumentType::from_wire(request.file_type)
            .ok_or_else(|| invalid("fileType", "must be PAYSLIP, TAX_DOCUMENT or COMPANY_ID"))?;
        let files = checked_files(file_type, request)?;
        inner.contents.check_space()?;
        let announced = inner
            .store
            .announce_archive(&NewArchive {
                id: &new_id("u"),
                scope: &session.scope,
                user_id: &session.user_id,
                given_by: GivenBy::User,
                provider_id: request.provider_id.as_deref(),
                file_type,
                start: Some((&session.id, &request.idempotency_key)),
                files: &files,
                created_at: inner.clock.now_millis(),
            })
            .await?;
        match announced {
            Err(NotAnnounced::SessionOver) => Err(ArchivesError::SessionOver),
            Ok(Announced::Known(archive)) if !is_the_same(&archive, file_type, &files) => {
                Err(invalid("idempotencyKey", "was already used for other files; use a new key"))
            }
            Ok(announced) => Ok(announced),
        }
    }
}

fn checked_files(file_type: DocumentType, request: &StartArchive) -> Result<Vec<ArchiveFile>> {
    let count = request.files.len();
    if !(1..=MOST_FILES).contains(&count) {
        return Err(invalid("files", &format!("must hold 1 to {MOST_FILES} files")));
    }
    let mut files = Vec::with_capacity(count);
    for (index, file) in request.files.iter().enumerate() {
        let format = Format::from_wire(file.format)
            .ok_or_else(|| refused(index, ArchiveErrorCode::UnsupportedFormat))?;
        match file.size_bytes {
            0 => return Err(refused(index, ArchiveErrorCode::EmptyFile)),
            1..=LARGEST_FILE_BYTES => {}
            _ => return Err(refused(index, ArchiveErrorCode::FileTooLarge)),
        }
        let side = match file.side {
            None => None,
            Some(side) => Some(
                Side::from_wire(side)
                    .ok_or_else(|| invalid(&format!("files.{index}.side"), "must be FRONT or BACK"))?,
            ),
        };
        let name: String =
            file.name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
        if name.trim().is_empty() {
            return Err(invalid(&format!("files.{index}.name"), "is missing"));
        }
        files.push(ArchiveFile {
            id: new_id("f"),
            name,
            format,
            side,
            sub_type: None,
            size_bytes: file.size_bytes,
            received_bytes: 0,
            sha256: file.sha256.map(wink_wire::Sha256::hex),
        });
    }
    check_sides(file_type, &files)?;
    Ok(files)
}

fn check_sides(file_type: DocumentType, files: &[ArchiveFile]) -> Result<()> {
    let sides: Vec<_> = files.iter().map(|file| file.side).collect();
    let (are_right, words) = match file_type {
        DocumentType::CompanyId => (
            matches!(
                sides.as_slice(),
                [Some(Side::Front), Some(Side::Back)] | [Some(Side::Back), Some(Side::Front)]
            ),
            "of a COMPANY_ID must be two files: one with side FRONT and one with side BACK",
        ),
        DocumentType::Payslip => (sides.as_slice() == [None], "of a PAYSLIP must be one file without a side"),
        DocumentType::TaxDocument | DocumentType::Others => {
            (sides.iter().all(Option::is_none), "of a TAX_DOCUMENT must not have a side")
        }
    };
    if are_right { Ok(()) } else { Err(invalid("files", words)) }
}

fn is_the_same(archive: &Archive, file_type: DocumentType, files: &[ArchiveFile]) -> bool {
    // A revoked archive has no files left to compare.
    archive.file_type == file_type && (archive.files.is_empty() || archive.has_files(files))
}
