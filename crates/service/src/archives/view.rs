//! An archive as the widget sees it.

use crate::clock::iso;
use crate::store::{Archive, ArchiveFile, ArchiveStatus};
use wink_wire::{ArchiveView, FileView};

/// The current state of an archive.
pub(crate) fn view_of(archive: &Archive) -> ArchiveView {
    ArchiveView {
        archive_id: archive.id.clone(),
        file_type: archive.file_type.to_wire(),
        version: archive.version.try_into().unwrap_or(0),
        status: match archive.status {
            ArchiveStatus::Uploading => wink_wire::ArchiveStatus::Uploading,
            ArchiveStatus::Started => wink_wire::ArchiveStatus::Started,
            ArchiveStatus::Analyzed => wink_wire::ArchiveStatus::Analyzed,
            ArchiveStatus::Unsupported => wink_wire::ArchiveStatus::Unsupported,
            ArchiveStatus::Error => wink_wire::ArchiveStatus::Error,
            ArchiveStatus::Revoked => wink_wire::ArchiveStatus::Revoked,
        },
        files: archive.files.iter().map(file_view).collect(),
        created_at: iso(archive.created_at),
        error_code: archive.error_code.map(|code| code.0),
        reference: archive.reference.clone(),
    }
}

fn file_view(file: &ArchiveFile) -> FileView {
    FileView {
        file_id: file.id.clone(),
        name: file.name.clone(),
        format: file.format.to_wire(),
        side: file.side.map(crate::documents::Side::to_wire),
        size_bytes: file.size_bytes,
        received_bytes: file.received_bytes,
    }
}
