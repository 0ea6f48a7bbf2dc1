//! Texts about documents: kinds, formats, why a file cannot be used, and the result of reading it.

use super::{FailureTexts, Key, failure_texts, t};
use wink_flow::{FailureCause, FileFault};
use wink_wire::{ArchiveErrorCode, ArchiveStatus, FileFormat, FileType};

/// A kind of document.
pub(crate) fn file_type_name(file_type: FileType) -> &'static str {
    t(match file_type {
        FileType::Payslip => Key::Payslip,
        FileType::TaxDocument => Key::TaxDocument,
        FileType::CompanyId => Key::CompanyId,
        FileType::Unknown => Key::OtherDocument,
    })
}

/// Examples of a kind of document.
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
        // There is no heading above it that says what went wrong.
        FileFault::Refused(ArchiveErrorCode::SystemError) => Key::FaultSystem,
        FileFault::Refused(code) => failure_texts(FailureCause::Document(code)).explanation,
        FileFault::Heic => Key::FaultHeic,
        FileFault::NotChecked => Key::FaultNotChecked,
    })
}

/// The result or progress of reading a document.
pub(crate) fn archive_texts(status: ArchiveStatus, code: Option<ArchiveErrorCode>) -> FailureTexts {
    let (title, explanation) = match status {
        ArchiveStatus::Analyzed => (Key::ReadTitle, Key::ReadBody),
        ArchiveStatus::Unsupported => (Key::KeptTitle, Key::KeptBody),
        ArchiveStatus::Error => {
            let code = code.unwrap_or(ArchiveErrorCode::SystemError);
            return failure_texts(FailureCause::Document(code));
        }
        ArchiveStatus::Uploading
        | ArchiveStatus::Started
        | ArchiveStatus::Revoked
        | ArchiveStatus::Unknown => (Key::ReadingTitle, Key::ReadingBody),
    };
    FailureTexts { title, explanation }
}
