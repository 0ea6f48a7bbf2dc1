//! Choosing where the code is sent.

use super::choice::Choice;
use super::part::{Entered, Entry, Part};
use wink_wire::Answer;

/// Choosing where the code is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChooseDestination {
    /// The options.
    pub asked: wink_wire::ChooseDestination,
    /// The choice.
    pub chosen: Choice,
}

impl ChooseDestination {
    pub(super) fn from_challenge(asked: wink_wire::ChooseDestination) -> Option<Self> {
        (!asked.destinations.is_empty()).then(|| Self { asked, chosen: Choice::default() })
    }
}

impl Part for ChooseDestination {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Chosen(choice) = entry else { return Entered::Nothing };
        if choice.of(&self.asked.destinations).is_none() {
            return Entered::Nothing;
        }
        self.chosen = choice;
        Entered::Kept
    }

    fn answer(&self) -> Option<Answer> {
        let chosen = self.chosen.of(&self.asked.destinations)?;
        Some(Answer::ChooseDestination(chosen.id.as_str().into()))
    }

    fn forget_answer(&mut self) {
        self.chosen = Choice::default();
    }
}
