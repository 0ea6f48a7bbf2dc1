//! What keeps a screen from following the wrong event: answers to older calls, ways that lead nowhere, and answers that
//! do not fit what was asked.

use super::*;
use crate::effect::{Timer, TimerKind};
use crate::failure::{Failure, FailureCause};
use crate::link::{Contact, Revocation};
use crate::sign_in::Network;
use crate::state::AgreedDocument;
use crate::survey::SurveyStage;
use wink_wire::{AccountStatus, AgreedConsent};

fn failure(walk: &Walk) -> &Failure {
    match walk.flow.state() {
        State::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

/// On the page of a connected account, with what `change` makes of the settings.
fn at_account(change: impl FnOnce(&mut Settings)) -> Walk {
    let mut settings = Settings::new("token");
    change(&mut settings);
    let mut walk = Walk::in_session(settings, |session| {
        let consent = AgreedConsent {
            version: "1".into(),
            language: "en".into(),
            text_sha256: "00".into(),
            agreed_at: "2026-01-01T00:00:00Z".into(),
        };
        session.accounts =
            vec![AccountView { consent: Some(consent), ..fixtures::account(2, AccountStatus::Connected) }];
    });
    walk.send(Event::ConsentGiven);
    walk.send(Event::ProviderChosen("upwork".into()));
    assert_eq!(walk.kind(), ScreenKind::Account);
    walk
}

fn only_upwork(settings: &mut Settings) {
    settings.providers = Some(vec!["upwork".into()]);
}

fn only_upwork_without_consent(settings: &mut Settings) {
    only_upwork(settings);
    settings.enable_consent_page = Some(false);
}

fn at_document() -> Walk {
    let mut walk = Walk::at_file_types(|session| {
        session.archives = vec![fixtures::archive(1, ArchiveStatus::Started, &[300_000])];
    });
    walk.send(Event::DocumentChosen("u-1".into()));
    walk
}

fn at_survey() -> Walk {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    walk.send(Event::ConsentGiven);
    walk.send(Event::EmployerMissingPressed);
    walk.send(Event::SurveyEdited(crate::survey::SurveyField::Name, "Aling Nena".into()));
    walk
}

/// Screens with a call or a timer in progress.
fn waiting() -> Vec<Walk> {
    let mut loading = Walk::in_session(Settings::new("token"), |_| {});
    loading.send(Event::ConsentGiven);
    loading.send(Event::ProviderChosen("upwork".into()));
    let mut sending = Walk::at_login();
    sending.type_credentials("George", "123456");
    sending.send(Event::LoginSubmitted);
    let mut revoking = at_account(|_| {});
    revoking.send(Event::RevokePressed);
    revoking.send(Event::RevokeConfirmed);
    let mut deleting = at_document();
    deleting.send(Event::RevokePressed);
    deleting.send(Event::RevokeConfirmed);
    let mut survey = at_survey();
    survey.send(Event::SurveySubmitted);
    let mut thanks = at_survey();
    thanks.send(Event::SurveySubmitted);
    thanks.answer(Reply::EmployerReported(reported()));
    let mut unreachable = Walk::at_sending();
    unreachable.refuse(CallFailure::Unreachable);
    vec![
        Walk::open(Settings::new("token")),
        loading,
        sending,
        Walk::at_connecting(),
        Walk::at_sign_in(),
        Walk::at_second_factor(),
        revoking,
        at_document(),
        deleting,
        Walk::at_sending(),
        unreachable,
        Walk::at_uploaded(),
        survey,
        thanks,
    ]
}

#[test]
fn an_answer_to_an_older_call_changes_nothing() {
    let stale = Attempt(9_999);
    let session = Box::new(fixtures::session());
    let replies = || {
        vec![
            Ok(Reply::Session(session.clone())),
            Ok(Reply::ConsentRecorded(receipt())),
            Ok(Reply::Catalogue(fixtures::CATALOGUE.into())),
            Ok(provider()),
            Ok(Reply::AgreedText(agreed_text())),
            Ok(Reply::EmployerReported(reported())),
            Ok(account(fixtures::account(9, AccountStatus::Pending))),
            Ok(account(fixtures::account(9, AccountStatus::Connected))),
            Ok(account(fixtures::account(9, AccountStatus::Disconnected))),
            Ok(archive(9, ArchiveStatus::Uploading, &[300_000])),
            Ok(archive(9, ArchiveStatus::Analyzed, &[300_000])),
            Ok(archive(9, ArchiveStatus::Revoked, &[])),
            Err(CallFailure::Unreachable),
            Err(CallFailure::Nonsense),
            Err(refused(ProblemCode::InvalidParameters, Some("email"))),
        ]
    };
    for walk in waiting() {
        for reply in replies() {
            let (after, effects) = walk.flow.clone().update(Event::Replied(stale, reply.clone()));
            assert_eq!((&after, effects), (&walk.flow, Vec::new()), "{reply:?}");
        }
        for kind in [TimerKind::Reconnect, TimerKind::Slow, TimerKind::Second, TimerKind::Thanks] {
            let timer = Event::TimerFired(Timer { kind, attempt: stale });
            let (after, effects) = walk.flow.clone().update(timer);
            assert_eq!((&after, effects), (&walk.flow, Vec::new()), "{kind:?}");
        }
    }
}

#[test]
fn the_back_arrow_is_shown_only_if_it_leads_somewhere() {
    let confirming = |mut walk: Walk| {
        walk.send(Event::RevokePressed);
        walk
    };
    let mut single = Walk::in_session(Settings::new("token"), |_| {});
    single.send(Event::ConsentGiven);
    let with = |change: fn(&mut Settings)| {
        let mut settings = Settings::new("token");
        change(&mut settings);
        let mut walk = Walk::in_session(settings, |_| {});
        walk.send(Event::ConsentGiven);
        walk
    };
    let mut options = Walk::at_login();
    options.send(Event::OtherWaysPressed);
    let mut not_sent = at_survey();
    not_sent.send(Event::SurveySubmitted);
    not_sent.refuse(CallFailure::Unreachable);
    let mut sent = Walk::in_session(
        Settings { enable_consent_page: Some(false), ..Settings::new("token") },
        |session| session.accounts = vec![fixtures::account(2, AccountStatus::Connected)],
    );
    sent.send(Event::ConsentGiven);
    let mut walks = waiting();
    walks.extend(vec![
        single,
        sent,
        with(only_upwork),
        with(only_upwork_without_consent),
        at_account(only_upwork),
        at_account(|_| {}),
        confirming(at_account(|_| {})),
        at_account_without_consent(),
        at_document(),
        confirming(at_document()),
        Walk::at_login(),
        Walk::at_file_types(|_| {}),
        Walk::at_upload(FileType::Payslip, 1),
        at_survey(),
        not_sent,
        options,
        Walk::in_session(Settings::new("token"), |_| {}),
    ]);
    for walk in walks {
        let (after, _) = walk.flow.clone().update(Event::BackPressed);
        assert_eq!(walk.flow.has_way_back(), after != walk.flow, "{:?}", walk.flow.state());
    }
}

fn at_account_without_consent() -> Walk {
    let mut settings = Settings::new("token");
    only_upwork_without_consent(&mut settings);
    let walk = Walk::in_session(settings, |session| {
        session.accounts = vec![fixtures::account(2, AccountStatus::Connected)];
    });
    assert_eq!(walk.kind(), ScreenKind::Account);
    walk
}

#[test]
fn queries_of_the_widget() {
    let opening = Walk::open(Settings::new("token"));
    assert_eq!((opening.flow.session_token(), opening.flow.catalogue()), (None, None));
    assert!(!opening.flow.has_list() && !opening.flow.offers_upload() && opening.flow.agrees_at_login());
    let login = Walk::at_login();
    assert_eq!(login.flow.session_token(), Some(&Secret::from("session-token")));
    assert!(login.flow.catalogue().is_some_and(|catalogue| catalogue.find("sss").is_some()));
    assert!(login.flow.has_list() && !login.flow.offers_upload() && !login.flow.agrees_at_login());
    assert!(Walk::at_file_types(|_| {}).flow.offers_upload());
    let list = |walk: &Walk| match walk.flow.state() {
        State::FileTypes(list) => walk.flow.asks_for_employer(list),
        other => panic!("{other:?}"),
    };
    assert!(list(&Walk::at_file_types(|_| {})));
    assert!(!list(&Walk::at_file_types(|session| {
        session.archives = vec![fixtures::archive(1, ArchiveStatus::Analyzed, &[300_000])];
    })));
    let percents: Vec<u8> = [
        opening,
        Walk::in_session(Settings::new("token"), |_| {}),
        Walk::at_file_types(|_| {}),
        login,
        Walk::at_sign_in(),
        Walk::at_second_factor(),
        Walk::at_uploaded(),
    ]
    .iter()
    .map(|walk| walk.flow.progress_percent())
    .collect();
    assert_eq!(percents, [5, 15, 45, 55, 65, 75, 100]);
}

#[test]
fn a_session_that_fails_to_open_shows_the_reason() {
    let cause = |failure: CallFailure, network: Network| {
        let mut walk = Walk::open(Settings::new("token"));
        walk.send(Event::NetworkChanged(network));
        walk.refuse(failure);
        (self::failure(&walk).cause, walk.callbacks.len())
    };
    let code = |code| cause(refused(code, None), Network::Good);
    assert_eq!(cause(CallFailure::Unreachable, Network::Good), (FailureCause::Unreachable, 0));
    assert_eq!(cause(CallFailure::Unreachable, Network::Offline), (FailureCause::Offline, 0));
    assert_eq!(code(ProblemCode::ServerUnavailable), (FailureCause::Unreachable, 0));
    assert_eq!(code(ProblemCode::RequestLimitExceeded), (FailureCause::Busy, 0));
    assert_eq!(code(ProblemCode::ServerError), (FailureCause::Account(ErrorCode::SystemError), 0));
    assert_eq!(code(ProblemCode::InvalidToken), (FailureCause::LinkInvalid, 1));
    assert_eq!(code(ProblemCode::TokenExpired), (FailureCause::LinkExpired, 1));
    assert_eq!(code(ProblemCode::SessionExpired), (FailureCause::LinkExpired, 1));
}

#[test]
fn only_an_ended_session_ends_a_screen_that_waits_for_the_receipt_or_catalogue() {
    for (code, ends) in [(ProblemCode::SessionExpired, true), (ProblemCode::ServerError, false)] {
        for call in ["RecordConsent", "LoadCatalogue"] {
            let mut walk = Walk::in_session(Settings::new("token"), |_| {});
            let catalogue = walk.last_call("LoadCatalogue");
            walk.send(Event::ConsentGiven);
            let attempt = if call == "LoadCatalogue" { catalogue } else { walk.last_call(call) };
            walk.send(Event::Replied(attempt, Err(refused(code, None))));
            let expected = if ends { ScreenKind::Failed } else { ScreenKind::Providers };
            assert_eq!(walk.kind(), expected, "{call} {code:?}");
            assert_eq!(walk.callbacks.iter().any(|name| name == "onTokenExpired"), ends);
        }
    }
}

#[test]
fn the_account_page_shows_the_agreement_and_revoking_can_be_cancelled() {
    let mut walk = at_account(|_| {});
    let page = |walk: &Walk| match walk.flow.state() {
        State::Account(page) => (page.revocation, page.document.clone()),
        other => panic!("{other:?}"),
    };
    walk.send(Event::DocumentToggled);
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(page(&walk), (Revocation::Idle, AgreedDocument::Unavailable));
    walk.send(Event::DocumentToggled);
    walk.answer(Reply::AgreedText(agreed_text()));
    assert_eq!(page(&walk), (Revocation::Idle, AgreedDocument::Unfolded(agreed_text())));
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeCancelled);
    assert_eq!(page(&walk).0, Revocation::Idle);
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeConfirmed);
    walk.answer(account(fixtures::account(3, AccountStatus::Connected)));
    assert_eq!(page(&walk).0, Revocation::Failed, "an account that is still connected was not revoked");
    assert!(!walk.callbacks.iter().any(|name| name == "onAccountRemoved"));
    walk.send(Event::BackPressed);
    assert_eq!(walk.kind(), ScreenKind::Providers);
    let mut single = at_account(only_upwork);
    single.send(Event::BackPressed);
    assert_eq!(single.kind(), ScreenKind::Consent);
}

