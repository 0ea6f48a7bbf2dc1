//! The interface of the kinds of second factor: their input, and how each kind handles it.

use super::choice::Choice;
use wink_wire::{Answer, Secret};

/// Something that a person entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The text of the field at a position, as it is now.
    Typed(usize, Secret),
    /// The choice at a position.
    Chosen(Choice),
}

/// The effect of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// It is not an entry for this kind.
    Nothing,
    /// It is kept.
    Kept,
    /// It is kept, and the answer is now complete and can be sent at once.
    Complete,
}

/// The methods of each kind.
pub(super) trait Part {
    /// Applies an input.
    fn enter(&mut self, entry: Entry) -> Entered;

    /// The answer, once it is complete.
    fn answer(&self) -> Option<Answer>;

    /// The answer was wrong: clears what has to be entered again.
    fn forget_answer(&mut self);

    /// Whether the answer is given here, and not elsewhere.
    fn is_answered_here(&self) -> bool {
        true
    }
}

/// Whether there is nothing but spaces.
pub(super) fn is_blank(text: &Secret) -> bool {
    text.expose().trim().is_empty()
}
