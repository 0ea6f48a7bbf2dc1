//! Choosing one of several accounts of one login.

use super::choice::Choice;
use super::part::{Entered, Entry, Part};
use wink_wire::Answer;

/// Choosing one of several accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChooseAccount {
    /// The options.
    pub asked: wink_wire::ChooseAccount,
    /// The choice.
    pub chosen: Choice,
}

impl ChooseAccount {
    pub(super) fn from_challenge(asked: wink_wire::ChooseAccount) -> Option<Self> {
        (!asked.accounts.is_empty()).then(|| Self { asked, chosen: Choice::default() })
    }
}

impl Part for ChooseAccount {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Chosen(choice) = entry else { return Entered::Nothing };
        if choice.of(&self.asked.accounts).is_none() {
            return Entered::Nothing;
        }
        self.chosen = choice;
        Entered::Kept
    }

    fn answer(&self) -> Option<Answer> {
        let chosen = self.chosen.of(&self.asked.accounts)?;
        Some(Answer::ChooseAccount(chosen.id.as_str().into()))
    }

    fn forget_answer(&mut self) {
        self.chosen = Choice::default();
    }
}
