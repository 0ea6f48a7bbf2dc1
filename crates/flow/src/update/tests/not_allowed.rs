//! What the service does not allow: anything before the receipt of the consent, and what the template does not offer.

use super::*;
use crate::failure::{Action, FailureCause};

fn sent_login() -> Walk {
    let mut walk = Walk::at_login();
    walk.type_credentials("George", "123456");
    walk.send(Event::LoginSubmitted);
    walk
}

fn announced() -> Walk {
    let mut walk = Walk::at_upload(FileType::Payslip, 1);
    walk.send(Event::UploadSubmitted);
    walk
}

fn cause(walk: &Walk) -> FailureCause {
    match walk.flow.state() {
        State::Failed(failure) => failure.cause,
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_receipt_the_person_is_asked_again() {
    for mut walk in [sent_login(), announced()] {
        walk.refuse(refused(ProblemCode::ConsentRequired, None));
        assert_eq!(cause(&walk), FailureCause::ConsentChanged);
        walk.send(Event::RetryPressed);
        assert!(walk.asks_for(|request| matches!(request, Request::ResumeSession { .. })));
        let mut session = fixtures::session();
        session.template.consent.version = "2".into();
        walk.answer(Reply::Session(Box::new(session)));
        assert_eq!(walk.kind(), ScreenKind::Consent);
        walk.send(Event::ConsentGiven);
        assert!(
            walk.asks_for(
                |request| matches!(request, Request::RecordConsent { version, .. } if version == "2")
            )
        );
    }
}

#[test]
fn a_provider_that_is_not_offered_leads_to_the_list() {
    for mut walk in [sent_login(), announced()] {
        walk.refuse(refused(ProblemCode::NotOffered, None));
        assert_eq!(cause(&walk), FailureCause::NotOffered);
        let State::Failed(failure) = walk.flow.state() else { panic!() };
        assert_eq!(walk.flow.remedy(failure).primary, Action::ChooseAnother);
        walk.send(Event::ChooseAnotherPressed);
        assert_eq!(walk.kind(), ScreenKind::Providers);
    }
}

#[test]
fn the_files_of_a_refused_upload_are_released() {
    for code in [ProblemCode::ConsentRequired, ProblemCode::NotOffered] {
        let mut walk = announced();
        walk.refuse(refused(code, None));
        assert!(walk.effects.contains(&Effect::ForgetFile(FileId(1))), "{code:?}");
    }
}

#[test]
fn a_link_token_without_the_template_opens_no_session() {
    let mut walk = Walk::open(Settings::new("link-token"));
    walk.refuse(refused(ProblemCode::NotOffered, Some("templateId")));
    assert_eq!(cause(&walk), FailureCause::NotOffered);
    let State::Failed(failure) = walk.flow.state() else { panic!() };
    assert_eq!(walk.flow.remedy(failure).primary, Action::Exit);
}
