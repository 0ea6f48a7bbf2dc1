//! A second factor: what a provider asks in addition to the credentials, and what is answered. One kind, one module.
//!
//! On the wire a kind is an object with one member that names it, `{"oneTimeCode": {…}}`, and so is an answer. A kind
//! newer than this build is read as [`ChallengeKind::Unknown`]. What is read is a record of optional parts rather
//! than a tagged enumeration: it needs no buffering, which the widget would pay for in bytes.

mod approve;
mod choose_account;
mod choose_destination;
mod choose_image;
mod one_time_code;
mod picture;
mod read_image;
mod security_questions;

pub use approve::Approve;
pub use choose_account::{AccountChoice, ChooseAccount};
pub use choose_destination::{ChooseDestination, Destination};
pub use choose_image::{ChooseImage, ImageChoice};
pub use one_time_code::{Channel, OneTimeCode};
pub use picture::Picture;
pub use read_image::ReadImage;
pub use security_questions::SecurityQuestions;

use crate::{Sealed, Secret};
use serde::{Deserialize, Serialize};

/// What a provider asks in addition to the credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    /// Names this challenge; an answer to an older one is refused.
    pub challenge_id: String,
    /// What is asked.
    pub kind: ChallengeKind,
    /// Set after a wrong answer: how many tries are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u8>,
    /// Seconds until the challenge expires.
    pub expires_in_seconds: u32,
    /// Seconds until another one can be requested (another code, another picture, another request to the device); absent
    /// where it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_in_seconds: Option<u32>,
}

/// Makes the enumeration of kinds, and the record that it is read from.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $part:ident;)+) => {
        /// Kinds of second factor.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", from = "Parts")]
        pub enum ChallengeKind {
            $($(#[$doc])* $kind($kind),)+
            /// A kind newer than this build.
            Unknown,
        }

        impl ChallengeKind {
            /// Whether an answer has the shape of one to this challenge: of its kind, with an answer to each question,
            /// naming something that there is to choose.
            pub fn takes(&self, answer: &Answer) -> bool {
                match self {
                    $(Self::$kind(asked) => asked.takes(answer),)+
                    Self::Unknown => false,
                }
            }
        }

        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Parts {
            $(#[serde(default)] $part: Option<$kind>,)+
        }

        impl From<Parts> for ChallengeKind {
            fn from(parts: Parts) -> Self {
                $(if let Some(part) = parts.$part {
                    return Self::$kind(part);
                })+
                Self::Unknown
            }
        }
    };
}

kinds! {
    /// A one-time code.
    OneTimeCode, one_time_code;
    /// Where the code shall be sent.
    ChooseDestination, choose_destination;
    /// The answers to security questions.
    SecurityQuestions, security_questions;
    /// Which of several accounts.
    ChooseAccount, choose_account;
    /// Which of several pictures.
    ChooseImage, choose_image;
    /// What a picture shows.
    ReadImage, read_image;
    /// A yes on another device.
    Approve, approve;
}

/// Answers a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerChallenge {
    /// The challenge that was on screen.
    pub challenge_id: String,
    /// What was answered, an [`Answer`], sealed.
    pub answer: Sealed,
}

/// What was answered. An approval on another device is not answered here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// The code as typed.
    OneTimeCode(Secret),
    /// The id of a destination.
    ChooseDestination(Secret),
    /// An answer to each question, in their order.
    SecurityQuestions(Vec<Secret>),
    /// The id of an account.
    ChooseAccount(Secret),
    /// The id of a picture.
    ChooseImage(Secret),
    /// What the picture shows, as typed.
    ReadImage(Secret),
}

