//! Approval on another device: there is nothing to enter here, and the account continues without input.

use super::part::{Entered, Entry, Part};
use wink_wire::Answer;

/// Approval on another device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approve {
    /// The device, and a number that it shows too.
    pub asked: wink_wire::Approve,
}

impl Approve {
    #[expect(clippy::unnecessary_wraps, reason = "as the other kinds, which can be without sense")]
    pub(super) fn from_challenge(asked: wink_wire::Approve) -> Option<Self> {
        Some(Self { asked })
    }
}

impl Part for Approve {
    fn enter(&mut self, _: Entry) -> Entered {
        Entered::Nothing
    }

    fn answer(&self) -> Option<Answer> {
        None
    }

    fn forget_answer(&mut self) {}

    fn is_answered_here(&self) -> bool {
        false
    }
}
