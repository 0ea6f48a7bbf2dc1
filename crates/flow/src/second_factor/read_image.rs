//! Typing the characters in a picture. The answer is never sent automatically, because the person should check it first.

use super::part::{Entered, Entry, Part, is_blank};
use wink_wire::{Answer, Secret};

/// The characters in a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadImage {
    /// The picture, and how many characters it shows.
    pub asked: wink_wire::ReadImage,
    /// What has been typed.
    pub text: Secret,
}

impl ReadImage {
    #[expect(clippy::unnecessary_wraps, reason = "as the other kinds, which can be without sense")]
    pub(super) fn from_challenge(asked: wink_wire::ReadImage) -> Option<Self> {
        Some(Self { asked, text: Secret::default() })
    }
}

impl Part for ReadImage {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Typed(0, text) = entry else { return Entered::Nothing };
        self.text = text;
        Entered::Kept
    }

    fn answer(&self) -> Option<Answer> {
        (!is_blank(&self.text)).then(|| Answer::ReadImage(self.text.clone()))
    }

    fn forget_answer(&mut self) {
        self.text = Secret::default();
    }
}
