//! Documents: kinds, picking, sending, and what became of them.

use super::failed::refused as refusal;
use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, Look, archive};
use crate::gallery::stage::Stage;
use wink_flow::{
    CallFailure, CheckedFile, Event, FileFault, FileId, NewPick, Place, Reply, Request, Settings,
};
use wink_wire::{ArchiveErrorCode, ArchiveStatus, FileFormat, FileType, ProblemCode, Side};

fn at_file_types(look: Look, statuses: &[ArchiveStatus]) -> Stage {
    let settings = Settings { enable_upload: Some(true), ..Settings::new("link-token") };
    Stage::session(settings, look, |session| {
        session.archives = statuses.iter().map(|status| archive(*status)).collect();
    })
    .list(CATALOGUE)
    .send(Event::UploadInsteadPressed)
}

fn at_upload(look: Look, file_type: FileType) -> Stage {
    at_file_types(look, &[]).send(Event::FileTypeChosen(file_type))
}

fn pick(stage: Stage, id: u32, side: Option<Side>, name: &str) -> Stage {
    let picks = vec![NewPick { id: FileId(id), name: name.into() }];
    stage.send(Event::FilesPicked(Place::Add(side), picks))
}

fn pass(stage: Stage, id: u32, format: FileFormat, size_bytes: u64) -> Stage {
    let pages = (format == FileFormat::Pdf).then_some(2);
    stage.send(Event::FileChecked(FileId(id), Ok(CheckedFile { format, size_bytes, pages, sha256: None })))
}

fn refused(look: Look, fault: FileFault) -> Stage {
    let stage = pick(at_upload(look, FileType::Payslip), 1, None, "Payslip October 2026.pdf");
    stage.send(Event::FileChecked(FileId(1), Err(fault)))
}

/// With a file that can be sent, while the agreement is not recorded: there was no connection, and there still is not.
fn unrecorded(look: Look) -> Stage {
    let is_receipt = |request: &Request| matches!(request, Request::RecordConsent { .. });
    let settings = Settings { enable_upload: Some(true), ..Settings::new("link-token") };
    let stage = Stage::session(settings, look, |_| {})
        .send(Event::ConsentGiven)
        .fail(is_receipt, CallFailure::Unreachable)
        .send(Event::UploadInsteadPressed)
        .send(Event::FileTypeChosen(FileType::Payslip));
    pass(pick(stage, 1, None, "Payslip.pdf"), 1, FileFormat::Pdf, 300_000)
        .send(Event::UploadSubmitted)
        .fail(is_receipt, CallFailure::Unreachable)
}

/// More files than fit.
fn too_many(look: Look, file_type: FileType, count: u32) -> Stage {
    let pick = |id| NewPick { id: FileId(id), name: ["page ", &id.to_string(), ".png"].concat() };
    at_upload(look, file_type).send(Event::FilesPicked(Place::Add(None), (1..=count).map(pick).collect()))
}

fn tax(look: Look) -> Stage {
    let stage = pick(at_upload(look, FileType::TaxDocument), 1, None, "Form 2316, 2025.pdf");
    let stage = pass(stage, 1, FileFormat::Pdf, 600_000);
    let stage = pick(stage, 2, None, "IMG_20261121_a name as long as telephones make them 0934.jpg");
    pass(stage, 2, FileFormat::Jpeg, 2_400_000)
}

/// What an earlier opening began.
fn unfinished(look: Look) -> Stage {
    at_file_types(look, &[ArchiveStatus::Uploading]).send(Event::FileTypeChosen(FileType::Payslip))
}

fn unfinished_several(look: Look) -> Stage {
    let settings = Settings { enable_upload: Some(true), ..Settings::new("link-token") };
    Stage::session(settings, look, |session| {
        let mut view = archive(ArchiveStatus::Uploading);
        view.file_type = FileType::TaxDocument;
        let file = view.files.remove(0);
        let long = "IMG_20261121_".to_owned() + &"a_name_without_a_space_".repeat(5) + "0934.jpg";
        for name in [&long, "page 2.jpg", "page 3.jpg", "page 4.jpg"] {
            view.files.push(wink_wire::FileView { name: name.into(), ..file.clone() });
        }
        session.archives = vec![view];
    })
    .list(CATALOGUE)
    .send(Event::UploadInsteadPressed)
    .send(Event::FileTypeChosen(FileType::TaxDocument))
}

