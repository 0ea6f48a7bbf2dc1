//! Security questions. Each must be answered; a wrong answer keeps what was typed, because the provider does not say
//! which one it was.

use super::part::{Entered, Entry, Part, is_blank};
use wink_wire::{Answer, Secret};

/// Security questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityQuestions {
    /// The questions.
    pub asked: wink_wire::SecurityQuestions,
    /// What has been typed, by position.
    pub answers: Vec<Secret>,
}

impl SecurityQuestions {
    pub(super) fn from_challenge(asked: wink_wire::SecurityQuestions) -> Option<Self> {
        let answers = vec![Secret::default(); asked.questions.len()];
        (!answers.is_empty()).then_some(Self { asked, answers })
    }

    /// Whether the question at a position has no answer yet.
    pub fn is_missing(&self, position: usize) -> bool {
        self.answers.get(position).is_some_and(is_blank)
    }
}

impl Part for SecurityQuestions {
    fn enter(&mut self, entry: Entry) -> Entered {
        let Entry::Typed(position, typed) = entry else { return Entered::Nothing };
        let Some(answer) = self.answers.get_mut(position) else { return Entered::Nothing };
        *answer = typed;
        Entered::Kept
    }

    fn answer(&self) -> Option<Answer> {
        let is_complete = !self.answers.iter().any(is_blank);
        is_complete.then(|| Answer::SecurityQuestions(self.answers.clone()))
    }

    fn forget_answer(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_without_an_answer_is_missing() {
        let asked = wink_wire::SecurityQuestions { questions: vec!["First pet?".into(), "School?".into()] };
        let mut questions = SecurityQuestions::from_challenge(asked).unwrap();
        questions.enter(Entry::Typed(0, "Rex".into()));
        assert!(!questions.is_missing(0) && questions.is_missing(1) && !questions.is_missing(2));
    }
}
