//! Every kind of second factor, and what can be in progress on its screen.

use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, LONG_NAME, Look, account, pending, upwork};
use crate::gallery::stage::{Stage, is_about_account};
use wink_flow::{CallFailure, Choice, Entry, Event, Request, Settings};
use wink_wire::{
    AccountChoice, AccountStatus, AccountView, Approve, Challenge, ChallengeKind, Channel, ChooseAccount,
    ChooseDestination, ChooseImage, Destination, ImageChoice, LinkStep, OneTimeCode, Picture, ReadImage,
    SecurityQuestions,
};

/// Small pictures: a disc, a square, and four characters.
const DISC: &str = "iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAMAAADXqc3KAAAABlBMVEXo8P8qS9f3oWQDAAAAKUlEQVR42mNgGBSAEQJwCGNIMTLik\
     MElwciIQ2ZwSpDuQdxhhTt0aQkA2rcAwvYiMvAAAAAASUVORK5CYII=";
const SQUARE: &str = "iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAMAAADXqc3KAAAABlBMVEXo8P8qS9f3oWQDAAAAE0lEQVR42mNgGJKAEQFGJQYjA\
     ACJ/wB6Tsro0AAAAABJRU5ErkJggg==";
const CHARACTERS: &str = "iVBORw0KGgoAAAANSUhEUgAAACgAAAAUCAMAAADImI+JAAAABlBMVEXo8P8qS9f3oWQDAAAANUlEQVR42mNgGG6AEQxANAzD\
     +BCadIUQxRAJVD4EU6IQ2TGUKYRwMa3G8AzJCjEVkKtweAAA+OAAlZ1w55sAAAAASUVORK5CYII=";

fn challenge(version: u64, kind: ChallengeKind, tries_left: Option<u8>, resend: Option<u32>) -> AccountView {
    let challenge = Challenge {
        challenge_id: "c-1".into(),
        kind,
        tries_left,
        expires_in_seconds: 290,
        resend_in_seconds: resend,
    };
    AccountView { challenge: Some(challenge), ..account(version, AccountStatus::AwaitingMfa) }
}

fn asked(look: Look, kind: ChallengeKind, resend: Option<u32>) -> Stage {
    Stage::session(Settings::new("link-token"), look, |_| {})
        .list(CATALOGUE)
        .login(upwork())
        .log_in()
        .account(pending(1, LinkStep::SigningIn))
        .account(challenge(2, kind, None, resend))
}

/// Nobody answered in time.
fn expired(look: Look, kind: ChallengeKind) -> Stage {
    let mut over = challenge(3, kind.clone(), None, Some(0));
    if let Some(challenge) = &mut over.challenge {
        challenge.expires_in_seconds = 0;
    }
    asked(look, kind, Some(0)).account(over)
}

fn code(channel: Channel, destination: Option<&str>) -> ChallengeKind {
    let destination = destination.map(str::to_owned);
    ChallengeKind::OneTimeCode(OneTimeCode { channel, destination, length: 4 })
}

fn sms() -> ChallengeKind {
    code(Channel::Sms, Some("+63 ••• ••• 1234"))
}

fn questions(questions: &[&str]) -> ChallengeKind {
    let questions = questions.iter().map(|question| (*question).to_owned()).collect();
    ChallengeKind::SecurityQuestions(SecurityQuestions { questions })
}

fn destinations() -> ChallengeKind {
    let destination =
        |id: &str, channel, address: &str| Destination { id: id.into(), channel, address: address.into() };
    ChallengeKind::ChooseDestination(ChooseDestination {
        destinations: vec![
            destination("1", Channel::Sms, "+63 ••• ••• 1234"),
            destination("2", Channel::Email, "g•••@a-mail-provider-with-a-long-name.example"),
        ],
    })
}

fn accounts() -> ChallengeKind {
    let account = |id: &str, name: &str, hint: Option<&str>| AccountChoice {
        id: id.into(),
        name: name.into(),
        hint: hint.map(str::to_owned),
    };
    ChallengeKind::ChooseAccount(ChooseAccount {
        accounts: vec![account("1", "Personal", Some("Number ending in 8")), account("2", LONG_NAME, None)],
    })
}

