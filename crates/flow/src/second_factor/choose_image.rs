//! Choosing the picture that the person once selected at the provider.

use super::choice::Choice;
use super::part::{Entered, Entry, Part};
use wink_wire::Answer;

/// Choosing one of several pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChooseImage {
    /// The options.
    pub asked: wink_wire::ChooseImage,
    /// The choice.
    pub chosen: Choice,
}

impl ChooseImage {
    pub(super) fn from_challenge(asked: wink_wire::ChooseImage) -> Option<Self> {
        (!asked.images.is_empty()).then(|| Self { asked, chosen: Choice::default() })
    }
}

impl Part for ChooseImage {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Chosen(choice) = entry else { return Entered::Nothing };
        if choice.of(&self.asked.images).is_none() {
            return Entered::Nothing;
        }
        self.chosen = choice;
        Entered::Kept
    }

    fn answer(&self) -> Option<Answer> {
        let chosen = self.chosen.of(&self.asked.images)?;
        Some(Answer::ChooseImage(chosen.id.as_str().into()))
    }

    fn forget_answer(&mut self) {
        self.chosen = Choice::default();
    }
}
