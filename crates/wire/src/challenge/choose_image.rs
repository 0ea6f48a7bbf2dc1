//! The picture that the person has once chosen at the provider, among others.

use super::{Answer, Picture};
use serde::{Deserialize, Serialize};

/// Pictures to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChooseImage {
    /// At least one.
    pub images: Vec<ImageChoice>,
}

impl ChooseImage {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, answer: &Answer) -> bool {
        let Answer::ChooseImage(chosen) = answer else { return false };
        self.images.iter().any(|one| one.id == chosen.expose())
    }
}

/// One of the pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageChoice {
    /// What is answered if it is chosen.
    pub id: String,
    /// What it shows, for people who cannot see it.
    pub label: String,
    /// The picture.
    pub picture: Picture,
}
