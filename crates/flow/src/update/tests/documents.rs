//! Documents: picking, sending through every kind of trouble, and deleting.

use super::*;
use crate::documents::{FileCheck, FileFault, Upload, UploadNotice, UploadPhase};
use crate::effect::TimerKind;
use crate::link::{Contact, Revocation};
use wink_wire::{ArchiveErrorCode, Side};

fn upload(walk: &Walk) -> &Upload {
    match walk.flow.state() {
        State::Upload(upload) => upload,
        other => panic!("{other:?}"),
    }
}

fn ids(walk: &Walk) -> Vec<u32> {
    upload(walk).files.iter().map(|file| file.id.0).collect()
}

/// Offset and size of the newest piece.
fn piece(walk: &Walk) -> Option<(u64, u64)> {
    walk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Call(_, Request::SendPiece { offset_bytes, size_bytes, .. }) => {
            Some((*offset_bytes, *size_bytes))
        }
        _ => None,
    })
}

fn timer(walk: &Walk) -> crate::effect::Timer {
    let timer = walk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Wait(timer, _) => Some(*timer),
        _ => None,
    });
    timer.unwrap_or_else(|| panic!("no timer among {:?}", walk.effects))
}

fn count(walk: &Walk, wanted: impl Fn(&Request) -> bool) -> usize {
    walk.all.iter().filter(|effect| matches!(effect, Effect::Call(_, request) if wanted(request))).count()
}

#[test]
fn from_the_list_to_read() {
    let mut walk = Walk::at_upload(FileType::Payslip, 1);
    walk.send(Event::UploadSubmitted);
    assert!(walk.asks_for(|request| matches!(
        request,
        Request::StartArchive { file_type: FileType::Payslip, provider_id: None, files, .. }
            if files.len() == 1 && files[0].size_bytes == 300_000
    )));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[0]));
    assert_eq!(piece(&walk), Some((0, 262_144)));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[262_144]));
    assert_eq!(piece(&walk), Some((262_144, 37_856)));
    assert_eq!(upload(&walk).progress(), (262_144, 300_000));
    assert_eq!(upload(&walk).seconds_left(), Some(0));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
    assert!(walk.asks_for(|request| matches!(request, Request::SubmitArchive { .. })));
    walk.answer(archive(2, ArchiveStatus::Started, &[300_000]));
    assert_eq!(walk.kind(), ScreenKind::Uploaded);
    walk.answer(archive(3, ArchiveStatus::Analyzed, &[300_000]));
    assert!(walk.effects.contains(&Effect::ForgetFile(FileId(1))));
    walk.send(Event::DonePressed);
    assert_eq!(
        walk.callbacks[1..],
        [
            "ProviderListPageOpened",
            "FileTypeListPageOpened",
            "FileTypePageOpened",
            "onUploadsCreated 1",
            "ArchiveSuccessPageOpened",
            "onClose exit"
        ]
    );
}

#[test]
fn events_carry_the_kind_of_document() {
    let walk = Walk::at_uploaded();
    let kinds: Vec<_> = walk
        .all
        .iter()
        .filter_map(|effect| match effect {
            Effect::Notify(HostCallback::Ui(event)) => Some((event.name.name(), event.file_type)),
            _ => None,
        })
        .skip(2)
        .collect();
    assert_eq!(
        kinds,
        [
            ("FileTypeListPageOpened", None),
            ("FileTypePageOpened", Some(FileType::Payslip)),
            ("ArchiveSuccessPageOpened", Some(FileType::Payslip)),
        ]
    );
}

#[test]
fn without_uploads_no_screen_leads_to_documents() {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    walk.send(Event::ConsentGiven);
    walk.send(Event::UploadInsteadPressed);
    assert_eq!(walk.kind(), ScreenKind::Providers);
}

const DOCUMENTS_ONLY: &str = "meralco\tMeralco\te\tPH\t\t900\t\t\nupwork\tUpwork\tg\tPH\td\t1\t\t\n";

