//! What is said of documents: kinds, formats, why a file cannot be used, and how reading it went. The one table for
//! the codes of uploads.

use super::{Key, t};
use wink_flow::FileFault;
use wink_wire::{ArchiveErrorCode as E, ArchiveStatus, FileFormat, FileType};

/// How reading a document went.
pub(crate) struct ArchiveWords {
    pub(crate) title: Key,
    pub(crate) explanation: Key,
}

/// A kind of document.
pub(crate) fn file_type_name(file_type: FileType) -> &'static str {
    t(match file_type {
        FileType::Payslip => Key::Payslip,
        FileType::TaxDocument => Key::TaxDocument,
        FileType::CompanyId => Key::CompanyId,
        FileType::Unknown => Key::OtherDocument,
    })
}

/// What fits a kind of document.
pub(crate) fn file_type_detail(file_type: FileType) -> &'static str {
    match file_type {
        FileType::Payslip => t(Key::PayslipDetail),
        FileType::TaxDocument => t(Key::TaxDocumentDetail),
        FileType::CompanyId => t(Key::CompanyIdDetail),
        FileType::Unknown => "",
    }
}

/// A format, by the name that it has in every language.
pub(crate) const fn format_name(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Pdf => "PDF",
        FileFormat::Png => "PNG",
        FileFormat::Jpeg => "JPEG",
        FileFormat::Tiff => "TIFF",
        FileFormat::Unknown => "",
    }
}

/// Why a file cannot be used, and what to do.
pub(crate) fn fault_text(fault: FileFault) -> &'static str {
    t(match fault {
        FileFault::Refused(code) => code_text(code),
        FileFault::Heic => Key::FaultHeic,
        FileFault::NotChecked => Key::FaultNotChecked,
    })
}

const fn code_text(code: E) -> Key {
    match code {
        E::UnsupportedFormat => Key::FaultFormat,
        E::FileTooLarge => Key::FaultTooLarge,
        E::EmptyFile => Key::FaultEmpty,
        E::EncryptedFile => Key::FaultEncrypted,
        E::UnreadableFile => Key::FaultUnreadable,
        E::WrongDocument => Key::FaultWrongDocument,
        E::SystemError => Key::FaultSystem,
    }
}

/// How reading a document went, or goes.
pub(crate) const fn archive_words(status: ArchiveStatus, code: Option<E>) -> ArchiveWords {
    let (title, explanation) = match (status, code) {
        (ArchiveStatus::Analyzed, _) => (Key::ReadTitle, Key::ReadBody),
        (ArchiveStatus::Unsupported, _) => (Key::KeptTitle, Key::KeptBody),
        (ArchiveStatus::Error, Some(code)) => (Key::UnreadTitle, code_text(code)),
        (ArchiveStatus::Error, None) => (Key::UnreadTitle, Key::FaultSystem),
        _ => (Key::ReadingTitle, Key::ReadingBody),
    };
    ArchiveWords { title, explanation }
}
