//! Every screen meets every event: what an event may lead to from each screen, and that all others change nothing.

use super::*;
use crate::effect::{Timer, TimerKind};
use crate::second_factor::{Choice, Entry};
use crate::sign_in::Network;
use crate::survey::SurveyField;
use wink_wire::ProviderType;

fn screens() -> Vec<(ScreenKind, Walk)> {
    let opening = Walk::open(Settings::new("token"));
    let consent = Walk::in_session(Settings::new("token"), |_| {});
    let mut providers = Walk::in_session(Settings::new("token"), |_| {});
    providers.send(Event::ConsentGiven);
    let login = Walk::at_login();
    let mut options = Walk::at_login();
    options.send(Event::OtherWaysPressed);
    let connecting = Walk::at_connecting();
    let sign_in = Walk::at_sign_in();
    let mut survey = Walk::in_session(Settings::new("token"), |_| {});
    survey.send(Event::ConsentGiven);
    survey.send(Event::EmployerMissingPressed);
    let factor = Walk::at_second_factor();
    let mut connected = Walk::at_connecting();
    connected.answer(account(fixtures::account(2, wink_wire::AccountStatus::Connected)));
    let mut page = Walk::in_session(Settings::new("token"), |session| {
        session.accounts = vec![fixtures::account(2, wink_wire::AccountStatus::Connected)];
    });
    page.send(Event::ConsentGiven);
    page.send(Event::ProviderChosen("upwork".into()));
    let file_types = Walk::at_file_types(|_| {});
    let upload = Walk::at_upload(FileType::Payslip, 1);
    let uploaded = Walk::at_uploaded();
    let mut document = Walk::at_file_types(|session| {
        session.archives = vec![fixtures::archive(1, ArchiveStatus::Analyzed, &[300_000])];
    });
    document.send(Event::DocumentChosen("u-1".into()));
    let mut failed_walk = Walk::at_connecting();
    failed_walk.answer(failed(2, ErrorCode::AccountLocked));
    let mut closed = Walk::open(Settings::new("token"));
    closed.send(Event::HostClosed);
    vec![
        (ScreenKind::Opening, opening),
        (ScreenKind::Consent, consent),
        (ScreenKind::Providers, providers),
        (ScreenKind::Login, login),
        (ScreenKind::LoginOptions, options),
        (ScreenKind::SignIn, sign_in),
        (ScreenKind::Survey, survey),
        (ScreenKind::Connecting, connecting),
        (ScreenKind::SecondFactor, factor),
        (ScreenKind::Connected, connected),
        (ScreenKind::Account, page),
        (ScreenKind::FileTypes, file_types),
        (ScreenKind::Upload, upload),
        (ScreenKind::Uploaded, uploaded),
        (ScreenKind::Document, document),
        (ScreenKind::Failed, failed_walk),
        (ScreenKind::Closed, closed),
    ]
}

fn events() -> Vec<(&'static str, Event)> {
    let stale = Attempt(9_999);
    vec![
        ("stale reply", Event::Replied(stale, Ok(account(fixtures::challenged(99, None))))),
        ("stale failure", Event::Replied(stale, Err(CallFailure::Unreachable))),
        ("stale timer", Event::TimerFired(Timer { kind: TimerKind::Reconnect, attempt: stale })),
        ("close", Event::CloseRequested),
        ("host close", Event::HostClosed),
        ("back", Event::BackPressed),
        ("consent", Event::ConsentGiven),
        ("document", Event::DocumentToggled),
        ("search", Event::SearchEdited("up".into())),
        ("type", Event::TypeChosen(Some(ProviderType::Gig))),
        ("provider", Event::ProviderChosen("sss".into())),
        ("field", Event::FieldEdited(0, "x".into(), Fit::Fits)),
        ("no such field", Event::FieldEdited(77, "x".into(), Fit::Fits)),
        ("sample", Event::SampleChosen(0)),
        ("submit", Event::LoginSubmitted),
        ("other ways", Event::OtherWaysPressed),
        ("option", Event::LoginOptionChosen(1)),
        ("code", Event::FactorEntered(Entry::Typed(0, "12".into()))),
        ("no such entry", Event::FactorEntered(Entry::Typed(7, "12".into()))),
        ("choice of another kind", Event::FactorEntered(Entry::Chosen(Choice::at(0)))),
        ("code sent", Event::FactorSubmitted),
        ("resend", Event::ResendPressed),
        ("log in differently", Event::LogInDifferentlyPressed),
        ("reconnect", Event::ReconnectPressed),
        ("retry", Event::RetryPressed),
        ("choose another", Event::ChooseAnotherPressed),
        ("exit", Event::ExitPressed),
        ("done", Event::DonePressed),
        ("offline", Event::NetworkChanged(Network::Offline)),
        ("slow", Event::CallSlow(stale)),
        ("country", Event::CallingCountryChosen(0, 1)),
        ("window blocked", Event::WindowBlocked(stale)),
        ("window gone", Event::WindowGone(stale)),
        ("window returned", Event::WindowReturned),
        ("window", Event::WindowPressed),
        ("cancel", Event::CancelPressed),
        ("employer missing", Event::EmployerMissingPressed),
        ("survey", Event::SurveyEdited(SurveyField::Name, "Aling Nena".into())),
        ("survey sent", Event::SurveySubmitted),
        ("revoke", Event::RevokePressed),
        ("revoke confirmed", Event::RevokeConfirmed),
        ("revoke cancelled", Event::RevokeCancelled),
        ("upload instead", Event::UploadInsteadPressed),
        ("file type", Event::FileTypeChosen(FileType::TaxDocument)),
        ("unknown file type", Event::FileTypeChosen(FileType::Unknown)),
        ("no such document", Event::DocumentChosen("u-77".into())),
        ("no files", Event::FilesPicked(Place::Add(None), Vec::new())),
        ("files", Event::FilesPicked(Place::Add(None), vec![NewPick { id: FileId(9), name: "x".into() }])),
        ("file removed", Event::FileRemoved(FileId(1))),
        ("no such file removed", Event::FileRemoved(FileId(77))),
        ("no such file checked", Event::FileChecked(FileId(77), Ok(PNG))),
        ("file previewed", Event::FilePreviewed(FileId(1))),
        ("upload", Event::UploadSubmitted),
        ("upload cancelled", Event::UploadCancelled),
        ("nothing begun discarded", Event::DiscardPressed),
        ("upload another", Event::UploadAnotherPressed),
        ("other file", Event::OtherFilePressed),
    ]
}

