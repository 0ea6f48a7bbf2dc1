//! The consent screen, and the receipt of the consent.

use super::answer::Answer;
use super::opening;
use crate::effect::{Effect, Request, UiEventName};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Failure, FailureCause, Retry};
use crate::shared::Shared;
use crate::state::{Agreement, Consent, Document, State};

pub(super) fn enter(shared: &Shared, effects: &mut Vec<Effect>) -> State {
    shared.report_screen(UiEventName::ConsentPageOpened, None, None, effects);
    State::Consent(Consent { document: Document::Folded })
}

pub(super) fn update(
    shared: &mut Shared,
    consent: Consent,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::ConsentGiven => {
            record(shared, effects);
            opening::enter_after_consent(shared, effects)
        }
        Event::DocumentToggled => {
            let document = match consent.document {
                Document::Folded => Document::Unfolded,
                Document::Unfolded => Document::Folded,
            };
            State::Consent(Consent { document })
        }
        _ => State::Consent(consent),
    }
}

/// Sends the receipt unless it is recorded or being recorded. No credential is sent before the service has it.
pub(super) fn record(shared: &mut Shared, effects: &mut Vec<Effect>) {
    if matches!(shared.agreement, Agreement::Recorded | Agreement::Sending(_)) {
        return;
    }
    let Some(session) = &shared.session else { return };
    let request = Request::RecordConsent {
        version: session.consent.version.clone(),
        language: session.consent.language.clone(),
    };
    shared.agreement = Agreement::Sending(shared.call(request, effects));
}

/// Handles a missing receipt of the current text: reads the session again, and asks the person to agree to the new text.
pub(super) const fn ask_again(shared: &mut Shared, reference: Option<String>) -> State {
    shared.agreement = Agreement::Open;
    State::Failed(Failure { cause: FailureCause::ConsentChanged, reference, retry: Retry::Reopen })
}

/// Handles the answer to the receipt, on any screen.
pub(super) fn handle_receipt(
    shared: &mut Shared,
    state: State,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    match answer {
        Ok(Reply::ConsentRecorded(_)) => shared.agreement = Agreement::Recorded,
        Err(CallFailure::Refused(problem)) if super::ending::ends_session(problem.code) => {
            shared.agreement = Agreement::Unrecorded;
            return super::ending::end_session(state, &problem, effects);
        }
        _ => shared.agreement = Agreement::Unrecorded,
    }
    match state {
        State::Upload(upload) => super::upload::handle_receipt(shared, upload, effects),
        state => super::login::handle_receipt(shared, state, effects),
    }
}
