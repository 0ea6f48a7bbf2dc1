//! A picture of letters and digits that a person reads.

use super::{Answer, Picture};
use serde::{Deserialize, Serialize};

/// A picture to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadImage {
    /// The picture.
    pub picture: Picture,
    /// How many characters it shows; 0 where that is not known.
    pub length: u8,
}

impl ReadImage {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::ReadImage(_))
    }
}
