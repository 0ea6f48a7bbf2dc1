//! What the kinds of second factor have in common: what can be entered, and what each kind makes of it.

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

/// What an entry led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// It is not an entry for this kind.
    Nothing,
    /// It is kept.
    Kept,
    /// It is kept, and with it the answer is such that it can be sent at once.
    Complete,
}

/// What each kind can do.
pub(super) trait Part {
    /// Takes in what was entered.
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