fn picture(base64: &str) -> Picture {
    Picture { base64: base64.into() }
}

fn images() -> ChallengeKind {
    let image = |id: &str, label: &str, base64| ImageChoice {
        id: id.into(),
        label: label.into(),
        picture: picture(base64),
    };
    let images = vec![
        image("1", "A disc", DISC),
        image("2", "A square", SQUARE),
        image("3", "Another disc", DISC),
        image("4", "Another square", SQUARE),
    ];
    ChallengeKind::ChooseImage(ChooseImage { images })
}

fn approve(device: Option<&str>, number: Option<&str>) -> ChallengeKind {
    ChallengeKind::Approve(Approve { device: device.map(str::to_owned), number: number.map(str::to_owned) })
}

fn typed(text: &str) -> Event {
    Event::FactorEntered(Entry::Typed(0, text.into()))
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        exhibit("second-factor-sms", |look| asked(look, sms(), Some(25))),
        exhibit("second-factor-email", |look| {
            asked(look, code(Channel::Email, Some("g•••@example.com")), Some(0))
        }),
        exhibit("second-factor-authenticator", |look| asked(look, code(Channel::Authenticator, None), None)),
        exhibit("second-factor-sending", |look| asked(look, sms(), Some(25)).send(typed("1234"))),
        exhibit("second-factor-wrong", |look| {
            asked(look, sms(), Some(25)).send(typed("0000")).account(challenge(3, sms(), Some(2), Some(10)))
        }),
        exhibit("second-factor-last-try", |look| {
            asked(look, sms(), Some(25)).send(typed("0000")).account(challenge(3, sms(), Some(1), Some(0)))
        }),
        exhibit("second-factor-no-try-left", |look| {
            asked(look, sms(), Some(25)).send(typed("0000")).account(challenge(3, sms(), Some(0), None))
        }),
        exhibit("second-factor-missing", |look| asked(look, sms(), Some(0)).send(Event::FactorSubmitted)),
        exhibit("second-factor-expired", |look| expired(look, sms())),
        exhibit("second-factor-approve-expired", |look| expired(look, approve(Some("Pixel 8"), None))),
        exhibit("second-factor-lost", |look| {
            asked(look, sms(), Some(0))
                .fail(|request| matches!(request, Request::WatchAccount { .. }), CallFailure::Unreachable)
        }),
        exhibit("second-factor-resending", |look| asked(look, sms(), Some(0)).send(Event::ResendPressed)),
        exhibit("second-factor-not-sent", |look| {
            asked(look, sms(), Some(25)).send(typed("1234")).fail(is_about_account, CallFailure::Unreachable)
        }),
        exhibit("second-factor-resent", |look| {
            let mut next = challenge(3, sms(), None, Some(30));
            if let Some(challenge) = &mut next.challenge {
                challenge.challenge_id = "c-2".into();
            }
            asked(look, sms(), Some(0)).send(Event::ResendPressed).account(next)
        }),
        exhibit("second-factor-destination", |look| asked(look, destinations(), None)),
        exhibit("second-factor-destination-missing", |look| {
            asked(look, destinations(), None).send(Event::FactorSubmitted)
        }),
        exhibit("second-factor-question", |look| {
            asked(look, questions(&["What was the name of your first school?"]), None)
        }),
        exhibit("second-factor-questions", |look| {
            asked(look, questions(&["What was the name of your first school?", "In which town?"]), None)
                .send(Event::FactorSubmitted)
        }),
        exhibit("second-factor-account", |look| {
            asked(look, accounts(), None).send(Event::FactorEntered(Entry::Chosen(Choice::at(0))))
        }),
        exhibit("second-factor-image", |look| {
            asked(look, images(), None).send(Event::FactorEntered(Entry::Chosen(Choice::at(1))))
        }),
        exhibit("second-factor-read-image", |look| {
            asked(
                look,
                ChallengeKind::ReadImage(ReadImage { picture: picture(CHARACTERS), length: 4 }),
                Some(0),
            )
        }),
        exhibit("second-factor-approve", |look| asked(look, approve(Some("Pixel 8"), Some("47")), Some(20))),
        exhibit("second-factor-approve-plain", |look| asked(look, approve(None, None), None)),
    ]
}