#[test]
fn a_source_without_a_login_leads_to_documents() {
    let settings = Settings { enable_upload: Some(true), ..Settings::new("token") };
    let mut walk = Walk::in_session(settings, |_| {});
    let catalogue = walk.last_call("LoadCatalogue");
    walk.send(Event::ConsentGiven);
    walk.answer(Reply::ConsentRecorded(receipt()));
    walk.send(Event::Replied(catalogue, Ok(Reply::Catalogue(DOCUMENTS_ONLY.into()))));
    walk.send(Event::ProviderChosen("meralco".into()));
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.pick([1]);
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk.send(Event::UploadSubmitted);
    assert!(walk.asks_for(
        |request| matches!(request, Request::StartArchive { provider_id: Some(id), .. } if id == "meralco")
    ));
}

#[test]
fn a_single_documents_only_source_asks_for_consent_before_documents() {
    let settings = Settings {
        enable_upload: Some(true),
        enable_consent_page: Some(false),
        providers: Some(vec!["meralco".into()]),
        ..Settings::new("token")
    };
    let mut walk = Walk::in_session(settings, |_| {});
    let catalogue = walk.last_call("LoadCatalogue");
    assert_eq!(walk.kind(), ScreenKind::Login);
    walk.send(Event::Replied(catalogue, Ok(Reply::Catalogue(DOCUMENTS_ONLY.into()))));
    assert_eq!(walk.kind(), ScreenKind::Consent, "no document without an agreement");
    walk.send(Event::ConsentGiven);
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
    assert!(!walk.flow.has_way_back());
    walk.send(Event::BackPressed);
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
}

#[test]
fn nothing_is_sent_before_the_receipt() {
    let settings = Settings { enable_upload: Some(true), ..Settings::new("token") };
    let mut walk = Walk::in_session(settings, |_| {});
    walk.send(Event::ConsentGiven);
    let recording = walk.last_call("RecordConsent");
    walk.send(Event::UploadInsteadPressed);
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.pick([1]);
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk.send(Event::UploadSubmitted);
    assert_eq!(upload(&walk).phase, UploadPhase::AwaitingReceipt);
    walk.send(Event::Replied(recording, Err(CallFailure::Unreachable)));
    assert_eq!(upload(&walk).notice, Some(UploadNotice::Unreachable));
    walk.send(Event::UploadSubmitted);
    assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 0);
    walk.answer(Reply::ConsentRecorded(receipt()));
    assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 1);
}

#[test]
fn a_payslip_is_one_file_and_a_new_one_replaces_it() {
    let mut walk = Walk::at_upload(FileType::Payslip, 1);
    walk.pick([2, 3]);
    assert_eq!(ids(&walk), [2]);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::TooMany));
    assert_eq!(
        walk.effects,
        [Effect::ForgetFile(FileId(1)), Effect::CheckFile(FileId(2)), Effect::ForgetFile(FileId(3))]
    );
}

#[test]
fn a_tax_document_is_several_files_and_one_is_replaced_in_its_place() {
    let mut walk = Walk::at_upload(FileType::TaxDocument, 3);
    let picks = vec![NewPick { id: FileId(9), name: "again".into() }];
    walk.send(Event::FilesPicked(Place::Instead(FileId(2)), picks));
    assert_eq!(ids(&walk), [1, 9, 3]);
    walk.send(Event::FileRemoved(FileId(1)));
    assert_eq!(ids(&walk), [9, 3]);
    walk.pick(20..40);
    assert_eq!(ids(&walk).len(), wink_wire::MOST_FILES);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::TooMany));
}

#[test]
fn a_card_has_two_sides() {
    let mut walk = Walk::at_file_types(|_| {});
    walk.send(Event::FileTypeChosen(FileType::CompanyId));
    let back = vec![NewPick { id: FileId(1), name: "back".into() }];
    walk.send(Event::FilesPicked(Place::Add(Some(Side::Back)), back));
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk.send(Event::UploadSubmitted);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::SideMissing(Side::Front)));
    walk.pick([2]);
    walk.send(Event::FileChecked(FileId(2), Ok(PNG)));
    assert_eq!(ids(&walk), [2, 1], "the front comes first");
    walk.send(Event::UploadSubmitted);
    assert!(walk.asks_for(|request| matches!(
        request,
        Request::StartArchive { files, .. }
            if files.iter().map(|file| file.side).collect::<Vec<_>>() == [Some(Side::Front), Some(Side::Back)]
    )));
}