#[expect(clippy::match_same_arms, reason = "a table, one line a way")]
/// Where an event leads from a screen; `None` where it changes nothing at all.
fn expected(screen: ScreenKind, event: &str) -> Option<ScreenKind> {
    use ScreenKind as S;
    match (screen, event) {
        (S::Closed, _) => None,
        (_, "close" | "host close") => Some(S::Closed),
        (screen, "offline" | "slow") => Some(screen),
        (S::SignIn, "window") => Some(S::SignIn),
        (S::SignIn, "cancel" | "back") => Some(S::Login),
        (S::Providers | S::FileTypes, "employer missing") => Some(S::Survey),
        (S::Survey, "survey" | "survey sent") => Some(S::Survey),
        (S::Survey, "back") => Some(S::Providers),
        (S::Account, "choose another") => Some(S::Providers),
        (S::Consent, "consent") => Some(S::Providers),
        (S::Consent, "document") => Some(S::Consent),
        (S::Providers, "search" | "type") => Some(S::Providers),
        (S::Providers, "provider") => Some(S::Login),
        (S::Providers, "back") => Some(S::Consent),
        (S::Login, "field" | "sample" | "submit") => Some(S::Login),
        (S::Login, "other ways") => Some(S::LoginOptions),
        (S::Login | S::Account, "back") => Some(S::Providers),
        (S::LoginOptions, "option" | "back") => Some(S::Login),
        (S::SecondFactor, "code" | "code sent") => Some(S::SecondFactor),
        (S::SecondFactor, "log in differently") => Some(S::Login),
        (S::Connected, "choose another") => Some(S::Providers),
        (S::Connected, "done") => Some(S::Closed),
        (S::Account, "revoke") => Some(S::Account),
        (S::FileTypes, "file type") => Some(S::Upload),
        (S::FileTypes, "back") => Some(S::Providers),
        (S::Upload, "files" | "file removed" | "file previewed" | "upload") => Some(S::Upload),
        (S::Upload | S::Document, "back") => Some(S::FileTypes),
        (S::Uploaded, "upload another") => Some(S::FileTypes),
        (S::Uploaded, "done") => Some(S::Closed),
        (S::Document, "revoke") => Some(S::Document),
        (S::Document, "upload another") => Some(S::Upload),
        (S::Failed, "retry") => Some(S::Login),
        (S::Failed, "choose another") => Some(S::Providers),
        (S::Failed, "exit") => Some(S::Closed),
        _ => None,
    }
}

#[test]
fn every_screen_meets_every_event() {
    for (screen, walk) in screens() {
        assert_eq!(walk.kind(), screen);
        for (name, event) in events() {
            let (after, effects) = walk.flow.clone().update(event);
            if let Some(next) = expected(screen, name) {
                assert_eq!(after.state().kind(), next, "{screen:?} on {name}");
                assert!(after != walk.flow || !effects.is_empty(), "{screen:?} on {name} does something");
            } else {
                assert_eq!(after, walk.flow, "{screen:?} on {name} changes nothing");
                assert_eq!(effects, [], "{screen:?} on {name} asks for nothing");
            }
        }
    }
}
