//! Whatever happens, in whatever order: no panic, no secret in sight, no callback twice.

use super::*;
use crate::effect::{Timer, TimerKind};
use crate::second_factor::{Choice, Entry};
use crate::sign_in::{Network, WindowCommand};
use crate::survey::SurveyField;
use proptest::prelude::*;
use std::collections::HashSet;
use wink_wire::{AccountStatus, ChallengeKind, LinkStep};

const SECRETS: [&str; 4] = ["link-token-s3cret", "session-s3cret", "passw0rd-s3cret", "c0de-s3cret"];

/// Something that happens; what depends on the flow (which call is answered) is decided when it happens.
#[derive(Clone, Debug)]
enum Happening {
    Person(Event),
    /// A call is answered as it should be, or with a failure, or with the answer to another call.
    Answer {
        which: usize,
        how: How,
    },
    Timer {
        which: usize,
    },
    /// A window that was opened is blocked, or goes out of sight.
    Window {
        is_blocked: bool,
    },
}

#[derive(Clone, Debug)]
enum How {
    Fitting(Box<AccountView>),
    Failing(CallFailure),
    Odd(Reply),
}

fn fitting(request: &Request, view: AccountView) -> Reply {
    match request {
        Request::OpenSession { .. } => Reply::SessionOpened(Box::new(SessionOpened {
            session_token: SECRETS[1].into(),
            session: fixtures::session(),
            resume_id: None,
        })),
        Request::ResumeSession { .. } => Reply::Session(Box::new(fixtures::session())),
        Request::RecordConsent { .. } => Reply::ConsentRecorded(receipt()),
        Request::LoadCatalogue { .. } => Reply::Catalogue(fixtures::CATALOGUE.into()),
        Request::LoadProvider { .. } => provider(),
        Request::StartArchive { files, .. } => archive(1, ArchiveStatus::Uploading, &vec![0; files.len()]),
        Request::SendPiece { offset_bytes, size_bytes, .. } => {
            archive(1, ArchiveStatus::Uploading, &[offset_bytes + size_bytes])
        }
        Request::SubmitArchive { .. } => archive(2, ArchiveStatus::Started, &[300_000]),
        Request::ReadArchive { after_version: None, .. } => archive(1, ArchiveStatus::Uploading, &[100_000]),
        Request::ReadArchive { after_version: Some(version), .. } => {
            archive(version + u64::from(view.version > 3), ArchiveStatus::Analyzed, &[300_000])
        }
        Request::RevokeArchive { .. } => archive(9, ArchiveStatus::Revoked, &[300_000]),
        Request::LoadAgreedText { .. } => Reply::AgreedText(agreed_text()),
        Request::ReportEmployer { .. } => Reply::EmployerReported(reported()),
        _ => account(view),
    }
}

fn person() -> impl Strategy<Value = Event> {
    let text = prop_oneof![Just(String::new()), Just("upwork".to_owned()), "\\PC{0,8}"];
    prop_oneof![
        Just(Event::ConsentGiven),
        Just(Event::ConsentGiven),
        Just(Event::DocumentToggled),
        text.clone().prop_map(Event::SearchEdited),
        Just(Event::TypeChosen(None)),
        prop_oneof![Just("upwork"), Just("sss"), Just("nowhere")]
            .prop_map(|id| Event::ProviderChosen(id.into())),
        Just(Event::ProviderChosen("upwork".into())),
        (0usize..4, text).prop_map(|(field, text)| {
            let value = text + SECRETS[2];
            Event::FieldEdited(field, value.as_str().into(), Fit::Fits)
        }),
        (0usize..2).prop_map(Event::SampleChosen),
        Just(Event::LoginSubmitted),
        Just(Event::LoginSubmitted),
        Just(Event::OtherWaysPressed),
        (0usize..3).prop_map(Event::LoginOptionChosen),
        (0usize..3).prop_map(|at| Event::FactorEntered(Entry::Typed(at, SECRETS[3].into()))),
        (0usize..3).prop_map(|at| Event::FactorEntered(Entry::Chosen(Choice::at(at)))),
        Just(Event::FactorSubmitted),
        Just(Event::ResendPressed),
        Just(Event::LogInDifferentlyPressed),
        Just(Event::ReconnectPressed),
        Just(Event::RetryPressed),
        Just(Event::ChooseAnotherPressed),
        Just(Event::BackPressed),
        Just(Event::RevokePressed),
        Just(Event::RevokeConfirmed),
        Just(Event::RevokeCancelled),
        Just(Event::WindowPressed),
        Just(Event::WindowReturned),
        Just(Event::CancelPressed),
        Just(Event::EmployerMissingPressed),
        Just(Event::SurveyEdited(SurveyField::Name, "Aling Nena".into())),
        Just(Event::SurveySubmitted),
        Just(Event::CallingCountryChosen(0, 1)),
        prop_oneof![Just(Network::Good), Just(Network::Offline)].prop_map(Event::NetworkChanged),
        documents(),
        documents(),
        documents(),
    ]
}

