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

/// An attempt that no screen waits for.
const STALE: Attempt = Attempt(9_999);

/// Examples of events by their variants. A variant without a line does not compile, nor does a line without an example.
macro_rules! examples {
    ($($variant:pat => $($name:literal: $event:expr),+;)+) => {
        fn events() -> Vec<(&'static str, Event)> {
            const fn has_a_line(event: &Event) {
                match event {
                    $($variant => {})+
                }
            }
            let examples = vec![$($(($name, $event)),+),+];
            for (_, event) in &examples {
                has_a_line(event);
            }
            $($(assert!(matches!($event, $variant), "{} stands in another event's line", $name);)+)+
            examples
        }
    };
}

examples! {
    Event::Replied(..) =>
        "stale reply": Event::Replied(STALE, Ok(account(fixtures::challenged(99, None)))),
        "stale failure": Event::Replied(STALE, Err(CallFailure::Unreachable));
    Event::TimerFired(..) =>
        "stale timer": Event::TimerFired(Timer { kind: TimerKind::Reconnect, attempt: STALE });
    Event::CloseRequested =>
        "close": Event::CloseRequested;
    Event::HostClosed =>
        "host close": Event::HostClosed;
    Event::BackPressed =>
        "back": Event::BackPressed;
    Event::ConsentGiven =>
        "consent": Event::ConsentGiven;
    Event::DocumentToggled =>
        "document": Event::DocumentToggled;
    Event::SearchEdited(..) =>
        "search": Event::SearchEdited("up".into());
    Event::TypeChosen(..) =>
        "type": Event::TypeChosen(Some(ProviderType::Gig));
    Event::ProviderChosen(..) =>
        "provider": Event::ProviderChosen("sss".into());
    Event::FieldEdited(..) =>
        "field": Event::FieldEdited(0, "x".into(), Fit::Fits),
        "no such field": Event::FieldEdited(77, "x".into(), Fit::Fits);
    Event::SampleChosen(..) =>
        "sample": Event::SampleChosen(0);
    Event::LoginSubmitted =>
        "submit": Event::LoginSubmitted;
    Event::OtherWaysPressed =>
        "other ways": Event::OtherWaysPressed;
    Event::LoginOptionChosen(..) =>
        "option": Event::LoginOptionChosen(1);
    Event::CallingCountryChosen(..) =>
        "country": Event::CallingCountryChosen(0, 1);
    Event::WindowBlocked(..) =>
        "window blocked": Event::WindowBlocked(STALE);
    Event::WindowGone(..) =>
        "window gone": Event::WindowGone(STALE);
    Event::WindowReturned =>
        "window returned": Event::WindowReturned;
    Event::WindowPressed =>
        "window": Event::WindowPressed;
    Event::CancelPressed =>
        "cancel": Event::CancelPressed;
    Event::EmployerMissingPressed =>
        "employer missing": Event::EmployerMissingPressed;
    Event::SurveyEdited(..) =>
        "survey": Event::SurveyEdited(SurveyField::Name, "Aling Nena".into());
    Event::SurveySubmitted =>
        "survey sent": Event::SurveySubmitted;
    Event::NetworkChanged(..) =>
        "offline": Event::NetworkChanged(Network::Offline);
    Event::CallSlow(..) =>
        "slow": Event::CallSlow(STALE);
    Event::FactorEntered(..) =>
        "code": Event::FactorEntered(Entry::Typed(0, "12".into())),
        "no such entry": Event::FactorEntered(Entry::Typed(7, "12".into())),
        "choice of another kind": Event::FactorEntered(Entry::Chosen(Choice::at(0)));
    Event::FactorSubmitted =>
        "code sent": Event::FactorSubmitted;
    Event::ResendPressed =>
        "resend": Event::ResendPressed;
    Event::LogInDifferentlyPressed =>
        "log in differently": Event::LogInDifferentlyPressed;
    Event::ReconnectPressed =>
        "reconnect": Event::ReconnectPressed;
    Event::RetryPressed =>
        "retry": Event::RetryPressed;
    Event::ChooseAnotherPressed =>
        "choose another": Event::ChooseAnotherPressed;
    Event::ExitPressed =>
        "exit": Event::ExitPressed;
    Event::DonePressed =>
        "done": Event::DonePressed;
    Event::RevokePressed =>
        "revoke": Event::RevokePressed;
    Event::RevokeConfirmed =>
        "revoke confirmed": Event::RevokeConfirmed;
    Event::RevokeCancelled =>
        "revoke cancelled": Event::RevokeCancelled;
    Event::UploadInsteadPressed =>
        "upload instead": Event::UploadInsteadPressed;
    Event::FileTypeChosen(..) =>
        "file type": Event::FileTypeChosen(FileType::TaxDocument),
        "unknown file type": Event::FileTypeChosen(FileType::Unknown);
    Event::DocumentChosen(..) =>
        "no such document": Event::DocumentChosen("u-77".into());
    Event::FilesPicked(..) =>
        "no files": Event::FilesPicked(Place::Add(None), Vec::new()),
        "files": Event::FilesPicked(Place::Add(None), vec![NewPick { id: FileId(9), name: "x".into() }]);
    Event::FileRemoved(..) =>
        "file removed": Event::FileRemoved(FileId(1)),
        "no such file removed": Event::FileRemoved(FileId(77));
    Event::FileChecked(..) =>
        "no such file checked": Event::FileChecked(FileId(77), Ok(PNG));
    Event::FilePreviewed(..) =>
        "file previewed": Event::FilePreviewed(FileId(1));
    Event::UploadSubmitted =>
        "upload": Event::UploadSubmitted;
    Event::UploadCancelled =>
        "upload cancelled": Event::UploadCancelled;
    Event::DiscardPressed =>
        "nothing unfinished discarded": Event::DiscardPressed;
    Event::UploadAnotherPressed =>
        "upload another": Event::UploadAnotherPressed;
    Event::OtherFilePressed =>
        "other file": Event::OtherFilePressed;
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
    for kind in ScreenKind::ALL {
        assert!(screens().iter().any(|(screen, _)| *screen == kind), "{kind:?} is not in the table");
    }
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