#[test]
fn both_sides_may_be_picked_together() {
    let walk = Walk::at_upload(FileType::CompanyId, 2);
    let sides: Vec<_> = upload(&walk).files.iter().map(|file| file.side).collect();
    assert_eq!(sides, [Some(Side::Front), Some(Side::Back)]);
}

#[test]
fn obstacles_are_reported_and_nothing_is_sent() {
    let mut walk = Walk::at_file_types(|_| {});
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.send(Event::UploadSubmitted);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::NothingPicked));
    walk.pick([1]);
    walk.send(Event::UploadSubmitted);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::StillChecking));
    let fault = FileFault::Refused(ArchiveErrorCode::EncryptedFile);
    walk.send(Event::FileChecked(FileId(1), Err(fault)));
    assert_eq!(upload(&walk).notice, None);
    walk.send(Event::UploadSubmitted);
    assert_eq!(upload(&walk).notice, Some(UploadNotice::FileInTheWay));
    assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 0);
}

#[test]
fn a_file_that_could_not_be_checked_is_checked_again() {
    let mut walk = Walk::at_file_types(|_| {});
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.pick([1]);
    walk.send(Event::FileChecked(FileId(1), Err(FileFault::NotChecked)));
    walk.send(Event::RetryPressed);
    assert_eq!(walk.effects, [Effect::CheckFile(FileId(1))]);
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk.send(Event::FileChecked(FileId(1), Err(FileFault::Heic)));
    assert_eq!(upload(&walk).files[0].check, FileCheck::Passed(PNG), "the first finding stays");
}

#[test]
fn after_a_lost_connection_the_upload_resumes_where_it_stopped() {
    let mut walk = Walk::at_sending();
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(upload(&walk).sending().unwrap().contact, Contact::Lost(1));
    let first = timer(&walk);
    assert_eq!(first.kind, TimerKind::Reconnect);
    walk.send(Event::TimerFired(first));
    assert!(walk.asks_for(|request| matches!(request, Request::ReadArchive { after_version: None, .. })));
    walk.refuse(CallFailure::Unreachable);
    walk.send(Event::ReconnectPressed);
    // The piece had arrived, only its answer had not.
    walk.answer(archive(1, ArchiveStatus::Uploading, &[262_144]));
    assert_eq!(upload(&walk).sending().unwrap().contact, Contact::Good);
    assert_eq!(piece(&walk), Some((262_144, 37_856)));
    assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 1);
}

#[test]
fn a_lost_announcement_is_repeated_with_the_same_key() {
    let mut walk = Walk::at_upload(FileType::Payslip, 1);
    walk.send(Event::UploadSubmitted);
    walk.refuse(CallFailure::Unreachable);
    walk.send(Event::TimerFired(timer(&walk)));
    let keys: Vec<_> = walk
        .all
        .iter()
        .filter_map(|effect| match effect {
            Effect::Call(_, Request::StartArchive { key, .. }) => Some(*key),
            _ => None,
        })
        .collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn a_lost_answer_to_submitting_reports_once() {
    let mut walk = Walk::at_sending();
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000]));
    walk.refuse(CallFailure::Unreachable);
    walk.send(Event::TimerFired(timer(&walk)));
    walk.answer(archive(2, ArchiveStatus::Started, &[300_000]));
    assert_eq!(walk.kind(), ScreenKind::Uploaded);
    assert_eq!(walk.callbacks.iter().filter(|name| name.starts_with("onUploadsCreated")).count(), 1);
}

#[test]
fn a_wrong_offset_is_corrected_by_reading_the_archive() {
    let mut walk = Walk::at_sending();
    walk.refuse(refused(ProblemCode::OffsetMismatch, None));
    assert!(walk.asks_for(|request| matches!(request, Request::ReadArchive { after_version: None, .. })));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[100_000]));
    assert_eq!(piece(&walk), Some((100_000, 200_000)));
}

