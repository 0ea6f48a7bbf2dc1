//! A reload of the page: the widget gets the same session, and continues from the state at the service.

use super::*;
use wink_wire::AccountStatus;

/// The answer to a link token that the same page exchanged before.
fn reopened(resume_id: &str, change: impl FnOnce(&mut SessionView)) -> Walk {
    let mut walk = Walk::open(Settings { enable_upload: Some(true), ..Settings::new("link-token") });
    let mut session = fixtures::session();
    change(&mut session);
    walk.answer(Reply::SessionOpened(Box::new(SessionOpened {
        session_token: Secret::from("session-token"),
        session,
        resume_id: Some(resume_id.into()),
    })));
    walk
}

fn with_account(status: AccountStatus) -> impl FnOnce(&mut SessionView) {
    move |session| session.accounts = vec![fixtures::account(2, status)]
}

fn with_upload(session: &mut SessionView) {
    session.archives = vec![fixtures::archive(1, ArchiveStatus::Uploading, &[262_144])];
}

fn answer_catalogue(walk: &mut Walk) {
    walk.answer(Reply::Catalogue(fixtures::CATALOGUE.into()));
}

#[test]
fn an_account_that_is_asked_for_a_code_is_resumed_without_another_consent() {
    let mut walk = reopened("a-1", with_account(AccountStatus::AwaitingMfa));
    assert_eq!(walk.kind(), ScreenKind::Opening, "the provider has no name before the catalogue is here");
    answer_catalogue(&mut walk);
    let State::Connecting(connecting) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
    assert_eq!(connecting.link.provider.name, "Upwork");
    assert!(walk.asks_for(|request| matches!(
        request,
        Request::WatchAccount { account_id, after_version: 0 } if account_id == "a-1"
    )));
    walk.answer(account(fixtures::challenged(2, None)));
    assert_eq!(walk.kind(), ScreenKind::SecondFactor);
    walk.send(Event::Replied(
        match walk.flow.state() {
            State::SecondFactor(factor) => factor.link.watch.attempt,
            other => panic!("{other:?}"),
        },
        Ok(account(fixtures::account(3, AccountStatus::Connected))),
    ));
    assert_eq!(walk.callbacks, ["MfaPageOpened", "onAccountConnected", "ConnectSuccessPageOpened"]);
}

#[test]
fn a_sign_in_at_the_provider_is_resumed_behind_its_window() {
    let mut walk = reopened("a-1", with_account(AccountStatus::Pending));
    answer_catalogue(&mut walk);
    walk.answer(account(fixtures::signing_in(2)));
    assert_eq!(walk.kind(), ScreenKind::SignIn);
}

#[test]
fn an_upload_resumes_on_its_screen_without_another_receipt() {
    let mut walk = reopened("u-1", with_upload);
    answer_catalogue(&mut walk);
    let State::Upload(upload) = walk.flow.state() else { panic!("{:?}", walk.flow.state()) };
    assert_eq!(upload.file_type, FileType::Payslip);
    walk.pick([1]);
    walk.send(Event::FileChecked(FileId(1), Ok(PNG)));
    walk.send(Event::UploadSubmitted);
    assert!(walk.asks_for(|request| matches!(request, Request::StartArchive { .. })));
}

#[test]
fn resuming_does_not_need_the_catalogue() {
    let mut walk = reopened("a-1", with_account(AccountStatus::Pending));
    walk.send(Event::Replied(walk.last_call("LoadCatalogue"), Err(CallFailure::Unreachable)));
    assert_eq!(walk.kind(), ScreenKind::Connecting);
}

#[test]
fn an_ended_account_is_not_resumed() {
    for (resume_id, status) in [("a-1", AccountStatus::Connected), ("a-9", AccountStatus::Pending)] {
        let walk = reopened(resume_id, with_account(status));
        assert_eq!(walk.kind(), ScreenKind::Consent, "{resume_id} {status:?}");
    }
    let mut walk = Walk::open(Settings::new("link-token"));
    let mut session = fixtures::session();
    with_upload(&mut session);
    let session_token = Secret::from("session-token");
    let opened = SessionOpened { session_token, session, resume_id: Some("u-1".into()) };
    walk.answer(Reply::SessionOpened(Box::new(opened)));
    assert_eq!(walk.kind(), ScreenKind::Consent, "documents are not offered");
}

#[test]
fn after_a_lost_answer_the_exchange_is_retried_with_the_same_token() {
    let mut walk = Walk::open(Settings::new("link-token"));
    let first = walk.all.clone();
    walk.send(Event::Replied(Attempt(1), Err(CallFailure::Unreachable)));
    assert_eq!(walk.kind(), ScreenKind::Failed);
    walk.send(Event::RetryPressed);
    let (Effect::Call(_, one), Effect::Call(_, other)) = (&first[0], &walk.effects[0]) else { panic!() };
    assert_eq!(one, other);
}
