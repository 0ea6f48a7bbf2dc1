//! The sandbox's second factors: what each asks, and the correct answer. The correct answers are public; they are in
//! the README.

use super::pictures;
use crate::catalogue::SecondFactor;
use crate::catalogue::people::Person;
use crate::connectors::{ConnectorFault, Outcome};
use serde::{Deserialize, Serialize};
use wink_wire::{
    AccountChoice, Answer, Approve, ChallengeKind, Channel, ChooseAccount, ChooseDestination, ChooseImage,
    Destination, ImageChoice, OneTimeCode, Picture, ReadImage, Secret, SecurityQuestions,
};

/// After how many of the sandbox's steps the decision on another device arrives.
pub(super) const STEPS_UNTIL_DECIDED: i64 = 5;

/// Length of every sandbox code, in characters.
const CODE_LENGTH: u8 = 4;

const SECOND_MILLIS: i64 = 1_000;

const PHONE: &str = "phone";
const MAIL: &str = "mail";

/// The person's own account; any other choice is rejected.
const RIGHT_ACCOUNT: &str = "personal";

const RIGHT_IMAGE: &str = "boat";

/// A security question and its answer.
const QUESTIONS: [(&str, &str); 2] =
    [("What was the name of your first pet?", "Rex"), ("In which city were you born?", "Pasig")];

/// One second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Factor {
    Sms,
    Email,
    Authenticator,
    Destination,
    /// A code to a destination that the person chose.
    CodeToDestination,
    Question,
    Questions,
    Account,
    ChooseImage,
    ReadImage,
    Approve,
    Deny,
    Timeout,
}

impl From<SecondFactor> for Factor {
    fn from(factor: SecondFactor) -> Self {
        match factor {
            SecondFactor::Sms => Self::Sms,
            SecondFactor::Email => Self::Email,
            SecondFactor::Authenticator => Self::Authenticator,
        }
    }
}

/// The factors of `mfa_<kind>`.
pub(super) fn chain_named(kind: &str) -> Option<&'static [Factor]> {
    Some(match kind {
        "sms" => &[Factor::Sms],
        "email" => &[Factor::Email],
        "authenticator" => &[Factor::Authenticator],
        "destination" => &[Factor::Destination, Factor::CodeToDestination],
        "question" => &[Factor::Question],
        "questions" => &[Factor::Questions],
        "account" => &[Factor::Account],
        "choose_image" => &[Factor::ChooseImage],
        "read_image" => &[Factor::ReadImage],
        "approve" => &[Factor::Approve],
        "deny" => &[Factor::Deny],
        "timeout" => &[Factor::Timeout],
        "chain" => &[Factor::Destination, Factor::CodeToDestination, Factor::Question],
        _ => return None,
    })
}

/// A sequence of second factors, and the progress in it. It contains no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chain {
    factors: Vec<Factor>,
    /// The number of passed factors.
    passed: usize,
    /// How often the current challenge was repeated.
    pub(super) turn: usize,
    /// The destination that the person chose for the code.
    destination: Option<String>,
    /// When the decision on another device arrives.
    pub(super) decided_at: i64,
}

impl Chain {
    pub(super) fn new(factors: Vec<Factor>) -> Self {
        Self { factors, ..Self::default() }
    }

    /// The current factor. `None` once all are passed.
    pub(super) fn current(&self) -> Option<Factor> {
        self.factors.get(self.passed).copied()
    }

    /// Records a correct answer to the current factor.
    pub(super) fn answered(&mut self, answer: &Answer) {
        if let Answer::ChooseDestination(id) = answer {
            self.destination = Some(id.expose().to_owned());
        }
        self.passed();
    }

    /// Marks the current factor as passed.
    pub(super) fn passed(&mut self) {
        self.passed += 1;
        self.turn = 0;
    }
}

/// A person's decision on another device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Yes,
    No,
    Never,
}

/// Whether an answer, whose kind matches the current factor, is correct.
pub(super) fn is_right(chain: &Chain, person: &Person, answer: &Answer) -> bool {
    match answer {
        Answer::OneTimeCode(code) => code.expose() == person.code,
        Answer::ChooseDestination(id) => [PHONE, MAIL].contains(&id.expose()),
        Answer::SecurityQuestions(answers) => {
            answers.iter().zip(QUESTIONS).all(|(answer, (_, right))| is_same(answer, right))
        }
        Answer::ChooseAccount(id) => id.expose() == RIGHT_ACCOUNT,
        Answer::ChooseImage(id) => id.expose() == RIGHT_IMAGE,
        Answer::ReadImage(word) => is_same(word, pictures::word_of_turn(chain.turn)),
    }
}

impl Factor {
    pub(super) const fn decision(self) -> Decision {
        match self {
            Self::Deny => Decision::No,
            Self::Timeout => Decision::Never,
            Self::Sms
            | Self::Email
            | Self::Authenticator
            | Self::Destination
            | Self::CodeToDestination
            | Self::Question
            | Self::Questions
            | Self::Account
            | Self::ChooseImage
            | Self::ReadImage
            | Self::Approve => Decision::Yes,
        }
    }