#[test]
fn the_upload_gives_up_after_many_answers_without_progress() {
    let mut walk = Walk::at_sending();
    for _ in 0..40 {
        if walk.flow.state().kind() == ScreenKind::Upload && upload(&walk).is_choosing() {
            break;
        }
        walk.refuse(refused(ProblemCode::OffsetMismatch, None));
        if !upload(&walk).is_choosing() {
            walk.answer(archive(1, ArchiveStatus::Uploading, &[0]));
        }
    }
    assert!(matches!(upload(&walk).notice, Some(UploadNotice::Failed(_))));
    assert!(count(&walk, |request| matches!(request, Request::SendPiece { .. })) < 12);
}

#[test]
fn an_upload_that_a_quota_or_a_full_disk_refuses_ends_and_is_not_repeated() {
    for code in [ProblemCode::QuotaExceeded, ProblemCode::StorageFull] {
        let mut walk = Walk::at_upload(FileType::Payslip, 1);
        walk.send(Event::UploadSubmitted);
        walk.refuse(refused(code, None));
        assert!(upload(&walk).is_choosing(), "{code:?}");
        assert!(matches!(upload(&walk).notice, Some(UploadNotice::Failed(Some(_)))), "{code:?}");
        assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 1);
    }
}

#[test]
fn a_refusal_is_shown_at_its_file() {
    let mut walk = Walk::at_upload(FileType::TaxDocument, 2);
    walk.send(Event::UploadSubmitted);
    walk.answer(archive(1, ArchiveStatus::Uploading, &[0, 0]));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000, 0]));
    let CallFailure::Refused(mut problem) = refused(ProblemCode::FileRefused, None) else { panic!() };
    problem.archive_error_code = Some(ArchiveErrorCode::UnreadableFile);
    walk.refuse(CallFailure::Refused(problem));
    let fault = FileFault::Refused(ArchiveErrorCode::UnreadableFile);
    assert_eq!(upload(&walk).files[1].check, FileCheck::Failed(fault));
    assert_eq!(upload(&walk).files[0].check, FileCheck::Passed(PNG));
    assert!(upload(&walk).is_choosing());
    assert!(walk.asks_for(|request| matches!(request, Request::RevokeArchive { .. })));
}

#[test]
fn a_refusal_names_its_file_by_id_or_position() {
    for field in ["files[1]", "files.1.sizeBytes", "f-1"] {
        let mut walk = Walk::at_upload(FileType::TaxDocument, 2);
        walk.send(Event::UploadSubmitted);
        walk.answer(archive(1, ArchiveStatus::Uploading, &[300_000, 300_000]));
        walk.refuse(refused(ProblemCode::FileRefused, Some(field)));
        assert!(matches!(upload(&walk).files[1].check, FileCheck::Failed(_)), "{field}");
        assert!(matches!(upload(&walk).files[0].check, FileCheck::Passed(_)), "{field}");
    }
}

#[test]
fn cancelling_keeps_the_files_and_a_double_click_sends_once() {
    let mut walk = Walk::at_upload(FileType::Payslip, 1);
    walk.send(Event::UploadSubmitted);
    walk.send(Event::UploadSubmitted);
    assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 1);
    walk.answer(archive(1, ArchiveStatus::Uploading, &[0]));
    let late = walk.newest_call();
    walk.send(Event::UploadCancelled);
    assert!(walk.asks_for(|request| matches!(request, Request::RevokeArchive { .. })));
    assert_eq!(ids(&walk), [1]);
    let before = walk.flow.clone();
    walk.send(Event::Replied(late, Ok(archive(1, ArchiveStatus::Uploading, &[262_144]))));
    assert_eq!(walk.flow, before, "the late answer is dropped");
    walk.send(Event::UploadSubmitted);
    assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 2);
}

#[test]
fn leaving_the_screen_releases_the_files() {
    let mut walk = Walk::at_upload(FileType::TaxDocument, 2);
    walk.send(Event::BackPressed);
    assert_eq!(walk.effects[..2], [Effect::ForgetFile(FileId(1)), Effect::ForgetFile(FileId(2))]);
}