fn documents() -> impl Strategy<Value = Event> {
    let id = || (1u32..4).prop_map(FileId);
    let place = prop_oneof![
        Just(Place::Add(None)),
        Just(Place::Add(Some(wink_wire::Side::Back))),
        id().prop_map(Place::Instead)
    ];
    let kind = prop_oneof![Just(FileType::Payslip), Just(FileType::TaxDocument), Just(FileType::CompanyId)];
    let fault = prop_oneof![
        Just(crate::documents::FileFault::Heic),
        Just(crate::documents::FileFault::NotChecked),
        Just(crate::documents::FileFault::Refused(wink_wire::ArchiveErrorCode::EmptyFile)),
    ];
    let found = prop_oneof![3 => Just(Ok(PNG)), 1 => fault.prop_map(Err)];
    prop_oneof![
        Just(Event::UploadInsteadPressed),
        kind.prop_map(Event::FileTypeChosen),
        Just(Event::DocumentChosen("u-1".into())),
        (place, prop::collection::vec(id(), 0..3)).prop_map(|(place, ids)| {
            let picks = ids.into_iter().map(|id| NewPick { id, name: "payslip.png".into() });
            Event::FilesPicked(place, picks.collect())
        }),
        id().prop_map(Event::FileRemoved),
        (id(), found).prop_map(|(id, found)| Event::FileChecked(id, found)),
        id().prop_map(Event::FilePreviewed),
        Just(Event::UploadSubmitted),
        Just(Event::UploadSubmitted),
        Just(Event::UploadCancelled),
        Just(Event::DiscardPressed),
        Just(Event::UploadAnotherPressed),
        Just(Event::OtherFilePressed),
    ]
}

fn leaving() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::DonePressed),
        Just(Event::ExitPressed),
        Just(Event::CloseRequested),
        Just(Event::HostClosed)
    ]
}

fn view() -> impl Strategy<Value = AccountView> {
    let status = prop_oneof![
        Just(AccountStatus::Pending),
        Just(AccountStatus::AwaitingMfa),
        Just(AccountStatus::Connected),
        Just(AccountStatus::Error),
        Just(AccountStatus::Disconnected),
        Just(AccountStatus::Unknown),
    ];
    let code = prop::option::of((0usize..16).prop_map(|at| ErrorCode::ALL[at]));
    let mut kinds = fixtures::every_kind().to_vec();
    kinds.push(ChallengeKind::Unknown);
    // Often the kind that the plays start with, so that one follows the other on the same screen.
    let kind = prop_oneof![
        2 => Just(kinds[0].clone()),
        1 => prop::sample::select(kinds),
    ];
    let challenge_id = prop_oneof![Just("c-1"), Just("c-2")];
    (1u64..12, status, prop::option::of(0u8..3), code, kind, challenge_id).prop_map(
        |(version, status, tries_left, error_code, kind, challenge_id)| {
            let step = Some(if version % 3 == 0 { LinkStep::AtProvider } else { LinkStep::ReadingRecords });
            let sign_in = fixtures::signing_in(version).sign_in;
            let mut view = fixtures::asked(version, tries_left, kind);
            if let Some(challenge) = &mut view.challenge {
                challenge.challenge_id = challenge_id.into();
            }
            AccountView { status, error_code, step, sign_in, ..view }
        },
    )
}

fn how() -> impl Strategy<Value = How> {
    let code = prop_oneof![
        Just(ProblemCode::InvalidParameters),
        Just(ProblemCode::InvalidToken),
        Just(ProblemCode::SessionExpired),
        Just(ProblemCode::ChallengeOver),
        Just(ProblemCode::OffsetMismatch),
        Just(ProblemCode::ArchiveOver),
        Just(ProblemCode::FileRefused),
        Just(ProblemCode::ServerUnavailable),
        Just(ProblemCode::Unknown),
    ];
    prop_oneof![
        16 => view().prop_map(|view| How::Fitting(Box::new(view))),
        2 => Just(How::Failing(CallFailure::Unreachable)),
        1 => Just(How::Failing(CallFailure::Nonsense)),
        1 => code.prop_map(|code| How::Failing(refused(code, Some("userName")))),
        1 => Just(How::Odd(Reply::ConsentRecorded(receipt()))),
        1 => view().prop_map(|view| How::Odd(account(view))),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => person().prop_map(Happening::Person),
        // Answers mostly to the newest calls, sometimes to one whose answer is no longer needed.
        8 => (prop_oneof![4 => Just(0usize), 1 => 0usize..4], how())
            .prop_map(|(which, how)| Happening::Answer { which, how }),
        2 => (0usize..3).prop_map(|which| Happening::Timer { which }),
        1 => any::<bool>().prop_map(|is_blocked| Happening::Window { is_blocked }),
        1 => leaving().prop_map(Happening::Person),
    ]
}

/// Where a play starts: from the beginning, or further on.
fn start() -> impl Strategy<Value = (Flow, Vec<Effect>)> {
    let opened = settings().prop_map(|settings| Flow::open(settings, None));
    let further = (0..8).prop_map(|depth| {
        let walk = match depth {
            0 => Walk::at_login(),
            1 => Walk::at_connecting(),
            2 => Walk::at_upload(FileType::Payslip, 1),
            3 => Walk::at_upload(FileType::CompanyId, 2),
            4 => Walk::at_sending(),
            5 => Walk::at_uploaded(),
            6 => Walk::at_sign_in(),
            _ => Walk::at_second_factor(),
        };
        (walk.flow, walk.all)
    });
    prop_oneof![opened, further]
}