fn sending(look: Look) -> Stage {
    let view = |received: [u64; 2]| {
        let mut view = archive(ArchiveStatus::Uploading);
        view.file_type = FileType::TaxDocument;
        let file = view.files.remove(0);
        for (size_bytes, received_bytes) in [600_000, 2_400_000].into_iter().zip(received) {
            view.files.push(wink_wire::FileView { size_bytes, received_bytes, ..file.clone() });
        }
        Reply::Archive(view.into(), 3_000)
    };
    tax(look)
        .send(Event::UploadSubmitted)
        .answer(|request| matches!(request, Request::StartArchive { .. }), view([0, 0]))
        .answer(|request| matches!(request, Request::SendPiece { .. }), view([262_144, 0]))
        .answer(|request| matches!(request, Request::SendPiece { .. }), view([600_000, 300_000]))
}

fn uploaded(look: Look, status: ArchiveStatus, code: Option<ArchiveErrorCode>) -> Stage {
    let stage = pick(at_upload(look, FileType::Payslip), 1, None, "Payslip.pdf");
    let mut view = archive(status);
    view.error_code = code;
    view.reference = code.map(|_| "7f3a9c12".into());
    pass(stage, 1, FileFormat::Pdf, 300_000)
        .send(Event::UploadSubmitted)
        .answer(|request| matches!(request, Request::StartArchive { .. }), Reply::Archive(view.into(), 0))
}

/// Ended in a code.
fn ended(look: Look, code: ArchiveErrorCode) -> Stage {
    uploaded(look, ArchiveStatus::Error, Some(code))
}