#[test]
fn a_document_that_still_exists_was_not_deleted() {
    let mut walk = at_document();
    walk.send(Event::RevokePressed);
    walk.send(Event::RevokeConfirmed);
    walk.answer(archive(2, ArchiveStatus::Analyzed, &[300_000]));
    let State::Document(page) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
    assert_eq!(page.revocation, Revocation::Failed);
}

#[test]
fn lost_answers_and_answers_about_other_documents_do_not_stop_the_watch() {
    let mut walk = at_document();
    let contact = |walk: &Walk| match walk.flow.state() {
        State::Document(page) => (page.watch.contact, page.archive.version),
        other => panic!("{other:?}"),
    };
    let mut foreign = fixtures::archive(7, ArchiveStatus::Analyzed, &[300_000]);
    foreign.archive_id = "u-2".into();
    let polls = |walk: &Walk| walk.asks_for(|request| matches!(request, Request::ReadArchive { .. }));
    walk.answer(Reply::Archive(Box::new(foreign), 0));
    assert_eq!(contact(&walk), (Contact::Good, 1), "the answer to another question");
    let Some(Effect::Wait(timer, _)) = walk.effects.last().cloned() else { panic!("{:?}", walk.effects) };
    walk.send(Event::ReconnectPressed);
    assert!(!polls(&walk), "nothing is lost");
    walk.send(Event::TimerFired(timer));
    assert!(polls(&walk));
    walk.refuse(CallFailure::Unreachable);
    assert_eq!(contact(&walk), (Contact::Lost(1), 1));
    walk.send(Event::ReconnectPressed);
    assert!(polls(&walk));
    walk.answer(archive(2, ArchiveStatus::Analyzed, &[300_000]));
    assert_eq!(contact(&walk), (Contact::Good, 2));
}

