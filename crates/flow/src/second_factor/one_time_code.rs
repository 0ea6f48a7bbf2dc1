//! A one-time code. It is sent as soon as it has its full length.

use super::{Entered, Entry, Part};
use wink_wire::{Answer, Secret};

/// A one-time code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    /// How it travels, where to, and its length.
    pub asked: wink_wire::OneTimeCode,
    /// What has been typed.
    pub code: Secret,
}

impl OneTimeCode {
    #[expect(clippy::unnecessary_wraps, reason = "as the other kinds, which can be without sense")]
    pub(super) fn asked(asked: wink_wire::OneTimeCode) -> Option<Self> {
        Some(Self { asked, code: Secret::default() })
    }
}

impl Part for OneTimeCode {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Typed(0, code) = entry else { return Entered::Nothing };
        let length = usize::from(self.asked.length);
        let is_complete = length > 0 && code.expose().chars().count() >= length;
        self.code = code;
        if is_complete { Entered::Complete } else { Entered::Kept }
    }

    fn answer(&self) -> Option<Answer> {
        (!super::is_blank(&self.code)).then(|| Answer::OneTimeCode(self.code.clone()))
    }

    fn refused(&mut self) {
        self.code = Secret::default();
    }
}
