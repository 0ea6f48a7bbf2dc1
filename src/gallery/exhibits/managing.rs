//! What a returning user sees of an account.

use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, EVERY_KIND, Look, account, agreed_text, stored};
use crate::gallery::stage::{Stage, is_about_account};
use wink_flow::{CallFailure, Event, Reply, Request, Settings, SurveyField};
use wink_wire::{AccountStatus, AccountView, EmployerReported};

fn at_account(look: Look) -> Stage {
    at(look, account(3, AccountStatus::Connected))
}

fn at(look: Look, account: AccountView) -> Stage {
    Stage::session(Settings::new("link-token"), look, |session| session.accounts = vec![account])
        .list(CATALOGUE)
        .send(Event::ProviderChosen("upwork".into()))
}

fn at_survey(look: Look) -> Stage {
    missing_employer(look, Settings::new("link-token"))
}

fn missing_employer(look: Look, settings: Settings) -> Stage {
    Stage::session(settings, look, |_| {})
        .list(CATALOGUE)
        .send(Event::SearchEdited("Aling Nena’s Sari-Sari".into()))
        .send(Event::EmployerMissingPressed)
}

fn thanks(at_survey: Stage) -> Stage {
    let reported = EmployerReported { reported_at: "2026-01-05T08:30:00Z".into() };
    at_survey.send(Event::SurveySubmitted).answer(is_report, Reply::EmployerReported(reported))
}

fn is_report(request: &Request) -> bool {
    matches!(request, Request::ReportEmployer { .. })
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        exhibit("account", at_account),
        exhibit("account-still-reading", |look| at(look, stored(3, &[]))),
        exhibit("account-everything", |look| at(look, stored(3, &EVERY_KIND))),
        exhibit("account-agreement", |look| {
            at_account(look).send(Event::DocumentToggled).answer(
                |request| matches!(request, Request::LoadAgreedText { .. }),
                Reply::AgreedText(agreed_text()),
            )
        }),
        exhibit("account-agreement-loading", |look| at_account(look).send(Event::DocumentToggled)),
        exhibit("account-agreement-unavailable", |look| {
            at_account(look)
                .send(Event::DocumentToggled)
                .fail(|request| matches!(request, Request::LoadAgreedText { .. }), CallFailure::Unreachable)
        }),
        exhibit("survey", at_survey),
        exhibit("survey-faults", |look| {
            at_survey(look)
                .send(Event::SurveyEdited(SurveyField::Name, String::new()))
                .send(Event::SurveyEdited(SurveyField::Email, "ana@".into()))
                .send(Event::SurveySubmitted)
        }),
        exhibit("survey-sending", |look| at_survey(look).send(Event::SurveySubmitted)),
        exhibit("survey-not-sent", |look| {
            at_survey(look).send(Event::SurveySubmitted).fail(is_report, CallFailure::Unreachable)
        }),
        exhibit("survey-thanks", |look| thanks(at_survey(look))),
        exhibit("survey-thanks-upload", |look| {
            let settings = Settings { enable_upload: Some(true), ..Settings::new("link-token") };
            // By way of the kinds of document.
            thanks(missing_employer(look, settings).send(Event::EmployerMissingPressed))
        }),
        exhibit("account-confirming", |look| at_account(look).send(Event::RevokePressed)),
        exhibit("account-stopping", |look| {
            at_account(look).send(Event::RevokePressed).send(Event::RevokeConfirmed)
        }),
        exhibit("account-not-stopped", |look| {
            at_account(look)
                .send(Event::RevokePressed)
                .send(Event::RevokeConfirmed)
                .fail(is_about_account, CallFailure::Unreachable)
        }),
    ]
}