#[test]
fn answers_about_another_document_are_ignored() {
    let mut walk = Walk::at_file_types(|session| {
        let mut other = fixtures::archive(1, ArchiveStatus::Analyzed, &[300_000]);
        other.archive_id = "u-0".into();
        session.archives = vec![other, fixtures::archive(1, ArchiveStatus::Started, &[300_000])];
    });
    walk.send(Event::DocumentChosen("u-1".into()));
    walk.answer(archive(2, ArchiveStatus::Unsupported, &[300_000]));
    let session = walk.flow.session().unwrap();
    let status = |id| session.archive(id).map(|archive| archive.status);
    assert_eq!(status("u-0"), Some(ArchiveStatus::Analyzed));
    assert_eq!(status("u-1"), Some(ArchiveStatus::Unsupported));
}

#[test]
fn files_wait_for_the_receipt_until_cancelled() {
    let settings = Settings { enable_upload: Some(true), ..Settings::new("token") };
    let mut walk = Walk::in_session(settings, |_| {});
    walk.send(Event::ConsentGiven);
    walk.send(Event::UploadInsteadPressed);
    walk.send(Event::FileTypeChosen(FileType::Payslip));
    walk.pick([1]);
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk.send(Event::UploadSubmitted);
    let is_choosing = |walk: &Walk| match walk.flow.state() {
        State::Upload(upload) => upload.is_choosing(),
        other => panic!("{other:?}"),
    };
    walk.send(Event::BackPressed);
    walk.send(Event::UploadSubmitted);
    assert!(!is_choosing(&walk));
    walk.send(Event::UploadCancelled);
    assert!(is_choosing(&walk));
}

