//! The second factor: what all kinds have in common, and one module for each kind.
//!
//! A kind has the challenge, the input, and the answer that the input makes. When an answer is sent, and how its result is
//! handled, is the same for all kinds and decided in `update/second_factor.rs`. The input exists only here, so it cannot
//! outlive its step.

mod approve;
mod choice;
mod choose_account;
mod choose_destination;
mod choose_image;
mod one_time_code;
mod part;
mod read_image;
mod security_questions;

pub use approve::Approve;
pub use choice::Choice;
pub use choose_account::ChooseAccount;
pub use choose_destination::ChooseDestination;
pub use choose_image::ChooseImage;
pub use one_time_code::OneTimeCode;
pub use part::Entry;
pub use read_image::ReadImage;
pub use security_questions::SecurityQuestions;

use crate::attempt::Attempt;
use crate::link::Link;
use part::{Entered, Part};
use wink_wire::{Answer, ChallengeKind};

/// The second-factor screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The account.
    pub link: Link,
    /// The id of the screen: a new one for each factor of a chain, the same one when a code is sent again.
    pub page: Attempt,
    /// The id of the challenge.
    pub challenge_id: String,
    /// The challenge and the input.
    pub factor: Factor,
    /// What is in progress.
    pub phase: FactorPhase,
    /// Seconds until the challenge expires.
    pub seconds_left: u32,
    /// Seconds until the person can ask for another one; `None` where that is not possible.
    pub resend_in_seconds: Option<u32>,
    /// The timer that counts the seconds.
    pub clock: Attempt,
}

/// What is in progress on the second-factor screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorPhase {
    /// The person is answering.
    Answering,
    /// The person submitted an incomplete answer.
    Missing,
    /// The last answer was wrong; the number of tries that are left.
    Wrong(u8),
    /// It could not be sent; it can be sent again.
    NotSent,
    /// The answer is being checked.
    Sending(Attempt),
    /// Another challenge is being requested.
    Resending(Attempt),
    /// Another challenge arrived.
    Resent,
}

impl FactorPhase {
    /// Whether the person has to wait for a call.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Sending(_) | Self::Resending(_))
    }
}

/// Defines the enum of kinds. A kind newer than this build, or one with nothing to choose from, becomes `None`.
macro_rules! factors {
    ($($kind:ident,)+) => {
        /// What is asked, and what has been entered.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "as the wire's kinds")]
        pub enum Factor {
            $($kind($kind),)+
        }

        impl Factor {
            pub(crate) fn from_challenge(kind: &ChallengeKind) -> Option<Self> {
                match kind {
                    $(ChallengeKind::$kind(asked) => $kind::from_challenge(asked.clone()).map(Self::$kind),)+
                    ChallengeKind::Unknown => None,
                }
            }

            fn part(&self) -> &dyn Part {
                match self {
                    $(Self::$kind(part) => part,)+
                }
            }

            fn part_mut(&mut self) -> &mut dyn Part {
                match self {
                    $(Self::$kind(part) => part,)+
                }
            }
        }
    };
}

factors! {
    OneTimeCode,
    ChooseDestination,
    SecurityQuestions,
    ChooseAccount,
    ChooseImage,
    ReadImage,
    Approve,
}

impl Factor {
    /// Applies an input. `None` if it is not for this kind, otherwise whether the answer can be sent at once.
    pub(crate) fn enter(&mut self, entry: Entry) -> Option<bool> {
        match self.part_mut().enter(entry) {
            Entered::Nothing => None,
            Entered::Kept => Some(false),
            Entered::Complete => Some(true),
        }
    }

    pub(crate) fn answer(&self) -> Option<Answer> {
        self.part().answer()
    }

    pub(crate) fn forget_answer(&mut self) {
        self.part_mut().forget_answer();
    }

    /// Whether the answer is given here, and not on another device.
    pub fn is_answered_here(&self) -> bool {
        self.part().is_answered_here()
    }

    pub(crate) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