    pub(super) const fn expires_after_millis(self) -> i64 {
        SECOND_MILLIS
            * match self {
                Self::Approve | Self::Deny => 120,
                // Short, so that it is easy to try.
                Self::Timeout => 8,
                Self::Sms
                | Self::Email
                | Self::Authenticator
                | Self::Destination
                | Self::CodeToDestination
                | Self::Question
                | Self::Questions
                | Self::Account
                | Self::ChooseImage
                | Self::ReadImage => 300,
            }
    }

    pub(super) const fn repeat_after_millis(self) -> Option<i64> {
        match self {
            Self::Sms | Self::Email | Self::CodeToDestination | Self::Approve | Self::Deny => {
                Some(30 * SECOND_MILLIS)
            }
            Self::Timeout => Some(2 * SECOND_MILLIS),
            Self::ReadImage => Some(0),
            Self::Authenticator
            | Self::Destination
            | Self::Question
            | Self::Questions
            | Self::Account
            | Self::ChooseImage => None,
        }
    }

    /// The challenge to show.
    pub(super) fn kind(self, chain: &Chain, person: &Person) -> Outcome<ChallengeKind> {
        Ok(match self {
            Self::Email => code(Channel::Email, Some(masked_email(person.email))),
            Self::Authenticator => code(Channel::Authenticator, None),
            Self::CodeToDestination if chain.destination.as_deref() == Some(MAIL) => {
                code(Channel::Email, Some(masked_email(person.email)))
            }
            Self::Sms | Self::CodeToDestination => code(Channel::Sms, Some(masked_mobile(person.mobile))),
            Self::Destination => ChallengeKind::ChooseDestination(ChooseDestination {
                destinations: vec![
                    destination(PHONE, Channel::Sms, masked_mobile(person.mobile)),
                    destination(MAIL, Channel::Email, masked_email(person.email)),
                ],
            }),
            Self::Question => questions(1),
            Self::Questions => questions(QUESTIONS.len()),
            Self::Account => ChallengeKind::ChooseAccount(ChooseAccount {
                accounts: vec![
                    account(RIGHT_ACCOUNT, person.full_name, "Personal, number ending in 1234"),
                    account("business", "Palomero Trading", "Business, number ending in 7788"),
                    account("closed", person.full_name, "Personal, closed in 2021"),
                ],
            }),
            Self::ChooseImage => ChallengeKind::ChooseImage(ChooseImage {
                images: pictures::SCENES
                    .iter()
                    .map(|scene| {
                        Ok(ImageChoice {
                            id: scene.id.to_owned(),
                            label: scene.label.to_owned(),
                            picture: picture(pictures::scene(scene))?,
                        })
                    })
                    .collect::<Outcome<_>>()?,
            }),
            Self::ReadImage => ChallengeKind::ReadImage(ReadImage {
                picture: picture(pictures::word(pictures::word_of_turn(chain.turn)))?,
                length: 5,
            }),
            Self::Approve | Self::Deny | Self::Timeout => ChallengeKind::Approve(Approve {
                device: Some(format!("{}’s phone", person.first_name)),
                number: Some(["42", "17", "86"][chain.turn % 3].to_owned()),
            }),
        })
    }
}

/// Whether a typed text matches, ignoring spaces and case.
fn is_same(typed: &Secret, right: &str) -> bool {
    let letters = typed.expose().chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).eq(right.chars().flat_map(char::to_lowercase))
}

fn code(channel: Channel, destination: Option<String>) -> ChallengeKind {
    ChallengeKind::OneTimeCode(OneTimeCode { channel, destination, length: CODE_LENGTH })
}

fn questions(count: usize) -> ChallengeKind {
    let questions = QUESTIONS.iter().take(count).map(|(question, _)| (*question).to_owned()).collect();
    ChallengeKind::SecurityQuestions(SecurityQuestions { questions })
}

fn destination(id: &str, channel: Channel, address: String) -> Destination {
    Destination { id: id.to_owned(), channel, address }
}

fn account(id: &str, name: &str, hint: &str) -> AccountChoice {
    AccountChoice { id: id.to_owned(), name: name.to_owned(), hint: Some(hint.to_owned()) }
}

fn picture(drawn: Result<String, image::ImageError>) -> Outcome<Picture> {
    let base64 = drawn.map_err(|error| ConnectorFault(error.to_string()))?;
    Ok(Picture { base64 })
}

/// `+639559991234` as `+63 ••• ••• 1234`: all countries of the sandbox have calling codes of two digits.
fn masked_mobile(mobile: &str) -> String {
    let country = mobile.get(..3).unwrap_or_default();
    let end = mobile.get(mobile.len().saturating_sub(4)..).unwrap_or_default();
    format!("{country} ••• ••• {end}")
}

/// `george@example.com` as `g•••@example.com`.
fn masked_email(email: &str) -> String {
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    format!("{}•••@{domain}", name.chars().next().unwrap_or('•'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_masked() {
        assert_eq!(masked_mobile("+639559991234"), "+63 ••• ••• 1234");
        assert_eq!(masked_email("gpalomero1234@smileapi.io"), "g•••@smileapi.io");
    }

    #[test]
    fn spaces_and_capital_letters_do_not_matter() {
        for (typed, is_right) in [("rex", true), (" R e x ", true), ("rexx", false), ("", false)] {
            assert_eq!(is_same(&typed.into(), "Rex"), is_right, "{typed}");
        }
    }
}