fn document(look: Look, status: ArchiveStatus) -> Stage {
    let id = archive(status).archive_id;
    at_file_types(look, &[status]).send(Event::DocumentChosen(id))
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    use ArchiveStatus::{Analyzed, Error, Started, Unsupported};
    let faults = [
        ("upload-fault-format", FileFault::Refused(ArchiveErrorCode::UnsupportedFormat)),
        ("upload-fault-too-large", FileFault::Refused(ArchiveErrorCode::FileTooLarge)),
        ("upload-fault-empty", FileFault::Refused(ArchiveErrorCode::EmptyFile)),
        ("upload-fault-encrypted", FileFault::Refused(ArchiveErrorCode::EncryptedFile)),
        ("upload-fault-unreadable", FileFault::Refused(ArchiveErrorCode::UnreadableFile)),
        ("upload-fault-unsafe", FileFault::Refused(ArchiveErrorCode::UnsafeFile)),
        ("upload-fault-heic", FileFault::Heic),
        ("upload-fault-not-checked", FileFault::NotChecked),
    ];
    let mut all = vec![
        exhibit("file-types", |look| at_file_types(look, &[])),
        exhibit("file-types-returning", |look| at_file_types(look, &[Analyzed, Error])),
        exhibit("file-types-begun", |look| at_file_types(look, &[ArchiveStatus::Uploading])),
        exhibit("upload-begun", unfinished),
        exhibit("upload-begun-several", unfinished_several),
        exhibit("upload-begun-not-deleted", |look| {
            unfinished(look)
                .send(Event::DiscardPressed)
                .fail(|request| matches!(request, Request::RevokeArchive { .. }), CallFailure::Unreachable)
        }),
        exhibit("upload", |look| at_upload(look, FileType::Payslip)),
        exhibit("upload-nothing-picked", |look| {
            at_upload(look, FileType::Payslip).send(Event::UploadSubmitted)
        }),
        exhibit("upload-checking", |look| pick(at_upload(look, FileType::Payslip), 1, None, "Payslip.pdf")),
        exhibit("upload-several", tax),
        exhibit("upload-card", |look| at_upload(look, FileType::CompanyId)),
        exhibit("upload-card-front-missing", |look| {
            let stage = pick(at_upload(look, FileType::CompanyId), 1, Some(Side::Back), "back.jpg");
            pass(stage, 1, FileFormat::Jpeg, 900_000).send(Event::UploadSubmitted)
        }),
        exhibit("upload-card-back-missing", |look| {
            let stage = pick(at_upload(look, FileType::CompanyId), 1, Some(Side::Front), "front.jpg");
            pass(stage, 1, FileFormat::Jpeg, 900_000).send(Event::UploadSubmitted)
        }),
        exhibit("upload-sending", sending),
        exhibit("upload-still-checking", |look| {
            pick(at_upload(look, FileType::Payslip), 1, None, "Payslip.pdf").send(Event::UploadSubmitted)
        }),
        exhibit("upload-in-the-way", |look| {
            refused(look, FileFault::Refused(ArchiveErrorCode::EncryptedFile)).send(Event::UploadSubmitted)
        }),
        exhibit("upload-too-many", |look| too_many(look, FileType::Payslip, 2)),
        exhibit("upload-too-many-pages", |look| too_many(look, FileType::TaxDocument, 11)),
        exhibit("upload-unreachable", unrecorded),
        exhibit("upload-failed", |look| {
            sending(look)
                .fail(|request| matches!(request, Request::SendPiece { .. }), refusal(ProblemCode::Unknown))
        }),
        exhibit("upload-failed-no-reference", |look| {
            sending(look).fail(|request| matches!(request, Request::SendPiece { .. }), CallFailure::Nonsense)
        }),
        exhibit("upload-sending-lost", |look| {
            sending(look)
                .fail(|request| matches!(request, Request::SendPiece { .. }), CallFailure::Unreachable)
        }),
        exhibit("uploaded-reading", |look| uploaded(look, Started, None)),
        exhibit("uploaded-read", |look| uploaded(look, Analyzed, None)),
        exhibit("uploaded-kept", |look| uploaded(look, Unsupported, None)),
        exhibit("uploaded-lost", |look| {
            uploaded(look, Started, None)
                .fail(|request| matches!(request, Request::ReadArchive { .. }), CallFailure::Unreachable)
        }),
        exhibit("uploaded-format", |look| ended(look, ArchiveErrorCode::UnsupportedFormat)),
        exhibit("uploaded-too-large", |look| ended(look, ArchiveErrorCode::FileTooLarge)),
        exhibit("uploaded-empty", |look| ended(look, ArchiveErrorCode::EmptyFile)),
        exhibit("uploaded-encrypted", |look| ended(look, ArchiveErrorCode::EncryptedFile)),
        exhibit("uploaded-unreadable", |look| ended(look, ArchiveErrorCode::UnreadableFile)),
        exhibit("uploaded-unsafe", |look| ended(look, ArchiveErrorCode::UnsafeFile)),
        exhibit("uploaded-wrong", |look| ended(look, ArchiveErrorCode::WrongDocument)),
        exhibit("uploaded-system-error", |look| ended(look, ArchiveErrorCode::SystemError)),
        exhibit("document", |look| document(look, Analyzed)),
        exhibit("document-reading", |look| document(look, Started)),
        exhibit("document-unsupported", |look| document(look, Unsupported)),
        exhibit("document-deleting", |look| {
            document(look, Analyzed).send(Event::RevokePressed).send(Event::RevokeConfirmed)
        }),
        exhibit("document-error", |look| document(look, Error)),
        exhibit("document-confirming", |look| document(look, Analyzed).send(Event::RevokePressed)),
        exhibit("document-not-deleted", |look| {
            document(look, Analyzed)
                .send(Event::RevokePressed)
                .send(Event::RevokeConfirmed)
                .fail(|request| matches!(request, Request::RevokeArchive { .. }), CallFailure::Unreachable)
        }),
    ];
    all.extend(faults.map(|(name, fault)| exhibit(name, move |look| refused(look, fault))));
    all
}