/// A document that was sent and ended so.
fn ended(status: ArchiveStatus, code: Option<ArchiveErrorCode>) -> Walk {
    let mut walk = Walk::at_uploaded();
    let mut view = fixtures::archive(3, status, &[300_000]);
    view.error_code = code;
    walk.answer(Reply::Archive(Box::new(view), 0));
    walk
}

#[test]
fn another_file_takes_the_place_of_one_that_cannot_be_read() {
    for code in ArchiveErrorCode::ALL {
        let mut walk = ended(ArchiveStatus::Error, Some(code));
        let before = walk.flow.clone();
        walk.send(Event::OtherFilePressed);
        if code == ArchiveErrorCode::SystemError {
            assert_eq!(walk.flow, before, "the file is not to blame");
            continue;
        }
        assert_eq!(walk.kind(), ScreenKind::Upload, "{code:?}");
        assert!(upload(&walk).files.is_empty());
        assert!(walk.all.contains(&Effect::ForgetFile(FileId(1))), "{code:?}");
        let mut walk = ended(ArchiveStatus::Error, Some(code));
        let before = walk.flow.clone();
        walk.send(Event::RetryPressed);
        assert_eq!(walk.flow, before, "{code:?} would come again");
    }
}

#[test]
fn after_a_failure_of_the_service_the_same_files_are_sent_again() {
    for code in [Some(ArchiveErrorCode::SystemError), None] {
        let mut walk = ended(ArchiveStatus::Error, code);
        assert!(!walk.all.contains(&Effect::ForgetFile(FileId(1))), "it is still here");
        walk.send(Event::RetryPressed);
        assert!(upload(&walk).sending().is_some());
        assert_eq!(ids(&walk), [1]);
        assert_eq!(count(&walk, |request| matches!(request, Request::StartArchive { .. })), 2);
        let keys: std::collections::HashSet<_> = walk
            .all
            .iter()
            .filter_map(|effect| match effect {
                Effect::Call(_, Request::StartArchive { key, .. }) => Some(*key),
                _ => None,
            })
            .collect();
        assert_eq!(keys.len(), 2, "an upload of its own");
    }
}

#[test]
fn files_that_are_no_longer_needed_are_released() {
    for status in [ArchiveStatus::Analyzed, ArchiveStatus::Unsupported, ArchiveStatus::Revoked] {
        let walk = ended(status, None);
        assert!(walk.all.contains(&Effect::ForgetFile(FileId(1))), "{status:?}");
    }
    let mut walk = Walk::at_uploaded();
    assert!(!walk.all.contains(&Effect::ForgetFile(FileId(1))));
    walk.send(Event::UploadAnotherPressed);
    assert!(walk.all.contains(&Effect::ForgetFile(FileId(1))));
}

#[test]
fn a_document_is_watched_and_deleted_once() {
    let mut walk = Walk::at_file_types(|session| {
        session.archives = vec![
            fixtures::archive(2, ArchiveStatus::Started, &[300_000]),
            wink_wire::ArchiveView {
                archive_id: "u-half".into(),
                ..fixtures::archive(1, ArchiveStatus::Uploading, &[1])
            },
        ];
    });
    assert_eq!(walk.flow.session().unwrap().archives.len(), 1, "what was half sent is not shown");
    walk.send(Event::DocumentChosen("u-1".into()));
    walk.answer(archive(3, ArchiveStatus::Analyzed, &[300_000]));
    let State::Document(page) = walk.flow.state() else { panic!() };
    assert_eq!(page.archive.status, ArchiveStatus::Analyzed);
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeConfirmed);
    walk.refuse(CallFailure::Unreachable);
    let State::Document(page) = walk.flow.state() else { panic!() };
    assert_eq!(page.revocation, Revocation::Failed);
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeConfirmed);
    walk.send(Event::RevokeConfirmed);
    walk.answer(archive(4, ArchiveStatus::Revoked, &[300_000]));
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
    assert!(walk.flow.session().unwrap().archives.is_empty());
    assert_eq!(walk.callbacks.iter().filter(|name| *name == "onUploadsRemoved 1").count(), 1);
}
