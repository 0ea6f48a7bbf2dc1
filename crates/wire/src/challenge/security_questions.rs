//! Questions that the person has once chosen at the provider.

use super::Answer;
use serde::{Deserialize, Serialize};

/// One security question or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityQuestions {
    /// In the provider's own words; at least one.
    pub questions: Vec<String>,
}

impl SecurityQuestions {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::SecurityQuestions(answers) if answers.len() == self.questions.len())
    }
}