#[test]
fn the_survey_marks_the_refused_field() {
    let stage = |failure: CallFailure| {
        let mut walk = at_survey();
        walk.send(Event::SurveySubmitted);
        walk.refuse(failure);
        match walk.flow.state() {
            State::Survey(survey) => (survey.stage, survey.email_fault.is_some()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(stage(refused(ProblemCode::InvalidParameters, Some("email"))), (SurveyStage::Typing, true));
    let not_sent = (SurveyStage::NotSent, false);
    assert_eq!(stage(refused(ProblemCode::InvalidParameters, Some("name"))), not_sent);
    assert_eq!(stage(refused(ProblemCode::ServerError, Some("email"))), not_sent);
}

#[test]
fn progress_of_an_upload_is_known_per_file() {
    let mut walk = Walk::at_upload(FileType::TaxDocument, 2);
    walk.send(Event::UploadSubmitted);
    walk.answer(archive(1, ArchiveStatus::Uploading, &[0, 0]));
    walk.answer(archive(1, ArchiveStatus::Uploading, &[150_000, 0]));
    let State::Upload(upload) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
    assert_eq!((upload.received_bytes(FileId(1)), upload.received_bytes(FileId(2))), (150_000, 0));
    assert_eq!(upload.received_bytes(FileId(77)), 0);
    assert_eq!(upload.seconds_left(), Some(3), "450,000 bytes at 150,000 a second");
    let mut choosing = Walk::at_upload(FileType::TaxDocument, 2);
    choosing.pick([9]);
    let State::Upload(upload) = choosing.flow.state() else { panic!("{:?}", choosing.flow.state()) };
    assert_eq!(upload.files.iter().map(|file| file.id.0).collect::<Vec<_>>(), [1, 2, 9]);
    assert_eq!(upload.seconds_left(), None);
}

#[test]
fn connecting_says_that_it_takes_long_and_reconnects_at_once() {
    let mut walk = Walk::at_connecting();
    let slow = walk.all.iter().find_map(|effect| match effect {
        Effect::Wait(timer, _) if timer.kind == TimerKind::Slow => Some(*timer),
        _ => None,
    });
    walk.refuse(CallFailure::Unreachable);
    walk.send(Event::ReconnectPressed);
    assert!(walk.asks_for(|request| matches!(request, Request::WatchAccount { .. })));
    let is_slow = |walk: &Walk| match walk.flow.state() {
        State::Connecting(connecting) => connecting.slow_timer.is_none(),
        other => panic!("{other:?}"),
    };
    assert!(!is_slow(&walk));
    walk.send(Event::TimerFired(slow.unwrap()));
    assert!(is_slow(&walk));
}

#[test]
fn without_a_list_no_screen_leads_to_it() {
    let login = || {
        let mut settings = Settings::new("token");
        only_upwork(&mut settings);
        let mut walk = Walk::in_session(settings, |_| {});
        walk.send(Event::ConsentGiven);
        let (recording, loading) = (walk.last_call("RecordConsent"), walk.last_call("LoadProvider"));
        walk.send(Event::Replied(recording, Ok(Reply::ConsentRecorded(receipt()))));
        walk.send(Event::Replied(loading, Ok(provider())));
        walk.type_credentials("George", "123456");
        walk.send(Event::LoginSubmitted);
        walk.answer(account(fixtures::account(1, AccountStatus::Pending)));
        walk
    };
    let mut connected = login();
    connected.answer(account(fixtures::account(2, AccountStatus::Connected)));
    connected.send(Event::ChooseAnotherPressed);
    assert_eq!(connected.kind(), ScreenKind::Connected);
    let mut failed_walk = login();
    failed_walk.answer(failed(2, ErrorCode::AccountDisabled));
    failed_walk.send(Event::ChooseAnotherPressed);
    assert_eq!(failed_walk.kind(), ScreenKind::Failed);
}
