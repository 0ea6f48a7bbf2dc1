//! The employer survey, from "Can't find your employer?" to the end.

use super::*;
use crate::effect::{Timer, TimerKind};
use crate::login::FieldFault;
use crate::survey::{Survey, SurveyField, SurveyStage};

fn survey(walk: &Walk) -> &Survey {
    match walk.flow.state() {
        State::Survey(survey) => survey,
        other => panic!("{other:?}"),
    }
}

fn at_survey() -> Walk {
    let mut walk = Walk::in_session(Settings::new("token"), |_| {});
    walk.send(Event::ConsentGiven);
    walk.send(Event::SearchEdited(" Aling Nena's ".into()));
    walk.send(Event::EmployerMissingPressed);
    walk
}

#[test]
fn the_missing_employer_is_recorded_and_the_widget_closes() {
    let mut walk = at_survey();
    assert_eq!(survey(&walk).name, "Aling Nena's");
    walk.send(Event::SurveyEdited(SurveyField::Country, "PH".into()));
    walk.send(Event::SurveySubmitted);
    assert!(walk.asks_for(|request| *request
        == Request::ReportEmployer { name: "Aling Nena's".into(), country: Some("PH".into()), email: None }));
    walk.answer(Reply::EmployerReported(reported()));
    let SurveyStage::Thanks(Some(timer)) = survey(&walk).stage else { panic!("{:?}", survey(&walk)) };
    let mut later =
        Walk { flow: walk.flow.clone(), effects: Vec::new(), all: Vec::new(), callbacks: Vec::new() };
    later.send(Event::TimerFired(Timer { kind: TimerKind::Thanks, attempt: timer }));
    assert_eq!(later.callbacks, ["onClose exit"]);
    walk.send(Event::DonePressed);
    assert_eq!(
        walk.callbacks,
        ["ConsentPageOpened", "ProviderListPageOpened", "EmployerSurveyPageOpened", "onClose exit"]
    );
}

#[test]
fn with_uploads_the_survey_leads_to_documents() {
    let settings = Settings { enable_upload: Some(true), ..Settings::new("token") };
    let mut walk = Walk::in_session(settings, |_| {});
    walk.send(Event::ConsentGiven);
    walk.send(Event::SearchEdited("Aling Nena".into()));
    walk.send(Event::EmployerMissingPressed);
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
    walk.send(Event::BackPressed);
    assert_eq!(walk.kind(), ScreenKind::Providers);
    // The name can be recorded all the same, and then there is still the document.
    walk.send(Event::EmployerMissingPressed);
    walk.send(Event::EmployerMissingPressed);
    assert_eq!(survey(&walk).name, "Aling Nena");
    walk.send(Event::BackPressed);
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
    walk.send(Event::EmployerMissingPressed);
    walk.send(Event::SurveySubmitted);
    walk.answer(Reply::EmployerReported(reported()));
    assert_eq!(survey(&walk).stage, SurveyStage::Thanks(None), "nobody is hurried");
    walk.send(Event::UploadInsteadPressed);
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
    assert_eq!(
        walk.callbacks,
        [
            "ConsentPageOpened",
            "ProviderListPageOpened",
            "FileTypeListPageOpened",
            "ProviderListPageOpened",
            "FileTypeListPageOpened",
            "EmployerSurveyPageOpened",
            "FileTypeListPageOpened",
            "EmployerSurveyPageOpened",
            "FileTypeListPageOpened"
        ]
    );
}

#[test]
fn after_an_upload_the_survey_is_not_offered() {
    let mut walk = Walk::at_file_types(|session| {
        session.archives = vec![fixtures::archive(1, ArchiveStatus::Analyzed, &[300_000])];
    });
    walk.send(Event::EmployerMissingPressed);
    assert_eq!(walk.kind(), ScreenKind::FileTypes);
}

#[test]
fn a_name_is_required_and_an_address_must_be_valid() {
    let mut walk = at_survey();
    walk.send(Event::SurveyEdited(SurveyField::Name, "  ".into()));
    walk.send(Event::SurveyEdited(SurveyField::Email, "ana@".into()));
    walk.send(Event::SurveySubmitted);
    let shown = survey(&walk);
    assert_eq!(
        (shown.name_fault, shown.email_fault),
        (Some(FieldFault::Missing), Some(FieldFault::DoesNotFit))
    );
    assert_eq!(shown.stage, SurveyStage::Typing);
    walk.send(Event::SurveyEdited(SurveyField::Email, "ana@example.com".into()));
    assert_eq!(survey(&walk).email_fault, None);
}

#[test]
fn an_answer_that_could_not_be_sent_is_kept() {
    let mut walk = at_survey();
    walk.send(Event::SurveySubmitted);
    walk.refuse(CallFailure::Unreachable);
    assert_eq!((survey(&walk).stage, survey(&walk).name.as_str()), (SurveyStage::NotSent, "Aling Nena's"));
    walk.send(Event::SurveySubmitted);
    assert!(matches!(survey(&walk).stage, SurveyStage::Sending(_)));
}

#[test]
fn an_address_that_the_service_refuses_is_marked() {
    let mut walk = at_survey();
    walk.send(Event::SurveyEdited(SurveyField::Email, "ana@example.com".into()));
    walk.send(Event::SurveySubmitted);
    walk.refuse(refused(ProblemCode::InvalidParameters, Some("email")));
    assert_eq!(survey(&walk).email_fault, Some(FieldFault::DoesNotFit));
}
