//! Where the provider shall send its code.

use super::{Answer, Channel};
use serde::{Deserialize, Serialize};

/// Places to which a code can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChooseDestination {
    /// At least one.
    pub destinations: Vec<Destination>,
}

impl ChooseDestination {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, answer: &Answer) -> bool {
        let Answer::ChooseDestination(chosen) = answer else { return false };
        self.destinations.iter().any(|one| one.id == chosen.expose())
    }
}

/// A place to which a code can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Destination {
    /// What is answered if it is chosen.
    pub id: String,
    /// How the code travels.
    pub channel: Channel,
    /// Telephone number or e-mail address, masked.
    pub address: String,
}
