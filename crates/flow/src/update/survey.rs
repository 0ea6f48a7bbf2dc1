//! The employer survey: records the missing employer, thanks the person, and continues to documents or closes.

use super::answer::Answer;
use super::ending::close;
use super::{documents, providers};
use crate::effect::{CloseReason, Effect, Request, TimerKind, UiEventName};
use crate::event::{Event, Reply};
use crate::login::FieldFault;
use crate::shared::Shared;
use crate::state::State;
use crate::survey::{LONGEST_NAME, Survey, SurveyStage};
use wink_wire::ProblemCode;

/// How long the thanks are shown before the widget closes by itself.
const THANKS_MILLIS: u32 = 8_000;

/// Shows the survey. The search text is most likely the employer's name, so it is filled in.
pub(super) fn enter(shared: &Shared, effects: &mut Vec<Effect>) -> State {
    shared.report_screen(UiEventName::EmployerSurveyPageOpened, None, None, effects);
    State::Survey(Survey {
        name: shared.query.trim().chars().take(LONGEST_NAME).collect(),
        country: String::new(),
        email: String::new(),
        name_fault: None,
        email_fault: None,
        stage: SurveyStage::Typing,
    })
}

pub(super) fn update(
    shared: &mut Shared,
    mut survey: Survey,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match (survey.stage, event) {
        (SurveyStage::Typing | SurveyStage::NotSent, Event::SurveyEdited(field, value)) => {
            survey.edit(field, value);
        }
        (SurveyStage::Typing | SurveyStage::NotSent, Event::SurveySubmitted) => {
            survey.stage = SurveyStage::Typing;
            if survey.check() {
                survey.stage = SurveyStage::Sending(shared.call(report(&survey), effects));
            }
        }
        (SurveyStage::Sending(attempt), Event::Replied(answered, answer)) if answered == attempt => {
            return handle_reply(shared, survey, answer, effects);
        }
        (SurveyStage::Typing | SurveyStage::NotSent, Event::BackPressed) => {
            return back(shared, effects);
        }
        (SurveyStage::Thanks(_), Event::UploadInsteadPressed) if shared.offers_upload() => {
            return documents::enter(shared, None, effects);
        }
        (SurveyStage::Thanks(_), Event::DonePressed) => return close(CloseReason::Exit, effects),
        (SurveyStage::Thanks(end), Event::TimerFired(timer)) if Some(timer.attempt) == end => {
            return close(CloseReason::Exit, effects);
        }
        _ => {}
    }
    State::Survey(survey)
}

/// Goes back to the screen that led to the survey.
fn back(shared: &Shared, effects: &mut Vec<Effect>) -> State {
    if shared.offers_upload() {
        documents::enter(shared, None, effects)
    } else {
        providers::enter(shared, effects)
    }
}

fn report(survey: &Survey) -> Request {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Request::ReportEmployer {
        name: survey.name.trim().to_owned(),
        country: given(&survey.country),
        email: given(&survey.email),
    }
}

fn handle_reply(shared: &mut Shared, mut survey: Survey, answer: Answer, effects: &mut Vec<Effect>) -> State {
    survey.stage = match answer {
        Ok(Reply::EmployerReported(_)) => {
            let closes = !shared.offers_upload();
            SurveyStage::Thanks(closes.then(|| shared.wait(TimerKind::Thanks, THANKS_MILLIS, effects)))
        }
        Err(crate::event::CallFailure::Refused(problem))
            if problem.code == ProblemCode::InvalidParameters
                && problem.field.as_deref() == Some("email") =>
        {
            survey.email_fault = Some(FieldFault::DoesNotFit);
            SurveyStage::Typing
        }
        _ => SurveyStage::NotSent,
    };
    State::Survey(survey)
}
