//! A one-time code that reached the person some other way.

use super::Answer;
use serde::{Deserialize, Serialize};

/// A one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OneTimeCode {
    /// How it travels.
    pub channel: Channel,
    /// Where it was sent, masked, for example `+63 ••• ••• 1234`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// Its length, in characters; 0 where that is not known.
    pub length: u8,
}

impl OneTimeCode {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::OneTimeCode(_))
    }
}

/// How a one-time code reaches the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
    /// An authenticator app.
    Authenticator,
    /// A channel newer than this build.
    #[serde(other)]
    Unknown,
}