fn opens_window(effect: &Effect) -> bool {
    matches!(effect, Effect::Window(WindowCommand::Open(..)))
}

/// Plays what happens, and returns every effect.
fn play((mut flow, mut all): (Flow, Vec<Effect>), happenings: Vec<Happening>) -> (Flow, Vec<Effect>) {
    for happening in happenings {
        let newest = |which: usize, wanted: fn(&Effect) -> bool| {
            all.iter().rev().filter(|effect| wanted(effect)).nth(which).cloned()
        };
        let event = match happening {
            Happening::Person(event) => Some(event),
            Happening::Answer { which, how } => match newest(which, |e| matches!(e, Effect::Call(..))) {
                Some(Effect::Call(attempt, request)) => {
                    let answer = match how {
                        How::Fitting(view) => Ok(fitting(&request, *view)),
                        How::Failing(failure) => Err(failure),
                        How::Odd(reply) => Ok(reply),
                    };
                    Some(Event::Replied(attempt, answer))
                }
                _ => None,
            },
            Happening::Window { is_blocked } => match newest(0, opens_window) {
                Some(Effect::Window(WindowCommand::Open(window, _))) if is_blocked => {
                    Some(Event::WindowBlocked(window))
                }
                Some(Effect::Window(WindowCommand::Open(window, _))) => Some(Event::WindowGone(window)),
                _ => None,
            },
            Happening::Timer { which } => match newest(which, |e| matches!(e, Effect::Wait(..))) {
                Some(Effect::Wait(timer, _)) => Some(Event::TimerFired(timer)),
                _ => None,
            },
        };
        let Some(event) = event else { continue };
        let (next, effects) = flow.update(event);
        let seen = format!("{next:?} {effects:?}");
        for secret in SECRETS {
            assert!(!seen.contains(secret), "{secret} shows in {seen}");
        }
        flow = next;
        all.extend(effects);
    }
    (flow, all)
}

fn settings() -> impl Strategy<Value = Settings> {
    (any::<bool>(), any::<Option<bool>>()).prop_map(|(only, enable_consent_page)| Settings {
        providers: only.then(|| vec!["upwork".into()]),
        enable_consent_page,
        ..Settings::new(SECRETS[0])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_may_happen(start in start(), happenings in prop::collection::vec(happening(), 0..60)) {
        let (flow, effects) = play(start, happenings);
        // Nothing leads on from a link that is over, so it can be reported only once.
        let expiries = effects.iter().filter(|effect| **effect == Effect::Notify(HostCallback::TokenExpired));
        prop_assert!(expiries.count() <= 1, "onTokenExpired twice");
        let closings = effects.iter().filter(|effect| **effect == Effect::Teardown).count();
        prop_assert_eq!(closings, usize::from(flow.is_closed()));
        if let Some(at) = effects.iter().position(|effect| *effect == Effect::Teardown) {
            prop_assert_eq!(effects.len(), at + 2, "nothing comes after onClose");
        }
        // An account that was connected or has failed was created before, and ends once.
        let mut open = 0i32;
        for effect in &effects {
            match effect {
                Effect::Notify(HostCallback::AccountCreated(_)) => open += 1,
                Effect::Notify(HostCallback::AccountConnected(_) | HostCallback::AccountError(..)) => {
                    open -= 1;
                    prop_assert!(open >= 0, "an account ended that was not in progress");
                }
                _ => {}
            }
        }
        // What was uploaded is reported before it is removed, and each once.
        let mut uploads = 0i32;
        for effect in &effects {
            match effect {
                Effect::Notify(HostCallback::UploadsCreated(..)) => uploads += 1,
                Effect::Notify(HostCallback::UploadsRemoved(..)) => {
                    uploads -= 1;
                    prop_assert!(uploads >= 0, "removed what was not uploaded");
                }
                _ => {}
            }
        }
        // A window is led somewhere at most once, and only one that is the newest.
        let mut newest = None;
        for effect in &effects {
            match effect {
                Effect::Window(WindowCommand::Open(window, _)) => newest = Some(*window),
                Effect::Window(WindowCommand::Lead(window, _)) => {
                    prop_assert_eq!(newest.take(), Some(*window));
                }
                _ => {}
            }
        }
        // No attempt is used twice.
        let mut attempts = HashSet::new();
        for effect in &effects {
            if let Effect::Call(attempt, _) | Effect::Wait(Timer { attempt, .. }, _) = effect {
                prop_assert!(attempts.insert(*attempt));
            }
        }
    }
}

#[test]
fn every_wait_has_its_timer_kind() {
    // The property above would pass on a flow that never waits.
    let walk = Walk::at_second_factor();
    assert!(
        walk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::Wait(timer, _) if timer.kind == TimerKind::Second))
    );
}