impl Answer {
    /// Everything that was entered.
    pub fn texts(&self) -> &[Secret] {
        match self {
            Self::OneTimeCode(text)
            | Self::ChooseDestination(text)
            | Self::ChooseAccount(text)
            | Self::ChooseImage(text)
            | Self::ReadImage(text) => std::slice::from_ref(text),
            Self::SecurityQuestions(texts) => texts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_contains_everything_that_was_entered() {
        let texts =
            |answer: Answer| answer.texts().iter().map(|text| text.expose().to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(Answer::OneTimeCode("1234".into())), ["1234"]);
        assert_eq!(texts(Answer::SecurityQuestions(vec!["Rex".into(), "Abc".into()])), ["Rex", "Abc"]);
    }

    #[test]
    fn wire_shape_of_a_challenge() {
        let challenge = Challenge {
            challenge_id: "c-1".into(),
            kind: ChallengeKind::OneTimeCode(OneTimeCode {
                channel: Channel::Sms,
                destination: Some("+63 ••• ••• 1234".into()),
                length: 4,
            }),
            tries_left: None,
            expires_in_seconds: 300,
            resend_in_seconds: Some(30),
        };
        insta::assert_json_snapshot!(challenge, @r#"
        {
          "challengeId": "c-1",
          "kind": {
            "oneTimeCode": {
              "channel": "SMS",
              "destination": "+63 ••• ••• 1234",
              "length": 4
            }
          },
          "expiresInSeconds": 300,
          "resendInSeconds": 30
        }
        "#);
    }

    #[test]
    fn every_kind_survives_a_round_trip() {
        let picture = Picture { base64: "aGk=".into() };
        let kinds = [
            ChallengeKind::OneTimeCode(OneTimeCode {
                channel: Channel::Authenticator,
                destination: None,
                length: 0,
            }),
            ChallengeKind::ChooseDestination(ChooseDestination {
                destinations: vec![Destination {
                    id: "1".into(),
                    channel: Channel::Email,
                    address: "g•••@x".into(),
                }],
            }),
            ChallengeKind::SecurityQuestions(SecurityQuestions { questions: vec!["First pet?".into()] }),
            ChallengeKind::ChooseAccount(ChooseAccount {
                accounts: vec![AccountChoice { id: "1".into(), name: "Savings".into(), hint: None }],
            }),
            ChallengeKind::ChooseImage(ChooseImage {
                images: vec![ImageChoice {
                    id: "1".into(),
                    label: "A boat".into(),
                    picture: picture.clone(),
                }],
            }),
            ChallengeKind::ReadImage(ReadImage { picture, length: 5 }),
            ChallengeKind::Approve(Approve { device: None, number: Some("42".into()) }),
        ];
        for kind in kinds {
            let text = serde_json::to_string(&kind).unwrap();
            assert_eq!(serde_json::from_str::<ChallengeKind>(&text).unwrap(), kind, "{text}");
        }
    }

    #[test]
    fn unknown_kinds_and_values_of_newer_services_are_accepted() {
        let kind = serde_json::from_str::<ChallengeKind>(r#"{"iris": {"eye": "left"}}"#).unwrap();
        assert_eq!(kind, ChallengeKind::Unknown);
        let newer = r#"{"oneTimeCode": {"channel": "PIGEON", "length": 4, "feathers": 2}}"#;
        let ChallengeKind::OneTimeCode(code) = serde_json::from_str(newer).unwrap() else { panic!() };
        assert_eq!(code.channel, Channel::Unknown);
    }

    #[test]
    fn an_answer_must_match_the_challenge() {
        let questions = ChallengeKind::SecurityQuestions(SecurityQuestions { questions: vec!["?".into()] });
        let accounts = ChallengeKind::ChooseAccount(ChooseAccount {
            accounts: vec![AccountChoice { id: "1".into(), name: "One".into(), hint: None }],
        });
        let approve = ChallengeKind::Approve(Approve { device: None, number: None });
        for (kind, answer, fits) in [
            (&questions, Answer::SecurityQuestions(vec!["a".into()]), true),
            (&questions, Answer::SecurityQuestions(vec![]), false),
            (&questions, Answer::OneTimeCode("a".into()), false),
            (&accounts, Answer::ChooseAccount("1".into()), true),
            (&accounts, Answer::ChooseAccount("2".into()), false),
            (&approve, Answer::OneTimeCode("1".into()), false),
            (&ChallengeKind::Unknown, Answer::OneTimeCode("1".into()), false),
        ] {
            assert_eq!(kind.takes(&answer), fits, "{kind:?} {answer:?}");
        }
    }

    #[test]
    fn wire_shape_of_answers() {
        for (answer, text) in [
            (Answer::OneTimeCode("1234".into()), r#"{"oneTimeCode":"1234"}"#),
            (
                Answer::SecurityQuestions(vec!["Rex".into(), "Blue".into()]),
                r#"{"securityQuestions":["Rex","Blue"]}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&answer).unwrap(), text);
            assert_eq!(serde_json::from_str::<Answer>(text).unwrap(), answer);
            assert!(!format!("{answer:?}").contains("1234") && !format!("{answer:?}").contains("Rex"));
        }
    }
}
