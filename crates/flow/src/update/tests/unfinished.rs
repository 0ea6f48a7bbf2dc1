//! Unfinished uploads of an earlier opening: resuming them, deleting them, and a second tab that does the same.

use super::*;
use crate::documents::{Upload, UploadNotice};
use crate::effect::TimerKind;
use wink_wire::{ArchiveView, SessionView, Sha256};

fn unfinished(session: &mut SessionView) {
    session.archives = vec![fixtures::archive(1, ArchiveStatus::Uploading, &[262_144])];
}

/// With the same file picked again, the upload screen of a payslip; half of it was sent in an earlier opening.
fn picked_again() -> Walk {
    let mut walk = Walk::at_file_types(unfinished);
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.pick([1]);
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk
}

fn upload(walk: &Walk) -> &Upload {
    match walk.flow.state() {
        State::Upload(upload) => upload,
        other => panic!("{other:?}"),
    }
}

fn known(walk: &Walk) -> Option<&ArchiveView> {
    walk.flow.session().unwrap().unfinished(FileType::Payslip)
}

fn starts(walk: &Walk) -> Vec<(Attempt, Option<Sha256>)> {
    let start = |effect: &Effect| match effect {
        Effect::Call(_, Request::StartArchive { key, files, .. }) => Some((*key, files[0].sha256)),
        _ => None,
    };
    walk.all.iter().filter_map(start).collect()
}

fn created(walk: &Walk) -> usize {
    walk.callbacks.iter().filter(|name| name.starts_with("onUploadsCreated")).count()
}

#[test]
fn an_unfinished_upload_is_found_by_kind_and_not_listed_as_a_document() {
    let walk = Walk::at_file_types(unfinished);
    let session = walk.flow.session().unwrap();
    assert!(session.archives.is_empty());
    assert!(session.unfinished(FileType::Payslip).is_some());
    assert!(session.unfinished(FileType::TaxDocument).is_none());
}

#[test]
fn the_same_file_resumes_and_the_host_is_notified_once() {
    let mut walk = picked_again();
    walk.send(Event::UploadSubmitted);
    assert_eq!(starts(&walk).iter().map(|(_, sha256)| *sha256).collect::<Vec<_>>(), [PNG.sha256]);
    walk.answer(archive(1, ArchiveStatus::Uploading, &[262_144]));
    assert_eq!(upload(&walk).progress(), (262_144, 300_000), "not from the beginning");
    assert!(walk.asks_for(|request| matches!(
        request,
        Request::SendPiece { offset_bytes: 262_144, size_bytes: 37_856, .. }
    )));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
    assert_eq!(created(&walk), 0);
    walk.answer(archive(2, ArchiveStatus::Started, &[300_000]));
    assert_eq!((created(&walk), known(&walk)), (1, None));
}

#[test]
fn a_completely_received_upload_is_only_submitted() {
    let mut walk = picked_again();
    walk.send(Event::UploadSubmitted);
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
    assert!(walk.asks_for(|request| matches!(request, Request::SubmitArchive { .. })));
    assert!(!walk.all.iter().any(|effect| matches!(effect, Effect::Call(_, Request::SendPiece { .. }))));
}

#[test]
fn another_file_starts_a_new_upload_and_the_unfinished_one_stays() {
    let mut walk = picked_again();
    walk.send(Event::UploadSubmitted);
    let mut other = fixtures::archive(1, ArchiveStatus::Uploading, &[0]);
    other.archive_id = "u-2".into();
    walk.answer(Reply::Archive(Box::new(other.clone()), 0));
    other.status = ArchiveStatus::Started;
    walk.answer(Reply::Archive(Box::new(other), 0));
    assert_eq!(walk.kind(), ScreenKind::Uploaded);
    assert!(known(&walk).is_some());
}

#[test]
fn cancelling_a_resumed_upload_ends_it() {
    let mut walk = picked_again();
    walk.send(Event::UploadSubmitted);
    walk.answer(archive(1, ArchiveStatus::Uploading, &[262_144]));
    walk.send(Event::UploadCancelled);
    assert_eq!(known(&walk), None);
}

#[test]
fn an_unfinished_upload_is_deleted_once() {
    let mut walk = Walk::at_file_types(unfinished);
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.send(Event::DiscardPressed);
    assert!(walk.asks_for(|request| {
        matches!(request, Request::RevokeArchive { archive_id } if archive_id == "u-1")
    }));
    walk.send(Event::DiscardPressed);
    walk.answer(archive(2, ArchiveStatus::Revoked, &[]));
    assert_eq!((known(&walk), &upload(&walk).notice), (None, &None));
    walk.send(Event::DiscardPressed);
    let is_revocation = |effect: &&Effect| matches!(effect, Effect::Call(_, Request::RevokeArchive { .. }));
    assert_eq!(walk.all.iter().filter(is_revocation).count(), 1);
}

#[test]
fn a_failed_deletion_keeps_the_document_unless_it_is_gone() {
    let mut walk = Walk::at_file_types(unfinished);
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.send(Event::DiscardPressed);
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::NotDeleted));
    assert!(known(&walk).is_some());
    walk.send(Event::DiscardPressed);
    assert_eq!(upload(&walk).notice, None);
    walk.refuse(refused(ProblemCode::MissingResource, None));
    assert_eq!((known(&walk), &upload(&walk).notice), (None, &None));
}

#[test]
fn the_upload_catches_up_with_a_second_tab() {
    let mut walk = Walk::at_sending();
    walk.refuse(refused(ProblemCode::OffsetMismatch, None));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
    assert!(walk.asks_for(|request| matches!(request, Request::SubmitArchive { .. })));
    walk.refuse(refused(ProblemCode::ArchiveOver, None));
    walk.answer(archive(2, ArchiveStatus::Started, &[300_000]));
    assert_eq!((walk.kind(), created(&walk)), (ScreenKind::Uploaded, 1));
}

#[test]
fn an_upload_cancelled_in_a_second_tab_starts_again() {
    let mut walk = Walk::at_sending();
    walk.refuse(refused(ProblemCode::ArchiveOver, None));
    walk.answer(archive(2, ArchiveStatus::Revoked, &[]));
    let keys: Vec<_> = starts(&walk).iter().map(|(key, _)| *key).collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1], "the old key leads to what was deleted");
    assert!(upload(&walk).sending().is_some());
    // If the archive is deleted each time, the upload gives up in the end.
    for _ in 0..10 {
        if !upload(&walk).is_choosing() {
            walk.answer(archive(2, ArchiveStatus::Revoked, &[]));
        }
    }
    assert_eq!(upload(&walk).notice, Some(UploadNotice::Failed(None)));
}

#[test]
fn an_upload_with_a_content_mismatch_can_be_repeated() {
    let mut walk = Walk::at_sending();
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
    walk.refuse(refused(ProblemCode::ContentMismatch, Some("files.0")));
    assert!(matches!(upload(&walk).notice, Some(UploadNotice::Failed(Some(_)))));
    assert!(upload(&walk).is_choosing());
    walk.send(Event::UploadSubmitted);
    assert_eq!(starts(&walk).len(), 2);
    assert!(
        !walk
            .all
            .iter()
            .any(|effect| matches!(effect, Effect::Wait(timer, _) if timer.kind == TimerKind::Reconnect))
    );
}
